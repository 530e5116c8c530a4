"""Promotions that run by themselves, promo codes, and when points expire. Pure.

A promotion gives points, never money. Amounts are minor units; 1 point is 1 minor unit. A day is
a day on the club's wall.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class PromotionKind(StrEnum):
    """What sets a promotion off."""

    TOP_UP = "top_up"
    FIRST_TOP_UP = "first_top_up"
    BIRTHDAY = "birthday"
    PROMO_CODE = "promo_code"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Step:
    """From this top-up on (minor units): so many points, or so many percent of the top-up."""

    from_minor: int
    points: int = 0
    percent: int = 0


@dataclass(frozen=True, slots=True)
class Promotion:
    """One promotion.

    Attributes:
        steps: For top-ups: the highest step reached counts; sorted by ``from_minor``.
        points: For birthday, promo code and by hand: what is given (by hand: a suggestion). For
            a first top-up without steps: what any first top-up is given.
        weekdays: On which days it runs, Monday is 0; empty for every day.
        starts_on, ends_on: First and last day in the club's time zone; None for no bound.
        code: What is typed for a promo code, upper case; empty for the others.
        most_uses: How often a promo code is taken in all; 0 for no bound. A client takes it once.
        birthday_days: How many days before and after a birthday the credit may be taken.
    """

    id: int
    name: str
    kind: PromotionKind
    steps: tuple[Step, ...] = field(default_factory=tuple)
    points: int = 0
    weekdays: frozenset[int] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None
    code: str = ""
    most_uses: int = 0
    birthday_days: int = 3
    active: bool = True
    position: int = 0

    def runs_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        if not self.active or (self.weekdays and day.weekday() not in self.weekdays):
            return False
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.ends_on is None or day <= self.ends_on)

    def given_by_hand_on(self, day: date) -> bool:
        """Whether a person may credit from it on a day."""
        return self.kind is PromotionKind.BY_HAND and self.runs_on(day)

    def points_for(self, amount_minor: int) -> int:
        """The points for a top-up of an amount: its highest step's points and whole percents."""
        if not self.steps:
            first = self.kind is PromotionKind.FIRST_TOP_UP
            return self.points if first and amount_minor > 0 else 0
        reached = [step for step in self.steps if step.from_minor <= amount_minor]
        if not reached:
            return 0
        step = max(reached, key=lambda one: one.from_minor)
        return step.points + amount_minor * step.percent // 100


MOST_BIRTHDAY_DAYS = 15
"""The widest window on each side of a birthday: two birthdays' windows stay far apart."""
_ONCE_A_YEAR = timedelta(days=330)


def birthday_near(born: date, today: date, days: int) -> date | None:
    """The birthday that today is at most so many days away from; None if it is farther.

    The window goes across new year. Who was born on 29 February has the birthday on 28 February
    in years without that day.
    """
    for year in (today.year - 1, today.year, today.year + 1):
        if not date.min.year <= year <= date.max.year:
            continue
        birthday = day_of_year(year, born.month, born.day)
        if abs(birthday - today) <= timedelta(days=days):
            return birthday
    return None


def birthday_taken(taken_on: date, today: date) -> bool:
    """Whether a birthday credit of an earlier day stands for this year's.

    330 days, and not the calendar year, so that a birthday that was written anew does not come
    twice; the windows of two birthdays are at least 335 days apart.
    """
    return today - taken_on < _ONCE_A_YEAR


def day_of_year(year: int, month: int, day: int) -> date:
    """That day, or the month's last where the month is shorter in that year."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


class ExpiryKind(StrEnum):
    """When points expire."""

    NEVER = "never"
    MONTHS = "months"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class PointsExpiry:
    """The club's rule.

    Attributes:
        months: For MONTHS: points live so many months after their credit.
        month, day: For YEARLY: on this day of each year what was credited before the last one
            of them expires.
    """

    kind: ExpiryKind = ExpiryKind.NEVER
    months: int = 12
    month: int = 12
    day: int = 31


NEVER = PointsExpiry()
"""Points that do not expire."""


def expired_before(rule: PointsExpiry, now: datetime, time_zone: str) -> datetime | None:
    """The instant before which points were credited that have expired by now; None for never.

    MONTHS: points live through the same day so many months after their credit (through the
    month's last where it is shorter) and expire with the next midnight on the club's wall.
    YEARLY: the newest expiry day that has begun takes all that was credited before the expiry day
    a year earlier began; points live one to two years. 29 February is 28 February in years
    without it.

    Args:
        rule: The club's.
        now: UTC.
        time_zone: The club's IANA zone.
    """
    zone = ZoneInfo(time_zone)
    today = now.astimezone(zone).date()
    if rule.kind is ExpiryKind.NEVER:
        return None
    if rule.kind is ExpiryKind.MONTHS:
        first = _months_before(today, rule.months)
    else:
        passed = day_of_year(today.year, rule.month, rule.day) <= today
        newest = today.year if passed else today.year - 1
        first = day_of_year(newest - 1, rule.month, rule.day)
    return datetime(first.year, first.month, first.day, tzinfo=zone).astimezone(now.tzinfo)


def _months_before(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 - months
    return day_of_year(whole // 12, whole % 12 + 1, day.day)
