"""What can be done with a seat in each state, by which key and with which permission.

Pure; the panel, the context menu and the keyboard all ask here, so they never disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from clubdesk.domain.hall import StationKind
from clubdesk.domain.people import Permission
from clubdesk.domain.session import SessionState, time_left
from clubdesk.services.views import StationCard
from clubdesk.ui.hall.card_state import CardState


class Deed(StrEnum):
    """One thing a cashier does with a seat."""

    START = "start"
    GROUP = "group"
    RESERVE = "reserve"
    RESERVATION = "reservation"
    ARRIVED = "arrived"
    GUEST = "guest"
    WAKE = "wake"
    TOP_UP = "top_up"
    ORDER = "order"
    PAUSE = "pause"
    RESUME = "resume"
    MOVE = "move"
    RESTART = "restart"
    END = "end"
    BUY = "buy"
    ADD_TIME = "add_time"
    SWAP = "swap"
    CLIENT = "client"
    EXPLAIN = "explain"
    CANCEL = "cancel"


KEYS: dict[Deed, str] = {
    Deed.START: "S",
    Deed.GROUP: "S",
    Deed.RESERVE: "V",
    Deed.RESERVATION: "O",
    Deed.ARRIVED: "A",
    Deed.GUEST: "G",
    Deed.WAKE: "W",
    Deed.TOP_UP: "T",
    Deed.ORDER: "B",
    Deed.PAUSE: "P",
    Deed.RESUME: "P",
    Deed.MOVE: "M",
    Deed.RESTART: "R",
    Deed.END: "E",
    Deed.BUY: "N",
    Deed.ADD_TIME: "A",
    Deed.SWAP: "X",
    Deed.CLIENT: "K",
    Deed.EXPLAIN: "I",
    Deed.CANCEL: "C",
}

PERMISSIONS: dict[Deed, Permission] = {
    Deed.START: Permission.RUN_SESSIONS,
    Deed.GROUP: Permission.RUN_SESSIONS,
    Deed.RESERVE: Permission.RUN_SESSIONS,
    Deed.RESERVATION: Permission.RUN_SESSIONS,
    Deed.ARRIVED: Permission.RUN_SESSIONS,
    Deed.GUEST: Permission.RUN_SESSIONS,
    Deed.WAKE: Permission.RESTART_PCS,
    Deed.TOP_UP: Permission.TOP_UP,
    Deed.ORDER: Permission.SELL,
    Deed.PAUSE: Permission.RUN_SESSIONS,
    Deed.RESUME: Permission.RUN_SESSIONS,
    Deed.MOVE: Permission.RUN_SESSIONS,
    Deed.RESTART: Permission.RESTART_PCS,
    Deed.END: Permission.RUN_SESSIONS,
    Deed.BUY: Permission.RUN_SESSIONS,
    Deed.ADD_TIME: Permission.ADD_TIME,
    Deed.SWAP: Permission.RUN_SESSIONS,
    Deed.CLIENT: Permission.RUN_SESSIONS,
    Deed.EXPLAIN: Permission.RUN_SESSIONS,
    Deed.CANCEL: Permission.CANCEL_SESSION,
}

APPROVABLE = frozenset({Deed.ORDER, Deed.ADD_TIME, Deed.CANCEL})
"""Who lacks the permission may have it done with a colleague's PIN."""

FOR_MANY = frozenset(
    {
        Deed.GROUP,
        Deed.RESERVE,
        Deed.WAKE,
        Deed.PAUSE,
        Deed.RESUME,
        Deed.RESTART,
        Deed.END,
    }
)
_OF_SEVERAL = {Deed.START: Deed.GROUP}
"""What a deed of one seat becomes where several are chosen."""

_MORE = (Deed.BUY, Deed.ADD_TIME, Deed.SWAP, Deed.CLIENT, Deed.EXPLAIN, Deed.RESERVE, Deed.CANCEL)
_FREE = (Deed.START, Deed.GUEST, Deed.RESERVE, Deed.RESTART)
_RESERVED = (Deed.ARRIVED, Deed.RESERVATION, Deed.RESERVE, Deed.RESTART)
_RUNNING = (Deed.TOP_UP, Deed.ORDER, Deed.PAUSE, Deed.MOVE, Deed.RESTART, Deed.END)
_PAUSED = (Deed.RESUME, Deed.TOP_UP, Deed.ORDER, Deed.MOVE, Deed.END)
_STOPPED = (Deed.END, Deed.ORDER, Deed.MOVE)
"""A guest who pays at the end has reached the limit: nothing goes on before the money."""
_BY_STATE: dict[CardState, tuple[Deed, ...]] = {
    CardState.FREE: _FREE,
    CardState.RESERVED: _RESERVED,
    CardState.STARTING: _RUNNING,
    CardState.ACTIVE: _RUNNING,
    CardState.ENDING: _RUNNING,
    CardState.PAUSED: _PAUSED,
    CardState.OFFLINE: (Deed.WAKE,),
    CardState.MAINTENANCE: (),
}


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """What decides over a seat's deeds: its card and the state it shows."""

    card: StationCard
    state: CardState


def has_to_pay(card: StationCard) -> bool:
    """Whether a guest who pays at the end has stopped at the limit: only the end is left."""
    session = card.session
    if session is None or not session.postpaid or session.state is not SessionState.PAUSED:
        return False
    at = session.segments[-1].started_at
    return not time_left(session, card.balance_minor, at, card.points)


def deeds_for(seat: SeatFacts) -> tuple[Deed, ...]:
    """What can be done with one seat now; the first one is what Enter does."""
    found = _BY_STATE[seat.state]
    session = seat.card.session
    if session is not None and seat.state is CardState.PAUSED and has_to_pay(seat.card):
        found = _STOPPED
    if session is not None and session.is_guest:
        found = tuple(deed for deed in found if deed is not Deed.TOP_UP)
    if seat.card.station.kind is StationKind.CONSOLE:
        found = tuple(deed for deed in found if deed not in (Deed.RESTART, Deed.WAKE))
    return found


def more_for(seat: SeatFacts) -> tuple[Deed, ...]:
    """What is done seldom with a seat where somebody plays; it stands behind one button."""
    session = seat.card.session
    if session is None or not seat.state.is_taken:
        return ()
    return tuple(deed for deed in _MORE if deed is not Deed.CLIENT or session.is_guest)


def deeds_for_many(seats: Sequence[SeatFacts]) -> tuple[Deed, ...]:
    """What all of several seats allow, in the order of the first."""
    if not seats:
        return ()
    allowed = [tuple(_OF_SEVERAL.get(deed, deed) for deed in deeds_for(seat)) for seat in seats]
    common = FOR_MANY.intersection(*allowed)
    return tuple(deed for deed in allowed[0] if deed in common)
