"""What the terminal room reads from the books and writes into them, by the desk worker.

Terminal room's thread: every call waits for the desk worker. What a terminal did is tried to be
written down more than once; if it cannot be, the payment stays "sent", and the next start, or a
person, asks the terminal again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from clubdesk.domain.card_payment import CardPayment, CardState
from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.services.card_terminal import (
    KeepTerminalDay,
    MarkCardPayment,
    NameCardPayment,
    PaymentNow,
    ReportCardPayment,
    ResolveCardPayment,
    told_outcome,
)
from clubdesk.services.commands import Command
from clubdesk.services.desk import Desk
from clubdesk.services.ports import BeginWork
from clubdesk.services.ports_terminal import Outcome

TRIES = 5
BETWEEN_TRIES_S = 1.0
log = logging.getLogger(__name__)


class TerminalBooks:
    """The card payments of this desk's till."""

    def __init__(self, desk: Desk, begin: BeginWork, closing: threading.Event) -> None:
        self._desk = desk
        self._begin = begin
        self._closing = closing

    def payment(self, payment_id: int) -> CardPayment | None:
        """A payment."""

        def question() -> CardPayment | None:
            with self._begin() as work:
                return work.card_payments.get(payment_id)

        return self._desk.writer.submit(question).result()

    def club(self) -> Club | None:
        """The club, for its currency; None before it is set up."""

        def question() -> Club | None:
            with self._begin() as work:
                return work.club.find()

        return self._desk.writer.submit(question).result()

    def unresolved(self, driver: str) -> Sequence[CardPayment]:
        """Payments of a driver whose end nobody knows and that its terminal may still tell."""

        def question() -> Sequence[CardPayment]:
            with self._begin() as work:
                store = work.card_payments
                return [
                    payment
                    for payment in store.open_of_till(self._desk.till_id)
                    if payment.driver == driver
                    and payment.state is CardState.UNKNOWN
                    and not store.was_asked_after(payment)
                ]

        return self._desk.writer.submit(question).result()

    def mark(self, payment_id: int, mark: str) -> None:
        """Stores that the terminal is asked now; raises what kept it from being stored."""
        self._desk.do(MarkCardPayment(payment_id=payment_id, mark=mark), None).result()

    def name(self, payment_id: int, mark: str) -> None:
        """Stores the name that the terminal gave the payment while it runs."""
        self._try(NameCardPayment(payment_id=payment_id, mark=mark))

    def report(self, payment_id: int, outcome: Outcome) -> CardState:
        """Stores what became of it; the state that the payment has then."""
        told = told_outcome(outcome, payment_id)
        return self._state(payment_id, ReportCardPayment(payment_id=payment_id, outcome=told))

    def resolve(self, payment_id: int, outcome: Outcome) -> CardState:
        """Stores what the terminal said when it was asked what became of it."""
        told = told_outcome(outcome, payment_id)
        return self._state(payment_id, ResolveCardPayment(payment_id=payment_id, outcome=told))

    def keep_day(self, outcome: Outcome) -> None:
        """Stores and prints the terminal's totals."""
        self._try(KeepTerminalDay(lines=outcome.evidence.lines))

    def _state(self, payment_id: int, command: Command) -> CardState:
        answer = self._try(command)
        if isinstance(answer, PaymentNow):
            return CardState(answer.state)
        payment = self.payment(payment_id)
        return payment.state if payment is not None else CardState.UNKNOWN

    def _try(self, command: Command) -> object:
        """Does a deed of the room's own; the books may be busy or full for a moment."""
        for left in range(TRIES - 1, -1, -1):
            try:
                return self._desk.do(command, None).result()
            except DeskError as refusal:
                if not refusal.code.startswith("storage.") or not left:
                    log.warning("%s was refused: %s", type(command).__name__, refusal.code)
                    return None
            except Exception:
                if not left:
                    raise
                log.exception("%s could not be written down", type(command).__name__)
            if self._closing.wait(BETWEEN_TRIES_S):
                return None
        return None
