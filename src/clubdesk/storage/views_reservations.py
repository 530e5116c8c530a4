"""Reservations as the screens see them: a day's timeline, what is in the way, the next of a seat.

Reading worker's thread, inside one look.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from clubdesk.domain.ledger import AccountKind, shown
from clubdesk.domain.reservation import Reservation
from clubdesk.services.ports_reservations import (
    Conflict,
    PlayedBlock,
    ReservationRow,
    TimelineView,
)
from clubdesk.storage.instants import instant_of, maybe_instant
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.rows import club_of, station_of, zone_of
from clubdesk.storage.rows_reservations import STANDING, read_reservations
from clubdesk.storage.untyped import StoredRow

AHEAD = timedelta(hours=24)
"""How far ahead a card looks for its next reservation."""

# No reservation is longer than a day, which lets the index over its beginning do the work.
_WITHIN = """
SELECT r.*, coalesce(a.balance, 0) AS held FROM reservations r
LEFT JOIN accounts a ON a.kind = 'deposit' AND a.owner_id = r.id
WHERE r.from_at < :until_at AND r.from_at > :day_before AND r.until_at > :since
ORDER BY r.from_at, r.id
"""
_ONE = """
SELECT r.*, coalesce(a.balance, 0) AS held FROM reservations r
LEFT JOIN accounts a ON a.kind = 'deposit' AND a.owner_id = r.id
WHERE r.id = :id
"""
# In two parts, so that each has its index: what has ended by its end, what goes on by its state.
_PLAYED = """
SELECT x.*, coalesce(c.name, '') AS payer_name FROM (
    SELECT g.session_id, g.position, g.station_id, g.started_at, g.ended_at, g.running, s.state,
        s.ends_at, s.client_id
    FROM segments g JOIN sessions s ON s.id = g.session_id
    WHERE g.ended_at > :since AND g.started_at < :until_at AND s.state <> 'cancelled'
    UNION ALL
    SELECT g.session_id, g.position, g.station_id, g.started_at, g.ended_at, g.running, s.state,
        s.ends_at, s.client_id
    FROM sessions s JOIN segments g ON g.session_id = s.id
    WHERE s.state IN ('active', 'paused') AND g.ended_at IS NULL AND g.started_at < :until_at
) x LEFT JOIN clients c ON c.id = x.client_id
ORDER BY x.session_id, x.position
"""
_STATIONS = """
SELECT w.* FROM stations w JOIN zones z ON z.id = w.zone_id ORDER BY z.position, z.id, w.number
"""
_COMING = f"""
SELECT s.station_id, r.* FROM reservations r
JOIN reservation_seats s ON s.reservation_id = r.id
WHERE {STANDING} AND r.state = 'booked' AND r.until_at > :now
    AND r.from_at > :day_before AND r.from_at < :ahead
ORDER BY r.from_at, r.id
"""  # noqa: S608 - a constant
_RUNNING = """
SELECT s.station_id, w.name AS station_name, s.started_at, s.ends_at, s.state,
    coalesce(c.name, '') AS payer_name
FROM sessions s JOIN stations w ON w.id = s.station_id
LEFT JOIN clients c ON c.id = s.client_id
WHERE s.state IN ('active', 'paused') AND s.station_id IN ({stations})
ORDER BY w.number
"""
_IN_THE_WAY = f"""
SELECT s.station_id, w.name AS station_name, r.name, r.from_at, r.until_at
FROM reservations r
JOIN reservation_seats s ON s.reservation_id = r.id
JOIN stations w ON w.id = s.station_id
WHERE {STANDING} AND r.id <> :besides AND s.station_id IN ({{stations}})
    AND r.from_at < :until_at AND r.until_at > :since
ORDER BY r.from_at, w.number
"""  # noqa: S608 - a constant


def timeline(look: Look, since: datetime, until: datetime) -> TimelineView | None:
    """Everything between two instants; None before the club is set up."""
    club = look.one("SELECT * FROM clubs")
    if club is None:
        return None
    zones = tuple(zone_of(row) for row in look.rows("SELECT * FROM zones ORDER BY position, id"))
    stations = tuple(station_of(row) for row in look.rows(_STATIONS))
    rows = look.rows(_PLAYED, since=since, until_at=until)
    return TimelineView(
        club_of(club), zones, stations, _blocks(rows), tuple(within(look, since, until))
    )


def within(look: Look, since: datetime, until: datetime) -> list[ReservationRow]:
    """The reservations of a stretch of time, cancelled and missed ones too."""
    given = {"since": since, "until_at": until, "day_before": since - AHEAD - timedelta(minutes=1)}
    return _rows(look, read_reservations(look, _WITHIN, given))


def one(look: Look, reservation_id: int) -> ReservationRow | None:
    """A reservation with its seats' names."""
    found = _rows(look, read_reservations(look, _ONE, {"id": reservation_id}))
    return found[0] if found else None


def coming(look: Look, now: datetime) -> dict[int, Reservation]:
    """Every seat's next reservation within a day, or the one whose time it is."""
    given = {"now": now, "day_before": now - AHEAD - timedelta(minutes=1), "ahead": now + AHEAD}
    by_seat: dict[int, int] = {}
    found: dict[int, Reservation] = {}
    rows = look.rows(_COMING, **given)
    for row in rows:
        by_seat.setdefault(row.station_id, row.id)
    if by_seat:
        inside, ids = listed("id", sorted(set(by_seat.values())))
        sql = f"SELECT r.* FROM reservations r WHERE r.id IN ({inside})"  # noqa: S608 - names
        found = {kept.id: kept for kept, _ in read_reservations(look, sql, ids)}
    return {station_id: found[of_id] for station_id, of_id in by_seat.items()}


def conflicts(
    look: Look, station_ids: Sequence[int], since: datetime, until: datetime, besides: int
) -> list[Conflict]:
    """What stands in the way of a time on some seats; ``besides`` is the reservation itself."""
    inside, given = listed("station", station_ids)
    hard = [
        Conflict(
            row.station_id,
            row.station_name,
            row.name,
            instant_of(row.from_at),
            instant_of(row.until_at),
            hard=True,
        )
        for row in look.rows(
            _IN_THE_WAY.format(stations=inside),
            **given,
            since=since,
            until_at=until,
            besides=besides,
        )
    ]
    running = look.rows(_RUNNING.format(stations=inside), **given)
    return hard + [_warning(row) for row in running if _still_runs(row, since, until)]


def _still_runs(row: StoredRow, since: datetime, until: datetime) -> bool:
    ends = maybe_instant(row.ends_at) if row.state == "active" else None
    return instant_of(row.started_at) < until and (ends is None or ends > since)


def _warning(row: StoredRow) -> Conflict:
    ends = maybe_instant(row.ends_at) if row.state == "active" else None
    return Conflict(
        row.station_id,
        row.station_name,
        row.payer_name,
        instant_of(row.started_at),
        ends,
        hard=False,
    )


def _rows(look: Look, found: Sequence[tuple[Reservation, StoredRow]]) -> list[ReservationRow]:
    wanted = sorted({seat for kept, _ in found for seat in kept.station_ids})
    names: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        inside, given = listed("station", wanted[start : start + 500])
        sql = f"SELECT id, name FROM stations WHERE id IN ({inside})"  # noqa: S608 - names
        names.update({row.id: row.name for row in look.each(sql, **given)})
    return [
        ReservationRow(
            kept,
            tuple(names.get(seat, "") for seat in kept.station_ids),
            shown(AccountKind.DEPOSIT, int(row.held)),
        )
        for kept, row in found
    ]


def _blocks(rows: Sequence[StoredRow]) -> tuple[PlayedBlock, ...]:
    """Segments joined to stays: a pause on the same seat does not part them."""
    blocks: list[PlayedBlock] = []
    for row in rows:
        ends = maybe_instant(row.ended_at)
        is_open = ends is None
        block = PlayedBlock(
            row.session_id,
            row.station_id,
            instant_of(row.started_at),
            maybe_instant(row.ends_at) if is_open and row.state == "active" else ends,
            is_open,
            row.payer_name,
            is_open and not row.running,
        )
        last = blocks[-1] if blocks else None
        if last and (last.session_id, last.station_id) == (block.session_id, block.station_id):
            blocks[-1] = _joined(last, block)
        else:
            blocks.append(block)
    return tuple(blocks)


def _joined(first: PlayedBlock, last: PlayedBlock) -> PlayedBlock:
    return PlayedBlock(
        first.session_id,
        first.station_id,
        first.since,
        last.until,
        last.open,
        first.payer_name,
        last.paused,
    )
