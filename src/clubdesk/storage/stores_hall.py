"""Zones, stations and rates in the books. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.hall import Rate, Station, Zone
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage import tables
from clubdesk.storage.inserted import new_id
from clubdesk.storage.rows import rate_of, station_of, to_json, zone_of
from clubdesk.storage.violations import broken_law

_zones = tables.zones
_stations = tables.stations
_rates = tables.rates
_links = tables.rate_zones


class SqlStationStore:
    """Zones and stations."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def zones(self) -> Sequence[Zone]:
        """All zones in their order."""
        found = self._connection.execute(select(_zones).order_by(_zones.c.position, _zones.c.id))
        return [zone_of(row) for row in found]

    def add_zone(self, zone: Zone) -> Zone:
        """Adds a zone; the id that is given back is the books'."""
        done = self._connection.execute(
            insert(_zones).values(name=zone.name, position=zone.position)
        )
        return replace(zone, id=new_id(done))

    def get(self, station_id: int) -> Station | None:
        """A station by id."""
        found = self._connection.execute(select(_stations).where(_stations.c.id == station_id))
        row = found.first()
        return None if row is None else station_of(row)

    def all(self) -> Sequence[Station]:
        """All stations by number."""
        found = self._connection.execute(select(_stations).order_by(_stations.c.number))
        return [station_of(row) for row in found]

    def add(self, station: Station) -> Station:
        """Adds a station; the id that is given back is the books'.

        Raises:
            DeskError: ``station.number_taken`` or ``station.key_taken``.
        """
        values = {**_station_values(station), "lease_seq": station.lease_seq}
        try:
            done = self._connection.execute(insert(_stations).values(values))
        except IntegrityError as error:
            raise _told(error, station) from error
        return replace(station, id=new_id(done))

    def save(self, station: Station) -> None:
        """Writes what changed, but not ``lease_seq``, which ``next_lease_seq`` alone moves.

        Raises:
            DeskError: ``station.number_taken`` or ``station.key_taken``.
        """
        changed = update(_stations).where(_stations.c.id == station.id)
        try:
            self._connection.execute(changed.values(_station_values(station)))
        except IntegrityError as error:
            raise _told(error, station) from error

    def next_lease_seq(self, station_id: int) -> int:
        """Adds one to the station's lease number and returns it.

        Raises:
            sqlalchemy.exc.NoResultFound: There is no such station (a bug).
        """
        grown = (
            update(_stations)
            .where(_stations.c.id == station_id)
            .values(lease_seq=_stations.c.lease_seq + 1)
            .returning(_stations.c.lease_seq)
        )
        return int(self._connection.execute(grown).scalar_one())


class SqlRateStore:
    """What time costs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, rate_id: int) -> Rate | None:
        """A rate by id."""
        row = self._connection.execute(select(_rates).where(_rates.c.id == rate_id)).first()
        return None if row is None else rate_of(row, self._zones_of(rate_id))

    def all(self) -> Sequence[Rate]:
        """All rates in their order, retired ones too."""
        found = self._connection.execute(select(_rates).order_by(_rates.c.position, _rates.c.id))
        return [rate_of(row, self._zones_of(row.id)) for row in found.all()]

    def add(self, rate: Rate) -> Rate:
        """Adds a rate; the id that is given back is the books'."""
        done = self._connection.execute(insert(_rates).values(_rate_values(rate)))
        stored = replace(rate, id=new_id(done))
        self._link(stored)
        return stored

    def save(self, rate: Rate) -> None:
        """Writes what changed; running sessions keep their copy of the old terms."""
        changed = update(_rates).where(_rates.c.id == rate.id)
        self._connection.execute(changed.values(_rate_values(rate)))
        self._connection.execute(delete(_links).where(_links.c.rate_id == rate.id))
        self._link(rate)

    def _zones_of(self, rate_id: int) -> Sequence[int]:
        found = select(_links.c.zone_id).where(_links.c.rate_id == rate_id)
        return self._connection.execute(found).scalars().all()

    def _link(self, rate: Rate) -> None:
        links = [{"rate_id": rate.id, "zone_id": zone_id} for zone_id in sorted(rate.zone_ids)]
        if links:
            self._connection.execute(insert(_links), links)


def _told(error: IntegrityError, station: Station) -> Exception:
    law = broken_law(error)
    if law == "uq_stations_number":
        return DeskError(
            "station.number_taken",
            tr("There is a seat with the number {number} already.").format(number=station.number),
            tr("Choose another number."),
            subject="number",
        )
    if law == "uq_stations_agent_key":
        return DeskError(
            "station.key_taken",
            tr("This agent is paired with another seat."),
            tr("Remove that pairing first."),
            subject="agent_key",
        )
    return error


def _station_values(station: Station) -> dict[str, Any]:
    return {
        "zone_id": station.zone_id,
        "number": station.number,
        "name": station.name,
        "kind": station.kind.value,
        "agent_key": station.agent_key,
        "mac": station.mac,
        "maintenance": station.maintenance,
    }


def _rate_values(rate: Rate) -> dict[str, Any]:
    return {
        "name": rate.name,
        "price": to_json(rate.price),
        "guest_remainder": rate.guest_remainder.value,
        "active": rate.active,
        "position": rate.position,
    }
