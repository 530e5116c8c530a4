"""Any charge opened into what it is made of: minutes x price, packages, step, minimum, points.

Pure. Amounts are whole minor units that add up to the total: each is what the sum so far comes to,
rounded down, less what came before it. Codes are put into words by the screen and the paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from math import floor

from clubdesk.domain import session as rules
from clubdesk.domain.course import Part, Price, parts_of, price_of
from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import PlaySession, SessionState


@dataclass(frozen=True, slots=True)
class ChargeStep:
    """One line.

    Attributes:
        what: hours, covered, kept, free, pause, package, brought, given_back, added, discount,
            limit, step, minimum, rounding or cancelled.
        text: The seat, the package, or what else the line names.
        seconds: How long; of ``step``, by how much was rounded up.
        per_hour_minor: The price of an hour before any discount; of ``hours`` alone.
        number: Percent, minutes of the step, or minor units of the minimum.
    """

    what: str
    text: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    seconds: int = 0
    per_hour_minor: int = 0
    amount: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a session's price comes about.

    Attributes:
        until: The instant up to which it is reckoned.
        total: The sum of all steps, minor units; ``points`` of it in points, ``money`` in money.
        is_final: False while the session goes on.
    """

    session_id: int
    payer: str
    rate_name: str
    state: str
    started_at: datetime
    until: datetime
    steps: tuple[ChargeStep, ...]
    total: int
    money: int
    points: int
    is_final: bool


def explain(
    session: PlaySession, stations: Mapping[int, str], payer: str, purse: Purse, now: datetime
) -> Explanation:
    """What a session has cost until now, or what an ended one did cost."""
    until = now if session.ends_at is None else min(now, session.ends_at)
    until = session.ended_at or until
    price = price_of(session, until)
    open_ = session.state.is_open
    due = rules.due_now(session, purse, until) if open_ else None
    paid = session.charged
    return Explanation(
        session_id=session.id,
        payer=payer,
        rate_name=session.terms.rate_name,
        state=session.state.value,
        started_at=session.started_at,
        until=until,
        steps=tuple(_steps(session, stations, price, until)),
        total=price.total,
        money=paid.money + (due.money if due else 0),
        points=paid.points + (due.points if due else 0),
        is_final=not open_,
    )


def _steps(
    session: PlaySession, stations: Mapping[int, str], price: Price, until: datetime
) -> Iterator[ChargeStep]:
    if session.state is SessionState.CANCELLED:
        yield ChargeStep("cancelled", seconds=_seconds(session.started_at, until))
        return
    listed = Fraction(0)
    for step, exact in _course(session, stations, until):
        before, listed = floor(listed), listed + exact
        yield replace(step, amount=floor(listed) - before)
    yield from _packages(session, price)
    yield from _changes(session, price, listed, until)


def _course(
    session: PlaySession, stations: Mapping[int, str], until: datetime
) -> Iterator[tuple[ChargeStep, Fraction]]:
    """Every stretch in the order of time with its exact price, no discount taken off."""
    parts = parts_of(session, until)
    for place, segment in enumerate(session.segments):
        seat = stations.get(segment.station_id, "")
        end = segment.until(until)
        if not segment.running:
            if end > segment.started_at:
                yield _stretch("pause", seat, segment.started_at, end), Fraction(0)
            continue
        for part in (one for one in parts if one.segment == place):
            yield from _played(session, part, seat)


def _played(session: PlaySession, part: Part, seat: str) -> Iterator[tuple[ChargeStep, Fraction]]:
    if part.cover is not None:
        cover = session.covers[part.cover]
        what = "covered" if cover.price_minor else "kept" if cover.kept_id else "free"
        yield _stretch(what, f"{seat} · {cover.name}", part.start, part.end), Fraction(0)
        return
    for piece in part.terms.price.stretches(part.start, part.end):
        step = _stretch("hours", seat, piece.start, piece.end)
        exact = piece.cost if session.go_on_hourly else Fraction(0)
        yield replace(step, per_hour_minor=piece.per_hour_minor), exact


def _packages(session: PlaySession, price: Price) -> Iterator[ChargeStep]:
    for cover, worth in zip(session.covers, price.packages, strict=True):
        length = int(cover.length.total_seconds())
        what = "package" if cover.price_minor else "brought" if cover.kept_id else "added"
        yield ChargeStep(what, cover.name, seconds=length, amount=cover.price_minor)
        if worth < cover.price_minor:
            yield ChargeStep("given_back", cover.name, amount=worth - cover.price_minor)


def _changes(
    session: PlaySession, price: Price, listed: Fraction, until: datetime
) -> Iterator[ChargeStep]:
    """What comes off and on top of the hours."""
    hours = [part for part in parts_of(session, until) if part.cover is None]
    if not session.go_on_hourly:
        hours = []
    exact = sum((part.terms.cost(part.start, part.end) for part in hours), Fraction(0))
    if floor(exact) != floor(listed):
        percent = session.terms.discount_percent
        yield ChargeStep("discount", amount=floor(exact) - floor(listed), number=percent)
    if floor(price.played) != floor(exact):
        yield ChargeStep("limit", amount=floor(price.played) - floor(exact))
    stepped = price.total - price.raised - sum(price.packages) - floor(price.played)
    if price.step:
        yield ChargeStep(
            "step",
            seconds=int(price.step.total_seconds()),
            amount=stepped,
            number=hours[-1].terms.step_minutes if hours else 0,
        )
    if price.raised:
        least = session.segments[0].terms.minimum_minor
        yield ChargeStep("minimum", amount=price.raised, number=least)
    if price.exact != price.total:
        yield ChargeStep("rounding")


def _stretch(what: str, text: str, start: datetime, end: datetime) -> ChargeStep:
    return ChargeStep(what, text, start, end, _seconds(start, end))


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())
