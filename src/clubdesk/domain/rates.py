"""What a package is: minutes at one price, when they may start, and what becomes of the rest. Pure.

A day's minutes are counted on the club's wall. The two charges that an hourly rate may have, the
minimum charge and the billing step, are the rate's own fields (``domain.hall.Rate``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60


class Unused(StrEnum):
    """What becomes of a package's minutes that were not played."""

    KEPT = "kept"
    GIVEN_BACK = "given_back"
    FORFEITED = "forfeited"


@dataclass(frozen=True, slots=True)
class PackageOffer:
    """Play time at a fixed price.

    Attributes:
        minutes: How long it lasts.
        price_minor: What it costs, minor units.
        starts_from, starts_until: It may start from this minute of the day on and before that
            one; the window may go over midnight. None for no bound.
        weekdays: The days on which its window opens, Monday is 0; empty for every day. A window
            over midnight belongs to the day on which it opened.
        hard_end: The minute of the day at which it ends whatever is left of it; None for none.
        unused: What becomes of minutes that are left at the end.
        kept_days: How long kept minutes can be used, in days.
    """

    minutes: int
    price_minor: int
    starts_from: int | None = None
    starts_until: int | None = None
    weekdays: frozenset[int] = frozenset()
    hard_end: int | None = None
    unused: Unused = Unused.GIVEN_BACK
    kept_days: int = 30

    def may_start(self, at: datetime, time_zone: str) -> bool:
        """Whether it may start at an instant, by the clock on the club's wall."""
        local = _local(at, time_zone)
        minute = local.hour * 60 + local.minute
        opens = self.starts_from or 0
        closes = DAY_MINUTES if self.starts_until is None else self.starts_until
        if opens < closes:
            return opens <= minute < closes and self._runs_on(local)
        if minute >= opens:
            return self._runs_on(local)
        return minute < closes and self._runs_on(local - timedelta(days=1))

    def hard_end_after(self, start: datetime, time_zone: str) -> datetime | None:
        """The instant at which it is over whatever is left, for one that starts at ``start``."""
        if self.hard_end is None:
            return None
        zone = ZoneInfo(time_zone)
        local = _local(start, time_zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0, tzinfo=None)
        for days in range(3):
            wall = midnight + timedelta(days=days, minutes=self.hard_end)
            instant = wall.replace(tzinfo=zone).astimezone(UTC)
            if instant > start:
                return instant
        return None  # a day has one such minute, so the second or third is always later

    def _runs_on(self, local: datetime) -> bool:
        return not self.weekdays or local.weekday() in self.weekdays


def _local(instant: datetime, time_zone: str) -> datetime:
    return instant.astimezone(UTC).astimezone(ZoneInfo(time_zone))
