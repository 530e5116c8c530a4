"""Pausing and resuming every session at once, for a power failure. Desk worker's thread.

One deed, one line in the journal; the sessions that it paused are remembered by their segments.
"""

from __future__ import annotations

from clubdesk.domain import session as rules
from clubdesk.domain.events import SessionResumed
from clubdesk.domain.people import Permission
from clubdesk.domain.session import PlaySession, SessionState
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.session_payments import is_being_paid
from clubdesk.services.sessions import pause_now
from clubdesk.services.settling import can_play_on, over_by_now, plan, purse_of


class PauseAll(Command, frozen=True, kw_only=True):
    """Pauses every running session of the hall."""


class ResumeAll(Command, frozen=True, kw_only=True):
    """Lets every paused session go on that has money left."""


class AllChanged(Answer, frozen=True, kw_only=True):
    """How many sessions were paused or resumed, and how many were passed over.

    Attributes:
        left_alone: Sessions whose time is over already, that have no money left, or that a card
            is being asked for.
    """

    changed: int
    left_alone: int


def pause_all(deed: Deed, _command: PauseAll) -> AllChanged:
    """Pauses what runs; a session whose time is over already is left to end at its instant."""
    running = _in_state(deed, SessionState.ACTIVE)
    going = [session for session in running if not over_by_now(session, deed.now)]
    for session in going:
        pause_now(deed, session)
    return _told(deed, len(going), len(running) - len(going))


def resume_all(deed: Deed, _command: ResumeAll) -> AllChanged:
    """Resumes what is paused and can be paid for."""
    paused = _in_state(deed, SessionState.PAUSED)
    able = [
        one
        for one in paused
        if can_play_on(one, purse_of(deed, one), deed.now) and not is_being_paid(deed, one)
    ]
    for session in able:
        planned = plan(deed, rules.resume(session, deed.now))
        deed.tell(SessionResumed(planned.id, planned.station_id))
    return _told(deed, len(able), len(paused) - len(able))


def _in_state(deed: Deed, state: SessionState) -> list[PlaySession]:
    return [session for session in deed.work.sessions.all_open() if session.state is state]


def _told(deed: Deed, changed: int, left_alone: int) -> AllChanged:
    deed.notes.update(sessions=changed, left_alone=left_alone)
    return AllChanged(changed=changed, left_alone=left_alone)


_PLAY = Permission.RUN_SESSIONS

RULES: dict[type[Command], Rule] = {
    PauseAll: Rule(pause_all, AllChanged, needs=_PLAY, in_shift=True),
    ResumeAll: Rule(resume_all, AllChanged, needs=_PLAY, in_shift=True),
}
