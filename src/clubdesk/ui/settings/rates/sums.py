"""What a rate would cost: the preview of the screen, reckoned by the rules that charge. Pure.

Amounts are minor units, instants UTC; days and minutes are those of the club's wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clubdesk.domain import session as rules
from clubdesk.domain.course import Price, price_of
from clubdesk.domain.hall import Rate
from clubdesk.domain.pricing import Stretch


@dataclass(frozen=True, slots=True)
class HourlySum:
    """What play from one instant to another costs at an hourly rate.

    Attributes:
        stretches: The play in pieces of one price.
        price: What is charged at the end, with step and minimum.
    """

    stretches: tuple[Stretch, ...]
    price: Price


def next_day(weekday: int, now: datetime, time_zone: str) -> date:
    """The next such day on the club's wall, today among them. Monday is 0."""
    today = now.astimezone(ZoneInfo(time_zone)).date()
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def on_wall(day: date, minute: int, time_zone: str) -> datetime:
    """The instant of a minute of a day; past midnight it is the next day."""
    midnight = datetime.combine(day, time(), ZoneInfo(time_zone))
    return (midnight + timedelta(minutes=minute)).astimezone(UTC)


def stretch_on(day: date, start: int, end: int, time_zone: str) -> tuple[datetime, datetime]:
    """Two instants of a day; an end that is not after the start is on the next day."""
    later = end if end > start else end + 24 * 60
    return on_wall(day, start, time_zone), on_wall(day, later, time_zone)


def hourly_sum(rate: Rate, start: datetime, end: datetime) -> HourlySum:
    """The cost of a session without a pause, as the end of a session charges it."""
    ended = rules.end(rules.begin(None, 0, rate.terms(), start), end)
    return HourlySum(tuple(rate.price.stretches(start, end)), price_of(ended, end))


def package_end(rate: Rate, start: datetime) -> datetime:
    """When a package that begins at an instant is over.

    Raises:
        ValueError: It is an hourly rate (a bug).
    """
    cover = rate.cover(start)
    until = start + cover.length
    return until if cover.hard_end is None else min(until, cover.hard_end)
