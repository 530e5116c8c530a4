"""What an amount buys at a rate: until when, how long; and how the price changes. Pure.

Amounts are minor units, instants UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from clubdesk.domain.hall import Rate
from clubdesk.domain.pricing import HourlyPrice

_STEP = timedelta(minutes=5)
_AHEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Quote:
    """What is bought.

    Attributes:
        ends_at: When the amount is used up; ``now`` if it buys nothing.
    """

    amount_minor: int
    now: datetime
    ends_at: datetime

    @property
    def buys(self) -> timedelta:
        """The time bought."""
        return self.ends_at - self.now


def quote(rate: Rate, amount_minor: int, now: datetime) -> Quote:
    """What an amount buys from now on."""
    amount = max(0, amount_minor)
    return Quote(amount, now, rate.price.lasts_until(now, Fraction(amount)))


def next_price(price: HourlyPrice, now: datetime) -> tuple[datetime, int] | None:
    """When within a day the hourly price changes, and to what; None if it does not."""
    if len(price.bands) == 1:
        return None
    present = price.per_hour_at(now)
    at = now.replace(second=0, microsecond=0) + timedelta(minutes=5 - now.minute % 5)
    while at - now < _AHEAD:
        later = price.per_hour_at(at)
        if later != present:
            return at, later
        at += _STEP
    return None
