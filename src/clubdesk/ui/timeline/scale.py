"""Where an instant stands on the timeline, and which instant a place means. Pure.

Pixels follow time that passes, not the clock on the wall: a night on which the clocks change is
an hour shorter or longer here as well. Instants are UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STEP = timedelta(minutes=5)
AFTER_MIDNIGHT = timedelta(hours=6)
"""An evening in a club does not end at midnight: so much of the next day is shown too."""

ZOOMS = (40, 60, 90, 130, 190, 280)
"""Pixels an hour takes."""


@dataclass(frozen=True, slots=True)
class DayScale:
    """One day of the club's wall and the night after it.

    Attributes:
        hour_px: Pixels that an hour takes.
    """

    day: date
    time_zone: str
    hour_px: int = 90

    @property
    def since(self) -> datetime:
        """Where it begins: midnight on the club's wall."""
        return _midnight(self.day, self.time_zone)

    @property
    def until(self) -> datetime:
        """Where it ends, in the next morning."""
        return _midnight(self.day + timedelta(days=1), self.time_zone) + AFTER_MIDNIGHT

    @property
    def width(self) -> int:
        """Of the whole, in pixels."""
        return self.x_of(self.until)

    def x_of(self, at: datetime) -> int:
        """How many pixels after the beginning an instant stands."""
        return round((at - self.since).total_seconds() * self.hour_px / 3600)

    def at_x(self, x: int) -> datetime:
        """The instant at a place, to the next five minutes."""
        passed = timedelta(seconds=x * 3600 / self.hour_px)
        return self.since + STEP * round(passed / STEP)

    def hours(self) -> Iterator[tuple[datetime, str]]:
        """Every full hour with what the wall shows then."""
        zone, at = ZoneInfo(self.time_zone), self.since
        while at <= self.until:
            yield at, f"{at.astimezone(zone):%H:%M}"
            at += timedelta(hours=1)


def _midnight(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC)
