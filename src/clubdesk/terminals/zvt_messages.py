"""What the terminal's messages say, read and masked; and the desk's commands. Pure.

PA00P015: 04 0F status information, 04 FF intermediate status, 06 D1 print line, 06 D3 print text
block, 06 0F completion, 06 1E abort; 06 00, 06 01, 06 20, 06 30, 06 31, 06 50 from the desk. Text
is in code page 437 unless the terminal is told otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from clubdesk.services.ports_terminal import Evidence
from clubdesk.terminals import zvt_fields as fields
from clubdesk.terminals.masking import clean_line, mask_number
from clubdesk.terminals.zvt_apdu import Apdu, GarbledError
from clubdesk.terminals.zvt_codes import (
    ABORT,
    AUTHORISE,
    COMPLETION,
    END_OF_DAY,
    INTERMEDIATE,
    PRINT_BLOCK,
    PRINT_LINE,
    REFUND,
    REGISTER,
    REPEAT_RECEIPT,
    REVERSE,
    STATUS,
    step_text,
)

_TEXT_LINE, _PERMITTED = 0x07, 0x26
_TEXT_CODE_PAGE = "cp437"
_MOST_BLANK_LINES = 10

DESK_PRINTS = 0x02 | 0x04 | 0x08 | 0x80
"""Config byte: the desk takes both kinds of slips as print lines, and wants intermediate status."""

_STATUS_WITHOUT_PAPER = 0x03
"""Service byte of 06 20: send the status information (01), print nothing (02)."""


@dataclass(frozen=True, slots=True)
class Status:
    """A status information (04 0F).

    Attributes:
        result: 00 is success; None if the terminal gave none.
        amount: In the terminal's minor units; None if it gave none.
        currency: The number of ISO 4217 ("978"); empty if it gave none.
    """

    result: int | None = None
    amount: int | None = None
    currency: str = ""
    evidence: Evidence = field(default_factory=Evidence)


def read_status(apdu: Apdu) -> Status:
    """Reads a status information.

    Raises:
        GarbledError: It is damaged.
    """
    found = fields.read_fields(apdu.data)
    for _ in fields.read_container(found.get(fields.CONTAINER, b"")):
        pass  # read for its structure alone: a damaged message decides nothing
    result = found.get(fields.RESULT)
    amount = found.get(fields.AMOUNT)
    return Status(
        result=result[0] if result else None,
        amount=int(fields.digits_of(amount)) if amount else None,
        currency=_digits(found, fields.CURRENCY)[1:],
        evidence=_evidence(found),
    )


def _evidence(found: dict[int, bytes]) -> Evidence:
    authorisation = _text(found.get(fields.AUTHORISATION, b""))
    return Evidence(
        card=_card(found.get(fields.PAN, b"")),
        brand=_text(found.get(fields.CARD_NAME, b"")),
        reference=_text(found.get(fields.TEXT, b"")) or authorisation,
        auth_code=authorisation,
        terminal_id=_digits(found, fields.TERMINAL_ID),
        trace=_digits(found, fields.TRACE),
        receipt_number=_digits(found, fields.RECEIPT),
    )


def _card(value: bytes) -> str:
    return mask_number(value.hex().rstrip("f"))


def _digits(found: dict[int, bytes], number: int) -> str:
    return fields.digits_of(found[number]) if number in found else ""


def _text(value: bytes) -> str:
    return clean_line(value.rstrip(b"\0").decode(_TEXT_CODE_PAGE)).strip()


def read_step(apdu: Apdu) -> str:
    """What the terminal shows, by 04 FF: its own words if it sends any, else a marked text.

    Raises:
        GarbledError: It is damaged.
    """
    if not apdu.data:
        raise GarbledError("intermediate status")
    rest = apdu.data[1:]
    # Status, then a time-out in minutes that some terminals leave out, then a container.
    if rest and rest[0] != fields.CONTAINER:
        rest = rest[1:]
    words = " ".join(line.strip() for line in _lines_in(rest) if line.strip())
    return words or step_text(apdu.data[0])


def read_lines(apdu: Apdu) -> list[str]:
    """The lines of a slip in a print line or a text block.

    Raises:
        GarbledError: It is damaged.
    """
    if apdu.control == PRINT_BLOCK:
        return _lines_in(apdu.data)
    if not apdu.data:
        raise GarbledError("print line")
    if apdu.data[0] == 0xFF:  # the next byte counts blank lines
        return [""] * min(apdu.data[1] if len(apdu.data) > 1 else 1, _MOST_BLANK_LINES)
    return [clean_line(apdu.data[1:].decode(_TEXT_CODE_PAGE))]


def _lines_in(data: bytes) -> list[str]:
    container = fields.read_fields(data).get(fields.CONTAINER, b"") if data else b""
    return list(_text_lines(container))


def _text_lines(container: bytes) -> Iterator[str]:
    for tag, value in fields.read_container(container):
        if tag == _TEXT_LINE:
            yield clean_line(value.decode(_TEXT_CODE_PAGE))


def read_state(apdu: Apdu) -> int | None:
    """The state of the terminal in a completion of 05 01; None if it tells none.

    The data is the state alone, or the version of the terminal's software (LLL) and the state.
    """
    data = apdu.data
    if len(data) == 1:
        return data[0]
    length = data[:3]
    if len(length) == 3 and all(0xF0 <= byte <= 0xF9 for byte in length):
        at = 3 + int("".join(str(byte & 0x0F) for byte in length))
        return data[at] if at < len(data) else None
    return None


def register(password: str, config: int, currency: str) -> Apdu:
    """06 00: the password, what the desk wants, its currency, what it understands."""
    understood = (STATUS, INTERMEDIATE, COMPLETION, ABORT, PRINT_LINE, PRINT_BLOCK)
    permitted = b"".join(control.to_bytes(2, "big") for control in understood)
    return Apdu(
        REGISTER,
        _password(password)
        + bytes([config])
        + fields.packed(currency, 2)
        + fields.field(fields.SERVICE, b"\0")
        + fields.field(fields.CONTAINER, fields.tagged(_PERMITTED, permitted)),
    )


def authorise(amount: int, currency: str) -> Apdu:
    """06 01: a payment."""
    return Apdu(AUTHORISE, _amount(amount, currency))


def repeat_receipt(password: str) -> Apdu:
    """06 20: the status information of the last transaction again, on no paper."""
    service = fields.field(fields.SERVICE, bytes([_STATUS_WITHOUT_PAPER]))
    return Apdu(REPEAT_RECEIPT, _password(password) + service)


def reverse(password: str, receipt_number: str) -> Apdu:
    """06 30: a payment taken back as a whole, named by its receipt number."""
    named = fields.field(fields.RECEIPT, fields.packed(receipt_number, 2))
    return Apdu(REVERSE, _password(password) + named)


def refund(password: str, amount: int, currency: str) -> Apdu:
    """06 31: an amount paid back to a card."""
    return Apdu(REFUND, _password(password) + _amount(amount, currency))


def end_of_day(password: str) -> Apdu:
    """06 50: the terminal's day is closed."""
    return Apdu(END_OF_DAY, _password(password))


def _password(password: str) -> bytes:
    return fields.packed(password, 3)


def _amount(amount: int, currency: str) -> bytes:
    packed = fields.field(fields.AMOUNT, fields.packed(amount, 6))
    return packed + fields.field(fields.CURRENCY, fields.packed(currency, 2))
