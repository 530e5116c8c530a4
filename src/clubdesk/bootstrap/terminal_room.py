"""The card terminal's part of the house: one thread that asks the terminal, one thing at a time.

A payment comes here once its deed is committed, by the event feed. The order is always: what tells
the next payment from the last one is noted, stored with the payment as "sent", and only then the
terminal is asked. So after any end of the desk the books know of every payment that may have been
taken; those are asked about when the room opens again. Nothing here waits on the window's thread.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from clubdesk.bootstrap.terminal_books import TerminalBooks
from clubdesk.domain.card_payment import CardPayment, CardState, PaymentKind
from clubdesk.domain.events import CardPaymentAsked
from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.card_desk import DRIVEN, TerminalEnded, TerminalSaid
from clubdesk.services.card_evidence import evidence_of
from clubdesk.services.desk import Desk
from clubdesk.services.event_feed import News
from clubdesk.services.ports import BeginWork
from clubdesk.services.ports_terminal import (
    Attempt,
    Evidence,
    Outcome,
    OutcomeKind,
    Terminal,
    TerminalLamp,
    TerminalState,
)

T = TypeVar("T")
MakeTerminal = Callable[[DeskSettings, Club], "Terminal | None"]
"""Makes the driver that the settings name; on the room's thread, nothing is connected yet."""

LOOKS_EVERY_S, LOOKS_SELDOM_EVERY_S = 60.0, 600.0
"""How often an idle terminal is looked at: while something is wrong with it, and while not."""

ASKING = mark("Asking the terminal what became of the payment")
NOT_FROM_HERE = mark("This terminal cannot be stopped from the desk: press its red key")
_IS_BUSY = mark("The terminal is taking a payment")
_NOT_SET_UP = mark("The terminal is not set up completely: see Settings")
_NEVER_ASKED = mark("The desk was closed before the terminal was asked")
_CUT_OFF = mark("The desk was closed while the terminal was asked")
_OTHER_TERMINAL = mark("Another terminal is set up now")
_ASKED = (CardState.UNKNOWN, CardState.SENT)
log = logging.getLogger(__name__)


class TerminalRoom:
    """This desk's terminal (``CardDesk``), once ``start`` was called.

    Args:
        settings: Which terminal.
        begin: Opens a transaction, on the desk worker.
        make: Makes the driver.
    """

    def __init__(self, settings: DeskSettings, begin: BeginWork, make: MakeTerminal) -> None:
        self._settings = settings
        self._begin = begin
        self._make = make
        self._desk: Desk | None = None
        self._books: TerminalBooks | None = None
        self._terminal: Terminal | None = None
        self._made_for: DeskSettings | None = None
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._guard = threading.Lock()
        self._unwanted: set[int] = set()
        self._paying: int | None = None
        self._lamp: TerminalLamp | None = None
        self._thread = threading.Thread(target=self._run, name="terminal", daemon=True)

    def start(self, desk: Desk) -> None:
        """Begins, on the desk worker before its first deed: what was left behind comes first."""
        self.open(desk)
        self._thread.start()

    def open(self, desk: Desk) -> None:
        """Takes note of what an earlier run left; ``step`` does what there is to do."""
        self._desk = desk
        self._books = TerminalBooks(desk, self._begin, self._closing)
        with self._begin() as work:
            left = [p for p in work.card_payments.open_of_till(desk.till_id) if p.is_driven]
        self._jobs.put(lambda: self._take_up(left))

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ends. A payment that waits is left to the terminal; the next start asks about it."""
        self._closing.set()
        self._jobs.put(None)
        with self._guard:
            terminal = self._terminal
        if terminal is not None:
            terminal.close()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def change(self, settings: DeskSettings) -> None:
        """Takes another terminal from the next request on. Any thread."""
        self._settings = settings
        self._jobs.put(self._look_again)

    def hear(self, news: News) -> None:
        """Takes a payment up once it is stored; the event feed calls it."""
        if isinstance(news, CardPaymentAsked):
            self._jobs.put(lambda: self._serve(news.payment_id))

    # CardDesk. Any thread.

    def driver(self) -> str:
        """``manual``, ``none``, or the driver that asks the terminal."""
        return self._settings.terminal_kind

    def cancel(self, payment_id: int) -> None:
        """Asks to break off a payment that waits."""
        with self._guard:
            self._unwanted.add(payment_id)
            terminal = self._terminal if self._paying == payment_id else None
        if terminal is not None and not terminal.cancel(payment_id):
            self._tell(TerminalSaid(payment_id, NOT_FROM_HERE))

    def ask(self, payment_id: int) -> None:
        """Asks the terminal what became of a payment."""
        self._jobs.put(lambda: self._ask(payment_id))

    def probe(self) -> Future[TerminalLamp]:
        """Looks whether the terminal is there."""
        return self._queued(self._look)

    def end_of_day(self) -> Future[Outcome]:
        """Closes the terminal's day; its lines are kept and printed."""
        return self._queued(self._end_day)

    # The room's own thread.

    def _run(self) -> None:
        while not self._closing.is_set():
            ready = self._lamp is None or self._lamp.state in _CALM
            if not self.step(LOOKS_SELDOM_EVERY_S if ready else LOOKS_EVERY_S):
                self._jobs.put(self._look_again)

    def step(self, wait_s: float = 0.0) -> bool:
        """Does the next thing that waits; False if nothing came in this time."""
        try:
            job = self._jobs.get(timeout=wait_s) if wait_s else self._jobs.get_nowait()
        except queue.Empty:
            return False
        try:
            if job is not None:
                job()
        except Exception:
            # The next payment is not to wait for ever because of this one.
            log.exception("Something the terminal was asked for failed")
        return True

    def _take_up(self, left: Sequence[CardPayment]) -> None:
        """What an earlier run left: not asked is not taken; asked is to be asked about."""
        for payment in left:
            if payment.state is CardState.CREATED:
                self._report(payment, Outcome(OutcomeKind.NOT_STARTED, words=tr(_NEVER_ASKED)))
            elif payment.state is CardState.SENT:
                self._report(payment, Outcome(OutcomeKind.UNKNOWN, words=tr(_CUT_OFF)))
        if self._look().state is TerminalState.READY:
            self._resolve_old()

    def _serve(self, payment_id: int) -> None:
        payment = self._known().payment(payment_id)
        if payment is None or payment.state is not CardState.CREATED:
            return
        terminal = self._current()
        if terminal is None or payment.driver != self.driver():
            words = tr(_OTHER_TERMINAL) if terminal is not None else tr(_NOT_SET_UP)
            self._finish(payment, Outcome(OutcomeKind.NOT_STARTED, words=words))
            return
        self._light(TerminalLamp(TerminalState.BUSY, _IS_BUSY))
        try:
            sent = self._send(terminal, payment)
        except DeskError as error:
            words = f"{error.text} {error.what_to_do}".strip()
            self._finish(payment, Outcome(OutcomeKind.NOT_STARTED, words=words))
        else:
            if sent is not None:
                self._finish(sent, self._asked(terminal, sent))
        self._look()

    def _send(self, terminal: Terminal, payment: CardPayment) -> CardPayment | None:
        """Notes the terminal's newest payment and stores this one as sent.

        Raises:
            DeskError: It was not stored, or the terminal cannot be asked: nothing has left.
        """
        newest = terminal.mark()
        self._resolve_old()
        with self._guard:
            unwanted = payment.id in self._unwanted
        if unwanted:
            self._finish(payment, Outcome(OutcomeKind.CANCELLED))
            return None
        self._known().mark(payment.id, newest)
        return self._known().payment(payment.id)

    def _asked(self, terminal: Terminal, payment: CardPayment) -> Outcome:
        """From here on only the terminal knows: whatever goes wrong now is UNKNOWN."""
        with self._guard:
            self._paying = payment.id
        try:
            return self._ask_for(terminal, payment)
        except Exception as error:
            log.exception("The terminal's driver failed")
            return Outcome(OutcomeKind.UNKNOWN, words=str(error))
        finally:
            with self._guard:
                self._paying = None
                self._unwanted.discard(payment.id)

    def _ask_for(self, terminal: Terminal, payment: CardPayment) -> Outcome:
        attempt, known = self._attempt(payment), self._known()
        if payment.kind is PaymentKind.PAYMENT:
            return terminal.pay(
                attempt,
                lambda words: self._stepped(terminal, payment.id, words),
                lambda name: known.name(payment.id, name),
            )
        original = known.payment(payment.of_payment_id or 0)
        evidence = evidence_of(original.evidence) if original is not None else Evidence()
        if payment.kind is PaymentKind.REVERSAL:
            return terminal.reverse(attempt, evidence)
        return terminal.refund(attempt, evidence)

    def _stepped(self, terminal: Terminal, payment_id: int, words: str) -> None:
        self._tell(TerminalSaid(payment_id, words))
        with self._guard:
            unwanted = payment_id in self._unwanted
            self._unwanted.discard(payment_id)
        if unwanted:
            terminal.cancel(payment_id)

    def _finish(self, payment: CardPayment, outcome: Outcome) -> None:
        """Stores the end; of an unknown one the terminal is asked at once. Then all are told."""
        state = self._report(payment, outcome)
        if state in _ASKED and not self._closing.is_set() and self._terminal is not None:
            self._tell(TerminalSaid(payment.id, ASKING))
            outcome, state = self._resolve(payment)
        self._tell_end(payment.id, outcome, state)

    def _ask(self, payment_id: int) -> None:
        payment = self._known().payment(payment_id)
        if payment is None:
            return
        if payment.state not in _ASKED:
            self._tell_end(payment.id, Outcome(OutcomeKind.UNKNOWN, payment.code), payment.state)
            return
        self._tell(TerminalSaid(payment.id, ASKING))
        outcome, state = self._resolve(payment)
        self._tell_end(payment.id, outcome, state)
        self._look()

    def _resolve_old(self) -> None:
        for payment in self._known().unresolved(self.driver()):
            outcome, state = self._resolve(payment)
            self._tell_end(payment.id, outcome, state)

    def _resolve(self, payment: CardPayment) -> tuple[Outcome, CardState]:
        terminal = self._current()
        if terminal is None or payment.driver != self.driver():
            outcome = Outcome(OutcomeKind.UNKNOWN, words=tr(_OTHER_TERMINAL))
        else:
            # What the terminal was named while it ran is in the books, not in the hand.
            fresh = self._known().payment(payment.id) or payment
            try:
                outcome = terminal.resolve(self._attempt(fresh))
            except Exception as error:
                log.exception("The terminal's driver failed")
                outcome = Outcome(OutcomeKind.UNKNOWN, words=str(error))
        return outcome, self._known().resolve(payment.id, outcome)

    def _end_day(self) -> Outcome:
        terminal = self._current()
        if terminal is None:
            return Outcome(OutcomeKind.NOT_STARTED, words=tr(_NOT_SET_UP))
        outcome = terminal.end_of_day()
        if outcome.kind is OutcomeKind.APPROVED:
            self._known().keep_day(outcome)
        self._look()
        return outcome

    def _look(self) -> TerminalLamp:
        """Sees how the terminal is, and lights its lamp."""
        if self.driver() not in DRIVEN:
            lamp = TerminalLamp(TerminalState.NONE)
        else:
            terminal = self._current()
            missing = TerminalLamp(TerminalState.ATTENTION, _NOT_SET_UP)
            lamp = terminal.probe() if terminal is not None else missing
        self._light(lamp)
        return lamp

    def _look_again(self) -> None:
        was_away = self._lamp is not None and self._lamp.state not in _CALM
        if self._look().state is TerminalState.READY and was_away:
            self._resolve_old()

    # What the above share.

    def _current(self) -> Terminal | None:
        """The driver that the settings name now; the one before lets go."""
        settings = self._settings
        if self._made_for is settings and self._terminal is not None:
            return self._terminal
        club = self._known().club()
        made = self._make(settings, club) if club is not None else None
        with self._guard:
            old, self._terminal, self._made_for = self._terminal, made, settings
        if old is not None:
            old.close()
        return made

    def _attempt(self, payment: CardPayment) -> Attempt:
        club = self._known().club()
        if club is None:
            raise RuntimeError("a payment without a club")
        currency = club.currency
        return Attempt(
            payment.id, payment.amount_minor, currency.code, currency.exponent, payment.mark
        )

    def _report(self, payment: CardPayment, outcome: Outcome) -> CardState:
        return self._known().report(payment.id, outcome)

    def _tell_end(self, payment_id: int, outcome: Outcome, state: CardState) -> None:
        kind = _KINDS.get(state, OutcomeKind.UNKNOWN)
        told = Outcome(kind, outcome.code, outcome.words, outcome.hint)
        self._tell(TerminalEnded(payment_id, told))

    def _light(self, lamp: TerminalLamp) -> None:
        if lamp != self._lamp:
            self._lamp = lamp
            self._tell(lamp)

    def _tell(self, news: TerminalSaid | TerminalEnded | TerminalLamp) -> None:
        if self._desk is not None:
            self._desk.events.publish(news)

    def _queued(self, job: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(job())
            except BaseException as error:
                with contextlib.suppress(Exception):
                    future.set_exception(error)

        self._jobs.put(run)
        return future

    def _known(self) -> TerminalBooks:
        if self._books is None:
            raise RuntimeError("start() comes first")
        return self._books


_CALM = (TerminalState.NONE, TerminalState.READY)
_KINDS = {
    CardState.APPROVED: OutcomeKind.APPROVED,
    CardState.PAID_BACK: OutcomeKind.APPROVED,
    CardState.DECLINED: OutcomeKind.DECLINED,
    CardState.CANCELLED: OutcomeKind.CANCELLED,
    CardState.NO_CONNECTION: OutcomeKind.NO_CONNECTION,
    CardState.NOT_STARTED: OutcomeKind.NOT_STARTED,
}
