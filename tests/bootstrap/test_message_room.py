"""A whole house sends codes over real sockets; nothing keeps a code or a key, nothing waits."""

import logging
import re
import sqlite3
import time

import pytest

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.secret_box import FILE_NAME, SMS_KEY, open_secret_box
from clubdesk.foundation.settings import save_settings
from clubdesk.services.messages import MessageState, MessageTold
from clubdesk.services.verification import CheckCode, SendCode
from tests.support.patience import until
from tests.support.smpp_server import SmppServer
from tests.support.sms_http import SmsHttp

KEY = "K3Y-of-the-club"


@pytest.fixture
def provider():
    made = SmsHttp()
    yield made
    made.stop()


@pytest.fixture
def smsc():
    made = SmppServer(password=KEY[:8])
    yield made
    made.stop()


def by_http(provider, **more):
    return {
        "sms_kind": "http", "sms_profile": "own", "sms_url": provider.url + "/send",
        "sms_headers": "Content-Type: application/x-www-form-urlencoded",
        "sms_body": "key={key}&to={phone}&text={text}", "sms_accepted": "id",
        "sms_id_path": "id", "sms_text": "{club}: {code}", **more,
    }  # fmt: skip


def opened(club, settings, key=KEY):
    open_secret_box(club.folder).put(SMS_KEY, key)
    house = club.started(**settings)
    house.heard = []
    house.events.subscribe(house.heard.append)
    return house


def do(house, club, command):
    return house.desk.do(command, club.owner).result(10)


def kept(house, client):
    def question():
        with house.storage.begin() as work:
            return work.codes.of_client(client)

    return house.writer.submit(question).result(10)


def state(house, club):
    return kept(house, club.client).state


def sent_code(text: str) -> str:
    return re.search(r"\d{6}", text).group()


def test_a_code_goes_out_by_http_and_verifies(club, provider) -> None:
    house = opened(club, by_http(provider))
    assert house.desk.has_gateway()
    do(house, club, SendCode(client_id=club.client))
    until(lambda: state(house, club) == MessageState.ACCEPTED)
    assert kept(house, club.client).gateway_id == "17"
    from urllib.parse import parse_qs

    asked = parse_qs(provider.asked[0].body)
    assert (asked["key"], asked["to"]) == ([KEY], ["+77015554417"])
    assert re.fullmatch(r"Test Club: \d{6}", asked["text"][0])
    do(house, club, CheckCode(client_id=club.client, code=sent_code(asked["text"][0])))
    assert house.storage.queries.client(club.client).client.phone_verified


def test_a_code_goes_out_by_smpp_and_arrives(club, smsc) -> None:
    settings = {"sms_kind": "smpp", "sms_smpp_host": "127.0.0.1", "sms_smpp_port": smsc.port,
                "sms_account": "club", "sms_sender": "CLUB"}  # fmt: skip
    house = opened(club, settings, KEY[:8])
    do(house, club, SendCode(client_id=club.client))
    until(lambda: house.clock.advance(0.5) or state(house, club) == MessageState.DELIVERED)
    assert re.fullmatch(r"Test Club: your code is \d{6}", smsc.submitted[0].text)


def test_a_provider_of_ones_own_is_asked_for_delivery(club, provider) -> None:
    status = {"sms_status_url": provider.url + "/status?id={id}&k={key}",
              "sms_delivered": "state=done", "sms_failed": "state=lost"}  # fmt: skip
    house = opened(club, by_http(provider, **status))
    provider.answers["/status"] = (200, '{"state": "on its way"}')
    do(house, club, SendCode(client_id=club.client))
    until(lambda: house.clock.advance(0.2) or len(provider.asked) > 2)
    assert state(house, club) == MessageState.ACCEPTED
    provider.answers["/status"] = (200, '{"state": "done"}')
    until(lambda: house.clock.advance(0.2) or state(house, club) == MessageState.DELIVERED)
    assert provider.asked[-1].path == f"/status?id=17&k={KEY}"


def test_the_desk_works_on_while_the_gateway_hangs(club, provider) -> None:
    provider.hang = True
    house = opened(club, by_http(provider))
    begun = time.monotonic()
    do(house, club, SendCode(client_id=club.client))
    until(lambda: provider.asked)
    for _ in range(20):
        assert house.desk.ask(lambda books: books.client(club.client)).result(5)
    with pytest.raises(DeskError, match="a moment ago"):
        do(house, club, SendCode(client_id=club.client))
    assert time.monotonic() - begun < 5
    assert state(house, club) == MessageState.QUEUED
    provider.let_go.set()
    until(lambda: state(house, club) == MessageState.UNKNOWN)


def test_a_house_ends_while_its_gateway_hangs(club, provider) -> None:
    provider.hang = True
    house = opened(club, by_http(provider))
    do(house, club, SendCode(client_id=club.client))
    until(lambda: provider.asked)
    begun = time.monotonic()
    house.stop()
    assert time.monotonic() - begun < 8


def test_without_a_gateway_the_code_is_told_as_not_sent(club) -> None:
    house = club.started()
    assert not house.desk.has_gateway()
    do(house, club, SendCode(client_id=club.client))
    until(lambda: state(house, club) == MessageState.FAILED)
    assert "No message gateway" in kept(house, club.client).detail


def test_a_key_that_others_may_read_is_not_used(club, provider) -> None:
    house = opened(club, by_http(provider))
    (club.folder / FILE_NAME).chmod(0o644)
    do(house, club, SendCode(client_id=club.client))
    until(lambda: state(house, club) == MessageState.FAILED)
    assert "Other users" in kept(house, club.client).detail
    assert provider.asked == []


def test_a_test_message_is_told_as_it_goes(club, provider) -> None:
    house = opened(club, by_http(provider))
    number = house.messages.send_test("+77012223344", "Test Club")
    until(lambda: MessageTold(number, MessageState.ACCEPTED) in house.heard)
    assert "test+message" in provider.asked[0].body
    provider.default = (200, '{"error": "no"}')
    second = house.messages.send_test("+77012223344", "Test Club")
    until(lambda: any(isinstance(x, MessageTold) and x.number == second for x in house.heard))


def test_changed_settings_serve_the_next_code(club, provider) -> None:
    import msgspec

    house = opened(club, {})
    house.save(msgspec.structs.replace(house.settings, **by_http(provider)))
    assert house.desk.has_gateway()
    do(house, club, SendCode(client_id=club.client))
    until(lambda: state(house, club) == MessageState.ACCEPTED)


def dumped(file) -> str:
    """Every value of every table that holds rows of its own."""
    books = sqlite3.connect(file)
    tables = books.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")
    lines = [
        f"{name} {value}"
        for (name,) in tables.fetchall()
        for line in books.execute(f'SELECT * FROM "{name}"')
        for value in line
    ]
    books.close()
    return "\n".join(lines)


def test_no_file_and_no_log_holds_a_code_or_the_key(club, provider, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    provider.default = (200, '{"error": "cannot"}')
    house = opened(club, by_http(provider))
    save_settings(club.folder, house.settings)
    do(house, club, SendCode(client_id=club.client))
    until(lambda: state(house, club) == MessageState.UNKNOWN)
    code = sent_code(provider.asked[0].body.rpartition("text=")[2])
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    with pytest.raises(DeskError):
        do(house, club, CheckCode(client_id=club.client, code=wrong))
    house.stop()
    dump = dumped(club.folder / "club.db")
    assert "phone_codes" in dump
    for place in (dump, caplog.text, (club.folder / "desk.toml").read_text()):
        assert KEY not in place
        # Whole numbers alone: any six digits may stand inside an instant or a hash.
        assert not {code, wrong} & set(re.findall(r"(?<![0-9A-Za-z])\d{6}(?![0-9A-Za-z])", place))
    holders = [
        f.name for f in club.folder.iterdir() if f.is_file() and KEY.encode() in f.read_bytes()
    ]
    assert holders == [FILE_NAME]
