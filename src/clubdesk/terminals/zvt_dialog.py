"""One command to a ZVT terminal, from the first byte to the completion or the abort.

Terminal room's thread. The terminal acknowledges the command (80 00 00) or refuses it (84 xx);
then it speaks and the desk acknowledges, until 06 0F or 06 1E gives the lead back (PA00P015,
chapter 1). Every wait has an end, and so has the whole: a terminal that never stops talking cannot
hold the desk.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from clubdesk.foundation.clock import Clock
from clubdesk.terminals.wire import LinkLostError, SilentError
from clubdesk.terminals.zvt_apdu import Apdu, GarbledError, acknowledgement, refusal
from clubdesk.terminals.zvt_codes import (
    ABORT,
    BREAK_OFF,
    COMPLETION,
    INTERMEDIATE,
    NOT_POSSIBLE,
    PLEASE_WAIT,
    PRINT_BLOCK,
    PRINT_LINE,
    STATUS,
)
from clubdesk.terminals.zvt_line import ZvtLine
from clubdesk.terminals.zvt_messages import Status, read_lines, read_state, read_status, read_step

_MOST_LINES = 400
_MOST_MESSAGES = 5_000
_MOST_REPEATS = 2


@dataclass(frozen=True, slots=True)
class Waits:
    """How long the desk waits, in seconds.

    Attributes:
        acknowledge_s: For the answer to a command.
        between_s: Between two messages of a terminal at work.
        longest_s: For the whole of a command.
        look_s: How soon a wish to break off is noticed.
    """

    acknowledge_s: float = 5.0
    between_s: float = 180.0
    longest_s: float = 900.0
    look_s: float = 0.2


class Ending(Enum):
    """How a command ended."""

    COMPLETED = "completed"
    ABORTED = "aborted"
    REFUSED = "refused"
    LOST = "lost"
    """The link broke, fell silent, or carried what nobody understands."""
    NOT_SENT = "not_sent"
    """Not one byte of the command left."""


@dataclass(slots=True)
class Heard:
    """All that a terminal said during one command.

    Attributes:
        code: Of the abort or the refusal.
        state: Of the terminal, in the completion of a status enquiry.
    """

    ending: Ending = Ending.LOST
    code: int | None = None
    state: int | None = None
    statuses: list[Status] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def status(self) -> Status | None:
        """The last status information; None if there was none."""
        return self.statuses[-1] if self.statuses else None


def _nothing(_: str) -> None:
    return


def _never() -> bool:
    return False


@dataclass
class Dialog:
    """A command being carried out.

    Attributes:
        on_step: Told what the terminal shows, each time that it changes.
        wants_out: Whether somebody wishes to break off; asked often, answers True once a wish.
    """

    line: ZvtLine
    clock: Clock
    waits: Waits
    on_step: Callable[[str], None] = _nothing
    wants_out: Callable[[], bool] = _never
    heard: Heard = field(default_factory=Heard)
    _has_asked_out: bool = False
    _repeats: int = 0
    _step: str = ""

    def run(self, command: Apdu) -> Heard:
        """Carries the command out; never raises for what the terminal or the link does."""
        self._ask(command)
        if self.heard.ending in (Ending.LOST, Ending.NOT_SENT):
            self.line.drop()
        return self.heard

    def _ask(self, command: Apdu) -> None:
        try:
            self.line.send(command)
        except LinkLostError as error:
            self.heard.ending = Ending.LOST if error.sent else Ending.NOT_SENT
            return
        except (SilentError, GarbledError):
            return
        with contextlib.suppress(LinkLostError, SilentError, GarbledError):
            self._follow()

    def _follow(self) -> None:
        answer = self.line.receive(self.waits.acknowledge_s)
        if answer.is_refusal:
            self.heard.code = answer.control & 0xFF
            self.heard.ending = Ending.REFUSED
            return
        if not answer.is_acknowledgement:
            raise GarbledError("no acknowledgement")
        end = self.clock.monotonic() + self.waits.longest_s
        for _ in range(_MOST_MESSAGES):
            if self._ends_with(self._next(end)):
                return

    def _next(self, end: float) -> Apdu:
        """The terminal's next message; asks it to stop when somebody wishes so."""
        until = min(end, self.clock.monotonic() + self.waits.between_s)
        while True:
            if self.wants_out():
                self.line.send(Apdu(BREAK_OFF))
                self._has_asked_out = True
            left = until - self.clock.monotonic()
            if left <= 0:
                raise SilentError
            with contextlib.suppress(SilentError):
                return self.line.receive(min(left, self.waits.look_s))

    def _ends_with(self, apdu: Apdu) -> bool:
        if apdu.control in (COMPLETION, ABORT):
            self._end(apdu)
            return True
        if apdu.is_acknowledgement or apdu.is_refusal:
            if not self._has_asked_out:
                raise GarbledError("acknowledgement of nothing")
            return False  # the answer to 06 B0; what follows tells whether it took effect
        self.line.send(self._reply_to(apdu))
        return False

    def _end(self, apdu: Apdu) -> None:
        if apdu.control == COMPLETION:
            self.heard.state = read_state(apdu)
            self.heard.ending = Ending.COMPLETED
        elif not apdu.data:
            raise GarbledError("abort without a code")
        else:
            self.heard.code = apdu.data[0]
            self.heard.ending = Ending.ABORTED
        with contextlib.suppress(LinkLostError, SilentError, GarbledError):
            # It has said all: that the answer does not reach it changes nothing here.
            self.line.send(acknowledgement())

    def _reply_to(self, apdu: Apdu) -> Apdu:
        if apdu.control == STATUS:
            return self._take_status(apdu)
        if apdu.control == INTERMEDIATE:
            with contextlib.suppress(GarbledError):
                self._tell(read_step(apdu))
        elif apdu.control in (PRINT_LINE, PRINT_BLOCK):
            with contextlib.suppress(GarbledError):
                self.heard.lines += read_lines(apdu)
            del self.heard.lines[_MOST_LINES:]
        else:
            return refusal(NOT_POSSIBLE)
        return acknowledgement()

    def _take_status(self, apdu: Apdu) -> Apdu:
        try:
            self.heard.statuses.append(read_status(apdu))
        except GarbledError:
            self._repeats += 1
            if self._repeats > _MOST_REPEATS:
                raise
            return refusal(PLEASE_WAIT)  # 84 9C: say it again
        return acknowledgement()

    def _tell(self, step: str) -> None:
        if step and step != self._step:
            self._step = step
            with contextlib.suppress(Exception):
                # A listener that fails must not cost a payment its end.
                self.on_step(step)
