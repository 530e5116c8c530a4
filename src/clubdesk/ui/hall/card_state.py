"""Says what a seat's card shows: its state, its time, its money and whether a person is needed.

Pure. The books say who plays and until when, the agent's link says whether the PC follows; this
joins the two. Amounts are minor units, instants UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from clubdesk.domain.hall import StationKind
from clubdesk.domain.points_share import Purse, due
from clubdesk.domain.reservation import ReservationRules
from clubdesk.domain.session import (
    PlaySession,
    SessionState,
    played,
    time_left,
    used_minor,
)
from clubdesk.services.ports_hub import LinkState, StationLink
from clubdesk.services.views import StationCard


class CardState(StrEnum):
    """What the card's colour, icon and word say."""

    FREE = "free"
    RESERVED = "reserved"
    STARTING = "starting"
    ACTIVE = "active"
    ENDING = "ending"
    PAUSED = "paused"
    OFFLINE = "offline"
    MAINTENANCE = "maintenance"

    @property
    def is_taken(self) -> bool:
        """True while a session holds the seat."""
        return self in _TAKEN


_TAKEN = (CardState.STARTING, CardState.ACTIVE, CardState.ENDING, CardState.PAUSED)


class Attention(StrEnum):
    """Why a card has a red outline."""

    NONE = ""
    TIME_NEARLY_OVER = "time_nearly_over"
    NO_LINK = "no_link"
    LONG_PAUSE = "long_pause"


@dataclass(frozen=True, slots=True)
class Watch:
    """When a seat begins to need a person.

    Attributes:
        ending_s: A running session with no more left than this is nearly over.
        pause_limit_s: A pause longer than this is called out.
        reserving: From when a seat is held for somebody, and until when.
    """

    ending_s: int = 300
    pause_limit_s: int = 3600
    reserving: ReservationRules = field(default_factory=ReservationRules)


def watch_of(
    warn_minutes: tuple[int, ...],
    pause_limit_minutes: int,
    reserving: ReservationRules | None = None,
) -> Watch:
    """The club's rules; of its warnings the largest of at most five minutes counts here."""
    late = [minutes for minutes in warn_minutes if minutes <= 5]
    rules = reserving or ReservationRules()
    return Watch(60 * max(late, default=0), 60 * pause_limit_minutes, rules)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a card shows at one instant.

    Attributes:
        left_s: Whole seconds of play left, rounded up: 0 is over.
        money_minor, points: What the payer has left after what was played so far.
        used_minor: What was played so far.
        played_s: Whole seconds played.
        share: Of the time bought, how much is left (0 to 1).
        until: When the time is over; None unless it runs.
        per_hour_minor: The price that holds now; 0 without a session.
    """

    state: CardState
    attention: Attention = Attention.NONE
    left_s: int = 0
    money_minor: int = 0
    used_minor: int = 0
    played_s: int = 0
    share: float = 0.0
    until: datetime | None = None
    per_hour_minor: int = 0
    points: int = 0


def read(card: StationCard, link: StationLink | None, now: datetime, watch: Watch) -> Reading:
    """Joins the books and the link into what the card shows at ``now``."""
    session = card.session
    if session is None or not session.state.is_open:
        return Reading(_without_session(card, link, now, watch))
    left = time_left(session, card.balance_minor, now, card.points)
    left_s = ceil(left / timedelta(seconds=1))
    so_far = played(session, now)
    whole = left + so_far
    used = used_minor(session, now)
    purse = Purse(card.balance_minor, card.points)
    owed = due(used, session.charged, purse, session.terms.points_percent)
    state, attention = _with_session(card, session, link, left_s, now, watch)
    return Reading(
        state,
        attention,
        left_s,
        max(0, purse.money - owed.money),
        used,
        so_far // timedelta(seconds=1),
        left / whole if whole else 0.0,
        session.ends_at if session.state is SessionState.ACTIVE else None,
        session.terms.price.per_hour_at(now),
        max(0, purse.points - owed.points),
    )


def has_link(card: StationCard, link: StationLink | None) -> bool:
    """True if the seat needs no agent or its agent answers."""
    if card.station.kind is StationKind.CONSOLE:
        return True
    return link is not None and link.state is LinkState.UP


def _without_session(
    card: StationCard, link: StationLink | None, now: datetime, watch: Watch
) -> CardState:
    if card.station.maintenance:
        return CardState.MAINTENANCE
    if not has_link(card, link):
        return CardState.OFFLINE
    held = card.reserved is not None and card.reserved.holds(now, watch.reserving)
    return CardState.RESERVED if held else CardState.FREE


def _with_session(
    card: StationCard,
    session: PlaySession,
    link: StationLink | None,
    left_s: int,
    now: datetime,
    watch: Watch,
) -> tuple[CardState, Attention]:
    lost = not has_link(card, link)
    if session.state is SessionState.PAUSED:
        paused_s = (now - session.segments[-1].started_at).total_seconds()
        long = Attention.LONG_PAUSE if paused_s > watch.pause_limit_s else Attention.NONE
        return CardState.PAUSED, Attention.NO_LINK if lost else long
    nearly_over = left_s <= watch.ending_s
    soon = Attention.TIME_NEARLY_OVER if nearly_over else Attention.NONE
    running = CardState.ENDING if nearly_over else CardState.ACTIVE
    if lost:
        return running, Attention.NO_LINK
    if _is_opening(card, link):
        return CardState.STARTING, soon
    return running, soon


def _is_opening(card: StationCard, link: StationLink | None) -> bool:
    if card.station.kind is StationKind.CONSOLE or link is None:
        return False
    return not link.is_open
