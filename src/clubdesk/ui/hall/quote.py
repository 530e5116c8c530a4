"""What money and points buy at a rate: until when, how long; and how the price changes. Pure.

Amounts are minor units, instants UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from clubdesk.domain.hall import Rate
from clubdesk.domain.people import ClientGroup
from clubdesk.domain.points_share import Paid, Purse, due, most_payable
from clubdesk.domain.pricing import HourlyPrice

_NOTHING = Paid(0)
_STEP = timedelta(minutes=5)
_AHEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Quote:
    """What is bought.

    Attributes:
        amount_minor, points: What the play until then costs, in money and in points.
        ends_at: When both are used up; ``now`` if they buy nothing.
        discount_percent: What is off the rate's price.
    """

    amount_minor: int
    now: datetime
    ends_at: datetime
    points: int = 0
    discount_percent: int = 0

    @property
    def buys(self) -> timedelta:
        """The time bought."""
        return self.ends_at - self.now


def quote(rate: Rate, purse: Purse, now: datetime, group: ClientGroup | None = None) -> Quote:
    """What money and points buy from now on, for a client of a group (None: of none)."""
    terms = rate.terms(group)
    most = most_payable(_NOTHING, purse, terms.points_percent)
    paid = due(most, _NOTHING, purse, terms.points_percent)
    ends_at = terms.lasts_until(now, Fraction(most))
    return Quote(paid.money, now, ends_at, paid.points, terms.discount_percent)


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
