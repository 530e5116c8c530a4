"""One stay of a client or guest: segments of play, and what they cost so far.

Pure. Instants are UTC, amounts minor units. What has been played follows from the segments and
the clock alone; ``charged_minor`` and ``charged_points`` are what the ledger already holds of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import floor

from clubdesk.domain.points_share import Paid, Purse, due, most_payable
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr

FREE_PLAY = timedelta(hours=24)
"""How long a session that costs nothing runs: so that a forgotten one gives its seat back."""


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


class Remainder(StrEnum):
    """What happens to a guest's unused money at the end."""

    PAID_OUT = "paid_out"
    FORFEITED = "forfeited"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed at the start; later edits of the rate or the group do not change it.

    Attributes:
        discount_percent: Off the price, 0-100: the client's group's.
        points_percent: How much of the discounted price may be paid in points, 0-100.
    """

    rate_id: int
    rate_name: str
    price: HourlyPrice
    guest_remainder: Remainder = Remainder.PAID_OUT
    discount_percent: int = 0
    points_percent: int = 0

    @property
    def is_free(self) -> bool:
        """True if the discount takes all of the price off."""
        return self.discount_percent == 100

    def cost(self, start: datetime, end: datetime) -> Fraction:
        """The exact price of a stretch of play, the discount taken off."""
        full = self.price.price([(start, end)])
        if not self.discount_percent:
            return full  # most have none, and the hall asks for every seat once a second
        return full * (100 - self.discount_percent) / 100

    def lasts_until(self, start: datetime, amount: Fraction) -> datetime:
        """When play from ``start`` has cost ``amount``, up to the next whole microsecond.

        Play that costs nothing lasts ``FREE_PLAY``.
        """
        if self.is_free:
            return start + FREE_PLAY
        return self.price.lasts_until(start, amount * 100 / (100 - self.discount_percent))


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
        ends_at: When the money runs out, while active; None otherwise. Stored, so that a desk
            that was off still ends it at that instant.
    """

    id: int
    client_id: int | None
    state: SessionState
    segments: tuple[Segment, ...]
    charged_minor: int = 0
    ends_at: datetime | None = None
    charged_points: int = 0

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


def used_exact(session: PlaySession, now: datetime) -> Fraction:
    """The exact price of all that has been played until ``now``."""
    return sum(
        (
            segment.terms.cost(segment.started_at, segment.until(now))
            for segment in session.segments
            if segment.running
        ),
        Fraction(0),
    )


def used_minor(session: PlaySession, now: datetime) -> int:
    """The price so far, rounded down once, in the client's favour."""
    return floor(used_exact(session, now))


def due_now(session: PlaySession, purse: Purse, now: datetime) -> Paid:
    """What has been used and is not in the ledger yet, in points first and then in money."""
    used = used_minor(session, now)
    return due(used, session.charged, purse, session.terms.points_percent)


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
    return sum((s.until(now) - s.started_at for s in session.segments if s.running), timedelta())


def payable(session: PlaySession, purse: Purse) -> int:
    """The highest price that the payer can pay for the whole session, minor units."""
    return most_payable(session.charged, purse, session.terms.points_percent)


def with_end(session: PlaySession, balance_minor: int, points: int = 0) -> PlaySession:
    """The session with ``ends_at`` worked out from the payer's ledger balances."""
    if session.state is not SessionState.ACTIVE:
        return replace(session, ends_at=None)
    last = session.segments[-1]
    before = used_exact(replace(session, segments=session.segments[:-1]), last.started_at)
    budget = payable(session, Purse(balance_minor, points)) - before
    return replace(session, ends_at=last.terms.lasts_until(last.started_at, budget))


def time_left(
    session: PlaySession, balance_minor: int, now: datetime, points: int = 0
) -> timedelta:
    """Play time that is left: until ``ends_at``, or what the balances would buy from now."""
    if session.state is SessionState.ACTIVE and session.ends_at is not None:
        return max(timedelta(), session.ends_at - now)
    if session.state is not SessionState.PAUSED:
        return timedelta()
    unused = payable(session, Purse(balance_minor, points)) - used_exact(session, now)
    return session.terms.lasts_until(now, Fraction(unused)) - now


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
