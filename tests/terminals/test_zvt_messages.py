"""What terminals say, with bytes of real ones from public logs; and damaged in every way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.terminals import zvt_fields as fields
from clubdesk.terminals import zvt_messages as messages
from clubdesk.terminals.zvt_apdu import Apdu, GarbledError, whole_message
from tests.support.card_numbers import card_number, card_numbers_in

PAID = (
    "04 0F 77 27 00 04 00 00 00 00 20 40 0B 00 04 70 0C 22 39 53 0D 10 06 0E 25 12 17 00 01 19 70"
    " 22 F0 F8 EE EE EE EE EE EE 47 71 29 28 00 48 69 2A 31 30 30 34 36 31 37 36 33 20 20 20 20 20"
    " 20 3B 36 31 31 38 30 34 00 00 3C F0 F1 F4 47 45 4E 2E 4E 52 2E 3A 36 31 31 38 30 34 49 09 78"
    " 87 04 70 88 00 04 70 8A 2E 8B F1 F7 44 65 62 69 74 20 4D 61 73 74 65 72 63 61 72 64 00"
)
BROKEN_OFF = (
    "04 0F 1E 27 6C 29 28 00 48 69 3C F0 F1 F9 41 62 62 72 75 63 68 20 64 75 72 63 68 20 4B 75 6E"
    " 64 65"
)
WITH_CONTAINER = (
    "04 0F 6C 27 00 04 00 00 00 00 20 40 0C 21 09 16 0D 11 01 0E 99 99 22 F0 F8 EE EE EE EE EE EE"
    " 47 71 A0 01 29 00 00 00 06 87 00 05 0B 00 00 00 8A 06 8B F1 F1 4D 41 53 54 45 52 43 41 52 44"
    " 00 06 2E 2F 08 1F 12 01 01 1F 10 01 03 60 1B 43 07 A0 00 00 00 04 10 10 44 10 44 65 62 69 74"
    " 20 4D 61 73 74 65 72 63 61 72 64 1F 2B 04 10 01 60 05"
)


def heard(text: str) -> Apdu:
    return whole_message(bytes.fromhex(text))


def test_a_payment_of_a_real_terminal() -> None:
    status = messages.read_status(heard(PAID))
    assert (status.result, status.amount, status.currency) == (0, 2_040, "978")
    evidence = status.evidence
    assert evidence.card == "************4771"
    assert evidence.brand == "Debit Mastercard"
    assert (evidence.trace, evidence.receipt_number) == ("000470", "0470")
    assert evidence.reference == "GEN.NR.:611804"
    assert evidence.auth_code == "611804"
    assert evidence.terminal_id == "28004869"


def test_a_break_off_of_a_real_terminal() -> None:
    status = messages.read_status(heard(BROKEN_OFF))
    assert status.result == 0x6C
    assert status.amount is None
    assert status.evidence.reference == "Abbruch durch Kunde"


def test_a_payment_with_a_container_of_a_real_terminal() -> None:
    status = messages.read_status(heard(WITH_CONTAINER))
    assert (status.result, status.amount) == (0, 2_040)
    assert status.evidence.trace == "000000"
    assert status.evidence.receipt_number == "0005"


def status_with(*parts: tuple[int, bytes]) -> Apdu:
    return Apdu(0x040F, b"".join(fields.field(*part) for part in parts))


def test_an_open_card_number_is_masked_wherever_it_stands() -> None:
    number = card_number("411111111111111")
    apdu = status_with(
        (fields.RESULT, b"\0"),
        (fields.PAN, bytes.fromhex(number)),
        (fields.TEXT, f"CARD {number}".encode()),
        (fields.CARD_NAME, f"VISA {number}".encode()),
        (0x23, bytes.fromhex(number + "2512")),
    )
    status = messages.read_status(apdu)
    assert status.evidence.card == "************" + number[-4:]
    assert not card_numbers_in(repr(status))
    assert not card_numbers_in(repr(apdu))


@pytest.mark.parametrize(
    "data",
    [
        "27",
        "27 00 27 00",
        "27 00 99 01",
        "04 00 00 00 00 20",
        "04 00 00 00 00 0A 00",
        "22 F0 F8 11",
        "22 A0 18 11",
        "3C F0 F0 F2 41",
        "06 05 07 01",
        "06 80",
        "06 83 01 02 03",
        "06 04 07 7F 41 41",
        "0B 00 0A 70",
        "06 02 FF FF",
    ],
)
def test_a_damaged_status_is_refused(data: str) -> None:
    with pytest.raises(GarbledError):
        messages.read_status(Apdu(0x040F, bytes.fromhex(data)))


def test_a_container_that_nests_without_end_is_refused() -> None:
    inner = b""
    for _ in range(20):
        inner = fields.tagged(0x30, inner)
    with pytest.raises(GarbledError):
        messages.read_status(status_with((fields.RESULT, b"\0"), (fields.CONTAINER, inner)))


@given(st.binary(max_size=200))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (messages.read_status, messages.read_step, messages.read_lines):
        for control in (0x040F, 0x04FF, 0x06D1, 0x06D3):
            try:
                found = read(Apdu(control, data))
            except GarbledError as error:
                found = str(error)
            assert not card_numbers_in(repr(found))
    messages.read_state(Apdu(0x060F, data))


@given(st.integers(0, len(bytes.fromhex(PAID)) - 4), st.integers(1, 255))
def test_a_real_payment_with_one_wrong_byte_shows_no_card(at: int, flip: int) -> None:
    data = bytearray(bytes.fromhex(PAID)[3:])
    data[at] ^= flip
    try:
        status = messages.read_status(Apdu(0x040F, bytes(data)))
    except GarbledError:
        return
    assert not card_numbers_in(repr(status))


def test_steps_by_number_and_in_the_terminals_own_words() -> None:
    assert messages.read_step(Apdu(0x04FF, b"\x0a")) == "Insert card"
    assert messages.read_step(Apdu(0x04FF, b"\x4a\x02")) == "Insert card"
    assert messages.read_step(Apdu(0x04FF, b"\xee\x02")) == ""
    texts = fields.tagged(0x24, fields.tagged(0x07, b"Bitte warten"))
    own = b"\xff\x02" + fields.field(fields.CONTAINER, texts)
    assert messages.read_step(Apdu(0x04FF, own)) == "Bitte warten"


def test_lines_of_a_slip() -> None:
    assert messages.read_lines(Apdu(0x06D1, b"\x40Betrag \x9b")) == ["Betrag ¢"]
    assert messages.read_lines(Apdu(0x06D1, b"\xff\x03")) == ["", "", ""]
    assert len(messages.read_lines(Apdu(0x06D1, b"\xff\xff"))) <= 10
    block = fields.tagged(0x1F07, b"\1") + fields.tagged(
        0x25, fields.tagged(0x07, b"one") + fields.tagged(0x09, b"\x80") + fields.tagged(0x07, b"2")
    )
    assert messages.read_lines(Apdu(0x06D3, fields.field(fields.CONTAINER, block))) == ["one", "2"]


def test_the_state_behind_a_software_version() -> None:
    assert messages.read_state(Apdu(0x060F, b"\x00")) == 0
    assert messages.read_state(Apdu(0x060F, b"\xf0\xf0\xf3GER\xdc")) == 0xDC
    assert messages.read_state(Apdu(0x060F, b"")) is None


def test_the_desks_commands_byte_by_byte() -> None:
    assert messages.authorise(2_040, "0978").encoded() == bytes.fromhex(
        "06 01 0A 04 00 00 00 00 20 40 49 09 78"
    )
    assert messages.repeat_receipt("000000").encoded() == bytes.fromhex("06 20 05 00 00 00 03 03")
    assert messages.reverse("123456", "0470").encoded() == bytes.fromhex(
        "06 30 06 12 34 56 87 04 70"
    )
    assert messages.end_of_day("000000").encoded() == bytes.fromhex("06 50 03 00 00 00")
    registered = messages.register("000000", messages.DESK_PRINTS, "0398").encoded()
    assert registered.startswith(bytes.fromhex("06 00 18 00 00 00 8E 03 98 03 00 06 0E 26 0C"))
    for bad in ("12345x", "1234567", "-1"):
        with pytest.raises(ValueError, match="fit"):
            messages.end_of_day(bad)
