"""A club in memory for the hall's tests and grabs: real rules, no database, no agents."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from clubdesk.domain import events as e
from clubdesk.domain import session as rules
from clubdesk.domain.hall import Club, Rate, Station, StationKind, Zone
from clubdesk.domain.people import Client, ClientGroup, Role, Staff
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.reservation import Reservation
from clubdesk.domain.session import PlaySession
from clubdesk.domain.shift import Shift
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import Currency
from clubdesk.services.balance import MoneyAnswer, TopUp
from clubdesk.services.card_desk import TerminalBeside
from clubdesk.services.commands import Command, Done
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.ports import KeptMinutes
from clubdesk.services.ports_hub import LinkState, StationLink
from clubdesk.services.ports_people import RetiredCard
from clubdesk.services.sessions import (
    EndSession,
    GuestStarted,
    MoveSession,
    PauseSession,
    ResumeSession,
    SessionAnswer,
    SessionEnd,
    StartGuestSession,
    StartSession,
)
from clubdesk.services.stations import RestartPC, WakePC
from clubdesk.services.views import (
    ClientRow,
    HallView,
    ShiftNow,
    StationCard,
    StoryLine,
)

NOON = datetime(2026, 11, 21, 13, 12, 0, tzinfo=UTC)
KZT = Currency("KZT", 2)
ZONE = "Asia/Almaty"
OWNER = Staff(1, "dana", "Dana Akhmetova", Role.OWNER, "")
TECHNICIAN = Staff(2, "timur", "Timur Ospanov", Role.TECHNICIAN, "")

CLUB = Club("Nomad Arena", KZT, ZONE, "KZ")

NAMES = (
    "Sanjar Tulegenov", "Maria Lopez", "Тимур Садыков", "Dana Abenova", "Олег Петров",
    "Ilya Vlasov", "Анна Романова", "Aidos Kenzhebekov", "Ruslan Abenov", "Мария Ким",
    "Yerlan Zhaksybekov", "Kate Morozova", "Данияр Оспанов", "Alex Kim", "Шынар Нұрланқызы",
)  # fmt: skip


class FakeHub:
    """Knows the links it was told of."""

    def __init__(self) -> None:
        self.by_station: dict[int, StationLink] = {}

    def links(self) -> list[StationLink]:
        return list(self.by_station.values())


@dataclass
class FakeBooks:
    """The club's state; also answers the questions of ``DeskQueries`` that the hall asks."""

    clock: ManualClock
    owner: Club = CLUB
    zones: tuple[Zone, ...] = ()
    stations: dict[int, Station] = field(default_factory=dict)
    on_sale: list[Rate] = field(default_factory=list)
    clients: dict[int, Client] = field(default_factory=dict)
    balances: dict[int, int] = field(default_factory=dict)
    points: dict[int, int] = field(default_factory=dict)
    guest_money: dict[int, int] = field(default_factory=dict)
    sessions: dict[int, PlaySession] = field(default_factory=dict)
    stories: dict[int, list[StoryLine]] = field(default_factory=dict)
    shift: Shift | None = None
    retired_cards: dict[str, RetiredCard] = field(default_factory=dict)
    client_groups: tuple[ClientGroup, ...] = ()
    kept: list[KeptMinutes] = field(default_factory=list)
    reserved: dict[int, Reservation] = field(default_factory=dict)

    waiting: list = field(default_factory=list)

    def club(self) -> Club:
        return self.owner

    def waiting_orders(self) -> list:
        return list(self.waiting)

    def groups(self) -> list[ClientGroup]:
        return list(self.client_groups)

    def money_of(self, session: PlaySession) -> int:
        if session.client_id is None:
            return self.guest_money.get(session.id, 0)
        return self.balances.get(session.client_id, 0)

    def open_on(self, station_id: int) -> PlaySession | None:
        found = (s for s in self.sessions.values() if s.state.is_open)
        return next((s for s in found if s.station_id == station_id), None)

    def card(self, station_id: int) -> StationCard:
        station = self.stations[station_id]
        session = self.open_on(station_id)
        here = [r for r in self.on_sale if station.zone_id in r.zone_ids]
        cheapest = min((r.price.per_hour_at(self.clock.now()) for r in here), default=None)
        if session is None:
            coming = self.reserved.get(station_id)
            return StationCard(station, from_per_hour=cheapest, reserved=coming)
        client = self.clients.get(session.client_id or 0)
        return StationCard(
            station,
            session,
            client.name if client else "",
            client.phone[-4:] if client else "",
            self.money_of(session),
            self.points.get(client.id, 0) if client else 0,
            cheapest,
        )

    def hall(self, now: datetime) -> HallView:
        return HallView(self.zones, tuple(self.card(i) for i in self.stations))

    def cards(self, station_ids: list[int], now: datetime) -> list[StationCard]:
        return [self.card(i) for i in station_ids if i in self.stations]

    def station_of_session(self, session_id: int) -> int | None:
        session = self.sessions.get(session_id)
        return session.station_id if session else None

    def station_of_client(self, client_id: int) -> int | None:
        found = (s for s in self.sessions.values() if s.state.is_open)
        return next((s.station_id for s in found if s.client_id == client_id), None)

    def story(self, session_id: int) -> list[StoryLine]:
        return self.stories.get(session_id, [])

    def kept_minutes(self, client_id: int, now: datetime) -> list[KeptMinutes]:
        return [kept for kept in self.kept if kept.client_id == client_id]

    def rates(self) -> list[Rate]:
        return list(self.on_sale)

    def rates_for(self, station_id: int) -> list[Rate]:
        zone_id = self.stations[station_id].zone_id
        return [r for r in self.on_sale if zone_id in r.zone_ids]

    def search_clients(self, text: str, limit: int = 50) -> list[ClientRow]:
        digits = "".join(ch for ch in text if ch.isdigit())
        wanted = text.casefold()
        found = [
            c
            for c in self.clients.values()
            if (digits and c.phone.endswith(digits))
            or (wanted and wanted in c.name.casefold())
            or (text and c.card_number == text)
        ]
        return [self.row(c) for c in found[:limit]]

    def find_card(self, number: str) -> ClientRow | RetiredCard | None:
        found = (c for c in self.clients.values() if number and c.card_number == number)
        client = next(found, None)
        return self.row(client) if client else self.retired_cards.get(number)

    def client(self, client_id: int) -> ClientRow | None:
        client = self.clients.get(client_id)
        return self.row(client) if client else None

    def row(self, client: Client) -> ClientRow:
        seat = self.station_of_client(client.id)
        return ClientRow(
            client,
            self.balances.get(client.id, 0),
            self.points.get(client.id, 0),
            self.clock.now() - timedelta(days=client.id % 4),
            self.stations[seat].name if seat else "",
        )

    def shift_now(self, till_id: int, now: datetime) -> ShiftNow:
        return ShiftNow(self.shift, "Dana Akhmetova")


class FakeDesk:
    """Carries out the hall's commands on the fake books; ``held`` keeps answers back."""

    def __init__(self, books: FakeBooks) -> None:
        self.books = books
        self.clock = books.clock
        self.till_id = 1
        self.events = EventFeed()
        self.terminal = TerminalBeside()
        self.hub = FakeHub()
        self.done: list[Command] = []
        self.hold = False
        self.held: list[Callable[[], None]] = []
        self.refusal: DeskError | None = None

    def ask(self, question: Callable[[Any], Any]) -> Future[Any]:
        return self._answer(lambda: question(self.books))

    def do(self, command: Command, staff_id: int | None) -> Future[Any]:
        self.done.append(command)
        if self.hold:
            future: Future[Any] = Future()
            self.held.append(lambda: self._settle(future, lambda: self._carry_out(command)))
            return future
        return self._answer(lambda: self._carry_out(command))

    def release(self) -> None:
        """Lets the held commands be carried out."""
        held, self.held, self.hold = self.held, [], False
        for job in held:
            job()

    def _answer(self, job: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        self._settle(future, job)
        return future

    def _settle(self, future: Future[Any], job: Callable[[], Any]) -> None:
        try:
            future.set_result(job())
        except DeskError as error:
            future.set_exception(error)

    def _carry_out(self, command: Command) -> Any:
        if self.refusal is not None:
            refusal, self.refusal = self.refusal, None
            raise refusal
        return _DEEDS[type(command)](self, command)

    def put(self, session: PlaySession) -> PlaySession:
        points = self.books.points.get(session.client_id or 0, 0)
        planned = rules.with_end(session, self.books.money_of(session), points)
        self.books.sessions[planned.id] = planned
        return planned

    def begin(self, client_id: int | None, station_id: int, rate_id: int) -> PlaySession:
        rate = next(r for r in self.books.on_sale if r.id == rate_id)
        client = self.books.clients.get(client_id or 0)
        groups = {group.id: group for group in self.books.client_groups}
        terms = rate.terms(groups.get(client.group_id or 0) if client else None)
        fresh = rules.begin(client_id, station_id, terms, self.clock.now())
        session = replace(fresh, id=len(self.books.sessions) + 1)
        self.books.stories[session.id] = [StoryLine(self.clock.now(), "started", rate.name)]
        return self.put(session)


def _start(desk: FakeDesk, c: StartSession) -> SessionAnswer:
    session = desk.begin(c.client_id, c.station_id, c.rate_id)
    desk.events.publish(e.SessionStarted(session.id, c.station_id, c.client_id))
    return SessionAnswer(session_id=session.id)


def _start_guest(desk: FakeDesk, c: StartGuestSession) -> GuestStarted:
    session = desk.begin(None, c.station_id, c.rate_id)
    desk.books.guest_money[session.id] = c.cash_minor
    desk.put(session)
    desk.events.publish(e.SessionStarted(session.id, c.station_id, None))
    change = (c.received_minor or c.cash_minor) - c.cash_minor
    return GuestStarted(session_id=session.id, change_minor=change, job_id=1)


def _pause(desk: FakeDesk, c: PauseSession) -> SessionAnswer:
    session = desk.put(rules.pause(desk.books.sessions[c.session_id], desk.clock.now()))
    desk.events.publish(e.SessionPaused(session.id, session.station_id))
    return SessionAnswer(session_id=session.id)


def _resume(desk: FakeDesk, c: ResumeSession) -> SessionAnswer:
    session = desk.put(rules.resume(desk.books.sessions[c.session_id], desk.clock.now()))
    desk.events.publish(e.SessionResumed(session.id, session.station_id))
    return SessionAnswer(session_id=session.id)


def _move(desk: FakeDesk, c: MoveSession) -> SessionAnswer:
    before = desk.books.sessions[c.session_id]
    session = desk.put(rules.move(before, c.to_station_id, desk.clock.now()))
    desk.events.publish(e.SessionMoved(session.id, before.station_id, c.to_station_id))
    return SessionAnswer(session_id=session.id)


def _end(desk: FakeDesk, c: EndSession) -> SessionEnd:
    before = desk.books.sessions[c.session_id]
    now = desk.clock.now()
    charged = rules.used_minor(before, now)
    left = desk.books.money_of(before) - charged
    if before.client_id is not None:
        desk.books.balances[before.client_id] = left
    desk.books.sessions[before.id] = rules.end(before, now)
    desk.events.publish(e.SessionEnded(before.id, before.station_id, before.client_id, False))
    guest = before.client_id is None
    return SessionEnd(
        session_id=before.id,
        charged_minor=charged,
        returned_minor=left if guest else 0,
        balance_minor=0 if guest else left,
        job_id=1,
    )


def _top_up(desk: FakeDesk, c: TopUp) -> MoneyAnswer:
    desk.books.balances[c.client_id] = desk.books.balances.get(c.client_id, 0) + c.cash_minor
    desk.events.publish(e.BalanceChanged(c.client_id))
    return MoneyAnswer(transaction_id=1, balance_minor=desk.books.balances[c.client_id], job_id=1)


def _done(desk: FakeDesk, c: Command) -> Done:
    return Done()


_DEEDS: dict[type[Command], Callable[[FakeDesk, Any], Any]] = {
    StartSession: _start,
    StartGuestSession: _start_guest,
    PauseSession: _pause,
    ResumeSession: _resume,
    MoveSession: _move,
    EndSession: _end,
    TopUp: _top_up,
    RestartPC: _done,
    WakePC: _done,
}


def small_club(count: int = 6, *, clock: ManualClock | None = None) -> FakeDesk:
    """Standard with ``count`` PCs and two consoles, three clients, one rate a zone, all free."""
    books = FakeBooks(clock or ManualClock(NOON))
    books.zones = (Zone(1, "Standard", 0), Zone(2, "Consoles", 1))
    desk = FakeDesk(books)
    for number in range(1, count + 1):
        books.stations[number] = Station(number, 1, number, f"PC {number:02}", agent_key="k")
        desk.hub.by_station[number] = StationLink(
            number, LinkState.UP, 1, is_open=False, last_seen=NOON
        )
    for number in (count + 1, count + 2):
        books.stations[number] = Station(number, 2, number, f"PS {number:02}", StationKind.CONSOLE)
    books.on_sale = [
        Rate(1, "Standard hourly", frozenset({1}), HourlyPrice.flat(800_00, ZONE)),
        Rate(2, "Evening", frozenset({1}), HourlyPrice.flat(1_200_00, ZONE)),
        Rate(3, "Consoles hourly", frozenset({2}), HourlyPrice.flat(1_000_00, ZONE)),
    ]
    for number, (name, phone, balance) in enumerate(
        (
            ("Sanjar Tulegenov", "+77015554417", 1_364_00),
            ("Мария Ким", "+77471204417", 0),
            ("Ruslan Abenov", "+77059844417", 5_200_00),
        ),
        start=1,
    ):
        books.clients[number] = Client(number, phone, name, card_number=f"90000{number}")
        books.balances[number] = balance
        books.points[number] = 250 * (number == 1)
    books.shift = Shift(1, 1, 214, 1, NOON - timedelta(hours=6), 0, 0)
    return desk


def play(desk: FakeDesk, station_id: int, client_id: int | None, *, money: int = 0) -> PlaySession:
    """A session that runs and whose PC is open; ``money`` is a guest's prepayment."""
    zone_id = desk.books.stations[station_id].zone_id
    rate = next(r for r in desk.books.on_sale if zone_id in r.zone_ids)
    session = desk.begin(client_id, station_id, rate.id)
    if client_id is None:
        desk.books.guest_money[session.id] = money
        session = desk.put(session)
    if station_id in desk.hub.by_station:
        link = desk.hub.by_station[station_id]
        desk.hub.by_station[station_id] = replace(link, is_open=True)
    return session
