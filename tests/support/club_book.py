"""A test's own book of who played when and where: priced the slow way, apart from the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor

from clubdesk.domain.hall import Rate
from clubdesk.domain.pricing import HourlyPrice, PriceBand
from clubdesk.domain.rates import Unused
from clubdesk.domain.session import Cover
from tests.support.slow_walk import slow_price

BANDS = HourlyPrice(
    tuple(
        band
        for day in range(7)
        for band in (PriceBand(day * 1440, 31_000), PriceBand(day * 1440 + 1_100, 54_321))
    ),
    "Asia/Almaty",
)
"""Two prices a day, on the club's wall."""

US = timedelta(microseconds=1)
NONE = timedelta()


@dataclass
class Stretch:
    """Play on one seat without a break; ``end`` is None while it runs."""

    seat: int
    begin: datetime
    end: datetime | None = None

    def lost(self, lost_at: datetime, back_at: datetime) -> timedelta:
        """How much of it fell into the time in which its seat was gone."""
        end = back_at if self.end is None else min(self.end, back_at)
        return max(NONE, end - max(self.begin, lost_at))


@dataclass
class Stay:
    """A session by the test's own book.

    Attributes:
        given: Minutes that were given back for outages.
        outages: What is offered and not decided: by the outage's place in time, seconds lost.
    """

    session_id: int
    rate: Rate
    discount: int
    hourly: bool = True
    limit: int | None = None
    given: int = 0
    is_open: bool = True
    stretches: list[Stretch] = field(default_factory=list)
    outages: dict[tuple[int, datetime], int] = field(default_factory=dict)

    def play(self, seat: int, now: datetime) -> None:
        """Play begins; a clock that was set back never takes it before what was."""
        before = [one.end for one in self.stretches if one.end]
        self.stretches.append(Stretch(seat, max([now, *before])))

    def stop(self, at: datetime) -> None:
        if self.plays:
            last = self.stretches[-1]
            last.end = max(at, last.begin)

    def move(self, seat: int, now: datetime) -> None:
        if self.plays:
            self.stop(now)
            self.play(seat, now)

    @property
    def plays(self) -> bool:
        return bool(self.stretches) and self.stretches[-1].end is None

    def played(self) -> timedelta:
        return sum((one.end - one.begin for one in self.stretches), NONE)

    def lose(self, seat: int, lost_at: datetime, back_at: datetime, ends_at: datetime) -> None:
        """Its seat was gone: what that took of its play is offered, from a minute on."""
        until = min(back_at, ends_at)
        lost = sum((s.lost(lost_at, until) for s in self.stretches if s.seat == seat), NONE)
        if lost >= timedelta(minutes=1):
            self.outages[seat, lost_at] = int(lost.total_seconds())

    def price(self, covers: tuple[Cover, ...], *, ended: bool, at: datetime | None = None) -> int:
        """What it costs, worked out from the start and the slow way.

        ``at`` is the end of the session: a pause before it may have outlasted a hard end.
        """
        left = [cover.length for cover in covers]
        open_: list[tuple[datetime, datetime]] = []
        for one in self.stretches:
            now = one.begin
            while now < one.end:
                now = self._use(covers, left, now, one.end, open_)
        hours = sum((self._cost(a, b) for a, b in open_), Fraction(0)) if self.hourly else 0
        if ended and self.hourly and open_ and self.rate.step_minutes:
            step = timedelta(minutes=self.rate.step_minutes)
            more = -sum((b - a for a, b in open_), NONE) % step
            hours += self._cost(open_[-1][1], open_[-1][1] + more)
        if self.limit is not None:
            hours = min(hours, self.limit)
        over = at or self.stretches[-1].end
        packages = sum(
            self._worth(c, rest, over, ended) for c, rest in zip(covers, left, strict=True)
        )
        least = self.rate.min_charge_minor * (100 - self.discount) // 100
        return max(least, packages + floor(hours))

    def _use(self, covers, left, at, end, open_) -> datetime:
        for index, cover in enumerate(covers):
            if not left[index] or (cover.hard_end and cover.hard_end <= at):
                continue
            if cover.bought_at > at:
                open_.append((at, min(end, cover.bought_at)))
                return min(end, cover.bought_at)
            stop = min(end, at + left[index], cover.hard_end or end)
            left[index] -= stop - at
            return stop
        open_.append((at, end))
        return end

    def _cost(self, begin: datetime, end: datetime) -> Fraction:
        return slow_price(self.rate.price, begin, end) * (100 - self.discount) / 100

    @staticmethod
    def _worth(cover: Cover, rest: timedelta, at: datetime, ended: bool) -> int:
        if not ended or cover.unused is not Unused.GIVEN_BACK:
            return cover.price_minor
        used = cover.length - rest
        if cover.hard_end is not None:
            rest = max(NONE, min(rest, cover.hard_end - at))
        if not rest:
            return cover.price_minor
        return cover.price_minor * (used // US) // ((used + rest) // US)
