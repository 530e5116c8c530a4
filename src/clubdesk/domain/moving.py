"""A session that goes on at another seat, under one of three policies; what it does is seen before.

Pure. Amounts are minor units, instants UTC. The share of points and the discount were agreed at the
start and hold on; what an hour costs is what a policy is about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import floor

from clubdesk.domain import session as rules
from clubdesk.domain.points_share import Purse
from clubdesk.domain.rates import Unused
from clubdesk.domain.repricing import repriced
from clubdesk.domain.session import Cover, PlaySession, Terms
from clubdesk.domain.session_ends import FREE_RATE
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr


class MovePolicy(StrEnum):
    """What becomes of time and price when a session moves."""

    KEEP_TIME = "keep_time"
    KEEP_VALUE = "keep_value"
    CHARGE_DIFFERENCE = "charge_difference"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a move would do at one instant.

    Attributes:
        old_per_hour, new_per_hour: The price of an hour before and after, before any discount.
        left, left_after: Play time before and after.
        difference: What is charged on the spot.
        lacking: How much of it the payer does not have.
    """

    old_per_hour: int
    new_per_hour: int
    left: timedelta
    left_after: timedelta
    difference: int = 0
    lacking: int = 0


def moved(  # noqa: PLR0913 - what only some policies need goes by name
    session: PlaySession,
    station_id: int,
    now: datetime,
    *,
    policy: MovePolicy = MovePolicy.KEEP_TIME,
    terms: Terms | None = None,
    purse: Purse | None = None,
    zone_ids: tuple[int, ...] = (),
) -> PlaySession:
    """The session at another seat; ``ends_at`` is planned by the caller.

    Both policies that change the price need the other rate's terms, and the difference needs to
    know what the payer has. ``zone_ids`` is where the seat is: minutes that are kept of a package
    that was priced anew can be used there.

    Raises:
        DeskError: ``session.over``, ``session.same_station`` or ``move.cheaper``.
    """
    there = rules.move(session, station_id, now)
    if policy is MovePolicy.KEEP_TIME or terms is None:
        return there
    if policy is MovePolicy.KEEP_VALUE:
        agreed = _agreed(session.terms, terms)
        covers = repriced(session, agreed, zone_ids, now)
        return replace(_with_terms(there, agreed), covers=covers)
    charge = difference(session, terms, purse or Purse(0), now)
    return _with_charge(there, terms, charge, now)


def difference(session: PlaySession, terms: Terms, purse: Purse, now: datetime) -> int:
    """What the time left costs more at the other rate, minor units.

    Raises:
        DeskError: ``move.cheaper``: it costs no more there.
    """
    left = rules.time_left(session, purse.money, now, purse.points)
    new = _agreed(session.terms, terms).cost(now, now + left)
    more = floor(new - session.terms.cost(now, now + left))
    if more <= 0:
        raise DeskError(
            "move.cheaper",
            tr("An hour does not cost more there, so there is no difference to charge."),
            tr("Choose to keep the time, or the value."),
            subject="policy",
        )
    return more


def preview(
    session: PlaySession,
    now: datetime,
    *,
    policy: MovePolicy,
    terms: Terms,
    purse: Purse,
) -> Preview:
    """What a move to the seats of a rate would do now.

    Raises:
        DeskError: As ``moved``.
    """
    before = rules.time_left(session, purse.money, now, purse.points)
    old = session.terms.price.per_hour_at(now)
    there = moved(session, 0, now, policy=policy, terms=terms, purse=purse)
    if policy is MovePolicy.CHARGE_DIFFERENCE:
        more = there.covers[-1].price_minor
        return Preview(
            old, terms.price.per_hour_at(now), before, before, more, lacking(session, more, purse)
        )
    purse_after = rules.with_end(there, purse.money, purse.points)
    after = rules.time_left(purse_after, purse.money, now, purse.points)
    return Preview(old, there.terms.price.per_hour_at(now), before, after)


def lacking(session: PlaySession, more: int, purse: Purse) -> int:
    """How much of a difference has to be paid in for the time left to stay as it is.

    A session that lasts as long as the balance does has nothing beside what its time costs; one
    that ends with its packages has all of the balance.
    """
    if session.postpaid:
        return 0
    limited = session.limit_minor is not None or session.limit_s is not None
    if session.go_on_hourly and not limited:
        return more
    unlimited = replace(session, limit_minor=None, limit_s=None)
    beside = rules.payable(unlimited, purse) - _spent_at_limit(session, purse)
    return max(0, more - max(0, beside))


def _spent_at_limit(session: PlaySession, purse: Purse) -> int:
    """What the session will have cost at its end, as it stands."""
    planned = rules.with_end(session, purse.money, purse.points)
    last = session.segments[-1]
    at = planned.ends_at
    if at is None:
        running = rules.resume(session, last.started_at)
        at = rules.with_end(running, purse.money, purse.points).ends_at or last.started_at
        return rules.used_minor(running, at)
    return rules.used_minor(session, at)


def _agreed(before: Terms, after: Terms) -> Terms:
    """The other rate's price with what was agreed at the start."""
    return replace(
        after,
        guest_remainder=before.guest_remainder,
        discount_percent=before.discount_percent,
        points_percent=before.points_percent,
    )


def _with_terms(session: PlaySession, terms: Terms) -> PlaySession:
    last = replace(session.segments[-1], terms=terms)
    return replace(session, segments=(*session.segments[:-1], last))


def _with_charge(session: PlaySession, terms: Terms, more: int, now: datetime) -> PlaySession:
    """The difference as something bought by name: it stands on the bill and is charged at once."""
    name = tr("Difference to {rate}").format(rate=terms.rate_name)
    share = session.terms.points_percent
    charge = Cover(
        FREE_RATE, name, 0, more, now, unused=Unused.FORFEITED, list_minor=more,
        points_percent=share,
    )  # fmt: skip
    hourly = session.go_on_hourly or not session.covers
    return replace(session, covers=(*session.covers, charge), go_on_hourly=hourly)
