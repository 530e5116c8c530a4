"""What is left of packages, priced anew at the seat that a session moves to. Pure.

A package that was begun becomes two: what was used of it, at its part of the price, and what is
left, at the rest of the price, as long as that buys there. Together they cost what the package did,
so that the move itself moves no money; amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor

from clubdesk.domain.course import part_used, rests_of, uses_of
from clubdesk.domain.rates import Unused
from clubdesk.domain.session import PlaySession
from clubdesk.domain.terms import Cover, Terms

_SECOND = timedelta(seconds=1)
_MOST = timedelta(days=10_000)
"""Where an hour costs next to nothing; the seconds have room in a column."""


def repriced(
    session: PlaySession, terms: Terms, zone_ids: tuple[int, ...], now: datetime
) -> tuple[Cover, ...]:
    """The session's packages for a seat at other terms; what cost nothing stays as it is.

    ``zone_ids`` is where minutes that are kept of it can be used later; empty for as before.
    """
    at, covers = now, list[Cover]()
    bought = zip(session.covers, uses_of(session, now), rests_of(session, now), strict=True)
    for cover, used, rest in bought:
        if not cover.price_minor or not rest:
            covers.append(cover)
            at += rest
            continue
        new = list(_split(cover, used, rest, terms, at))
        at += new[-1].length
        covers += [*new[:-1], replace(new[-1], zone_ids=zone_ids or cover.zone_ids)]
    return tuple(covers)


def _split(
    cover: Cover, used: timedelta, rest: timedelta, terms: Terms, at: datetime
) -> Iterator[Cover]:
    """The part that was used, if any, and what its rest buys from an instant on.

    A begun second of either is a whole one, in the client's favour.
    """
    part = part_used(used, rest)
    spent, listed = floor(cover.price_minor * part), floor(cover.list_minor * part)
    if used:
        yield replace(
            cover,
            minutes=0,
            kept_s=_seconds(used),
            price_minor=spent,
            list_minor=listed,
            unused=Unused.FORFEITED,
        )
    worth = cover.price_minor - spent
    bought = min(_MOST, terms.lasts_until(at, Fraction(worth)) - at)
    yield replace(
        cover,
        name=f"{cover.name} · {terms.rate_name}",
        minutes=0,
        kept_s=_seconds(bought),
        price_minor=worth,
        list_minor=cover.list_minor - listed,
    )


def _seconds(length: timedelta) -> int:
    return -(-length // _SECOND)
