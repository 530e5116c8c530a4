"""The HTTP gateway against a real server: escaping, what counts as taken, and every bad end."""

import json
import logging
import shutil
import ssl
import subprocess
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from clubdesk.sms.gateway import (
    Accepted,
    MessageRefusedError,
    MessageUnknownError,
    NothingSentError,
    Progress,
)
from clubdesk.sms.http_gateway import HttpGateway
from clubdesk.sms.profiles import PROFILES, HttpProfile
from tests.support.processes import free_port

KEY = "k&y=/é?ü 7"
PHONE = "+77015554417"
EVIL = 'Клуб "A" & co=1\r\nX-Evil: {key} \\ 100% 🎮 ; +'
FORM = "Content-Type: application/x-www-form-urlencoded"


def gateway(provider, timeout_s: float = 5.0, **changes: str) -> HttpGateway:
    profile = HttpProfile("own", provider.url + "/send", body="to={phone}&text={text}&key={key}",
                          accepted="id", id_path="id", words_path="error")  # fmt: skip
    return HttpGateway(replace(profile, **changes), "acc", "Club & Co", KEY, timeout_s)


def test_a_form_carries_every_sign_whole(provider) -> None:
    taken = gateway(provider).send(PHONE, EVIL)
    assert taken == Accepted("17", PHONE)
    (asked,) = provider.asked
    assert asked.method == "POST"
    assert parse_qs(asked.body) == {"to": [PHONE], "text": [EVIL], "key": [KEY]}
    assert "X-Evil" not in asked.headers


def test_an_address_carries_every_sign_whole(provider) -> None:
    url = provider.url + "/send/{digits}?text={text}&k={key}&from={sender}"
    gateway(provider, url=url, method="GET", headers="").send(PHONE, EVIL)
    (asked,) = provider.asked
    parts = urlsplit(asked.path)
    assert parts.path == "/send/77015554417"
    assert parse_qs(parts.query) == {"text": [EVIL], "k": [KEY], "from": ["Club & Co"]}
    assert asked.body == ""


def test_json_carries_every_sign_whole(provider) -> None:
    body = '{"to": "{digits}", "message": {"text": "{text}"}, "unknown": "{what}"}'
    headers = "Content-Type: application/json; charset=utf-8\nX-Api-Key: plain\n\nX-Acc: {account}"
    gateway(provider, body=body, headers=headers).send(PHONE, EVIL)
    (asked,) = provider.asked
    sent = json.loads(asked.body)
    assert sent == {"to": "77015554417", "message": {"text": EVIL}, "unknown": "{what}"}
    assert (asked.headers["X-Api-Key"], asked.headers["X-Acc"]) == ("plain", "acc")


def test_a_header_cannot_begin_another(provider) -> None:
    made = gateway(provider, headers="X-Text: {text}")
    with pytest.raises(MessageRefusedError):
        made.send(PHONE, "one\r\nX-Evil: 1")
    with pytest.raises(MessageRefusedError):
        gateway(provider, headers="no colon here").send(PHONE, "x")
    assert provider.asked == []


def test_basic_authorisation(provider) -> None:
    gateway(provider, headers="Authorization: Basic {basic}").send(PHONE, "x")
    import base64

    scheme, _, pair = provider.asked[0].headers["Authorization"].partition(" ")
    assert (scheme, base64.b64decode(pair).decode()) == ("Basic", f"acc:{KEY}")


@pytest.mark.parametrize(
    ("status", "body", "ends"),
    [
        (200, '{"error": "no money"}', MessageRefusedError),
        (200, '{"error": null, "other": 1}', MessageUnknownError),
        (200, "<html>Welcome</html>", MessageUnknownError),
        (200, "", MessageUnknownError),
        (200, '{"id": ', MessageUnknownError),
        (200, '["id"]', MessageUnknownError),
        (500, '{"id": 17}', MessageUnknownError),
        (503, "", MessageUnknownError),
        (429, "", NothingSentError),
        (401, '{"error": "who are you"}', MessageRefusedError),
        (404, "nothing here", MessageRefusedError),
    ],
)
def test_an_answer_is_believed_no_further_than_it_goes(provider, status, body, ends) -> None:
    provider.default = (status, body)
    with pytest.raises(ends) as end:
        gateway(provider).send(PHONE, "x")
    assert len(provider.asked) == 1
    if "error" in body and ends is MessageRefusedError:
        assert json.loads(body)["error"] in end.value.words


def test_the_providers_words_come_without_the_key(provider) -> None:
    provider.default = (403, json.dumps({"error": f"bad key {KEY}"}))
    with pytest.raises(MessageRefusedError) as end:
        gateway(provider).send(PHONE, "x")
    assert KEY not in f"{end.value} {end.value.words} {end.value!r}"
    assert "bad key •••" in end.value.words


@pytest.mark.parametrize("rule", ["~OK", "~id: 5"])
def test_a_text_in_the_answer_can_be_the_rule(provider, rule) -> None:
    provider.default = (200, "OK id: 5")
    assert gateway(provider, accepted=rule, id_path="", words_path="").send(PHONE, "x").phone
    provider.default = (200, "FAIL")
    with pytest.raises(MessageUnknownError):
        gateway(provider, accepted=rule, id_path="", words_path="").send(PHONE, "x")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_gets_the_key(provider, status) -> None:
    from tests.support.sms_http import SmsHttp

    other = SmsHttp()
    try:
        provider.default, provider.location = (status, ""), other.url + "/take"
        with pytest.raises(MessageRefusedError, match="another address"):
            gateway(provider).send(PHONE, "x")
        assert other.asked == []
        assert len(provider.asked) == 1
    finally:
        other.stop()


def test_no_connection_is_certainly_nothing_sent(provider) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/send"
    with pytest.raises(NothingSentError):
        gateway(provider, url=nowhere).send(PHONE, "x")
    with pytest.raises(NothingSentError):
        gateway(provider, url="http://no-such-host.invalid/send").send(PHONE, "x")


@pytest.mark.parametrize("fault", ["hang", "dribble", "drop"])
def test_a_silence_after_sending_is_unknown(provider, fault) -> None:
    setattr(provider, fault, True)
    begun = time.monotonic()
    with pytest.raises(MessageUnknownError):
        gateway(provider, timeout_s=0.4).send(PHONE, "x")
    assert time.monotonic() - begun < 3
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    "url", ["", "ftp://127.0.0.1/", "http://", "http://127.0.0.1:99999/", "{text}", "http://[::1"]
)
def test_an_address_that_is_none_is_told(provider, url) -> None:
    with pytest.raises(MessageRefusedError, match="address"):
        gateway(provider, url=url).send(PHONE, "x")


def test_an_answer_of_two_megabytes_is_not_swallowed_whole(provider) -> None:
    provider.default = (200, '{"error": "' + "x" * 2_000_000 + '"}')
    with pytest.raises(MessageUnknownError):
        gateway(provider).send(PHONE, "x")


def test_a_server_without_tls_gets_nothing(provider) -> None:
    with pytest.raises(NothingSentError):
        gateway(provider, url=provider.url.replace("http:", "https:") + "/send").send(PHONE, "x")
    assert provider.asked == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_a_server_that_cannot_prove_its_name_gets_nothing(provider, tmp_path) -> None:
    files = [tmp_path / "key.pem", tmp_path / "cert.pem"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", files[0], "-out", files[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files[1], files[0])
    provider.wrap(context)
    with pytest.raises(MessageRefusedError, match="prove who it is"):
        gateway(provider, url=provider.url.replace("http:", "https:") + "/send").send(PHONE, "x")
    assert provider.asked == []


def test_plain_http_stays_in_this_network(provider, monkeypatch) -> None:
    class Far:
        """A connection whose other end is on the internet."""

        closed = False

        def getpeername(self):
            return ("203.0.114.7", 80)

        def close(self) -> None:
            self.closed = True

    far = Far()
    monkeypatch.setattr("socket.create_connection", lambda *_: far)
    with pytest.raises(MessageRefusedError, match="https"):
        gateway(provider, url="http://sms.example.com/send").send(PHONE, "x")
    assert far.closed


def test_nothing_is_logged(provider, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    made = gateway(provider)
    made.send(PHONE, "your code is 123456")
    assert KEY not in repr(made)
    assert "123456" not in caplog.text
    assert KEY not in caplog.text


# The providers that are described as data, against answers in their documented form.

SENT = {
    "smsc": '{"id": 4321, "cnt": 1}',
    "smsru": '{"status": "OK", "status_code": 100, "sms": {"77015554417":'
    ' {"status": "OK", "status_code": 100, "sms_id": "4321"}}, "balance": 10.5}',
    "mobizon": '{"code": 0, "data": {"campaignId": "1", "messageId": "4321", "status": 2},'
    ' "message": ""}',
    "twilio": '{"sid": "4321", "status": "queued", "error_code": null}',
}
REFUSED = {
    "smsc": (200, '{"error": "invalid number", "error_code": 7}'),
    "smsru": (200, '{"status": "ERROR", "status_code": 200, "status_text": "invalid number"}'),
    "mobizon": (200, '{"code": 1, "data": {"recipient": "x"}, "message": "invalid number"}'),
    "twilio": (400, '{"code": 21211, "message": "invalid number", "status": 400}'),
}
DELIVERED = {
    "smsc": '{"status": 1, "last_date": "21.11.2026 12:00:00", "last_timestamp": 1}',
    "smsru": '{"status": "OK", "sms": {"4321": {"status": "OK", "status_code": 103}}}',
    "mobizon": '{"code": 0, "data": [{"id": "4321", "status": "DELIVRD", "segNum": 1}]}',
    "twilio": '{"sid": "4321", "status": "delivered"}',
}
WAITING = {
    "smsc": '{"status": -1}',
    "smsru": '{"status": "OK", "sms": {"4321": {"status": "OK", "status_code": 102}}}',
    "mobizon": '{"code": 0, "data": [{"id": "4321", "status": "ENQUEUD"}]}',
    "twilio": '{"sid": "4321", "status": "sent"}',
}
FAILED = {
    "smsc": '{"status": 20, "err": 1}',
    "smsru": '{"status": "OK", "sms": {"4321": {"status": "OK", "status_code": 105}}}',
    "mobizon": '{"code": 0, "data": [{"id": "4321", "status": "UNDELIV"}]}',
    "twilio": '{"sid": "4321", "status": "undelivered", "message": null}',
}


def known(provider, name: str) -> HttpGateway:
    profile = PROFILES[name]
    host = urlsplit(profile.url)
    base = f"{host.scheme}://{host.netloc}"
    return HttpGateway(
        replace(
            profile,
            url=profile.url.replace(base, provider.url),
            status_url=profile.status_url.replace(base, provider.url),
        ),
        "AC1", "Club", KEY,
    )  # fmt: skip


@pytest.mark.parametrize("name", PROFILES)
def test_a_known_provider(provider, name) -> None:
    made = known(provider, name)
    provider.default = (200, SENT[name])
    taken = made.send(PHONE, EVIL)
    assert taken.gateway_id == "4321"
    asked = provider.asked[0]
    told = {**parse_qs(urlsplit(asked.path).query), **parse_qs(asked.body)}
    assert [EVIL] in told.values()
    assert [PHONE] in told.values() or ["77015554417"] in told.values()
    assert [KEY] in told.values() or "Authorization" in asked.headers
    for body, progress in ((WAITING, "waiting"), (DELIVERED, "delivered"), (FAILED, "failed")):
        provider.default = (200, body[name])
        assert made.look_up(taken).progress is Progress(progress)
    assert "4321" in provider.asked[-1].path + provider.asked[-1].body


@pytest.mark.parametrize("name", PROFILES)
def test_a_known_provider_refuses_in_its_own_words(provider, name) -> None:
    provider.default = REFUSED[name]
    with pytest.raises(MessageRefusedError) as end:
        known(provider, name).send(PHONE, "x")
    assert "invalid number" in end.value.words


@pytest.mark.parametrize("name", PROFILES)
def test_a_known_provider_is_reached_by_tls_alone(name) -> None:
    profile = PROFILES[name]
    assert profile.url.startswith("https://")
    assert profile.status_url.startswith("https://")
