"""What can go wrong with the simulated terminal, by the words that order it. Pure.

``declined`` is wrong once, at the next payment; ``declined@3`` at the third from now; ``slow:20``
waits 20 seconds; ``drop-at:57`` lets go of the link after 57 bytes more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """What goes wrong with one payment."""

    NONE = "ok"
    DECLINED = "declined"
    NO_CONNECTION = "no-connection"
    CANCELLED = "cancelled"
    SYSTEM_ERROR = "system-error"
    REFUSED = "refused"
    BUSY = "busy"
    MUTE = "mute"
    SILENT = "silent"
    SLOW = "slow"
    DROP_BEFORE_CAPTURE = "drop-before-capture"
    DROP_AFTER_CAPTURE = "drop-after-capture"
    DROP_AT = "drop-at"
    EMPTY_RECEIPT = "empty-receipt"
    OTHER_AMOUNT = "other-amount"
    NO_STATUS = "no-status"
    GARBLED = "garbled"


EXPLAINED: dict[Trouble, str] = {
    Trouble.NONE: "the payment succeeds",
    Trouble.DECLINED: "the bank declines (result 51)",
    Trouble.NO_CONNECTION: "the bank is not reached (result A3)",
    Trouble.CANCELLED: "the customer presses the red key (result 6C)",
    Trouble.SYSTEM_ERROR: "the terminal fails (result FF)",
    Trouble.REFUSED: "the payment is not begun (84 83)",
    Trouble.BUSY: "the terminal is busy (84 9C)",
    Trouble.MUTE: "no acknowledgement, nothing taken",
    Trouble.SILENT: "acknowledged, then not a word, nothing taken",
    Trouble.SLOW: "the customer takes N seconds (slow:N)",
    Trouble.DROP_BEFORE_CAPTURE: "the link drops, nothing taken",
    Trouble.DROP_AFTER_CAPTURE: "the link drops after the money was taken",
    Trouble.DROP_AT: "the link drops after N bytes more (drop-at:N)",
    Trouble.EMPTY_RECEIPT: "the link drops after the money was taken, and no receipt is repeated",
    Trouble.OTHER_AMOUNT: "the terminal names another amount than was asked",
    Trouble.NO_STATUS: "completed without a status information, money taken",
    Trouble.GARBLED: "nonsense on the line after the money was taken",
}

_ORDER = re.compile(r"([a-z-]+)(?::(\d{1,6}))?(?:@(\d{1,4}))?")
_NEEDS_NUMBER = frozenset({Trouble.SLOW, Trouble.DROP_AT})
_DEFAULTS = {Trouble.SLOW: 20, Trouble.DROP_AT: 30}


@dataclass(frozen=True, slots=True)
class Fault:
    """An order for something to go wrong.

    Attributes:
        number: Seconds or bytes; 0 where the trouble needs none.
        at: Which payment from now it befalls; 1 is the next.
    """

    trouble: Trouble
    number: int = 0
    at: int = 1


def fault_of(text: str) -> Fault:
    """Reads an order.

    Raises:
        ValueError: It is none; the text says what may be said.
    """
    found = _ORDER.fullmatch(text.strip().lower())
    known = {trouble.value for trouble in Trouble}
    if found is None or found.group(1) not in known:
        raise ValueError(
            f"unknown fault {text.strip()[:40]!r}; known are {', '.join(known_words())}"
        )
    trouble = Trouble(found.group(1))
    if found.group(2) and trouble not in _NEEDS_NUMBER:
        raise ValueError(f"{trouble} takes no number")
    at = int(found.group(3) or 1)
    if at < 1:
        raise ValueError("payments are counted from 1")
    return Fault(trouble, int(found.group(2) or _DEFAULTS.get(trouble, 0)), at)


def known_words() -> list[str]:
    """Every order, as it is typed."""
    return [f"{one}:N" if one in _NEEDS_NUMBER else one.value for one in Trouble]
