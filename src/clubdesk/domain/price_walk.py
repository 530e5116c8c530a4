"""The price of a stretch on the wall, whole weeks at once. Pure; whole numbers only.

A moment of the wall is counted in microseconds since Monday 1969-12-29 00:00 by the clock there,
so that a week begins at a multiple of its length. A cost is in minor units times microseconds an
hour: divided by the microseconds of an hour it is the exact price.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
FIRST_MONDAY = date(1969, 12, 29)
TO_MONDAY = 3 * DAY
"""What is added to microseconds since 1970-01-01 to get those since that Monday."""

Bands = tuple[tuple[int, int], ...]
"""From which minute on, and the price an hour."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """The prices of a week and of special days, laid out for quick sums.

    Attributes:
        starts, prices: The week's bands from its first moment on, in microseconds.
        sums: What the week costs until each of these starts.
        week: What a whole week costs.
        days: Special days by their first moment, sorted.
        day_bands: Their bands, as ``starts`` and ``prices`` of a day.
    """

    starts: tuple[int, ...]
    prices: tuple[int, ...]
    sums: tuple[int, ...]
    week: int
    days: tuple[int, ...]
    day_bands: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]

    def cost(self, start: int, end: int) -> int:
        """What a stretch of the wall costs."""
        total = self._until(end) - self._until(start)
        for index in range(max(0, bisect_right(self.days, start) - 1), len(self.days)):
            first = max(start, self.days[index])
            last = min(end, self.days[index] + DAY)
            if self.days[index] >= end:
                break
            if first < last:
                total += self._special(index, first, last)
                total -= self._until(last) - self._until(first)
        return total

    def price_at(self, moment: int) -> tuple[int, int]:
        """The price an hour at a moment, and the moment until which it holds at least."""
        index = bisect_right(self.days, moment) - 1
        if index >= 0 and moment < self.days[index] + DAY:
            return self._special_at(index, moment)
        week, into = divmod(moment, WEEK)
        band = bisect_right(self.starts, into) - 1
        ends = self.starts[band + 1] if band + 1 < len(self.starts) else WEEK
        until = week * WEEK + ends
        if index + 1 < len(self.days):
            until = min(until, self.days[index + 1])
        return self.prices[band], until

    def lasts(self, start: int, end: int, cost: int) -> int:
        """The first moment at which play from ``start`` has cost that much; at most ``end``."""
        low, high = start, end
        while high > low:
            # A week at a time would do for most; halving does it for special days too.
            middle = (low + high) // 2
            if self.cost(start, middle) >= cost:
                high = middle
            else:
                low = middle + 1
        return low

    def _until(self, moment: int) -> int:
        """What the week's bands cost from the first Monday until a moment."""
        weeks, into = divmod(moment, WEEK)
        band = bisect_right(self.starts, into) - 1
        rest = self.sums[band] + (into - self.starts[band]) * self.prices[band]
        return weeks * self.week + rest

    def _special_at(self, index: int, moment: int) -> tuple[int, int]:
        starts, prices = self.day_bands[index]
        into = moment - self.days[index]
        band = bisect_right(starts, into) - 1
        ends = starts[band + 1] if band + 1 < len(starts) else DAY
        return prices[band], self.days[index] + ends

    def _special(self, index: int, first: int, last: int) -> int:
        total, at = 0, first
        while at < last:
            price, until = self._special_at(index, at)
            until = min(until, last)
            total += price * (until - at)
            at = until
        return total


@lru_cache(maxsize=256)
def tariff(bands: Bands, special: tuple[tuple[date, Bands], ...]) -> Tariff:
    """The tariff of a week's bands and special days; kept, as sessions share few of them."""
    starts = [minute * MINUTE for minute, _ in bands]
    prices = [price for _, price in bands]
    if starts[0] > 0:  # the last band holds over the week's end
        starts.insert(0, 0)
        prices.insert(0, prices[-1])
    sums, total = [], 0
    for index, price in enumerate(prices):
        sums.append(total)
        ends = starts[index + 1] if index + 1 < len(starts) else WEEK
        total += price * (ends - starts[index])
    days = tuple((day - FIRST_MONDAY) // timedelta(days=1) * DAY for day, _ in special)
    day_bands = tuple(
        (tuple(minute * MINUTE for minute, _ in own), tuple(price for _, price in own))
        for _, own in special
    )
    return Tariff(tuple(starts), tuple(prices), tuple(sums), total, days, day_bands)
