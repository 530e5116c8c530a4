"""From a day and times on the club's wall to instants, and back. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60


def instant(day: date, minute: int, time_zone: str) -> datetime | None:
    """The instant of a minute of a day; None for one that the clock change leaves out.

    Of an hour that comes twice the first one is meant.
    """
    zone = ZoneInfo(time_zone)
    if minute >= DAY_MINUTES:
        day, minute = day + timedelta(days=1), minute - DAY_MINUTES
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    at = wall.replace(tzinfo=zone).astimezone(UTC)
    there = at.astimezone(zone).replace(tzinfo=None) == wall
    return at if there else None


def stretch(
    day: date, since_minute: int, until_minute: int, time_zone: str
) -> tuple[datetime | None, datetime | None]:
    """Two instants; an end that is not after the beginning is meant for the next day."""
    ends_on = day + timedelta(days=1) if until_minute <= since_minute else day
    return instant(day, since_minute, time_zone), instant(ends_on, until_minute, time_zone)


def wall_of(at: datetime, time_zone: str) -> tuple[date, int]:
    """The day and the minute of it that the club's wall shows."""
    local = at.astimezone(ZoneInfo(time_zone))
    return local.date(), local.hour * 60 + local.minute
