"""What a session keeps of what was agreed: the terms by the hour, and the packages bought. Pure.

Instants are UTC, amounts minor units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.rates import PackageOffer, Unused

FREE_PLAY = timedelta(hours=24)
"""How long a session that costs nothing runs: so that a forgotten one gives its seat back."""


class Remainder(StrEnum):
    """What happens to a guest's unused money at the end."""

    PAID_OUT = "paid_out"
    FORFEITED = "forfeited"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed at the start; later edits of the rate or the group do not change it.

    Attributes:
        discount_percent: Off the price, 0-100: the client's group's.
        points_percent: How much of the discounted price may be paid in points, 0-100.
        min_charge_minor: The least that a session costs once it has started; 0 for off.
        step_minutes: What the minutes paid by the hour are rounded up to at the end; 0 for off.
    """

    rate_id: int
    rate_name: str
    price: HourlyPrice
    guest_remainder: Remainder = Remainder.PAID_OUT
    discount_percent: int = 0
    points_percent: int = 0
    min_charge_minor: int = 0
    step_minutes: int = 0

    @property
    def minimum_minor(self) -> int:
        """The least that a session costs, the discount taken off."""
        return self.min_charge_minor * (100 - self.discount_percent) // 100

    @property
    def is_free(self) -> bool:
        """True if the discount takes all of the price off."""
        return self.discount_percent == 100

    def cost(self, start: datetime, end: datetime) -> Fraction:
        """The exact price of a stretch of play, the discount taken off."""
        full = self.price.price([(start, end)])
        if not self.discount_percent:
            return full  # most have none, and the hall asks for every seat once a second
        return full * (100 - self.discount_percent) / 100

    def lasts_until(self, start: datetime, amount: Fraction) -> datetime:
        """When play from ``start`` has cost ``amount``, up to the next whole microsecond.

        Play that costs nothing lasts ``FREE_PLAY``.
        """
        if self.is_free:
            return start + FREE_PLAY
        return self.price.lasts_until(start, amount * 100 / (100 - self.discount_percent))


@dataclass(frozen=True, slots=True)
class Cover:
    """A package that was bought for a session; play is covered by it, pauses do not use it.

    Attributes:
        minutes: What was bought; 0 where minutes kept from an earlier visit are used.
        price_minor: What it cost, the discount taken off.
        bought_at: Play before it is not covered.
        hard_end: When it is over whatever is left of it; None for never.
        unused, kept_days: What becomes of the rest at the session's end, and for how long.
        list_minor: The price before the discount.
        points_percent: How much of its price may be paid in points.
        zone_ids: Where it is sold, for minutes that are kept.
        offer: The package as it was sold, for minutes that are kept.
        kept_id, kept_s, kept_until: Where these are kept minutes: which, how many seconds, and
            until when the rest of them can be used.
    """

    rate_id: int
    name: str
    minutes: int
    price_minor: int
    bought_at: datetime
    hard_end: datetime | None = None
    unused: Unused = Unused.GIVEN_BACK
    kept_days: int = 30
    list_minor: int = 0
    points_percent: int = 0
    zone_ids: tuple[int, ...] = ()
    offer: PackageOffer | None = None
    kept_id: int = 0
    kept_s: int = 0
    kept_until: datetime | None = None

    @property
    def length(self) -> timedelta:
        """How much play it covers."""
        return timedelta(minutes=self.minutes, seconds=self.kept_s)
