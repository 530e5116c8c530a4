"""Zones and stations in the books. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.hall import Station, Zone
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage import tables
from clubdesk.storage.rows import station_of, zone_of
from clubdesk.storage.violations import broken_law
from clubdesk.storage.work_link import WorkLink

_stations = tables.stations
_ADD_ZONE = insert(tables.zones)
_ADD_STATION = insert(_stations)
_SAVE_STATION = update(_stations).where(_stations.c.id == bindparam("of_id"))
_NEXT_LEASE = (
    update(_stations)
    .where(_stations.c.id == bindparam("of_id"))
    .values(lease_seq=_stations.c.lease_seq + 1)
    .returning(_stations.c.lease_seq)
)
_LIFT_LEASE = (
    update(_stations)
    .where(_stations.c.id == bindparam("of_id"), _stations.c.lease_seq <= bindparam("above"))
    .values(lease_seq=bindparam("above") + 1)
)


class SqlStationStore:
    """Zones and stations."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def zones(self) -> Sequence[Zone]:
        """All zones in their order."""
        found = self._link.each("SELECT * FROM zones ORDER BY position, id")
        return [zone_of(row) for row in found]

    def add_zone(self, zone: Zone) -> Zone:
        """Adds a zone; the id that is given back is the books'."""
        new_id = self._link.insert(_ADD_ZONE, {"name": zone.name, "position": zone.position})
        return replace(zone, id=new_id)

    def get(self, station_id: int) -> Station | None:
        """A station by id."""
        row = self._link.one("SELECT * FROM stations WHERE id = :id", id=station_id)
        return None if row is None else station_of(row)

    def all(self) -> Sequence[Station]:
        """All stations by number."""
        return [
            station_of(row) for row in self._link.each("SELECT * FROM stations ORDER BY number")
        ]

    def add(self, station: Station) -> Station:
        """Adds a station; the id that is given back is the books'.

        Raises:
            DeskError: ``station.number_taken`` or ``station.key_taken``.
        """
        values = {**_station_values(station), "lease_seq": station.lease_seq}
        try:
            new_id = self._link.insert(_ADD_STATION, values)
        except IntegrityError as error:
            raise _told(error, station) from error
        return replace(station, id=new_id)

    def save(self, station: Station) -> None:
        """Writes what changed, but not ``lease_seq``, which ``next_lease_seq`` alone moves.

        Raises:
            DeskError: ``station.number_taken`` or ``station.key_taken``.
        """
        try:
            self._link.write(_SAVE_STATION, {**_station_values(station), "of_id": station.id})
        except IntegrityError as error:
            raise _told(error, station) from error

    def next_lease_seq(self, station_id: int) -> int:
        """Adds one to the station's lease number and returns it.

        Raises:
            sqlalchemy.exc.NoResultFound: There is no such station (a bug).
        """
        return int(self._link.write(_NEXT_LEASE, {"of_id": station_id}).scalar_one())

    def lift_lease_seq(self, station_id: int, above: int) -> None:
        """Makes the station's lease number one more than ``above``, if it is not above it yet."""
        self._link.write(_LIFT_LEASE, {"of_id": station_id, "above": above})

    def lease_seqs(self) -> dict[int, int]:
        """Every station's lease number; asked once a second, so it reads nothing else."""
        return {
            row.id: row.lease_seq for row in self._link.each("SELECT id, lease_seq FROM stations")
        }


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
