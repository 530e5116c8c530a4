"""Random days at a club: whatever is done in whatever order, play costs what was played.

The test keeps its own book of who played when and prices it the slow way, apart from the desk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clubdesk.domain.hall import Rate
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.pricing import HourlyPrice, PriceBand
from clubdesk.domain.rates import Unused
from clubdesk.domain.session import Cover, PlaySession, SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.packages import BuyPackage
from clubdesk.services.sessions import EndSession, MoveSession, PauseSession, ResumeSession
from clubdesk.services.shifts import CloseShift, OpenShift
from clubdesk.storage.verify import verify
from tests.support.points_club import credit, enroll, group
from tests.support.rates_club import (
    allow_postpaid,
    edit,
    over,
    sell,
    sell_package,
    start,
    start_guest,
)
from tests.support.slow_walk import slow_price

BANDS = HourlyPrice(
    tuple(
        band
        for day in range(7)
        for band in (PriceBand(day * 1440, 31_000), PriceBand(day * 1440 + 1_100, 54_321))
    ),
    "Asia/Almaty",
)
US = timedelta(microseconds=1)
SEATS = st.integers(0, 3)
CLIENTS = st.integers(0, 2)
WHICH = st.integers(0, 5)


@dataclass
class Stay:
    """A session by the test's own book."""

    session_id: int
    rate: Rate
    discount: int
    intervals: list[list[datetime | None]] = field(default_factory=list)
    hourly: bool = True
    limit: int | None = None

    def play(self, now: datetime) -> None:
        self.intervals.append([now, None])

    def stop(self, at: datetime) -> None:
        if self.intervals and self.intervals[-1][1] is None:
            self.intervals[-1][1] = at

    def played(self) -> timedelta:
        return sum((b - a for a, b in self.intervals), timedelta())

    def price(self, covers: tuple[Cover, ...], *, ended: bool) -> int:
        """What it costs, worked out from the start and the slow way."""
        left = [cover.length for cover in covers]
        open_: list[tuple[datetime, datetime]] = []
        for begin, end in self.intervals:
            at = begin
            while at < end:
                at = self._use(covers, left, at, end, open_)
        hours = sum((self._cost(a, b) for a, b in open_), Fraction(0)) if self.hourly else 0
        if ended and self.hourly and open_ and self.rate.step_minutes:
            step = timedelta(minutes=self.rate.step_minutes)
            more = -sum((b - a for a, b in open_), timedelta()) % step
            hours += self._cost(open_[-1][1], open_[-1][1] + more)
        if self.limit is not None:
            hours = min(hours, self.limit)
        at = self.intervals[-1][1]
        packages = sum(
            self._worth(c, rest, at, ended) for c, rest in zip(covers, left, strict=True)
        )
        least = self.rate.min_charge_minor * (100 - self.discount) // 100
        return max(least, packages + floor(hours))

    def _use(self, covers, left, at, end, open_) -> datetime:
        for index, cover in enumerate(covers):
            if not left[index] or (cover.hard_end and cover.hard_end <= at):
                continue
            if cover.bought_at > at:
                open_.append((at, min(end, cover.bought_at)))
                return min(end, cover.bought_at)
            stop = min(end, at + left[index], cover.hard_end or end)
            left[index] -= stop - at
            return stop
        open_.append((at, end))
        return end

    def _cost(self, begin: datetime, end: datetime) -> Fraction:
        return slow_price(self.rate.price, begin, end) * (100 - self.discount) / 100

    @staticmethod
    def _worth(cover: Cover, rest: timedelta, at: datetime, ended: bool) -> int:
        if not ended or cover.unused is not Unused.GIVEN_BACK:
            return cover.price_minor
        used = cover.length - rest
        if cover.hard_end is not None:
            rest = max(timedelta(), min(rest, cover.hard_end - at))
        if not rest:
            return cover.price_minor
        return cover.price_minor * (used // US) // ((used + rest) // US)


class ClubDays(RuleBasedStateMachine):
    """One club; ``make`` gives a fresh one for every example."""

    make: Any = None

    @initialize(step=st.sampled_from([0, 10]), least=st.sampled_from([0, 7_000]))
    def opens(self, step: int, least: int) -> None:
        self.world = type(self).make()
        self.world.open_shift(50_000_000)
        self.stays: dict[int, Stay] = {}
        facts = {"price": BANDS, "step_minutes": step, "min_charge_minor": least}
        world = self.world
        kept = {"minutes": 60, "price_minor": 22_222, "unused": Unused.KEPT, "kept_days": 1}
        night = {"minutes": 600, "price_minor": 99_999, "hard_end": 8 * 60}
        self.rates = [
            sell(world, "Hourly", points_percent=30, **facts),
            sell_package(world, 90, 33_334, "Given back", price=BANDS, points_percent=50),
            sell_package(world, name="Kept", price=BANDS, **kept),
            sell_package(world, name="Night", price=BANDS, **night),
            sell_package(world, 45, 20_000, "Lost", price=BANDS, unused=Unused.FORFEITED),
        ]
        self.clients = [world.client(50_000, f"C{n}", f"+7701555000{n}") for n in range(3)]
        enroll(world, self.clients[1], group_id=group(world, discount=15, points=0))
        credit(world, self.clients[2], 40_000)
        allow_postpaid(world, 60_000)

    # What people do.

    @rule(who=CLIENTS, seat=SEATS, rate=st.integers(0, 4), on=st.booleans(), data=st.data())
    def a_client_starts(self, who, seat, rate, on, data) -> None:
        more: dict[str, Any] = {"go_on_hourly": on}
        more["limit_minor"] = data.draw(st.sampled_from([None, None, 9_000, 25_000]))
        more["limit_s"] = data.draw(st.sampled_from([None, None, 1_234]))
        if data.draw(st.booleans()):
            more["cash_minor"] = data.draw(st.integers(1, 120_000))
        session = self.tried(start, self.world, self.clients[who], self.rates[rate], seat, **more)
        if session:
            self.began(session, self.rates[rate], 15 if who == 1 else 0, on, more["limit_minor"])

    @rule(seat=SEATS, rate=st.integers(0, 4), cash=st.integers(1, 120_000), owes=st.booleans())
    def a_guest_starts(self, seat, rate, cash, owes) -> None:
        paid = {"postpaid": True} if owes else {"cash_minor": cash}
        answer = self.tried(
            start_guest, self.world, self.rates[rate], seat, go_on_hourly=True, **paid
        )
        if answer:
            limit = self.world.session(answer.session_id).limit_minor
            self.began(answer.session_id, self.rates[rate], 0, True, limit)

    @rule(which=WHICH)
    def one_pauses(self, which) -> None:
        stay = self.open_one(which)
        if stay and self.done(PauseSession(session_id=stay.session_id)):
            stay.stop(self.world.clock.now())

    @rule(which=WHICH)
    def one_resumes(self, which) -> None:
        stay = self.open_one(which)
        if stay and self.done(ResumeSession(session_id=stay.session_id)):
            stay.play(self.world.clock.now())

    @rule(which=WHICH, seat=SEATS)
    def one_moves(self, which, seat) -> None:
        if stay := self.open_one(which):
            station = self.world.stations[seat]
            self.done(MoveSession(session_id=stay.session_id, to_station_id=station))

    @rule(which=WHICH, rate=st.integers(1, 4))
    def one_buys_a_package_on_top(self, which, rate) -> None:
        if stay := self.open_one(which):
            self.done(BuyPackage(session_id=stay.session_id, rate_id=self.rates[rate]))
            stay.limit = self.world.session(stay.session_id).limit_minor

    @rule(who=CLIENTS, cash=st.integers(1, 90_000))
    def one_tops_up(self, who, cash) -> None:
        self.done(TopUp(client_id=self.clients[who], cash_minor=cash))

    @rule(which=WHICH)
    def one_ends(self, which) -> None:
        if stay := self.open_one(which):
            session = self.world.session(stay.session_id)
            paid = {}
            if session.postpaid:
                at = min(self.world.clock.now(), session.ends_at or self.world.clock.now())
                stay.stop(at)
                cost = stay.price(session.covers, ended=True)
                paid = {"cash_minor": cost} if cost else {}
            ended = self.done(EndSession(session_id=stay.session_id, **paid))
            assert ended, "a session can always be ended"

    @rule(minutes=st.integers(0, 120), micros=st.integers(0, 60_000_000))
    def time_passes(self, minutes, micros) -> None:
        self.world.clock.advance(minutes * 60 + micros / 1_000_000)
        over(self.world)
        now = self.world.clock.now()
        for stay in self.open_stays():
            ends_at = self.world.session(stay.session_id).ends_at
            assert ends_at is None or ends_at > now

    @rule(hours=st.integers(1, 30))
    def the_desk_is_off_for_hours(self, hours) -> None:
        self.world.clock.advance(hours * 3_600)

    @rule(price=st.integers(1, 99_999))
    def a_rate_is_edited(self, price) -> None:
        edit(self.world, self.rates[0], price=HourlyPrice.flat(price))
        edit(self.world, self.rates[0], price=BANDS)

    @precondition(lambda self: not self.open_stays())
    @rule()
    def the_shift_is_closed_and_another_opened(self) -> None:
        till = self.world.till()
        self.done(CloseShift(counted_minor=till))
        self.done(OpenShift(counted_minor=till))

    # What holds after each of these.

    @invariant()
    def play_costs_what_was_played(self) -> None:
        for stay in self.stays.values():
            session = self.world.session(stay.session_id)
            self.book_stop(stay, session)
            if session.state is SessionState.ACTIVE:
                continue
            assert stay.played() == sum(
                (s.ended_at - s.started_at for s in session.segments if s.running), timedelta()
            )
            if session.postpaid and session.state.is_open:
                assert session.charged.total == 0
                continue
            wanted = stay.price(session.covers, ended=not session.state.is_open)
            if session.charged.total != wanted:
                # The payer had no more: then nothing was left.
                assert session.charged.total < wanted
                assert session.client_id is not None or session.state is SessionState.ENDED

    @invariant()
    def every_law_of_the_books_holds(self) -> None:
        if hasattr(self, "world"):
            assert [str(problem) for problem in verify(self.world.url).problems] == []
            for client in self.clients:
                assert self.world.game(client) >= 0
                assert self.world.points(client) >= 0

    @invariant()
    def all_money_is_somewhere(self) -> None:
        till, revenue = self.world.till(), self.world.balance(AccountKind.PLAY_REVENUE)
        owed = sum(self.world.game(client) for client in self.clients)
        owed += sum(self.world.balance(AccountKind.GUEST, stay) for stay in self.stays)
        assert till - 50_000_000 == revenue + owed

    # The test's own book.

    def tried(self, deed, *given, **named):
        try:
            return deed(*given, **named)
        except DeskError as refusal:
            if refusal.code.startswith("storage."):
                raise
            return None

    def done(self, command):
        return self.tried(self.world.do, command)

    def began(self, session_id, rate_id, discount, hourly, limit) -> None:
        with self.world.storage.begin() as work:
            rate = work.rates.get(rate_id)
        stay = Stay(session_id, rate, discount, hourly=hourly or rate.package is None, limit=limit)
        stay.play(self.world.clock.now())
        self.stays[session_id] = stay

    def book_stop(self, stay: Stay, session: PlaySession) -> None:
        """A session that the desk stopped: at the end that was planned, never after it."""
        if session.state is SessionState.ACTIVE:
            return
        last = session.segments[-1]
        at = last.started_at if last.ended_at is None else last.ended_at
        assert at <= self.world.clock.now()
        stay.stop(at)

    def open_stays(self) -> list[Stay]:
        stays = getattr(self, "stays", {}).values()
        return [s for s in stays if self.world.session(s.session_id).state.is_open]

    def open_one(self, which: int) -> Stay | None:
        found = self.open_stays()
        return found[which % len(found)] if found else None


def test_random_club_days_bill_what_was_played(fresh_world) -> None:
    machine = type("FreshClubDays", (ClubDays,), {"make": staticmethod(fresh_world)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
