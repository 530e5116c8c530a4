"""The numbers of the ZVT protocol that the desk knows, and what they mean. Pure.

PA00P015, chapters "Summary of commands", "Error messages" and "Intermediate status".
"""

from __future__ import annotations

from clubdesk.foundation.translate import mark

REGISTER, AUTHORISE, REPEAT_RECEIPT = 0x0600, 0x0601, 0x0620
REVERSE, REFUND, END_OF_DAY, STATUS_ENQUIRY, BREAK_OFF = 0x0630, 0x0631, 0x0650, 0x0501, 0x06B0

STATUS, INTERMEDIATE, COMPLETION, ABORT = 0x040F, 0x04FF, 0x060F, 0x061E
PRINT_LINE, PRINT_BLOCK, SET_TIME = 0x06D1, 0x06D3, 0x0401

SUCCESS = 0x00
NOT_POSSIBLE = 0x83
PLEASE_WAIT = 0x9C
"""From the terminal in 84 9C: busy. From the desk: say the status information again."""

CANCELLED = 0x6C
NOT_CONNECTED = frozenset({0x7D, 0x9B, 0xA0, 0xA1, 0xA3})
"""The terminal did not reach its bank."""

BUSY = frozenset({PLEASE_WAIT, 0xA0, 0xDC})
"""In 84 xx or as the state of a terminal: something else goes on, or a card sticks in it."""

LAST_OF_BANK = 0x63
"""Results 01 to 63 come from the bank."""

ALREADY_REVERSED, CANNOT_REVERSE = 0xB4, 0xB5

_PLEASE_WAIT = mark("Please wait")
STEPS: dict[int, str] = {
    0x00: mark("Confirm the amount on the terminal"),
    0x01: mark("Please watch the PIN pad"),
    0x02: mark("Please watch the PIN pad"),
    0x03: mark("Not accepted"),
    0x04: mark("Waiting for the bank"),
    0x05: mark("The terminal takes a payment back"),
    0x06: mark("The terminal sends earlier payments"),
    0x07: mark("Card not admitted"),
    0x08: mark("Card unknown"),
    0x09: mark("Card expired"),
    0x0A: mark("Insert card"),
    0x0B: mark("Please remove the card"),
    0x0C: mark("Card not readable"),
    0x0D: mark("Processing error"),
    0x0E: _PLEASE_WAIT,
    0x0F: mark("The terminal closes its day"),
    0x10: mark("Card not valid"),
    0x12: mark("System malfunction"),
    0x13: mark("Payment not possible"),
    0x14: mark("Not enough on the card"),
    0x15: mark("Wrong PIN"),
    0x16: mark("Limit not sufficient"),
    0x17: _PLEASE_WAIT,
    0x18: mark("Wrong PIN too often"),
    0x19: mark("Card data incorrect"),
    0x1C: mark("Approved"),
    0x1D: mark("Declined"),
    0xC8: mark("The terminal waits for the cashier"),
    0xD2: mark("Connecting to the bank"),
    0xD3: mark("Connected to the bank"),
}
"""What 04 FF says by a number alone; 40 more means the same and "please remove the card"."""


def step_text(number: int) -> str:
    """The words for a step that the terminal names by a number; empty for an unknown one."""
    if 0x41 <= number <= 0x5D:
        number -= 0x40
    return STEPS.get(number, "")
