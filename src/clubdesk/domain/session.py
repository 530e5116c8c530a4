"""One stay of a client or guest: segments of play, and what they cost so far.

Pure. Instants are UTC, amounts minor units. What has been played follows from the segments and
the clock alone; ``charged_minor`` and ``charged_points`` are what the ledger already holds of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from clubdesk.domain.course import (
    Price,
    covered_until,
    end_of_play,
    packages_of,
    played_until,
    price_of,
    rests_of,
)
from clubdesk.domain.points_share import Paid, Purse, due, most_payable, settled
from clubdesk.domain.terms import FREE_PLAY, Cover, Remainder, Terms
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr

__all__ = [
    "FREE_PLAY",
    "Cover",
    "PlaySession",
    "Price",
    "Remainder",
    "Segment",
    "SessionState",
    "Terms",
    "available",
    "available_minor",
    "begin",
    "covered_until",
    "due_now",
    "end",
    "move",
    "pause",
    "payable",
    "played",
    "price_so_far",
    "rests",
    "resume",
    "time_left",
    "uncharged_minor",
    "used_exact",
    "used_minor",
    "with_end",
]


class SessionState(StrEnum):
    """active <-> paused -> ended; nothing leaves ended or cancelled."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """True while the session holds its station."""
        return self in (SessionState.ACTIVE, SessionState.PAUSED)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch on one station at one price, running or paused; open while ``ended_at`` is None."""

    station_id: int
    running: bool
    terms: Terms
    started_at: datetime
    ended_at: datetime | None = None

    def until(self, now: datetime) -> datetime:
        """Its end, or ``now`` while it is open (never before its start)."""
        return self.ended_at if self.ended_at is not None else max(now, self.started_at)


@dataclass(frozen=True, slots=True)
class PlaySession:
    """A session with all its segments, oldest first.

    Attributes:
        id: 0 until it is stored.
        client_id: None for a guest session.
        charged_minor, charged_points: What has been posted to the ledger for it so far, in money
            and in points.
        ends_at: When money, packages or limits run out, while active; None otherwise. Stored, so
            that a desk that was off still ends it at that instant.
        covers: Packages bought for it, in the order in which they are used.
        go_on_hourly: After the last package it goes on by the hour; always so without packages.
        limit_minor: The most that play by the hour may cost; packages are bought by name and come
            on top. None for no limit.
        limit_s: The most seconds of play, packages included. None for no limit.
        postpaid: A guest who pays at the end; ``limit_minor`` is then the most they may owe.
    """

    id: int
    client_id: int | None
    state: SessionState
    segments: tuple[Segment, ...]
    charged_minor: int = 0
    ends_at: datetime | None = None
    charged_points: int = 0
    covers: tuple[Cover, ...] = ()
    go_on_hourly: bool = True
    limit_minor: int | None = None
    limit_s: int | None = None
    postpaid: bool = False

    @property
    def charged(self) -> Paid:
        """What the ledger holds of it."""
        return Paid(self.charged_minor, self.charged_points)

    @property
    def station_id(self) -> int:
        """Where it is (or was last)."""
        return self.segments[-1].station_id

    @property
    def terms(self) -> Terms:
        """The terms in force."""
        return self.segments[-1].terms

    @property
    def started_at(self) -> datetime:
        """When it began."""
        return self.segments[0].started_at

    @property
    def ended_at(self) -> datetime | None:
        """When it ended; None while it is open."""
        return None if self.state.is_open else self.segments[-1].ended_at

    @property
    def is_guest(self) -> bool:
        """True if no client is behind it."""
        return self.client_id is None


def begin(client_id: int | None, station_id: int, terms: Terms, now: datetime) -> PlaySession:
    """A session that starts now; its id and its end are set when it is stored and paid."""
    first = Segment(station_id, True, terms, now)
    return PlaySession(0, client_id, SessionState.ACTIVE, (first,))


def price_so_far(session: PlaySession, now: datetime) -> Price:
    """What it has cost until ``now``, in its parts; final once it has ended."""
    return price_of(session, now)


def used_exact(session: PlaySession, now: datetime) -> Fraction:
    """The exact price of all that has been bought and played until ``now``."""
    return price_of(session, now).exact


def used_minor(session: PlaySession, now: datetime) -> int:
    """The price so far, rounded down once, in the client's favour."""
    return price_of(session, now).total


def due_now(session: PlaySession, purse: Purse, now: datetime) -> Paid:
    """What has been used and is not in the ledger yet, in points first and then in money.

    Once the session has ended, what is to be given back is below zero.
    """
    price = price_of(session, now)
    share, fixed = session.terms.points_percent, price.fixed
    if session.state.is_open:
        return due(price.total, session.charged, purse, share, fixed)
    most = most_payable(session.charged, purse, share, fixed)
    total = min(price.total, most) if session.state is SessionState.ENDED else price.total
    return settled(total, session.charged, purse, share, fixed)


def uncharged_minor(session: PlaySession, now: datetime) -> int:
    """What has been used and is not in the ledger yet, however it will be paid."""
    return max(0, used_minor(session, now) - session.charged.total)


def available(session: PlaySession, purse: Purse, now: datetime) -> Purse:
    """The payer's ledger balances less what the running session has used so far."""
    owed = due_now(session, purse, now)
    return Purse(purse.money - owed.money, purse.points - owed.points)


def available_minor(
    session: PlaySession, balance_minor: int, now: datetime, points: int = 0
) -> int:
    """The money alone of ``available``."""
    return available(session, Purse(balance_minor, points), now).money


def played(session: PlaySession, now: datetime) -> timedelta:
    """Time in running segments until ``now``."""
    return played_until(session, now)


def payable(session: PlaySession, purse: Purse) -> int:
    """The highest price that the payer can pay for the whole session, minor units.

    A limit that was chosen stands beside what the payer has; a guest who pays at the end has
    nothing but that limit.
    """
    fixed = packages_of(session)
    limit = None if session.limit_minor is None else fixed.total + session.limit_minor
    if session.postpaid:
        return limit or 0
    most = most_payable(session.charged, purse, session.terms.points_percent, fixed)
    return most if limit is None else min(most, limit)


def with_end(session: PlaySession, balance_minor: int, points: int = 0) -> PlaySession:
    """The session with ``ends_at`` worked out from the payer's ledger balances."""
    if session.state is not SessionState.ACTIVE:
        return replace(session, ends_at=None)
    most = payable(session, Purse(balance_minor, points))
    return replace(session, ends_at=end_of_play(session, most))


def time_left(
    session: PlaySession, balance_minor: int, now: datetime, points: int = 0
) -> timedelta:
    """Play time that is left: until ``ends_at``, or what would be left if it resumed now."""
    if session.state is SessionState.ACTIVE and session.ends_at is not None:
        return max(timedelta(), session.ends_at - now)
    if session.state is not SessionState.PAUSED:
        return timedelta()
    resumed = with_end(resume(session, now), balance_minor, points)
    ends_at, start = resumed.ends_at, resumed.segments[-1].started_at
    return max(timedelta(), ends_at - start) if ends_at is not None else timedelta()


def rests(session: PlaySession, now: datetime) -> tuple[timedelta, ...]:
    """What is left of each package at ``now``, as far as its hard end lets it be used."""
    return rests_of(session, now)


def pause(session: PlaySession, now: datetime) -> PlaySession:
    """Stops the timer; the station stays held.

    Raises:
        DeskError: ``session.not_active``.
    """
    _require(session, SessionState.ACTIVE, "session.not_active", tr("The session is not running."))
    return _next_segment(session, now, running=False, state=SessionState.PAUSED)


def resume(session: PlaySession, now: datetime) -> PlaySession:
    """Starts the timer again.

    Raises:
        DeskError: ``session.not_paused``.
    """
    _require(session, SessionState.PAUSED, "session.not_paused", tr("The session is not paused."))
    return _next_segment(session, now, running=True, state=SessionState.ACTIVE)


def move(session: PlaySession, station_id: int, now: datetime) -> PlaySession:
    """The same session on another station with the same time left, at the old price.

    Raises:
        DeskError: ``session.over`` or ``session.same_station``.
    """
    _require_open(session)
    if station_id == session.station_id:
        raise DeskError(
            "session.same_station",
            tr("The session is already on this PC."),
            tr("Choose another free PC."),
        )
    running = session.state is SessionState.ACTIVE
    return _next_segment(session, now, running=running, state=session.state, station_id=station_id)


def end(session: PlaySession, now: datetime) -> PlaySession:
    """Closes the last segment; what it used is charged by the caller.

    Raises:
        DeskError: ``session.over``.
    """
    _require_open(session)
    closed = _closed(session.segments, now)
    return replace(session, state=SessionState.ENDED, segments=closed, ends_at=None)


def _closed(segments: tuple[Segment, ...], now: datetime) -> tuple[Segment, ...]:
    last = segments[-1]
    return (*segments[:-1], replace(last, ended_at=max(now, last.started_at)))


def _next_segment(
    session: PlaySession,
    now: datetime,
    *,
    running: bool,
    state: SessionState,
    station_id: int | None = None,
) -> PlaySession:
    segments = _closed(session.segments, now)
    last = segments[-1]
    fresh = Segment(
        last.station_id if station_id is None else station_id,
        running,
        last.terms,
        last.until(now),
    )
    return replace(session, state=state, segments=(*segments, fresh), ends_at=None)


def _require(session: PlaySession, state: SessionState, code: str, text: str) -> None:
    _require_open(session)
    if session.state is not state:
        raise DeskError(code, text, tr("Nothing was changed. Look at the seat's colour again."))


def _require_open(session: PlaySession) -> None:
    if not session.state.is_open:
        raise DeskError(
            "session.over",
            tr("The session has ended already."),
            tr("Nothing was changed. Start a new session if the client wants to play on."),
        )
