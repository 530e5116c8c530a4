"""The simulated terminal's messages and what it tells the person who runs it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from clubdesk.terminals import zvt_codes as codes
from clubdesk.terminals import zvt_fields as fields
from clubdesk.terminals.simulator_faults import EXPLAINED, Fault, Trouble
from clubdesk.terminals.zvt_apdu import Apdu

if TYPE_CHECKING:
    from clubdesk.terminals.simulator import Movement

TERMINAL_ID = "68000001"
PAN = "eeeeeeeeeeee4242"
"""As a terminal sends it: E is a digit that it masks."""

RESULTS = {
    Trouble.DECLINED: 0x33,
    Trouble.NO_CONNECTION: 0xA3,
    Trouble.CANCELLED: codes.CANCELLED,
    Trouble.SYSTEM_ERROR: 0xFF,
}
"""Of those that end with a result; 33 hex is 51, "not sufficient funds", of ISO 8583."""

NONSENSE = b"\x04\x0f\x20\x27\x00\x99" + b"\xde\xad" * 20
_SAID = {
    0x00: "AUTH. 612345",
    0x33: "NOT SUFFICIENT FUNDS",
    0xA3: "NO CONNECTION",
    codes.CANCELLED: "CANCELLED BY CUSTOMER",
    0xFF: "SYSTEM ERROR",
}


def registered() -> Apdu:
    """The completion of 06 00."""
    data = fields.field(fields.PAYMENT_TYPE, b"\0")
    data += fields.field(fields.TERMINAL_ID, bytes.fromhex(TERMINAL_ID))
    return Apdu(codes.COMPLETION, data + fields.field(fields.CURRENCY, b"\x09\x78"))


def step(number: int) -> Apdu:
    """04 FF with a step and its time-out in minutes."""
    return Apdu(codes.INTERMEDIATE, bytes([number, 0x02]))


def status(movement: Movement, has_traces: bool, off_by: int) -> Apdu:
    """04 0F about a movement."""
    trace = movement.trace if has_traces else 0
    parts = [
        (fields.RESULT, bytes([movement.result])),
        (fields.AMOUNT, fields.packed(movement.amount + off_by, 6)),
        (fields.TRACE, fields.packed(trace, 3)),
        (fields.TIME, b"\x12\x30\x00"),
        (fields.DATE, b"\x11\x22"),
        (fields.PAN, bytes.fromhex(PAN)),
        (fields.TERMINAL_ID, bytes.fromhex(TERMINAL_ID)),
        (fields.CONTRACT, b"100461763".ljust(15)),
        (fields.AUTHORISATION, b"612345\0\0"),
        (fields.TEXT, _SAID.get(movement.result, "").encode("ascii")),
        (fields.CURRENCY, bytes.fromhex(movement.currency)),
        (fields.RECEIPT, fields.packed(movement.receipt, 2)),
        (fields.CARD_TYPE, b"\x06"),
        (fields.CARD_NAME, b"Mastercard\0"),
    ]
    return Apdu(codes.STATUS, b"".join(fields.field(*part) for part in parts))


def slip(movement: Movement, in_block: bool) -> list[Apdu]:
    """The customer's slip, line by line or as one block."""
    return _printed(
        [
            f"     * CARD {movement.kind.upper()} *",
            f"Terminal {TERMINAL_ID}",
            f"Trace {movement.trace:06d} Receipt {movement.receipt:04d}",
            "Mastercard ############4242",
            f"AMOUNT {_money(movement.amount)}",
            "     APPROVED",
        ],
        in_block,
    )


def totals(movements: Sequence[Movement], in_block: bool) -> list[Apdu]:
    """What the end of the day prints."""
    lines = ["     * END OF DAY *", f"Terminal {TERMINAL_ID}"]
    for kind in ("payment", "reversal", "refund"):
        of_kind = [one for one in movements if one.kind == kind and one.result == 0]
        total = sum(one.amount for one in of_kind)
        lines.append(f"{kind.upper():10} {len(of_kind):4d} {_money(total):>14}")
    return _printed(lines, in_block)


def _printed(lines: list[str], in_block: bool) -> list[Apdu]:
    if not in_block:
        return [Apdu(codes.PRINT_LINE, b"\0" + line.encode("cp437")) for line in lines]
    texts = b"".join(fields.tagged(0x07, line.encode("cp437")) for line in lines)
    block = fields.tagged(0x1F07, b"\x02") + fields.tagged(0x25, texts)
    return [Apdu(codes.PRINT_BLOCK, fields.field(fields.CONTAINER, block))]


def asked(amount: int, fault: Fault) -> str:
    """A payment begins."""
    order = "" if fault.trouble == Trouble.NONE else f"  [{EXPLAINED[fault.trouble]}]"
    return f"asked    {_money(amount):>12}{order}"


def ended(movement: Movement) -> str:
    """A movement is written down."""
    what = "TAKEN" if movement.is_taken else movement.kind
    if movement.result:
        what = f"result {movement.result:02X}"
    numbers = f"trace {movement.trace:06d} receipt {movement.receipt:04d}"
    return f"{what:8} {_money(movement.amount):>12}  {numbers}"


def reversed_alone(movement: Movement) -> str:
    """The terminal took a payment back by itself."""
    return f"the terminal takes back {_money(movement.amount)}: its result was not acknowledged"


def _money(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"
