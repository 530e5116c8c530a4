"""Reservations in the books. Desk worker's thread.

That two never hold a seat at the same time is the database's own law; here it gets its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.reservation import Reservation
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage.reader import listed
from clubdesk.storage.rows_reservations import STANDING, read_reservations
from clubdesk.storage.tables_reservations import reservation_seats, reservations
from clubdesk.storage.violations import broken_law
from clubdesk.storage.work_link import WorkLink

_ADD = insert(reservations)
_SAVE = update(reservations).where(reservations.c.id == bindparam("of_id"))
_ADD_SEAT = insert(reservation_seats)
_CLEAR_SEATS = delete(reservation_seats).where(
    reservation_seats.c.reservation_id == bindparam("of_id")
)
_HAND_OVER = (
    update(reservations)
    .where(reservations.c.client_id == bindparam("from_id"))
    .values(client_id=bindparam("to_id"))
)
_FORGET = (
    update(reservations)
    .where(reservations.c.client_id == bindparam("of_id"))
    .values(name=bindparam("as_name"), phone="", note="")
)
_BY_ID = "SELECT r.* FROM reservations r WHERE r.id = :id"
_ON_SEATS = f"""
SELECT r.* FROM reservations r
WHERE {STANDING} AND r.from_at < :until_at AND r.until_at > :from_at AND EXISTS (
    SELECT 1 FROM reservation_seats s
    WHERE s.reservation_id = r.id AND s.station_id IN ({{stations}}))
ORDER BY r.from_at, r.id
"""  # noqa: S608 - a constant
_BOOKED_BEFORE = """
SELECT r.* FROM reservations r
WHERE r.state = 'booked' AND r.from_at <= :before ORDER BY r.from_at, r.id
"""


class SqlReservationStore:
    """Seats promised to somebody."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, reservation_id: int) -> Reservation | None:
        """A reservation by id."""
        found = read_reservations(self._link, _BY_ID, {"id": reservation_id})
        return found[0][0] if found else None

    def add(self, reservation: Reservation) -> Reservation:
        """Adds one; the id that is given back is the books'.

        Raises:
            DeskError: ``reservation.overlaps``.
        """
        stored = replace(reservation, id=self._link.insert(_ADD, _values(reservation)))
        self._add_seats(stored)
        return stored

    def save(self, reservation: Reservation) -> None:
        """Writes what changed, its seats and its time in one.

        Raises:
            DeskError: ``reservation.overlaps``.
        """
        # Its seats first: between the old seats at the new time there may be somebody.
        self._link.write(_CLEAR_SEATS, {"of_id": reservation.id})
        self._link.write(_SAVE, {**_values(reservation), "of_id": reservation.id})
        self._add_seats(reservation)

    def standing(
        self, station_ids: Sequence[int], from_at: datetime, until_at: datetime
    ) -> Sequence[Reservation]:
        """Those that have one of these seats at some instant of a time, the earliest first."""
        inside, given = listed("station", station_ids)
        sql = _ON_SEATS.format(stations=inside)
        found = read_reservations(
            self._link, sql, {**given, "from_at": from_at, "until_at": until_at}
        )
        return [reservation for reservation, _ in found]

    def booked_before(self, instant: datetime) -> Sequence[Reservation]:
        """Those that should have begun by an instant and for which nobody has come yet."""
        found = read_reservations(self._link, _BOOKED_BEFORE, {"before": instant})
        return [reservation for reservation, _ in found]

    def hand_over(self, from_client_id: int, to_client_id: int) -> None:
        """Gives a client's reservations to another card of the same person."""
        self._link.write(_HAND_OVER, {"from_id": from_client_id, "to_id": to_client_id})

    def forget(self, client_id: int, name: str) -> None:
        """Takes a client's name, phone and notes out of what was reserved."""
        self._link.write(_FORGET, {"of_id": client_id, "as_name": name})

    def _add_seats(self, reservation: Reservation) -> None:
        seats = [
            {
                "reservation_id": reservation.id,
                "station_id": station_id,
                "from_at": reservation.from_at,
                "until_at": reservation.until_at,
                "standing": reservation.state.is_standing,
            }
            for station_id in reservation.station_ids
        ]
        try:
            self._link.write(_ADD_SEAT, seats)
        except IntegrityError as error:
            raise _told(error) from error


def _told(error: IntegrityError) -> Exception:
    if broken_law(error) != "reservation_seats_apart":
        return error
    return DeskError(
        "reservation.overlaps",
        tr("One of these seats is reserved for somebody else at that time."),
        tr("Nothing was changed. Choose another seat or another time."),
        subject="seats",
    )


def _values(reservation: Reservation) -> dict[str, Any]:
    return {
        "client_id": reservation.client_id,
        "name": reservation.name,
        "phone": reservation.phone,
        "from_at": reservation.from_at,
        "until_at": reservation.until_at,
        "note": reservation.note,
        "state": reservation.state.value,
        "deposit_minor": reservation.deposit_minor,
        "deposit_transaction_id": reservation.deposit_transaction_id,
    }
