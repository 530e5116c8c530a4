"""What reserving needs of the books and what the screens see of it. Frozen values and protocols.

Stores are called on the desk worker's thread; views come from the reading worker. Instants are
UTC, amounts minor units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clubdesk.domain.hall import Club, Station, Zone
from clubdesk.domain.reservation import Reservation


class ReservationStore(Protocol):
    """Seats promised to somebody. ``add`` and ``save`` raise ``reservation.overlaps``.

    ``standing`` gives those on some seats at some instant of a time, ``booked_before`` those that
    should have begun by an instant and for which nobody has come.
    """

    def get(self, reservation_id: int) -> Reservation | None: ...
    def add(self, reservation: Reservation) -> Reservation: ...
    def save(self, reservation: Reservation) -> None: ...
    def standing(
        self, station_ids: Sequence[int], from_at: datetime, until_at: datetime
    ) -> Sequence[Reservation]: ...
    def booked_before(self, instant: datetime) -> Sequence[Reservation]: ...
    def hand_over(self, from_client_id: int, to_client_id: int) -> None: ...
    def forget(self, client_id: int, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class ReservationRow:
    """A reservation as a list or the timeline shows it.

    Attributes:
        station_names: In the order of ``reservation.station_ids``.
        deposit_held_minor: What of the deposit is still held for it.
    """

    reservation: Reservation
    station_names: tuple[str, ...]
    deposit_held_minor: int = 0


@dataclass(frozen=True, slots=True)
class PlayedBlock:
    """A session's stay on one station.

    Attributes:
        until: The end, or the planned one; None while nothing says when it ends.
        open: The session still goes on there.
        payer_name: Empty for a guest.
    """

    session_id: int
    station_id: int
    since: datetime
    until: datetime | None
    open: bool
    payer_name: str = ""
    paused: bool = False


@dataclass(frozen=True, slots=True)
class TimelineView:
    """One stretch of time in the hall: who played, who plays until when, who is to come."""

    club: Club
    zones: tuple[Zone, ...]
    stations: tuple[Station, ...]
    played: tuple[PlayedBlock, ...]
    reserved: tuple[ReservationRow, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What is in the way of reserving a seat for a time.

    Attributes:
        hard: A reservation: it cannot be booked. A session that would still run only warns.
        until: None while nothing says when it ends.
    """

    station_id: int
    station_name: str
    name: str
    since: datetime
    until: datetime | None
    hard: bool
