"""The SMPP gateway against a real server: what is sent, what comes back, and every bad end."""

import logging

import pytest

from clubdesk.sms.gateway import (
    MessageRefusedError,
    MessageUnknownError,
    NothingSentError,
    Progress,
)
from clubdesk.sms.smpp_gateway import SmppGateway
from clubdesk.sms.smpp_receipt import receipt_of
from clubdesk.sms.smpp_text import smpp_text
from tests.support.patience import until
from tests.support.processes import free_port

PHONE = "+77015554417"


@pytest.fixture
def gateway(smsc):
    made = SmppGateway("127.0.0.1", smsc.port, "club", "NOMAD", "s3cr3t", timeout_s=2.0)
    yield made
    made.close()


def looked_up(gateway, taken, progress: Progress):
    """Asks until the receipt has come over the socket."""
    found = []

    def has_come() -> bool:
        found.append(gateway.look_up(taken))
        return found[-1].progress is progress

    until(has_come)
    return found[-1]


def test_a_plain_text_goes_as_it_stands(smsc, gateway) -> None:
    taken = gateway.send(PHONE, "Club: your code is 123456")
    (sent,) = smsc.submitted
    assert (sent.source, sent.destination) == ("NOMAD", "77015554417")
    assert (sent.data_coding, sent.esm_class, sent.registered) == (0, 0, 1)
    assert sent.text == "Club: your code is 123456"
    assert taken.gateway_id == "id-1"


def test_cyrillic_goes_as_ucs2(smsc, gateway) -> None:
    gateway.send(PHONE, "Арена: ваш код 123456 🎮")
    (sent,) = smsc.submitted
    assert sent.data_coding == 8
    assert sent.text == "Арена: ваш код 123456 🎮"


def test_a_long_text_goes_in_numbered_parts(smsc, gateway) -> None:
    text = "Клуб " * 60
    taken = gateway.send(PHONE, text)
    assert len(smsc.submitted) == 5
    assert all(part.esm_class == 0x40 and len(part.body) <= 140 for part in smsc.submitted)
    headers = [part.header for part in smsc.submitted]
    assert [header[:3] for header in headers] == [b"\x05\x00\x03"] * 5
    assert len({header[3] for header in headers}) == 1
    assert [(header[4], header[5]) for header in headers] == [(5, n) for n in range(1, 6)]
    assert "".join(part.text for part in smsc.submitted) == text
    assert taken.part_ids == tuple(f"id-{n}" for n in range(1, 6))
    looked_up(gateway, taken, Progress.DELIVERED)


def test_accepted_is_not_delivered(smsc, gateway) -> None:
    smsc.receipts = ""
    taken = gateway.send(PHONE, "x")
    assert gateway.look_up(taken).progress is Progress.WAITING
    smsc.receipt("id-1", "ACCEPTD")
    smsc.receipt("id-99", "DELIVRD")
    until(lambda: smsc.confirmed == 2 or gateway.look_up(taken) is None)
    assert gateway.look_up(taken).progress is Progress.WAITING
    smsc.receipt("id-1", "DELIVRD")
    looked_up(gateway, taken, Progress.DELIVERED)
    assert smsc.confirmed == 3


@pytest.mark.parametrize("state", ["UNDELIV", "EXPIRED", "REJECTD", "DELETED"])
def test_a_message_that_will_not_arrive_is_told(smsc, gateway, state) -> None:
    smsc.receipts = ""
    taken = gateway.send(PHONE, "x")
    smsc.receipt("id-1", state, "011")
    assert looked_up(gateway, taken, Progress.FAILED).words == f"{state} 011"


def test_a_clients_own_message_is_no_receipt(smsc, gateway) -> None:
    smsc.receipts = ""
    taken = gateway.send(PHONE, "x")
    smsc.deliver("Hello, is this the club?")
    until(lambda: gateway.look_up(taken) and smsc.confirmed == 1)
    assert gateway.look_up(taken).progress is Progress.WAITING


def test_a_gateway_that_asks_is_answered_and_kept(smsc, gateway) -> None:
    gateway.send(PHONE, "one")
    smsc.enquire()
    gateway.send(PHONE, "two")
    assert smsc.binds == 1
    gateway.close()
    until(lambda: smsc.unbinds == 1)


def test_a_wrong_password_is_told(smsc) -> None:
    made = SmppGateway("127.0.0.1", smsc.port, "club", "N", "wrong", timeout_s=2.0)
    with pytest.raises(MessageRefusedError, match="login and password"):
        made.send(PHONE, "x")
    assert smsc.submitted == []


@pytest.mark.parametrize(("login", "password"), [("x" * 16, "s"), ("club", "x" * 9)])
def test_what_smpp_cannot_carry_is_told_and_not_cut_short(smsc, login, password) -> None:
    made = SmppGateway("127.0.0.1", smsc.port, login, "N", password, timeout_s=2.0)
    with pytest.raises(MessageRefusedError, match="at most 8"):
        made.send(PHONE, "x")
    assert smsc.binds == 0


def test_nobody_there_is_certainly_nothing_sent() -> None:
    made = SmppGateway("127.0.0.1", free_port(), "club", "N", "s", timeout_s=2.0)
    with pytest.raises(NothingSentError):
        made.send(PHONE, "x")


@pytest.mark.parametrize(
    ("mood", "ends"),
    [
        ("throttle", NothingSentError),
        ("refuse", MessageRefusedError),
        ("silent", MessageUnknownError),
        ("drop", MessageUnknownError),
        ("garbage", MessageUnknownError),
    ],
)
def test_every_bad_end_says_what_is_certain(smsc, gateway, mood, ends) -> None:
    gateway.timeout_s = 0.4
    smsc.mood = mood
    with pytest.raises(ends):
        gateway.send(PHONE, "x")
    assert len(smsc.submitted) == 1
    smsc.mood = "accept"
    assert gateway.send(PHONE, "again").gateway_id == "id-2"


def test_a_later_part_that_fails_leaves_it_open(smsc, gateway) -> None:
    submit = smsc._submit

    def second_is_throttled(link, sequence, body) -> None:
        smsc.mood = "throttle" if smsc.submitted else "accept"
        submit(link, sequence, body)

    smsc._submit = second_is_throttled
    with pytest.raises(MessageUnknownError):
        gateway.send(PHONE, "Клуб " * 60)


def test_a_line_that_was_lost_meanwhile_is_made_anew(smsc, gateway) -> None:
    gateway.send(PHONE, "one")
    smsc.drop_all()
    assert gateway.send(PHONE, "two").gateway_id == "id-2"
    assert smsc.binds == 2


def test_a_sender_that_no_message_can_carry_is_told(smsc, gateway) -> None:
    gateway.sender = "Клуб"
    with pytest.raises(MessageRefusedError, match="sender"):
        gateway.send(PHONE, "x")


def test_no_log_holds_password_or_text(smsc, gateway, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    gateway.send(PHONE, "code 123456")
    told = caplog.text
    assert "s3cr3t" not in told
    assert b"s3cr3t".hex() not in told
    assert b"123456".hex() not in told
    assert "s3cr3t" not in repr(gateway)


@pytest.mark.parametrize("text", ["", "x" * 2_000, "я" * 1_000])
def test_what_is_no_message_is_refused(text) -> None:
    with pytest.raises(ValueError, match="empty or too long"):
        smpp_text(text, 7)


@pytest.mark.parametrize(
    ("text", "coding", "lengths"),
    [
        ("x" * 160, 0, [160]),
        ("x" * 161, 0, [159, 14]),
        ("я" * 70, 8, [140]),
        ("я" * 71, 8, [140, 14]),
        ("@" * 3, 8, [6]),
        ("🎮" * 67, 8, [138, 138, 10]),
    ],
)
def test_parts_fit_and_cut_no_sign(text, coding, lengths) -> None:
    made = smpp_text(text, 300)
    assert made.data_coding == coding
    assert [len(part) for part in made.parts] == lengths


def test_a_receipt_may_come_in_fields_of_its_own() -> None:
    class Packet:
        short_message = b""
        receipted_message_id = b"abc\0"
        message_state = 2

    told = receipt_of(Packet())
    assert told is not None
    assert (told.name, told.is_delivered) == ("abc", True)
