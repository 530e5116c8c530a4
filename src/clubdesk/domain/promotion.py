"""Promotions that run by themselves, promo codes, and when points expire. Pure.

A promotion gives points, never money. Amounts are minor units; 1 point is 1 minor unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


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
        points: For birthday, promo code and by hand: what is given (by hand: a suggestion).
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
