"""Makes the demo's books: the club, a fortnight of its history, and a paired key for every PC.

Caller's thread. Ends with the books closed, as a desk that was switched off at night.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clubdesk.bootstrap.house import BOOKS
from clubdesk.demo.club import set_up_demo
from clubdesk.demo.coming import reserve_evening
from clubdesk.demo.history import OPEN_FOR, OPENS, HistoryMaker
from clubdesk.domain.hall import StationKind
from clubdesk.foundation.clock import ManualClock
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.rule_book import RULES
from clubdesk.services.shifts import OpenShift
from clubdesk.services.stations import PairAgent
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import Storage, open_storage
from clubdesk.wire.keys import load_or_create

DAYS = 14
HALL_FILLS_FOR = timedelta(hours=2)
AGENTS = "agents"
Tell = Callable[[int, int], None]


def agent_folder(folder: Path, station_id: int) -> Path:
    """Where the simulated agent of a station keeps its key and its lease."""
    return folder / AGENTS / f"station-{station_id:04d}"


def make_books(
    folder: Path, stations: int, until: datetime, *, days: int = DAYS, tell: Tell | None = None
) -> None:
    """Makes the books of a club whose last day of history ends before an instant (UTC)."""
    storage = open_storage(sqlite_url(folder / BOOKS))
    try:
        last_midnight = _last_whole_day(until)
        first = last_midnight - timedelta(days=days - 1)
        clock = ManualClock(first)
        door = Dispatcher(storage.begin, clock, 1, EventFeed(), RULES)
        owner = set_up_demo(door, stations, storage.begin)
        _pair_all(storage, door, owner, folder)
        maker = history_maker(storage, door, clock)
        maker.play_days(first, days, tell or (lambda done, of: None))
    finally:
        storage.close()


def open_today(folder: Path, now: datetime, arrivals: int) -> None:
    """Opens today's shift and fills the hall, so that the desk opens on a busy evening."""
    storage = open_storage(sqlite_url(folder / BOOKS))
    try:
        clock = ManualClock(now - HALL_FILLS_FOR)
        door = Dispatcher(storage.begin, clock, 1, EventFeed(), RULES)
        maker = history_maker(storage, door, clock, kept_free=_last_pc(storage))
        door.carry_out(OpenShift(counted_minor=maker.till()), maker.cashier)
        maker.fill_hall(arrivals, HALL_FILLS_FOR)
        reserve_evening(
            door, storage.begin, clock.now(), maker.cashier, client_ids=maker.client_ids[:1]
        )
    finally:
        storage.close()


def _last_pc(storage: Storage) -> frozenset[int]:
    """The number of the last PC: it is left switched off, so that the hall shows a grey one."""
    with storage.begin() as work:
        pcs = [s.number for s in work.stations.all() if s.kind is StationKind.PC]
    return frozenset(pcs[-1:]) if len(pcs) > 1 else frozenset()


def _last_whole_day(until: datetime) -> datetime:
    """Midnight (UTC) of the last day whose closing lies before the hall begins to fill."""
    day = until.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    while day + OPENS + OPEN_FOR > until - HALL_FILLS_FOR:
        day -= timedelta(days=1)
    return day


def history_maker(
    storage: Storage,
    door: Dispatcher,
    clock: ManualClock,
    *,
    kept_free: frozenset[int] = frozenset(),
) -> HistoryMaker:
    """Someone who plays the club's people on these books."""
    names = storage.queries.sign_in_names()
    with storage.begin() as work:
        staff = [work.staff.by_login(name.login) for name in names]
    clients = [row.client.id for row in storage.queries.search_clients("", 500)]
    # The second and third account count the till: an administrator and a cashier.
    cashiers = tuple(s.id for s in staff if s is not None and s.login in ("dana", "timur"))
    return HistoryMaker(
        door, storage.begin, clock, cashiers, tuple(sorted(clients)), kept_free=kept_free
    )


def _pair_all(storage: Storage, door: Dispatcher, owner: int, folder: Path) -> None:
    with storage.begin() as work:
        pcs = [s for s in work.stations.all() if s.kind is StationKind.PC]
    for station in pcs:
        place = agent_folder(folder, station.id)
        place.mkdir(parents=True, exist_ok=True)
        keys = load_or_create(place / "agent.key")
        door.carry_out(
            PairAgent(
                station_id=station.id,
                agent_key=keys.public,
                mac=f"02:00:00:00:{station.id // 256:02x}:{station.id % 256:02x}",
            ),
            owner,
        )
