"""A PC that was gone in a session: measured, and given back once. Desk worker's thread.

The evidence stands in the journal: when the PC was heard last, when it came back, and how much of
that fell on play.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from clubdesk.domain.events import OutageMeasured
from clubdesk.domain.people import Permission
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.extending import MOST_MINUTES, TimeAdded, give_minutes
from clubdesk.services.ports_play import Outage
from clubdesk.services.settling import find_session


class NoteOutage(Command, frozen=True, kw_only=True):
    """The desk's own deed: a PC that was gone is back, or its session has left it."""

    station_id: int
    lost_at: datetime
    back_at: datetime


class OutagesNoted(Answer, frozen=True, kw_only=True):
    """The outages that are worth a question; their ids."""

    outage_ids: tuple[int, ...]


class CreditOutage(Command, frozen=True, kw_only=True):
    """Gives the lost minutes back to the session, free of charge, once."""

    session_id: int
    outage_id: int


class LeaveOutage(Command, frozen=True, kw_only=True):
    """Decides that nothing is given back for an outage."""

    outage_id: int


def note_outage(deed: Deed, command: NoteOutage) -> OutagesNoted:
    """Stores what every session lost at that PC; less than the club's least is no outage."""
    found = []
    for session in deed.work.sessions.all_open():
        lost = lost_in(session, command.station_id, command.lost_at, command.back_at)
        lost_s = int(lost.total_seconds())
        if lost_s < max(1, deed.club.play.outage_least_s):
            continue
        outage = Outage(0, command.station_id, session.id, command.lost_at, command.back_at, lost_s)
        stored = deed.work.outages.add(outage)
        if stored is not None:
            found.append(stored.id)
            deed.about_session, deed.about_client = session.id, session.client_id
            deed.tell(OutageMeasured(stored.id, session.id, stored.station_id))
    deed.about_station = command.station_id
    return OutagesNoted(outage_ids=tuple(found))


def lost_in(
    session: PlaySession, station_id: int, lost_at: datetime, back_at: datetime
) -> timedelta:
    """How much of an outage fell on running play of a session at a PC.

    Nothing is played after the time was over, however late that is noticed.
    """
    lost = timedelta()
    until = min(back_at, session.ends_at or back_at)
    for segment in session.segments:
        if segment.running and segment.station_id == station_id:
            start = max(lost_at, segment.started_at)
            lost += max(timedelta(), min(until, segment.until(until)) - start)
    return lost


def credit_outage(deed: Deed, command: CreditOutage) -> TimeAdded:
    """Gives the minutes back.

    Raises:
        DeskError: ``outage.unknown``, ``outage.decided`` or ``session.over``.
    """
    outage = _undecided(deed, command.outage_id)
    session = find_session(deed, command.session_id)
    if outage.session_id != session.id:
        raise _unknown()
    minutes = min(MOST_MINUTES, outage.minutes)
    station = deed.work.stations.get(outage.station_id)
    name = tr("Outage of {station}").format(station=station.name if station else "")
    give_minutes(deed, session, minutes, name)
    deed.work.outages.decide(outage.id, minutes)
    deed.notes.update(
        lost_at=outage.lost_at.isoformat(),
        back_at=outage.back_at.isoformat(),
        lost_s=outage.lost_s,
        minutes=minutes,
    )
    return TimeAdded(session_id=session.id, minutes=minutes)


def leave_outage(deed: Deed, command: LeaveOutage) -> Done:
    """Writes down that nothing is given back; the alert goes away at every desk.

    Raises:
        DeskError: ``outage.unknown`` or ``outage.decided``.
    """
    outage = _undecided(deed, command.outage_id)
    deed.about_session, deed.about_station = outage.session_id, outage.station_id
    deed.work.outages.decide(outage.id, 0)
    deed.notes.update(lost_s=outage.lost_s)
    deed.tell(OutageMeasured(outage.id, outage.session_id, outage.station_id))
    return Done()


def _undecided(deed: Deed, outage_id: int) -> Outage:
    outage = deed.work.outages.get(outage_id)
    if outage is None:
        raise _unknown()
    if outage.credited_minutes is not None:
        raise DeskError(
            "outage.decided",
            tr("This outage has been decided already."),
            tr("Nothing was changed. More time can be added by hand, with a reason."),
        )
    return outage


def _unknown() -> DeskError:
    return DeskError(
        "outage.unknown", tr("This outage does not exist."), tr("Look at the seat in the hall.")
    )


_CREDIT = Permission.CREDIT_OUTAGE

RULES: dict[type[Command], Rule] = {
    NoteOutage: Rule(note_outage, OutagesNoted, by_staff=False),
    CreditOutage: Rule(credit_outage, TimeAdded, needs=_CREDIT, in_shift=True),
    LeaveOutage: Rule(leave_outage, Done, needs=_CREDIT),
}
