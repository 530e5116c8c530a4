"""The price of time: the exact integral of an hourly price over what was played.

Pure. Prices are minor units per hour; results are Fractions, rounded once, when money is posted.
A band changes by the clock on the club's wall: an hour that a clock change skips is not played,
one that it repeats is played twice, because instants are UTC and only the bands are local.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

WEEK_MINUTES = 7 * 24 * 60
_MICROSECONDS_AN_HOUR = 3_600_000_000

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class PriceBand:
    """A price that holds from a minute of the week on (Monday 00:00 is 0), on the club's wall."""

    from_minute: int
    per_hour_minor: int


@dataclass(frozen=True, slots=True)
class DayBand:
    """A price that holds from a minute of a special day on, on the club's wall."""

    from_minute: int
    per_hour_minor: int


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day of the calendar whose own bands stand in the place of the week's.

    Attributes:
        bands: Sorted, the first at minute 0.
    """

    day: date
    bands: tuple[DayBand, ...]


@dataclass(frozen=True, slots=True)
class HourlyPrice:
    """An hourly price through the week.

    Attributes:
        special: Days of their own prices, sorted, each once.
        bands: Sorted by ``from_minute``; the last one holds over the week's end as well.
        time_zone: The club's IANA zone, such as ``Asia/Almaty``.
    """

    bands: tuple[PriceBand, ...]
    time_zone: str = "UTC"
    special: tuple[SpecialDay, ...] = ()

    def __post_init__(self) -> None:
        starts = [band.from_minute for band in self.bands]
        if not starts or starts != sorted(set(starts)):
            raise ValueError("bands come sorted, each start once, at least one")
        if starts[0] < 0 or starts[-1] >= WEEK_MINUTES:
            raise ValueError("a band starts within the week")
        if any(band.per_hour_minor <= 0 for band in self.bands):
            raise ValueError("an hourly price is positive")

    @classmethod
    def flat(cls, per_hour_minor: int, time_zone: str = "UTC") -> HourlyPrice:
        """The same price at every hour."""
        return cls((PriceBand(0, per_hour_minor),), time_zone)

    def per_hour_at(self, instant: datetime) -> int:
        """The price in minor units per hour that holds at an instant."""
        if len(self.bands) == 1:
            return self.bands[0].per_hour_minor
        return self.bands[self._index_at(_minute_of_week(self._local(instant)))].per_hour_minor

    def price(self, intervals: Iterable[Interval]) -> Fraction:
        """The exact price of a set of play intervals, in minor units."""
        return sum((self._price_of(start, end) for start, end in intervals), Fraction(0))

    def lasts_until(self, start: datetime, amount: Fraction) -> datetime:
        """When play from ``start`` has cost ``amount``, up to the next whole microsecond.

        Rounding up means that the money is used to the last minor unit: a microsecond costs less
        than one minor unit at any price below 3.6 thousand million an hour.

        More money than a hundred years of play cost lasts a hundred years: a calendar ends, and
        nobody waits for more of its weeks to be walked.
        """
        if amount <= 0:
            return start
        left, latest = amount, start + timedelta(microseconds=_FAR)
        for begin, end, per_hour in self._pieces(start):
            if begin >= latest:
                break
            cost = None if end is None else _cost(begin, end, per_hour)
            if end is None or cost is None or left <= cost:
                exact = left * _MICROSECONDS_AN_HOUR / per_hour
                whole = -(-exact.numerator // exact.denominator)
                return min(latest, begin + timedelta(microseconds=min(whole, _FAR)))
            left -= cost
        return latest

    def _price_of(self, start: datetime, end: datetime) -> Fraction:
        if end <= start:
            return Fraction(0)
        total = Fraction(0)
        for begin, stop, per_hour in self._pieces(start):
            total += _cost(begin, end if stop is None else min(stop, end), per_hour)
            if stop is None or stop >= end:
                break
        return total

    def _pieces(self, start: datetime) -> Iterator[tuple[datetime, datetime | None, int]]:
        """Stretches of one price from an instant on; the end is None where it never changes."""
        if len(self.bands) == 1:
            yield start, None, self.bands[0].per_hour_minor
            return
        at = start
        while True:
            change = self._next_change(at)
            yield at, change, self.per_hour_at(at)
            at = change

    def _next_change(self, instant: datetime) -> datetime:
        local = self._local(instant)
        minute = _minute_of_week(local)
        index = self._index_at(minute)
        following = self.bands[(index + 1) % len(self.bands)].from_minute
        ahead = (following - minute - 1) % WEEK_MINUTES + 1
        into = timedelta(seconds=local.second, microseconds=local.microsecond)
        candidate = instant + timedelta(minutes=ahead) - into
        return self._clock_change(instant, candidate) or candidate

    def _clock_change(self, start: datetime, end: datetime) -> datetime | None:
        """The instant in (start, end] at which the wall clock is changed, if there is one."""
        before = self._local(start).utcoffset()
        # Zones change at whole minutes of UTC; look an hour at a time, then bisect the minute.
        probe = start
        while probe < end:
            ahead = min(probe + timedelta(days=1), end)
            if self._local(ahead).utcoffset() != before:
                return self._bisect_change(probe, ahead, before)
            probe = ahead
        return None

    def _bisect_change(self, low: datetime, high: datetime, before: timedelta | None) -> datetime:
        while high - low > timedelta(seconds=1):
            middle = low + (high - low) / 2
            if self._local(middle).utcoffset() == before:
                low = middle
            else:
                high = middle
        return high.replace(microsecond=0)

    def _index_at(self, minute: int) -> int:
        starts = [band.from_minute for band in self.bands]
        return bisect_right(starts, minute) - 1  # -1 is the last band, over the week's end

    def _local(self, instant: datetime) -> datetime:
        return instant.astimezone(UTC).astimezone(ZoneInfo(self.time_zone))


_FAR = 100 * 365 * 86_400 * 1_000_000


def _minute_of_week(local: datetime) -> int:
    return local.weekday() * 1440 + local.hour * 60 + local.minute


def _cost(start: datetime, end: datetime, per_hour_minor: int) -> Fraction:
    played = (end - start) // timedelta(microseconds=1)
    return Fraction(played * per_hour_minor, _MICROSECONDS_AN_HOUR)
