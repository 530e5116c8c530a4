"""What money and points buy at a rate: until when, how long; and how the price changes. Pure.

It asks the rules that charge, so that what is shown before a start is what is charged for it.
Amounts are minor units, instants UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clubdesk.domain import session as rules
from clubdesk.domain.hall import Rate
from clubdesk.domain.people import ClientGroup
from clubdesk.domain.points_share import Purse
from clubdesk.domain.pricing import HourlyPrice, Stretch
from clubdesk.domain.session import Cover, PlaySession
from clubdesk.services.ports import KeptMinutes


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to play, beside the rate.

    Attributes:
        limit_minor, limit_s: The most that play by the hour may cost, and the most seconds.
        go_on_hourly: After a package, play goes on by the hour.
        guest: It is a guest.
        postpaid: The guest pays at the end and may owe ``most_owed_minor``, packages included.
        kept: Minutes of earlier packages, which are used first.
    """

    limit_minor: int | None = None
    limit_s: int | None = None
    go_on_hourly: bool = False
    guest: bool = False
    postpaid: bool = False
    most_owed_minor: int = 0
    kept: tuple[Cover, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """What is bought.

    Attributes:
        amount_minor, points: What the play until then costs, in money and in points; where
            something is lacking, the least that it costs.
        ends_at: When both are used up; ``now`` if they buy nothing.
        discount_percent: What is off the rate's price.
        covered_until: Until when packages cover the play; ``now`` without one.
        stretches: The play by the hour after them, in pieces of one price.
        short_minor: What is lacking for the least that the session costs; 0 if nothing is.
    """

    amount_minor: int
    now: datetime
    ends_at: datetime
    points: int = 0
    discount_percent: int = 0
    covered_until: datetime | None = None
    stretches: tuple[Stretch, ...] = ()
    short_minor: int = 0

    @property
    def buys(self) -> timedelta:
        """The time bought."""
        return self.ends_at - self.now


def quote(
    rate: Rate,
    purse: Purse,
    now: datetime,
    group: ClientGroup | None = None,
    wish: Wish | None = None,
) -> Quote:
    """What money and points buy from now on, for a client of a group (None: of none)."""
    fresh = _fresh(rate, now, group, wish or Wish())
    least = rules.used_minor(fresh, now)
    short = max(0, least - rules.payable(fresh, purse))
    planned = rules.with_end(fresh, purse.money, purse.points)
    ends_at = planned.ends_at or now
    paid = rules.due_now(rules.end(planned, ends_at), purse, ends_at)
    covered = min(ends_at, max(now, rules.covered_until(fresh)))
    hourly = rate.price.stretches(covered, ends_at) if covered < ends_at else []
    return Quote(
        least if short else paid.money,
        now,
        ends_at,
        0 if short else paid.points,
        fresh.terms.discount_percent,
        covered,
        tuple(hourly[:_MOST_STRETCHES]),
        short,
    )


_MOST_STRETCHES = 12


def _fresh(rate: Rate, now: datetime, group: ClientGroup | None, wish: Wish) -> PlaySession:
    session = rules.begin(None if wish.guest else 0, 0, rate.terms(group), now)
    session = replace(session, covers=wish.kept)
    if rate.package is not None:
        begins_at = rules.covered_until(session)
        cover = rate.cover(now, group, guest=wish.guest, begins_at=begins_at)
        session = replace(session, covers=(*session.covers, cover))
    return replace(
        session,
        go_on_hourly=rate.package is None or wish.go_on_hourly,
        limit_minor=_limit(session, wish),
        limit_s=wish.limit_s,
        postpaid=wish.postpaid,
    )


def _limit(session: PlaySession, wish: Wish) -> int | None:
    if not wish.postpaid:
        return wish.limit_minor
    most = wish.most_owed_minor - sum(cover.price_minor for cover in session.covers)
    return most if wish.limit_minor is None else min(most, wish.limit_minor)


def kept_covers(
    kept: Sequence[KeptMinutes], zone_id: int, now: datetime, time_zone: str
) -> tuple[Cover, ...]:
    """The minutes of earlier packages that can be played here and now."""
    return tuple(
        replace(
            one.cover,
            minutes=0,
            price_minor=0,
            list_minor=0,
            bought_at=now,
            hard_end=one.cover.offer.hard_end_after(now, time_zone) if one.cover.offer else None,
            kept_id=one.id,
            kept_s=one.left_s,
            kept_until=one.expires_at,
        )
        for one in kept
        if zone_id in one.cover.zone_ids
        and (one.cover.offer is None or one.cover.offer.may_start(now, time_zone))
    )


def next_price(price: HourlyPrice, now: datetime) -> tuple[datetime, int] | None:
    """When within a day the hourly price changes, and to what; None if it does not."""
    return price.next_change(now)
