"""What a printer says of itself: the answers to ``DLE EOT`` 1 to 4, bit by bit. Pure.

An answer that is missing or malformed means "not known" and never "all is well".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clubdesk.foundation.translate import mark

QUESTIONS = (1, 2, 3, 4)
"""Printer, cause of being offline, error, paper roll."""

_FIXED_MASK, _FIXED_BITS = 0x93, 0x12
"""Bits 0 and 7 of every answer are off, bits 1 and 4 on."""


class PaperRoll(StrEnum):
    """What the paper sensors see."""

    PRESENT = "present"
    NEAR_END = "near_end"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """One reading; None is "not known". ``drawer_pin_high`` is the bare level of pin 3."""

    online: bool | None = None
    cover_open: bool | None = None
    paper: PaperRoll = PaperRoll.UNKNOWN
    error: bool | None = None
    drawer_pin_high: bool | None = None

    @property
    def ready(self) -> bool | None:
        """True: a paper can come out now. False: it cannot. None: the printer does not say."""
        if self.problem:
            return False
        known = self.online is not None and self.paper is not PaperRoll.UNKNOWN
        return True if known else None

    @property
    def problem(self) -> str:
        """What to do at the printer, as a text for ``tr``; empty if nothing seems wrong."""
        if self.cover_open:
            return mark("The printer's cover is open: close it.")
        if self.paper is PaperRoll.OUT:
            return mark("The printer is out of paper: put in a new roll.")
        if self.error:
            return mark("The printer reports an error: switch it off and on, check the cutter.")
        if self.online is False:
            return mark("The printer is offline: press its feed button or switch it off and on.")
        return ""

    @property
    def advice(self) -> str:
        """What will need a hand soon, as a text for ``tr``; empty if nothing does."""
        if self.paper is PaperRoll.NEAR_END:
            return mark("The printer's paper is nearly used up: keep a roll at hand.")
        return ""


def decode_status(answers: Mapping[int, bytes]) -> PrinterStatus:
    """Reads the answers by question number; an answer is one byte, anything else is ignored."""
    bits = {n: _valid(answers.get(n, b"")) for n in QUESTIONS}
    printer, cause, error, roll = (bits[n] for n in QUESTIONS)
    return PrinterStatus(
        online=None if printer is None else not printer & 0x08,
        cover_open=None if cause is None else bool(cause & 0x04),
        paper=_paper(cause, roll),
        error=_error(cause, error),
        drawer_pin_high=None if printer is None else bool(printer & 0x04),
    )


def _valid(answer: bytes) -> int | None:
    if len(answer) != 1 or answer[0] & _FIXED_MASK != _FIXED_BITS:
        return None
    return answer[0]


def _paper(cause: int | None, roll: int | None) -> PaperRoll:
    if (cause is not None and cause & 0x20) or (roll is not None and roll & 0x60):
        return PaperRoll.OUT
    if roll is None:
        return PaperRoll.UNKNOWN
    return PaperRoll.NEAR_END if roll & 0x0C else PaperRoll.PRESENT


def _error(cause: int | None, error: int | None) -> bool | None:
    if cause is None and error is None:
        return None
    return bool((cause or 0) & 0x40) or bool((error or 0) & 0x6C)
