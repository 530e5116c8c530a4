"""How a session's play runs through its packages and its hours, and what that comes to. Pure.

Play is covered by packages first, in the order they were bought; what is not covered is paid by
the hour at the terms of its segment. Exact until the one rounding; amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from clubdesk.domain.points_share import Fixed
from clubdesk.domain.rates import Unused
from clubdesk.domain.terms import Cover, Terms

if TYPE_CHECKING:
    from clubdesk.domain.session import PlaySession, Segment

_NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of play of one segment.

    Attributes:
        segment: The segment's place in the session.
        cover: The package's place that covers it; None for play by the hour.
    """

    start: datetime
    end: datetime
    terms: Terms
    segment: int
    cover: int | None = None

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Price:
    """What a session comes to.

    Attributes:
        packages: What each package costs; less than was paid where a part is given back.
        played: The exact price of play by the hour.
        step: The time by which the minutes paid by the hour were rounded up at the end.
        step_price: The exact price of that time.
        raised: What the minimum charge adds.
        total: All of it in whole minor units.
        fixed: The packages together, for how much of them may be paid in points.
    """

    packages: tuple[int, ...]
    played: Fraction
    step: timedelta
    step_price: Fraction
    raised: int
    total: int
    fixed: Fixed

    @property
    def exact(self) -> Fraction:
        """The total before the rounding."""
        return sum(self.packages) + self.played + self.step_price + self.raised


@dataclass(frozen=True, slots=True)
class _State:
    """Of the packages: how much of each is left."""

    left: list[timedelta]

    def current(self, covers: tuple[Cover, ...], at: datetime) -> int | None:
        """The first package with something left at an instant."""
        for index, cover in enumerate(covers):
            if self.left[index] > _NONE and (cover.hard_end is None or cover.hard_end > at):
                return index
        return None


def parts_of(session: PlaySession, now: datetime) -> list[Part]:
    """All play until ``now``, in the order of time."""
    return list(_walk(session, now, _fresh(session)))


def played_until(session: PlaySession, now: datetime) -> timedelta:
    """Time in running segments until ``now``."""
    return sum((s.until(now) - s.started_at for s in session.segments if s.running), _NONE)


def rests_of(session: PlaySession, now: datetime) -> tuple[timedelta, ...]:
    """What is left of each package at ``now``, as far as its hard end lets it be used."""
    state = _fresh(session)
    for _ in _walk(session, now, state):
        pass
    at = session.segments[-1].until(now)
    return tuple(
        left if cover.hard_end is None else max(_NONE, min(left, cover.hard_end - at))
        for cover, left in zip(session.covers, state.left, strict=True)
    )


def uses_of(session: PlaySession, now: datetime) -> tuple[timedelta, ...]:
    """What was played on each package until ``now``."""
    used = [_NONE] * len(session.covers)
    for part in parts_of(session, now):
        if part.cover is not None:
            used[part.cover] += part.length
    return tuple(used)


def part_used(used: timedelta, rest: timedelta) -> Fraction:
    """Which part of a package was used, where something is left of it."""
    return Fraction(used // _US, (used + rest) // _US)


def packages_of(session: PlaySession) -> Fixed:
    """What all packages cost in full, and how much of that may be paid in points."""
    return _fixed(session, [cover.price_minor for cover in session.covers])


def price_of(session: PlaySession, now: datetime) -> Price:
    """What a session has cost until ``now``; with step and what is given back once it has ended.

    The minimum charge holds from the first second on: "once it has started".
    """
    if session.state.value == "cancelled":
        return Price((), Fraction(0), _NONE, Fraction(0), 0, 0, Fixed())
    ended = not session.state.is_open
    hours = (
        [part for part in parts_of(session, now) if part.cover is None]
        if (session.go_on_hourly)
        else []
    )
    played = sum((part.terms.cost(part.start, part.end) for part in hours), Fraction(0))
    step, step_price = _step(hours) if ended else (_NONE, Fraction(0))
    if session.limit_minor is not None:
        played = min(played, Fraction(session.limit_minor))
        step_price = min(step_price, session.limit_minor - played)
    packages = _worth(session, now) if ended else [one.price_minor for one in session.covers]
    total = sum(packages) + floor(played + step_price)
    raised = max(0, session.segments[0].terms.minimum_minor - total)
    return Price(
        tuple(packages), played, step, step_price, raised, total + raised, _fixed(session, packages)
    )


def covered_until(session: PlaySession) -> datetime:
    """When a running session has used its packages, if it plays on: the next one begins then."""
    last, state = session.segments[-1], _fresh(session)
    for _ in _walk(session, last.started_at, state):
        pass
    return _through_packages(session, last, state)[0]


def end_of_play(session: PlaySession, most: int) -> datetime:
    """When a running session has used its packages, its limits and what can be paid for it."""
    last, state = session.segments[-1], _fresh(session)
    before = [part for part in _walk(session, last.started_at, state) if part.cover is None]
    at, gaps = _through_packages(session, last, state)
    if session.go_on_hourly:
        used = sum((part.terms.cost(part.start, part.end) for part in before), gaps)
        at = last.terms.lasts_until(at, most - packages_of(session).total - used)
    if session.limit_s is None:
        return at
    left = timedelta(seconds=session.limit_s) - played_until(session, last.started_at)
    return min(at, last.started_at + max(_NONE, left))


def _through_packages(
    session: PlaySession, last: Segment, state: _State
) -> tuple[datetime, Fraction]:
    """When the packages are used up if play goes on, and the price of play before they began."""
    at, gaps = last.started_at, Fraction(0)
    while (index := state.current(session.covers, at)) is not None:
        cover = session.covers[index]
        if cover.bought_at > at:
            gaps += last.terms.cost(at, cover.bought_at)
            at = cover.bought_at
            continue
        until = _end_of(cover, at, state.left[index])
        state.left[index] -= until - at
        at = until
    return at, gaps


def _walk(session: PlaySession, now: datetime, state: _State) -> Iterator[Part]:
    for place, segment in enumerate(session.segments):
        at, until = segment.started_at, segment.until(now)
        if not segment.running:
            continue
        while at < until:
            index = state.current(session.covers, at)
            if index is None:
                yield Part(at, until, segment.terms, place)
                break
            cover = session.covers[index]
            if cover.bought_at > at:
                end = min(until, cover.bought_at)
                yield Part(at, end, segment.terms, place)
            else:
                end = min(until, _end_of(cover, at, state.left[index]))
                state.left[index] -= end - at
                yield Part(at, end, segment.terms, place, index)
            at = end


def _end_of(cover: Cover, at: datetime, left: timedelta) -> datetime:
    until = at + left
    return until if cover.hard_end is None else min(until, cover.hard_end)


def _fresh(session: PlaySession) -> _State:
    return _State([cover.length for cover in session.covers])


def _worth(session: PlaySession, now: datetime) -> list[int]:
    """What each package costs after what is given back of it.

    The unused part is what could still be played of it: what its hard end takes is not unused.
    """
    worth = []
    bought = zip(session.covers, uses_of(session, now), rests_of(session, now), strict=True)
    for cover, used, rest in bought:
        if cover.unused is Unused.GIVEN_BACK and rest:
            worth.append(floor(cover.price_minor * part_used(used, rest)))
        else:
            worth.append(cover.price_minor)
    return worth


_US = timedelta(microseconds=1)


def _step(hours: list[Part]) -> tuple[timedelta, Fraction]:
    """The minutes paid by the hour rounded up, at the price right after the last of them."""
    if not hours or not hours[-1].terms.step_minutes:
        return _NONE, Fraction(0)
    last = hours[-1]
    step = timedelta(minutes=last.terms.step_minutes)
    more = -sum((part.length for part in hours), _NONE) % step
    return more, last.terms.cost(last.end, last.end + more)


def _fixed(session: PlaySession, packages: list[int]) -> Fixed:
    """One rounding for all of them, so that a package in two parts has the share of a whole one."""
    hundredths = sum(
        worth * cover.points_percent for cover, worth in zip(session.covers, packages, strict=True)
    )
    return Fixed(sum(packages), hundredths // 100)
