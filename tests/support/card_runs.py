"""Seeded evenings at a desk with a driven terminal: links drop and stall, the desk dies anywhere.

Real books on a file, the real deeds, room and driver, the simulated terminal; all on one thread, so
that a seed is played again as it was. A desk dies at a byte of the terminal's link or beside a
commit; another one is started over the same file, as after a power failure. At the end the books
are compared with the terminal's own list of what it took.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from random import Random
from typing import Any

from clubdesk.bootstrap.terminal_room import TerminalRoom
from clubdesk.domain.card_payment import CardPayment, CardState
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.balance import TopUp
from clubdesk.services.card_booking import BookCardPayment
from clubdesk.services.card_payments import BeginCardPayment, SettleCardPayment
from clubdesk.services.card_terminal import MarkCardPayment
from clubdesk.services.commands import Command
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.rule_book import RULES
from clubdesk.storage.opening import open_storage
from clubdesk.storage.verify import verify
from clubdesk.terminals.simulator import Character, Movement, SimulatedTerminal
from clubdesk.terminals.simulator_faults import Fault, Trouble
from clubdesk.terminals.zvt_dialog import Waits
from clubdesk.terminals.zvt_terminal import ZvtSettings, ZvtTerminal
from tests.support.card_numbers import card_numbers_in
from tests.support.club_world import START
from tests.support.terminal_wire import DeskDiedError, Traffic, Way, memory_way

WAITS = Waits(acknowledge_s=5, between_s=180, longest_s=900, look_s=60)
SETTINGS = DeskSettings(terminal_kind="zvt_tcp", terminal_host="here")
LONGEST_TRAFFIC = 1_600
MOST_LIVES = 40
SURE = (
    CardState.DECLINED,
    CardState.CANCELLED,
    CardState.NO_CONNECTION,
    CardState.NOT_STARTED,
    CardState.CREATED,
)


class Here:
    """Carries everything out at once, on the caller's thread; dies where the seed says."""

    def __init__(self, evening: Evening) -> None:
        self._evening = evening
        self.till_id = 1
        self.events = EventFeed()
        self.writer = self
        self.clock = evening.clock
        self.storage = open_storage(evening.url)
        self.door = Dispatcher(self.storage.begin, self.clock, 1, self.events, RULES)

    def submit(self, question: Callable[[], Any]) -> Future[Any]:
        return _done(question)

    def do(self, command: Command, staff_id: int | None) -> Future[Any]:
        evening = self._evening
        evening.perhaps_die()
        future = _done(lambda: self.door.carry_out(command, staff_id))
        if isinstance(command, MarkCardPayment) and future.exception() is None:
            evening.marks.append((command.payment_id, evening.terminal.asked))
        evening.perhaps_die()
        return future


@dataclass
class Evening:
    """One seed.

    Attributes:
        marks: Each payment that was sent, with the number of requests the terminal had before.
        faults: What does not hold; empty is what is wanted.
    """

    seed: int
    url: str
    owner: int
    client: int
    faults: list[str] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    lives: int = 0
    left_unknown: int = 0
    approved: int = 0
    began: int = 0

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.clock = ManualClock(START)
        self.terminal = SimulatedTerminal(self.clock, _character(self.chance))
        ways = (Way.DROP, Way.DROP_UNSEEN, Way.STALL, Way.DIE)
        spots = self.chance.sample(range(LONGEST_TRAFFIC), self.chance.randint(1, 4))
        self.traffic = Traffic([(at, self.chance.choice(ways)) for at in spots])
        self.deaths = 0.04 if self.chance.random() < 0.6 else 0.0
        if self.chance.random() < 0.4:
            trouble = self.chance.choice(list(Trouble))
            self.terminal.order(
                Fault(trouble, self.chance.randint(1, 90), self.chance.randint(1, 3))
            )
        self.desk: Here | None = None
        self.room: TerminalRoom | None = None

    def play(self) -> Evening:
        """Sells a few times, whatever happens; then everything is asked, booked and compared."""
        self._live(lambda: None)
        for _ in range(self.chance.randint(1, 4)):
            self._live(self._sell)
        self.deaths = 0.0
        self.traffic.cuts.clear()
        self.clock.advance(100_000)
        self._live(self._clear_up)
        self._compare()
        self._end()
        return self

    def perhaps_die(self) -> None:
        """The desk's process ends beside a commit."""
        if self.deaths and self.chance.random() < self.deaths:
            raise DeskDiedError

    # What the person at the desk does.

    def _sell(self) -> None:
        amount = 150_000 if self.chance.random() < 0.7 else self.chance.randint(100, 10**6)
        guest = self.chance.random() < 0.25
        for _ in range(self.chance.randint(1, 3)):
            payment = self._begin(amount, guest)
            if payment is None or self._ended(payment, guest):
                return

    def _begin(self, amount: int, guest: bool) -> int | None:
        command = BeginCardPayment(
            amount_minor=amount,
            client_id=None if guest else self.client,
            guest=guest,
            driver="zvt_tcp",
        )
        try:
            payment_id = self._do(command).payment_id
        except DeskError as refusal:
            if refusal.code not in ("payment.unresolved", "payment.terminal_busy"):
                self.faults.append(f"begin: {refusal.code}")
            return None
        self.began += 1
        self._work_off()
        return int(payment_id)

    def _ended(self, payment_id: int, guest: bool) -> bool:
        """Books what was approved; True if there is nothing to try again."""
        payment = self._payment(payment_id)
        if payment.state is CardState.UNKNOWN and self.chance.random() < 0.5:
            self.clock.advance(self.chance.choice((0, 10, 60)))
            self._room().ask(payment_id)
            self._work_off()
            payment = self._payment(payment_id)
        if payment.state is CardState.APPROVED and not guest:
            self._do(
                TopUp(
                    client_id=self.client,
                    card_minor=payment.amount_minor,
                    card_payment_id=payment.id,
                )
            )
        return payment.state not in SURE

    def _clear_up(self) -> None:
        """The evening's end: the pending list is asked, booked, and what is left is settled."""
        for payment in self._open():
            if payment.state is CardState.UNKNOWN:
                self._room().ask(payment.id)
        self._work_off()
        for payment in self._open():
            if payment.waits_for_booking:
                self._do(BookCardPayment(payment_id=payment.id, client_id=self.client))
        rest = self._open()
        self.left_unknown = len(rest)
        for payment in rest:
            if payment.state is not CardState.UNKNOWN:
                self.faults.append(f"payment {payment.id} is left {payment.state}")
            else:
                self._settle(payment)

    def _settle(self, payment: CardPayment) -> None:
        """A person looks at the slips: the terminal's own truth."""
        taken = bool(self._taken(payment.id))
        self._do(
            SettleCardPayment(payment_id=payment.id, approved=taken, reason="By the slip", slip="1")
        )
        if taken and self._payment(payment.id).waits_for_booking:
            self._do(BookCardPayment(payment_id=payment.id, client_id=self.client))

    # What must hold.

    def _compare(self) -> None:
        for payment in self._all():
            taken = self._taken(payment.id)
            if len(taken) > 1:
                self.faults.append(f"payment {payment.id} charged {len(taken)} times")
            if payment.state is CardState.APPROVED and not taken:
                self.faults.append(f"payment {payment.id} approved, nothing taken")
            if payment.state in SURE and taken:
                self.faults.append(f"payment {payment.id} is {payment.state}, and was taken")
            if payment.state is CardState.APPROVED and payment.transaction_id is None:
                self.faults.append(f"payment {payment.id} approved and lost")
            self.approved += payment.state is CardState.APPROVED
        with self._here().storage.begin() as work:
            booked = work.ledger.balance(AccountRef(AccountKind.CARD_CLEARING, 1))
        captured = sum(one.amount for one in self.terminal.taken)
        if booked != captured:
            self.faults.append(f"the books have {booked}, the terminal took {captured}")

    def _taken(self, payment_id: int) -> list[Movement]:
        numbers = [asked for _, asked in self.marks] + [10**9]
        spans = {marked: (first, numbers[at + 1]) for at, (marked, first) in enumerate(self.marks)}
        first, last = spans.get(payment_id, (0, 0))
        return [one for one in self.terminal.taken if first < one.asked_as <= last]

    def _end(self) -> None:
        self._here().storage.close()
        problems = [str(problem) for problem in verify(self.url).problems]
        self.faults.extend(problems)
        self.faults.extend(f"a card's number: {text}" for text in numbers_kept(self.url))
        self.faults = [f"seed {self.seed}: {fault}" for fault in self.faults]

    # Lives of the desk.

    def _live(self, deed: Callable[[], None]) -> None:
        """Does something; where the desk dies of it, another one is started and goes on."""
        for _ in range(MOST_LIVES):
            try:
                if self.desk is None:
                    self._start()
                deed()
                return
            except DeskDiedError:
                if self.desk is not None:
                    self.desk.storage.close()
                self.desk = self.room = None
                deed = _nothing
        self.faults.append("the desk never got up again")

    def _start(self) -> None:
        self.lives += 1
        desk = self.desk = Here(self)
        room = self.room = TerminalRoom(SETTINGS, desk.storage.begin, self._driver)
        desk.events.subscribe(room.hear)
        room.open(desk)  # type: ignore[arg-type]
        self._work_off()

    def _driver(self, settings: DeskSettings, club: Any) -> ZvtTerminal:
        connect = memory_way(self.terminal, self.clock, self.traffic, False)
        return ZvtTerminal(connect, ZvtSettings(club.currency.code, waits=WAITS), self.clock)

    def _work_off(self) -> None:
        room = self._room()
        while room.step():
            pass

    def _do(self, command: Command) -> Any:
        return self._here().do(command, self.owner).result()

    def _payment(self, payment_id: int) -> CardPayment:
        with self._here().storage.begin() as work:
            found = work.card_payments.get(payment_id)
        assert found is not None
        return found

    def _open(self) -> list[CardPayment]:
        with self._here().storage.begin() as work:
            return list(work.card_payments.open_of_till(1))

    def _all(self) -> list[CardPayment]:
        with self._here().storage.begin() as work:
            found = [work.card_payments.get(number) for number in range(1, self.began + 50)]
        return [payment for payment in found if payment is not None]

    def _here(self) -> Here:
        assert self.desk is not None
        return self.desk

    def _room(self) -> TerminalRoom:
        assert self.room is not None
        return self.room


def numbers_kept(url: str) -> list[str]:
    """Every full card number in the texts that a terminal's words go into."""
    texts = {
        "card_payments": "mark || ' ' || code || ' ' || detail || ' ' || slip || ' ' || evidence",
        "journal": "details",
        "print_jobs": "receipt",
    }
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as books:
        return [
            number
            for table, text in texts.items()
            for (found,) in books.execute(f"SELECT {text} FROM {table}")
            for number in card_numbers_in(found)
        ]


def _nothing() -> None:
    return


def _done(job: Callable[[], Any]) -> Future[Any]:
    future: Future[Any] = Future()
    try:
        future.set_result(job())
    except Exception as error:
        future.set_exception(error)
    return future


def _character(chance: Random) -> Character:
    return Character(
        finishes_alone=chance.random() < 0.5,
        lasts_s=chance.choice((0.0, 5.0, 45.0)),
        shows_failures=chance.random() < 0.6,
        card_s=chance.choice((0.0, 0.0, 12.0)),
    )
