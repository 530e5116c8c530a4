"""Two sessions that change places in one deed, each with its time. Desk worker's thread."""

from __future__ import annotations

from clubdesk.domain import session as rules
from clubdesk.domain.events import BalanceChanged, SessionMoved
from clubdesk.domain.people import Permission
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.reservation_ends import meet_reservation
from clubdesk.services.sessions import too_late
from clubdesk.services.settling import charge, find_session, plan


class SwapSessions(Command, frozen=True, kw_only=True):
    """Lets two sessions change places; each goes on with its own time and price."""

    session_id: int
    other_session_id: int


class Swapped(Answer, frozen=True, kw_only=True):
    """Where each of them is now: station ids."""

    session_id: int
    station_id: int
    other_session_id: int
    other_station_id: int


def swap_sessions(deed: Deed, command: SwapSessions) -> Swapped:
    """Charges what both have played and seats each where the other was.

    Raises:
        DeskError: ``session.unknown``, ``session.over``, ``session.same_station``,
            ``station.held`` where a seat is kept from now for somebody else, or
            ``session.time_over`` after the commit where one was over already.
    """
    other = find_session(deed, command.other_session_id)
    session = find_session(deed, command.session_id)
    here, there = session.station_id, other.station_id
    if session.id == other.id:
        raise DeskError(
            "session.same_station",
            tr("These are the same session."),
            tr("Choose two seats where somebody plays."),
        )
    if too_late(deed, session) or too_late(deed, other):
        return Swapped(session_id=session.id, station_id=here, other_session_id=other.id,
                       other_station_id=there)  # fmt: skip
    _meet(deed, session, there)
    _meet(deed, other, here)
    moved, other_moved = rules.move(session, there, deed.now), rules.move(other, here, deed.now)
    charged, other_charged = _charged(deed, moved), _charged(deed, other_moved)
    deed.work.sessions.change_places(charged, other_charged)
    plan(deed, charged)
    plan(deed, other_charged)
    deed.about_station = there
    deed.notes.update(from_station_id=here, other_session_id=other.id)
    deed.tell(SessionMoved(session.id, here, there))
    deed.tell(SessionMoved(other.id, there, here))
    return Swapped(
        session_id=session.id, station_id=there, other_session_id=other.id, other_station_id=here
    )


def _meet(deed: Deed, session: PlaySession, station_id: int) -> None:
    """A seat that is held is nobody else's, whether it is free or changes hands."""
    station = deed.work.stations.get(station_id)
    if station is not None:
        meet_reservation(deed, station, session.client_id)


def _charged(deed: Deed, session: PlaySession) -> PlaySession:
    if session.client_id is not None:
        deed.tell(BalanceChanged(session.client_id))
    return charge(deed, session, deed.now)


RULES: dict[type[Command], Rule] = {
    SwapSessions: Rule(swap_sessions, Swapped, needs=Permission.RUN_SESSIONS, in_shift=True),
}
