"""A reservation's seats and time in words, for refusals and the journal. Desk worker's thread."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from clubdesk.domain.reservation import Reservation, overlap
from clubdesk.foundation.translate import tr
from clubdesk.services.deed import Deed


def time_words(deed: Deed, reservation: Reservation) -> str:
    """Such as ``21.11.2026 18:00-20:00`` on the club's wall."""
    zone = ZoneInfo(deed.club.time_zone)
    since, until = reservation.from_at.astimezone(zone), reservation.until_at.astimezone(zone)
    return f"{since:%d.%m.%Y %H:%M}-{until:%H:%M}"


def overlaps_words(deed: Deed, wanted: Reservation, other: Reservation) -> str:
    """Which seat is promised to whom, and when."""
    seat = deed.work.stations.get(min(overlap(wanted, other)))
    return tr("{station} is reserved for {name} ({time}).").format(
        station=seat.name if seat else "", name=other.name, time=time_words(deed, other)
    )
