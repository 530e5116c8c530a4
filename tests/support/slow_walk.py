"""The price of time the slow way: minute after minute by the clock on the wall, nothing cached.

Written apart from ``domain.pricing`` so that each checks the other.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from clubdesk.domain.pricing import HourlyPrice

_US = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)


def slow_per_hour(price: HourlyPrice, instant: datetime) -> int:
    """The price that the wall's clock asks for at an instant."""
    wall = instant.astimezone(ZoneInfo(price.time_zone))
    minute = wall.hour * 60 + wall.minute
    for day in price.special:
        if day.day == wall.date():
            return [band.per_hour_minor for band in day.bands if band.from_minute <= minute][-1]
    minute += wall.weekday() * 1440
    before = [band.per_hour_minor for band in price.bands if band.from_minute <= minute]
    return before[-1] if before else price.bands[-1].per_hour_minor


def slow_price(price: HourlyPrice, start: datetime, end: datetime) -> Fraction:
    """The price of a stretch: each minute at the price of its beginning."""
    total, at = Fraction(0), start.astimezone(UTC)
    while at < end:
        following = at.replace(second=0, microsecond=0) + _MINUTE
        until = min(following, end)
        total += Fraction(slow_per_hour(price, at) * ((until - at) // _US), 3_600_000_000)
        at = until
    return total
