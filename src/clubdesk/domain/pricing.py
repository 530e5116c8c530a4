"""The price of time: the exact integral of an hourly price over what was played.

Pure. Prices are minor units per hour; results are Fractions, rounded once, when money is posted.
A band changes by the clock on the club's wall: an hour that a clock change skips is not played,
one that it repeats is played twice, because instants are UTC and only the bands are local.

Between two changes of the clock whole weeks are priced at once (``price_walk``), so a session of
a year costs a few sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from clubdesk.domain.clock_changes import offsets
from clubdesk.domain.price_walk import TO_MONDAY, Bands, Tariff, tariff

WEEK_MINUTES = 7 * 24 * 60
DAY_MINUTES = 24 * 60
_MICROSECONDS_AN_HOUR = 3_600_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000

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
class Stretch:
    """A stretch of play at one price an hour."""

    start: datetime
    end: datetime
    per_hour_minor: int

    @property
    def cost(self) -> Fraction:
        """Its exact price, minor units."""
        played = (self.end - self.start) // _MICROSECOND
        return Fraction(played * self.per_hour_minor, _MICROSECONDS_AN_HOUR)


@dataclass(frozen=True, slots=True)
class HourlyPrice:
    """An hourly price through the week.

    Attributes:
        bands: Sorted by ``from_minute``; the last one holds over the week's end as well.
        time_zone: The club's IANA zone, such as ``Asia/Almaty``.
        special: Days of their own prices, sorted, each once.
    """

    bands: tuple[PriceBand, ...]
    time_zone: str = "UTC"
    special: tuple[SpecialDay, ...] = ()

    def __post_init__(self) -> None:
        _check_bands(self.bands, WEEK_MINUTES)
        for one in self.special:
            _check_bands(one.bands, DAY_MINUTES)
            if one.bands[0].from_minute != 0:
                raise ValueError("a special day's bands begin at midnight")
        days = [one.day for one in self.special]
        if days != sorted(set(days)):
            raise ValueError("special days come sorted, each once")

    @classmethod
    def flat(cls, per_hour_minor: int, time_zone: str = "UTC") -> HourlyPrice:
        """The same price at every hour."""
        return cls((PriceBand(0, per_hour_minor),), time_zone)

    @property
    def is_flat(self) -> bool:
        """True if the price never changes."""
        return len(self.bands) == 1 and not self.special

    def per_hour_at(self, instant: datetime) -> int:
        """The price in minor units per hour that holds at an instant."""
        if self.is_flat:
            return self.bands[0].per_hour_minor
        at = _micros(instant)
        _, offset = next(self._courses(at, at + 1))
        return self._tariff().price_at(at + offset)[0]

    def price(self, intervals: Iterable[Interval]) -> Fraction:
        """The exact price of a set of play intervals, in minor units."""
        cost = sum(self._cost(_micros(start), _micros(end)) for start, end in intervals)
        return Fraction(cost, _MICROSECONDS_AN_HOUR)

    def lasts_until(self, start: datetime, amount: Fraction) -> datetime:
        """When play from ``start`` has cost ``amount``, up to the next whole microsecond.

        Rounding up means that the money is used to the last minor unit: a microsecond costs less
        than one minor unit at any price below 3.6 thousand million an hour.

        More money than a hundred years of play cost lasts a hundred years: a calendar ends, and
        nobody waits for more of its weeks to be walked.
        """
        if amount <= 0:
            return start
        exact = amount * _MICROSECONDS_AN_HOUR
        left = -(-exact.numerator // exact.denominator)
        if self.is_flat:
            return start + timedelta(
                microseconds=min(_FAR, -(-left // self.bands[0].per_hour_minor))
            )
        begin = _micros(start)
        walk, at = self._tariff(), begin
        for stop, offset in self._courses(begin, begin + _FAR):
            cost = walk.cost(at + offset, stop + offset)
            if cost >= left:
                last = walk.lasts(at + offset, stop + offset, left) - offset
                return start + timedelta(microseconds=last - begin)
            left, at = left - cost, stop
        return start + timedelta(microseconds=_FAR)

    def stretches(self, start: datetime, end: datetime) -> list[Stretch]:
        """A stretch of play in pieces of one price, in order; for whoever explains a price."""
        pieces: list[Stretch] = []
        for begin, stop, per_hour in self._pieces(_micros(start), _micros(end)):
            if pieces and pieces[-1].per_hour_minor == per_hour:
                pieces[-1] = Stretch(pieces[-1].start, _instant(stop), per_hour)
            else:
                pieces.append(Stretch(_instant(begin), _instant(stop), per_hour))
        return pieces

    def next_change(
        self, now: datetime, within: timedelta = timedelta(days=1)
    ) -> tuple[datetime, int] | None:
        """When the hourly price changes next, and to what; None if it does not that soon."""
        for piece in self.stretches(now, now + within)[1:]:
            return piece.start, piece.per_hour_minor
        return None

    def _cost(self, start: int, end: int) -> int:
        if end <= start:
            return 0
        if self.is_flat:
            return (end - start) * self.bands[0].per_hour_minor
        walk, total, at = self._tariff(), 0, start
        for stop, offset in self._courses(start, end):
            total += walk.cost(at + offset, stop + offset)
            at = stop
        return total

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        walk, at = self._tariff(), start
        for stop, offset in self._courses(start, end):
            while at < stop:
                per_hour, until = walk.price_at(at + offset)
                until = min(until - offset, stop)
                yield at, until, per_hour
                at = until

    def _courses(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Until when the clock goes without a change, and what to add to get the wall's moment."""
        if self.time_zone == "UTC":
            yield end, TO_MONDAY
            return
        for until_s, offset_s in offsets(start // _SECOND, self.time_zone):
            stop = end if until_s is None else min(end, until_s * _SECOND)
            yield stop, offset_s * _SECOND + TO_MONDAY
            if stop >= end:
                return

    def _tariff(self) -> Tariff:
        return tariff(
            _plain(self.bands), tuple((one.day, _plain(one.bands)) for one in self.special)
        )


_FAR = 100 * 365 * 86_400 * 1_000_000


def _check_bands(bands: tuple[PriceBand, ...] | tuple[DayBand, ...], length: int) -> None:
    starts = [band.from_minute for band in bands]
    if not starts or starts != sorted(set(starts)):
        raise ValueError("bands come sorted, each start once, at least one")
    if starts[0] < 0 or starts[-1] >= length:
        raise ValueError("a band starts within the week or the day")
    if any(band.per_hour_minor <= 0 for band in bands):
        raise ValueError("an hourly price is positive")


def _plain(bands: tuple[PriceBand, ...] | tuple[DayBand, ...]) -> Bands:
    return tuple((band.from_minute, band.per_hour_minor) for band in bands)


def _micros(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _instant(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)
