"""Two weeks of a believable club, made through the real door on a clock that is moved by hand.

Caller's thread. The same seed makes the same books.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from clubdesk.demo.bar import BarKeeper
from clubdesk.domain.hall import Station
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.domain.session import PlaySession, SessionState
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.commands import Answer, Command
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.ports import BeginWork
from clubdesk.services.sessions import (
    EndSession,
    MoveSession,
    PauseSession,
    ResumeSession,
    StartGuestSession,
    StartSession,
)
from clubdesk.services.shifts import CloseShift, OpenShift
from clubdesk.services.time_over import end_due_sessions

OPENS = timedelta(hours=5)
"""10:00 on the club's wall (UTC+5) as time of day in UTC."""
OPEN_FOR = timedelta(hours=14)
ARRIVALS_BY_HOUR = (2, 2, 3, 3, 4, 5, 6, 7, 7, 6, 5, 3, 1, 0)
TOP_UPS_MINOR = (100_000, 150_000, 200_000, 200_000, 300_000, 500_000)
GUEST_PAYS_MINOR = (80_000, 100_000, 160_000, 200_000)
PACKAGES = 0.2
"""How many clients buy a package. Guests do not, here: their change could not be counted out."""
FIRST_FLOAT_MINOR = 5_000_000
PULSE = timedelta(minutes=3)
"""History comes and goes at this beat, at which every rate costs whole coins: what a guest gets
back can be counted out, and the till can be counted."""

Step = tuple[datetime, int, Callable[[], object]]


@dataclass
class HistoryMaker:
    """Plays days at the club; every figure comes from a command.

    Attributes:
        kept_free: Numbers of stations that nobody comes to.
    """

    dispatcher: Dispatcher
    begin: BeginWork
    clock: ManualClock
    staff_ids: tuple[int, ...]
    client_ids: tuple[int, ...]
    seed: int = 2026
    steps: list[Step] = field(default_factory=list)
    counter: int = 0
    kept_free: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 - a story, not a secret
        self.cashier = self.staff_ids[0]
        self.bar = BarKeeper(self.begin, self._answer, self.dispatcher, self.staff_ids[0])

    def play_days(self, first_day: datetime, days: int, tell: Callable[[int, int], None]) -> None:
        """Plays whole days; ``tell`` hears how many of how many are done."""
        for number in range(days):
            self.play_day(first_day + timedelta(days=number))
            tell(number + 1, days)

    def play_day(self, midnight: datetime) -> None:
        """One day: a shift opened, guests and clients, everyone gone, the till counted."""
        opens = midnight + OPENS
        self.clock.move_to(opens)
        self.cashier = self.dice.choice(self.staff_ids)
        self._open()
        self.bar.fill_shelves()
        for hour, arrivals in enumerate(ARRIVALS_BY_HOUR):
            for _ in range(max(0, arrivals + self.dice.randint(-1, 2))):
                at = opens + timedelta(hours=hour) + PULSE * self.dice.randrange(20)
                self._plan(at, self._arrive)
            self._plan(opens + timedelta(hours=hour) + PULSE * 5, lambda: self._serve(None))
        closes = opens + OPEN_FOR
        self._run_until(closes)
        self.bar.hand_out()
        self._end_all()
        self._close()

    def fill_hall(self, arrivals: int, spread: timedelta) -> None:
        """Lets people arrive over a stretch of time that ends now-ish, and leaves them playing."""
        start = self.clock.now()
        for _ in range(arrivals):
            self._plan(start + spread * self.dice.random(), self._arrive)
        self._run_until(start + spread)
        self.bar.hand_out()

    def _run_until(self, end: datetime) -> None:
        while self.steps and self.steps[0][0] <= end:
            at, _, step = heapq.heappop(self.steps)
            self._advance(at)
            step()
        self.steps.clear()
        self._advance(end)

    def _advance(self, to: datetime) -> None:
        if to > self.clock.now():
            self.clock.move_to(to)
        end_due_sessions(self.begin, self.clock, self.dispatcher)

    def _plan(self, at: datetime, step: Callable[[], object]) -> None:
        self.counter += 1
        heapq.heappush(self.steps, (at, self.counter, step))

    def _do(self, command: Command) -> bool:
        return self._answer(command) is not None

    def _answer(self, command: Command) -> Answer | None:
        try:
            return self.dispatcher.carry_out(command, self.cashier)
        except DeskError:
            return None  # time that ran out a moment before: it happens at a desk too

    def _arrive(self) -> None:
        seat = self._free_seat()
        if seat is None:
            return
        rate_id = self._rate_of(seat)
        if self.dice.random() < 0.3:
            pays = self.dice.choice(GUEST_PAYS_MINOR)
            received = pays + self.dice.choice((0, 0, 40_000, 100_000))
            self._do(
                StartGuestSession(
                    station_id=seat.id, rate_id=rate_id, cash_minor=pays, received_minor=received
                )
            )
        else:
            client_id = self.dice.choice(self.client_ids)
            if self.dice.random() < 0.75:
                self._do(TopUp(client_id=client_id, cash_minor=self.dice.choice(TOP_UPS_MINOR)))
            if self._may_play(client_id):
                if self.dice.random() < PACKAGES:
                    rate_id = self._package_of(seat, client_id) or rate_id
                self._do(StartSession(station_id=seat.id, client_id=client_id, rate_id=rate_id))
        self._plan_stay(seat.id)

    def _plan_stay(self, station_id: int) -> None:
        with self.begin() as work:
            session = work.sessions.open_on_station(station_id)
        if session is None:
            return
        now = self.clock.now()
        for meal in self.bar.meals():
            self._plan(now + PULSE * meal, lambda: self._serve(session.id))
        chance = self.dice.random()
        if chance < 0.15:
            self._plan(now + PULSE * 7, lambda: self._pause(session.id))
            self._plan(now + PULSE * 11, lambda: self._resume(session.id))
        elif chance < 0.25:
            self._plan(now + PULSE * 8, lambda: self._move(session.id))
        if self.dice.random() < 0.5:
            stay = PULSE * self.dice.randint(10, 66)
            self._plan(now + stay, lambda: self._end(session.id))

    def _may_play(self, client_id: int) -> bool:
        """Whether a client sits nowhere yet and has money, as a cashier sees before pressing."""
        with self.begin() as work:
            money = work.ledger.balance(AccountRef(AccountKind.GAME, client_id))
            return money > 0 and work.sessions.open_of_client(client_id) is None

    def _goes_on(self, session_id: int) -> bool:
        return any(session.id == session_id for session in self.open_sessions())

    def _serve(self, session_id: int | None) -> None:
        if session_id is None or self._goes_on(session_id):
            self.bar.take_back()
            self.bar.hand_out(self.clock.now() - PULSE * 3)
            self.bar.serve(session_id)

    def _end(self, session_id: int) -> None:
        if self._goes_on(session_id):
            self._do(EndSession(session_id=session_id))

    def _pause(self, session_id: int) -> None:
        if self._goes_on(session_id):
            self._do(PauseSession(session_id=session_id))

    def _resume(self, session_id: int) -> None:
        if self._goes_on(session_id):
            self._do(ResumeSession(session_id=session_id))

    def _move(self, session_id: int) -> None:
        seat = self._free_seat()
        if seat is not None and self._goes_on(session_id):
            self._do(MoveSession(session_id=session_id, to_station_id=seat.id))

    def _free_seat(self) -> Station | None:
        with self.begin() as work:
            taken = {session.station_id for session in work.sessions.all_open()}
            free = [
                s
                for s in work.stations.all()
                if s.id not in taken and s.number not in self.kept_free and not s.maintenance
            ]
        return self.dice.choice(free) if free else None

    def _rate_of(self, seat: Station) -> int:
        with self.begin() as work:
            return next(r.id for r in work.rates.all() if seat.zone_id in r.zone_ids)

    def _package_of(self, seat: Station, client_id: int) -> int | None:
        """A package of the zone that can start now and that the client can pay; None if none."""
        with self.begin() as work:
            money = work.ledger.balance(AccountRef(AccountKind.GAME, client_id))
            rates = work.rates.all()
        now = self.clock.now()
        sold = [
            rate.id
            for rate in rates
            if rate.package is not None
            and rate.package.price_minor <= money
            and not rate.sellable(now, seat.zone_id, "")
        ]
        return self.dice.choice(sold) if sold else None

    def open_sessions(self) -> list[PlaySession]:
        """What is running or paused now."""
        with self.begin() as work:
            return list(work.sessions.all_open())

    def _end_all(self) -> None:
        for session in self.open_sessions():
            if session.state in (SessionState.ACTIVE, SessionState.PAUSED):
                self._do(EndSession(session_id=session.id))

    def till(self) -> int:
        """What the till holds by the books, minor units."""
        with self.begin() as work:
            return work.ledger.balance(AccountRef(AccountKind.TILL_CASH, 1))

    def _open(self) -> None:
        counted = self.till() or FIRST_FLOAT_MINOR
        self.dispatcher.carry_out(OpenShift(counted_minor=counted), self.cashier)

    def _close(self) -> None:
        slip = self.dice.choice((0, 0, 0, 0, 10_000, -10_000, 5_000))
        self.dispatcher.carry_out(CloseShift(counted_minor=self.till() + slip), self.cashier)
