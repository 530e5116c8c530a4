"""What the desk needs from a card terminal, as a protocol; the drivers in ``terminals`` fill it.

Everything here blocks and runs on the terminal room's thread, except ``cancel``, which any thread
may call while ``pay`` waits. Amounts are minor units. No full card number passes this door: what a
driver gives is masked already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class TerminalState(StrEnum):
    """How a terminal is, as the lamp shows it."""

    NONE = "none"
    READY = "ready"
    BUSY = "busy"
    ATTENTION = "attention"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class TerminalLamp:
    """The terminal's lamp. ``text`` says what to do; it is a marked text, ``tr`` it where shown."""

    state: TerminalState
    text: str = ""


class OutcomeKind(StrEnum):
    """What became of a request. Only UNKNOWN leaves open whether money moved."""

    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NO_CONNECTION = "no_connection"
    """The terminal said for certain that it did not reach its bank: nothing moved."""
    NOT_STARTED = "not_started"
    """Not one byte of the request was taken, or the terminal refused to begin."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a terminal tells of a payment, all of it text as the terminal wrote it.

    Attributes:
        card: The masked number, at most its last four digits readable.
        reference: RRN, authorisation number or transaction id, whichever the terminal gives.
        lines: The terminal's own receipt, line by line.
    """

    card: str = ""
    brand: str = ""
    reference: str = ""
    auth_code: str = ""
    terminal_id: str = ""
    trace: str = ""
    receipt_number: str = ""
    lines: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a request.

    Attributes:
        code: The terminal's own code, as text ("6F", "107"); empty if it gave none.
        words: The terminal's own words; empty if it gave none.
        hint: What to do, a marked text in the cashier's words.
    """

    kind: OutcomeKind
    code: str = ""
    words: str = ""
    hint: str = ""
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A request to a terminal; its row was committed before the terminal is asked.

    Attributes:
        payment_id: The row in the books.
        mark: What the driver noted of the terminal before it asked (``Terminal.mark``), stored in
            the row too; ``resolve`` compares with it.
    """

    payment_id: int
    amount_minor: int
    currency_code: str
    currency_exponent: int
    mark: str = ""


def keep_first_mark(mark: str) -> None:
    """For a payment whose row is written by nobody (a test of the terminal): the mark is let go."""


class Terminal(Protocol):
    """A terminal that the desk drives."""

    def probe(self) -> TerminalLamp:
        """Looks whether it is there; never raises."""
        ...

    def mark(self) -> str:
        """What tells the terminal's newest payment from the next one; stored before ``pay``.

        Raises:
            DeskError: ``terminal.offline`` or ``terminal.busy``; nothing was asked.
        """
        ...

    def pay(
        self,
        attempt: Attempt,
        on_step: Callable[[str], None],
        on_mark: Callable[[str], None] = keep_first_mark,
    ) -> Outcome:
        """Asks for a payment and waits for its end; never raises.

        Args:
            attempt: What to ask for.
            on_step: Told what the terminal shows ("Insert card"), its own words.
            on_mark: Told a better mark while the payment runs, to be stored at once.
        """
        ...

    def cancel(self, payment_id: int) -> bool:
        """Asks to break off a payment that waits; whether the terminal can. Any thread."""
        ...

    def resolve(self, attempt: Attempt) -> Outcome:
        """Asks what became of an attempt that ended UNKNOWN; UNKNOWN if it cannot tell.

        May be asked again and again, but not once another request was asked of the terminal: a
        terminal that knows its newest transaction alone would speak of that one.
        """
        ...

    def reverse(self, attempt: Attempt, original: Evidence) -> Outcome:
        """Takes a payment of today back as a whole."""
        ...

    def refund(self, attempt: Attempt, original: Evidence) -> Outcome:
        """Pays an amount back to a card."""
        ...

    def end_of_day(self) -> Outcome:
        """Closes the terminal's day; its totals are the evidence's lines."""
        ...

    def close(self) -> None:
        """Lets go of the connection."""
        ...
