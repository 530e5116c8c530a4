"""The hall and its seats as the screens see them. Reading worker's thread, inside one look.

On the way to the first hall: few statements, no table is walked that grows with the years.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from clubdesk.domain.hall import Rate, Station
from clubdesk.domain.ledger import AccountKind, shown
from clubdesk.services.views import HallView, StationCard
from clubdesk.storage import views_reservations
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.rows import rate_of, segment_of, session_of, station_of, zone_of
from clubdesk.storage.untyped import StoredRow

# The same words as in the partial indexes, or SQLite would not use them.
_OPEN = "s.state IN ('active', 'paused')"

_ZONES = "SELECT id, name, position FROM zones ORDER BY position, id"
_STATIONS = """
SELECT w.id, w.zone_id, w.number, w.name, w.kind, w.agent_key, w.mac, w.lease_seq, w.maintenance
FROM stations w JOIN zones z ON z.id = w.zone_id
"""
_SESSIONS = f"""
SELECT s.id, s.client_id, s.station_id, s.state, s.charged_minor,
    s.charged_points, s.ends_at, s.covers, s.go_on_hourly, s.limit_minor, s.limit_s, s.postpaid,
    c.name AS payer_name, c.phone AS payer_phone,
    coalesce(g.balance, o.balance, 0) AS balance, coalesce(b.balance, 0) AS points
FROM sessions s
LEFT JOIN clients c ON c.id = s.client_id
LEFT JOIN accounts g ON g.kind = 'game' AND g.owner_id = s.client_id
LEFT JOIN accounts b ON b.kind = 'bonus' AND b.owner_id = s.client_id
LEFT JOIN accounts o ON o.kind = 'guest' AND o.owner_id = s.id AND s.client_id IS NULL
WHERE {_OPEN}
"""  # noqa: S608 - a constant
# A CROSS JOIN, because SQLite keeps its order: the few open sessions first, then their segments.
_SEGMENTS = f"""
SELECT g.session_id, g.station_id, g.running, g.terms, g.started_at, g.ended_at
FROM sessions s CROSS JOIN segments g
WHERE g.session_id = s.id AND {_OPEN}
"""  # noqa: S608 - a constant
_SEGMENTS_ORDER = " ORDER BY g.session_id, g.position"
_RATES = """
SELECT r.id, r.name, r.price, r.guest_remainder, r.active, r.position, r.terms, r.version,
    z.zone_id
FROM rates r JOIN rate_zones z ON z.rate_id = r.id
WHERE r.active ORDER BY r.position, r.id
"""


def hall(look: Look, now: datetime) -> HallView:
    """The whole hall: zones in order, seats by zone and number."""
    zones = tuple(zone_of(row) for row in look.rows(_ZONES))
    stations = look.rows(_STATIONS + " ORDER BY z.position, z.id, w.number")
    return HallView(zones, tuple(_cards(look, map(station_of, stations), now)))


def some_cards(look: Look, station_ids: Sequence[int], now: datetime) -> list[StationCard]:
    """Some seats, in the order asked for; unknown ids are left out."""
    inside, given = listed("station", station_ids)
    found = look.rows(f"{_STATIONS} WHERE w.id IN ({inside})", **given)
    by_id = {row.id: station_of(row) for row in found}
    wanted = [by_id[station_id] for station_id in station_ids if station_id in by_id]
    return list(_cards(look, wanted, now, f" AND s.station_id IN ({inside})", given))


def open_cards(look: Look, now: datetime) -> list[StationCard]:
    """The seats that a session holds, by number."""
    held = look.rows(
        f"{_STATIONS} JOIN sessions s ON s.station_id = w.id WHERE {_OPEN} ORDER BY w.number"
    )
    return list(_cards(look, map(station_of, held), now))


def active_rates(look: Look) -> list[Rate]:
    """The rates that can be sold, in their order."""
    rows: dict[int, StoredRow] = {}
    zones: dict[int, list[int]] = {}
    for row in look.rows(_RATES):
        rows[row.id] = row
        zones.setdefault(row.id, []).append(row.zone_id)
    return [rate_of(row, zones[rate_id]) for rate_id, row in rows.items()]


def rates_for(look: Look, station_id: int) -> list[Rate]:
    """The rates that can be sold at a station."""
    zone_id = look.value("SELECT zone_id FROM stations WHERE id = :id", id=station_id)
    return [rate for rate in active_rates(look) if zone_id in rate.zone_ids]


def _cards(
    look: Look,
    stations: Iterable[Station],
    now: datetime,
    condition: str = "",
    given: Mapping[str, Any] | None = None,
) -> Iterable[StationCard]:
    given = given or {}
    segments: dict[int, list[StoredRow]] = {}
    for row in look.each(_SEGMENTS + condition + _SEGMENTS_ORDER, **given):
        segments.setdefault(row.session_id, []).append(row)
    held = {row.station_id: row for row in look.each(_SESSIONS + condition, **given)}
    cheapest = _cheapest_by_zone(look, now)
    coming = views_reservations.coming(look, now)
    for station in stations:
        row = held.get(station.id)
        from_per_hour = cheapest.get(station.zone_id)
        if row is None:
            yield StationCard(station, from_per_hour=from_per_hour, reserved=coming.get(station.id))
        else:
            card = _held_card(station, row, segments[row.id], from_per_hour)
            yield replace(card, reserved=coming.get(station.id)) if coming else card


def _held_card(
    station: Station, row: StoredRow, segments: Sequence[StoredRow], from_per_hour: int | None
) -> StationCard:
    return StationCard(
        station=station,
        session=session_of(row, map(segment_of, segments)),
        payer_name=row.payer_name or "",
        payer_phone_end=(row.payer_phone or "")[-4:],
        balance_minor=shown(AccountKind.GAME, row.balance),
        points=shown(AccountKind.BONUS, row.points),
        from_per_hour=from_per_hour,
    )


def _cheapest_by_zone(look: Look, now: datetime) -> dict[int, int]:
    cheapest: dict[int, int] = {}
    for rate in active_rates(look):
        if rate.package is not None:
            continue
        price = rate.price.per_hour_at(now)
        for zone_id in rate.zone_ids:
            cheapest[zone_id] = min(price, cheapest.get(zone_id, price))
    return cheapest
