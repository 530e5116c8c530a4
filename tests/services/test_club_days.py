"""Random days at a club: whatever is done in whatever order, play costs what was played.

The test keeps its own book of who played when and prices it the slow way, apart from the desk.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.session import PlaySession, SessionState
from clubdesk.domain.session_ends import FREE_RATE
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.outages import CreditOutage, LeaveOutage
from clubdesk.services.packages import BuyPackage
from clubdesk.services.ports_hub import LinkState
from clubdesk.services.sessions import EndSession, MoveSession, PauseSession, ResumeSession
from clubdesk.services.shifts import CloseShift, OpenShift
from clubdesk.storage.verify import verify
from tests.support.bar_club import Bar
from tests.support.club_book import BANDS, Stay
from tests.support.desk_days import DeskDay
from tests.support.groups_by_card import pay_group_by_card
from tests.support.points_club import credit, enroll, group
from tests.support.rates_club import (
    allow_postpaid,
    edit,
    over,
    sell_of_every_kind,
    start,
    start_guest,
)

SEATS = st.integers(0, 3)
CLIENTS = st.integers(0, 2)
WHICH = st.integers(0, 5)
JUMPS_S = st.sampled_from([-40_000, -3_600, -61, -0.5, 0.5, 61, 3_600, 20_000])

PLAYING = precondition(lambda self: any(stay.is_open for stay in self.stays.values()))


class ClubDays(RuleBasedStateMachine):
    """One club; ``make`` gives a fresh one for every example."""

    make: Any = None

    @initialize(
        step=st.sampled_from([0, 10]),
        least=st.sampled_from([0, 7_000]),
        pace_s=st.sampled_from([1, 61.5, 700]),
    )
    def opens(self, step: int, least: int, pace_s: float) -> None:
        self.pace_s = pace_s
        self.world = type(self).make()
        self.day = DeskDay(self.world)
        self.world.open_shift(50_000_000)
        self.stays: dict[int, Stay] = {}
        self.gone: dict[int, datetime] = {}
        self.heard: dict[int, datetime] = {}
        self.latest = self.world.clock.now()
        self.sold = False
        facts = {"step_minutes": step, "min_charge_minor": least}
        world = self.world
        self.rates = sell_of_every_kind(world, BANDS, **facts)
        self.clients = [world.client(150_000, f"C{n}", f"+7701555000{n}") for n in range(3)]
        enroll(world, self.clients[1], group_id=group(world, discount=15, points=0))
        credit(world, self.clients[2], 40_000)
        allow_postpaid(world, 60_000)
        self.bar = Bar(world, stock=1_000)
        self.a_client_starts_with(0, 0, 0, on=True, limit_minor=None)
        self.a_client_starts_with(1, 1, 1, on=True, limit_minor=None, cash_minor=100_000)

    # What people do.

    @rule(who=CLIENTS, seat=SEATS, rate=st.integers(0, 4), on=st.booleans(), data=st.data())
    def a_client_starts(self, who, seat, rate, on, data) -> None:
        more: dict[str, Any] = {"limit_minor": data.draw(st.sampled_from([None, 9_000, 25_000]))}
        more["limit_s"] = data.draw(st.sampled_from([None, None, 1_234]))
        if data.draw(st.booleans()):
            more["cash_minor"] = data.draw(st.integers(1, 120_000))
        self.a_client_starts_with(who, seat, rate, on=on, **more)

    def a_client_starts_with(self, who, seat, rate, *, on, **more) -> None:
        client, seat = self.clients[who], self.free_seat(seat)
        more["go_on_hourly"] = on
        session = self.tried(start, self.world, client, self.rates[rate], seat, **more)
        if session:
            discount = 15 if who == 1 else 0
            self.began(session, seat, self.rates[rate], discount, on, more["limit_minor"])

    @rule(seat=SEATS, rate=st.integers(0, 4), cash=st.integers(1, 120_000), owes=st.booleans())
    def a_guest_starts(self, seat, rate, cash, owes) -> None:
        paid = {"postpaid": True} if owes else {"cash_minor": cash}
        seat = self.free_seat(seat)
        answer = self.tried(
            start_guest, self.world, self.rates[rate], seat, go_on_hourly=True, **paid
        )
        if answer:
            limit = self.world.session(answer.session_id).limit_minor
            self.began(answer.session_id, seat, self.rates[rate], 0, True, limit)

    @rule(first=SEATS, size=st.integers(1, 3), rate=st.integers(0, 4), each=st.integers(1, 90_000))
    def a_group_starts_by_card(self, first, size, rate, each) -> None:
        places = dict.fromkeys(self.free_seat(first + n) for n in range(size))
        started = pay_group_by_card(self.world, self.rates[rate], list(places), each, self.done)
        for seat, session_id in zip(places, started, strict=False):
            self.began(session_id, seat, self.rates[rate], 0, False, None)

    @PLAYING
    @rule(which=WHICH)
    def one_pauses(self, which) -> None:
        stay = self.open_one(which)
        if stay and self.done(PauseSession(session_id=stay.session_id)):
            stay.stop(self.world.clock.now())

    @PLAYING
    @rule(which=WHICH)
    def one_resumes(self, which) -> None:
        stay = self.open_one(which)
        if stay and self.done(ResumeSession(session_id=stay.session_id)):
            stay.play(self.seat_of(stay), self.world.clock.now())

    @PLAYING
    @rule(which=WHICH, seat=SEATS)
    def one_moves(self, which, seat) -> None:
        if stay := self.open_one(which):
            left, now = self.seat_of(stay), self.world.clock.now()
            station = self.world.stations[seat]
            if self.done(MoveSession(session_id=stay.session_id, to_station_id=station)):
                self.lose(left, [stay])
                if left in self.gone:
                    self.gone[left] = now
                stay.move(seat, now)

    @PLAYING
    @rule(which=WHICH, rate=st.integers(1, 4))
    def one_buys_a_package_on_top(self, which, rate) -> None:
        if stay := self.open_one(which):
            self.done(BuyPackage(session_id=stay.session_id, rate_id=self.rates[rate]))
            stay.limit = self.world.session(stay.session_id).limit_minor

    @rule(who=CLIENTS, cash=st.integers(1, 90_000))
    def one_tops_up(self, who, cash) -> None:
        self.done(TopUp(client_id=self.clients[who], cash_minor=cash))

    @PLAYING
    @rule(which=WHICH, pieces=st.integers(1, 3), pays=st.booleans())
    def one_orders(self, which, pieces, pays) -> None:
        """From the balance an order takes no more than what play has left of it."""
        if stay := self.open_one(which):
            more = {"from_balance": True} if pays else {}
            sold = (self.bar.chips, pieces)
            self.tried(self.bar.sell, sold, session_id=stay.session_id, served=True, **more)

    @PLAYING
    @rule(which=WHICH)
    def one_ends(self, which) -> None:
        if stay := self.open_one(which):
            paid, session = {}, self.world.session(stay.session_id)
            if session.postpaid:
                at = min(self.world.clock.now(), session.ends_at or self.world.clock.now())
                stay.stop(at)
                cost = stay.price(session.covers, ended=True, at=at)
                paid = {"cash_minor": cost} if cost else {}
            ended = self.done(EndSession(session_id=stay.session_id, **paid))
            assert ended, "a session can always be ended"

    @rule(minutes=st.integers(0, 120), micros=st.integers(0, 60_000_000))
    def time_passes(self, minutes, micros) -> None:
        self.world.clock.advance(minutes * 60 + micros / 1_000_000)
        over(self.world)
        self.nothing_is_overdue()

    @rule(hours=st.integers(1, 30))
    def nobody_looks_for_hours(self, hours) -> None:
        self.world.clock.advance(hours * 3_600)

    # What happens to the desk and its PCs.

    @rule(seat=SEATS, ago_s=st.integers(0, 6))
    def a_pc_is_lost(self, seat, ago_s) -> None:
        now = self.world.clock.now()
        seen = max(now - timedelta(seconds=ago_s), self.heard.get(seat, now))
        self.day.link(seat, LinkState.LOST, seen)
        self.gone.setdefault(seat, seen)

    @rule(seat=SEATS)
    def a_pc_is_back(self, seat) -> None:
        now = self.world.clock.now()
        self.lose(seat, self.open_stays())
        self.gone.pop(seat, None)
        self.heard[seat] = now
        self.day.link(seat, LinkState.UP, now)

    @precondition(lambda self: any(stay.outages for stay in self.stays.values()))
    @rule(which=WHICH, gives=st.booleans())
    def an_outage_is_decided(self, which, gives) -> None:
        rows = self.world.storage.queries.open_outages()
        if not rows:
            return
        row = rows[which % len(rows)].outage
        stay = self.stays[row.session_id]

        def deed() -> Any:
            if gives:
                return CreditOutage(session_id=row.session_id, outage_id=row.id)
            return LeaveOutage(outage_id=row.id)

        if self.done(deed()):
            seat = self.world.stations.index(row.station_id)
            lost_s = stay.outages.pop((seat, row.lost_at))
            stay.given += -(-lost_s // 60) if gives else 0
            assert self.done(deed()) is None, "an outage is decided once"

    @rule(hours=st.integers(0, 30), set_by_s=st.sampled_from([0, 0, 7_200, -1_800]))
    def the_desk_starts_again(self, hours, set_by_s) -> None:
        """Off for hours, its wall clock perhaps set meanwhile; it measures no outage over that."""
        self.world.clock.advance(hours * 3_600)
        self.world.clock.jump_wall(set_by_s)
        self.day.restart()
        self.gone.clear()
        self.heard.clear()
        self.nothing_is_overdue()

    @rule(seconds=JUMPS_S)
    def the_wall_clock_jumps(self, seconds) -> None:
        """Forward is followed, for the PC may have slept; back it counts on."""
        before = self.world.clock.now()
        self.world.clock.jump_wall(seconds)
        after = self.world.clock.now()
        assert after >= before or -1 <= seconds < 0
        assert after - before <= timedelta(seconds=max(0, seconds))

    @rule(price=st.integers(1, 99_999))
    def a_rate_is_edited(self, price) -> None:
        edit(self.world, self.rates[0], price=HourlyPrice.flat(price))
        edit(self.world, self.rates[0], price=BANDS)

    @precondition(lambda self: self.sold and not self.open_stays())
    @rule()
    def the_shift_is_closed_and_another_opened(self) -> None:
        till = self.world.till()
        self.done(CloseShift(counted_minor=till))
        self.done(OpenShift(counted_minor=till))
        self.sold = False

    # What holds after each of these.

    @invariant()
    def play_costs_what_was_played(self) -> None:
        for stay in self.stays.values():
            session = self.world.session(stay.session_id)
            self.book_stop(stay, session)
            stay.is_open = session.state.is_open
            if session.state is SessionState.ACTIVE:
                continue
            assert stay.played() == sum(
                (s.ended_at - s.started_at for s in session.segments if s.running), timedelta()
            )
            if session.postpaid and session.state.is_open:
                assert session.charged.total == 0
                continue
            over = session.ended_at
            wanted = stay.price(session.covers, ended=over is not None, at=over)
            if session.charged.total != wanted:
                # The payer had no more: then nothing was left.
                assert session.charged.total < wanted
                assert session.client_id is not None or session.state is SessionState.ENDED

    @invariant()
    def what_was_lost_is_offered_and_given_once(self) -> None:
        if not hasattr(self, "world"):
            return
        offered: dict[int, dict[Any, int]] = {}
        for row in self.world.storage.queries.open_outages():
            seat = self.world.stations.index(row.outage.station_id)
            found = offered.setdefault(row.outage.session_id, {})
            found[seat, row.outage.lost_at] = row.outage.lost_s
        wanted = {stay.session_id: stay.outages for stay in self.open_stays() if stay.outages}
        assert offered == wanted
        for stay in self.stays.values():
            covers = self.world.session(stay.session_id).covers
            assert sum(one.minutes for one in covers if one.rate_id == FREE_RATE) == stay.given

    @invariant()
    def a_pc_is_open_where_somebody_plays(self) -> None:
        if hasattr(self, "world"):
            sessions = [self.world.session(stay) for stay in self.stays]
            active = {s.station_id for s in sessions if s.state is SessionState.ACTIVE}
            assert self.day.unlocked() == active & self.day.pcs()

    @invariant()
    def one_session_a_seat_and_a_client(self) -> None:
        sessions = [self.world.session(stay.session_id) for stay in self.open_stays()]
        seats = [one.station_id for one in sessions]
        clients = [one.client_id for one in sessions if one.client_id is not None]
        assert len(set(seats)) == len(seats)
        assert len(set(clients)) == len(clients)

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
        till += self.world.balance(AccountKind.CARD_CLEARING, 1)
        owed = sum(self.world.game(client) for client in self.clients)
        owed += sum(self.world.balance(AccountKind.GUEST, stay) for stay in self.stays)
        revenue += self.world.balance(AccountKind.BAR_REVENUE)
        assert till - 50_000_000 == revenue + owed

    # The test's own book.

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.storage.close()

    def tried(self, deed, *given, **named):
        try:
            return deed(*given, **named)
        except DeskError as refusal:
            if refusal.code.startswith("storage."):
                raise
            return None

    def done(self, command):
        return self.tried(self.world.do, command)

    def began(self, session_id, seat, rate_id, discount, hourly, limit) -> None:
        with self.world.storage.begin() as work:
            rate = work.rates.get(rate_id)
        stay = Stay(session_id, rate, discount, hourly=hourly or rate.package is None, limit=limit)
        stay.play(seat, self.world.clock.now())
        self.stays[session_id] = stay
        self.sold = True

    def lose(self, seat: int, stays: list[Stay]) -> None:
        """A seat that was gone is back, or a session leaves it: what it took of play."""
        if seat in self.gone:
            now = self.world.clock.now()
            for stay in stays:
                ends_at = self.world.session(stay.session_id).ends_at or now
                stay.lose(seat, self.gone[seat], now, ends_at)

    def nothing_is_overdue(self) -> None:
        for stay in self.open_stays():
            ends_at = self.world.session(stay.session_id).ends_at
            assert ends_at is None or ends_at > self.world.clock.now()

    def seat_of(self, stay: Stay) -> int:
        return self.world.stations.index(self.world.session(stay.session_id).station_id)

    def book_stop(self, stay: Stay, session: PlaySession) -> None:
        """A session that the desk stopped: at the end that was planned, never after it."""
        if session.state is SessionState.ACTIVE:
            return
        last = session.segments[-1]
        at = last.started_at if last.ended_at is None else last.ended_at
        self.latest = max(self.latest, self.world.clock.now())
        assert at <= self.latest
        stay.stop(at)

    def open_stays(self) -> list[Stay]:
        stays = getattr(self, "stays", {}).values()
        return [s for s in stays if self.world.session(s.session_id).state.is_open]

    def free_seat(self, seat: int) -> int:
        """A free one after some time, or a taken one where all are."""
        self.world.clock.advance(self.pace_s)
        taken = {self.seat_of(stay) for stay in self.open_stays()}
        return next((n % 4 for n in range(seat, seat + 4) if n % 4 not in taken), seat)

    def open_one(self, which: int) -> Stay | None:
        """One that plays or pauses, after some time; its time may be over unnoticed."""
        self.world.clock.advance(self.pace_s)
        found = self.open_stays()
        return found[which % len(found)] if found else None


def test_random_club_days_bill_what_was_played(fresh_world, days) -> None:
    machine = type("FreshClubDays", (ClubDays,), {"make": staticmethod(fresh_world)})
    run_state_machine_as_test(machine, settings=days)
