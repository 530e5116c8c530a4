"""Seats that are promised to somebody for a time: how long they are held, and what overlaps. Pure.

Instants are UTC, so a night on which the clocks change is as long as it is; amounts minor units.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=24)
FARTHEST = timedelta(days=366)
MOST_SEATS = 200
LATE = timedelta(minutes=1)
"""A time typed as "now" is a little in the past when it arrives."""


class ReservationState(StrEnum):
    """What became of it. Only BOOKED holds seats; nothing leaves the last two."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"

    @property
    def is_standing(self) -> bool:
        """True while its time on its seats belongs to nobody else."""
        return self in (ReservationState.BOOKED, ReservationState.ARRIVED)


class MissedDeposit(StrEnum):
    """What happens with the deposit of somebody who did not come."""

    KEPT = "kept"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True, slots=True)
class ReservationRules:
    """What the club decided.

    Attributes:
        alert_minutes: The desk is told so long before somebody comes.
        hold_minutes: From so long before, the seats are sold to nobody else.
        no_show_minutes: So long after, the seats are free again and it counts as missed.
    """

    hold_minutes: int = 15
    no_show_minutes: int = 20
    missed_deposit: MissedDeposit = MissedDeposit.KEPT
    alert_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Reservation:
    """Some seats for somebody, from an instant until another.

    Attributes:
        client_id: The client; None for a name and a phone alone.
        from_at, until_at: The time itself, without the holding before it.
        deposit_minor: What was paid in advance; where it is now the books know
            (``AccountKind.DEPOSIT``, owned by this reservation).
        deposit_transaction_id: How it came into the books; None without a deposit.
    """

    id: int
    station_ids: tuple[int, ...]
    name: str
    from_at: datetime
    until_at: datetime
    client_id: int | None = None
    phone: str = ""
    note: str = ""
    state: ReservationState = ReservationState.BOOKED
    deposit_minor: int = 0
    deposit_transaction_id: int | None = None

    def held_from(self, rules: ReservationRules) -> datetime:
        """When its seats stop being sold to others."""
        return self.from_at - timedelta(minutes=rules.hold_minutes)

    def missed_at(self, rules: ReservationRules) -> datetime:
        """When it counts as missed: after the wait, or with its end if that is earlier."""
        return min(self.from_at + timedelta(minutes=rules.no_show_minutes), self.until_at)

    def holds(self, now: datetime, rules: ReservationRules) -> bool:
        """Whether its seats are kept for it at an instant."""
        booked = self.state is ReservationState.BOOKED
        return booked and self.held_from(rules) <= now < self.missed_at(rules)

    def is_missed(self, now: datetime, rules: ReservationRules) -> bool:
        """Whether nobody came in time."""
        return self.state is ReservationState.BOOKED and now >= self.missed_at(rules)


def overlap(one: Reservation, other: Reservation) -> frozenset[int]:
    """The seats that two reservations both want at some instant; its end is nobody's any more.

    Cancelled and missed ones want nothing, and one is never in its own way.
    """
    if one.id == other.id or not (one.state.is_standing and other.state.is_standing):
        return frozenset()
    if one.from_at >= other.until_at or other.from_at >= one.until_at:
        return frozenset()
    return frozenset(one.station_ids) & frozenset(other.station_ids)


def first_overlap(one: Reservation, others: Iterable[Reservation]) -> Reservation | None:
    """The earliest of the others that is in the way; None if the seats are free for it."""
    in_the_way = (other for other in others if overlap(one, other))
    return min(in_the_way, key=lambda other: (other.from_at, other.id), default=None)


def problem_of_time(from_at: datetime, until_at: datetime) -> str:
    """A code for a time that cannot be reserved: ``backwards``, ``short`` or ``long``."""
    if until_at <= from_at:
        return "backwards"
    if until_at - from_at < SHORTEST:
        return "short"
    return "long" if until_at - from_at > LONGEST else ""
