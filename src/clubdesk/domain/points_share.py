"""How a price is paid: points first, up to their share of it, then money. Pure.

All amounts are minor units or points, and 1 point is 1 minor unit. Everything is reckoned over the
whole of a session, never per part: what is paid in points by the time the price has come to
``total`` is the share's whole points of that total, as far as points are there. So cutting a
session anywhere (a pause, a move, a hand-over) changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Purse:
    """What a payer has in the ledger now: minor units and bonus points."""

    money: int
    points: int = 0


@dataclass(frozen=True, slots=True)
class Paid:
    """What was, or is to be, paid in money and in points."""

    money: int
    points: int = 0

    @property
    def total(self) -> int:
        """Both together, in minor units."""
        return self.money + self.points


@dataclass(frozen=True, slots=True)
class Fixed:
    """The part of a price that does not grow with time: packages, each with its own share.

    Attributes:
        total: What they cost together, minor units.
        points: How much of it may be paid in points.
    """

    total: int = 0
    points: int = 0


NO_PACKAGES = Fixed()


def most_points(total: int, share_percent: int, fixed: Fixed = NO_PACKAGES) -> int:
    """How much of a total may be paid in points."""
    return fixed.points + max(0, total - fixed.total) * share_percent // 100


def due(
    total: int, paid: Paid, purse: Purse, share_percent: int, fixed: Fixed = NO_PACKAGES
) -> Paid:
    """What is to be paid now so that ``total`` is paid; never below zero.

    Points go first: up to their share of the total, up to those there are, up to what is due.
    Points that came in later catch up; money that was paid is not turned back into points.

    The money may be more than the purse holds; what is done then is the caller's to say.
    """
    open_ = max(0, total - paid.total)
    allowed = most_points(total, share_percent, fixed)
    points = max(0, min(allowed - paid.points, purse.points, open_))
    return Paid(open_ - points, points)


def settled(
    total: int, paid: Paid, purse: Purse, share_percent: int, fixed: Fixed = NO_PACKAGES
) -> Paid:
    """What is to be paid at the end, or given back where it is below zero.

    A package's unused part makes a price smaller than what was paid. Points go back as far as the
    smaller price would not have taken them, the rest goes back as money.
    """
    allowed = most_points(total, share_percent, fixed)
    if paid.points <= allowed:
        points = max(0, min(allowed - paid.points, purse.points, total - paid.total))
    else:
        points = allowed - paid.points
    return Paid(total - paid.total - points, points)


def most_payable(paid: Paid, purse: Purse, share_percent: int, fixed: Fixed = NO_PACKAGES) -> int:
    """The largest total that what was paid and what is there pay for together.

    Written M and P for money and points, paid before and there now, a total T is paid with
    ``min(floor(share T), P)`` points, or with those paid before if that is more, and T less these
    in money. The money suffices while T is at most M plus the points paid before, or, with
    ``T - M`` in points, while ``T <= M + P`` and ``T - M <= share T``. With packages of a price C,
    of which A may be paid in points, the last is ``T - M <= A + share (T - C)``, or, where the
    share is all of it, ``C - A <= M``; a total below C is not asked for.
    """
    money, points = paid.money + purse.money, paid.points + purse.points
    shared = money + points
    if share_percent < 100:
        room = 100 * (money + fixed.points) - share_percent * fixed.total
        shared = min(shared, room // (100 - share_percent))
    elif money < fixed.total - fixed.points:
        shared = 0  # what of the packages must be money is not there, whatever the points
    return max(money + paid.points, shared)
