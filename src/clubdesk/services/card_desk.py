"""The desk's terminal as services and screens see it: who drives it, what it says meanwhile.

The room that drives it runs on a thread of its own (``bootstrap.terminal_room``). Every method
here returns at once and may be called from any thread.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol, TypeVar

from clubdesk.domain.card_payment import BY_HAND
from clubdesk.services.ports_terminal import Outcome, OutcomeKind, TerminalLamp, TerminalState

T = TypeVar("T")

NO_TERMINAL = "none"
"""The driver of a desk that takes no cards."""

DRIVEN = frozenset({"zvt_tcp", "zvt_serial", "kaspi"})
"""The drivers that ask the terminal themselves."""


@dataclass(frozen=True, slots=True)
class TerminalSaid:
    """What the terminal shows while a payment waits; its own words, or a marked text."""

    payment_id: int
    words: str


@dataclass(frozen=True, slots=True)
class TerminalEnded:
    """A request to the terminal is over, and what became of it is in the books.

    Attributes:
        outcome: As the books took it: ``kind`` is the payment's state now.
    """

    payment_id: int
    outcome: Outcome


class CardDesk(Protocol):
    """What screens may ask of this desk's terminal.

    A payment is not started here: the deed that stores it (``BeginCardPayment`` with this driver)
    sets the terminal to work after its commit. What follows is told as ``TerminalSaid`` and
    ``TerminalEnded``.
    """

    def driver(self) -> str:
        """``manual``, ``none``, or one of ``DRIVEN``."""
        ...

    def cancel(self, payment_id: int) -> None:
        """Asks to break off a payment that waits; its end is told as always."""
        ...

    def ask(self, payment_id: int) -> None:
        """Asks the terminal what became of a payment; the end is told as always."""
        ...

    def probe(self) -> Future[TerminalLamp]:
        """Looks whether the terminal is there."""
        ...

    def end_of_day(self) -> Future[Outcome]:
        """Closes the terminal's day; its lines are printed."""
        ...


class TerminalBeside:
    """A terminal beside the till that the desk does not drive: nothing can be asked of it."""

    def __init__(self, driver: str = BY_HAND) -> None:
        self._driver = driver

    def driver(self) -> str:
        """``manual`` or ``none``."""
        return self._driver

    def cancel(self, payment_id: int) -> None:
        """Nothing waits."""

    def ask(self, payment_id: int) -> None:
        """Nobody answers."""

    def probe(self) -> Future[TerminalLamp]:
        """There is nothing to look at."""
        return _settled(TerminalLamp(TerminalState.NONE))

    def end_of_day(self) -> Future[Outcome]:
        """A person closes its day."""
        return _settled(Outcome(OutcomeKind.NOT_STARTED))


def _settled(value: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(value)
    return future
