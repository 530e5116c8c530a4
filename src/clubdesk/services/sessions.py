"""Pausing, resuming, moving and ending a session. Desk worker's thread."""

from __future__ import annotations

import msgspec

from clubdesk.domain import session as rules
from clubdesk.domain.events import (
    BalanceChanged,
    SessionMoved,
    SessionPaused,
    SessionResumed,
)
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.domain.moving import MovePolicy
from clubdesk.domain.people import Permission
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import Taken
from clubdesk.services.bills import bill_paper, with_taken
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.moving import Asked, moved_by
from clubdesk.services.paper_facts import queue_paper
from clubdesk.services.session_payments import refuse_while_paying
from clubdesk.services.settling import (
    can_play_on,
    charge,
    find_session,
    finish,
    over_by_now,
    plan,
    purse_of,
    return_remainder,
)
from clubdesk.services.starting import SessionAnswer, StartSession, free_station
from clubdesk.services.starting_guests import GuestStarted, StartGuestSession
from clubdesk.services.unpaid import refuse_payment, stop_unpaid, take_payment

__all__ = [
    "EndSession",
    "EndTimeOver",
    "GuestStarted",
    "MoveSession",
    "PauseSession",
    "ResumeSession",
    "SessionAnswer",
    "SessionEnd",
    "StartGuestSession",
    "StartSession",
]


class PauseSession(Command, frozen=True, kw_only=True):
    """Stops the timer; the client's time is kept and the PC locks."""

    session_id: int


class ResumeSession(Command, frozen=True, kw_only=True):
    """Starts the timer again."""

    session_id: int


class MoveSession(Command, frozen=True, kw_only=True):
    """Takes a session to another free station: at the old price, or as the policy says.

    Attributes:
        rate_id: Which of the other zone's rates, for policies that change the price; None for
            the namesake of the session's own.
        cash_minor: Taken in the same deed for a difference that is not on the account.
        received_minor: What was handed over; None if it was the exact amount.
    """

    session_id: int
    to_station_id: int
    policy: MovePolicy = MovePolicy.KEEP_TIME
    rate_id: int | None = None
    cash_minor: int = 0
    received_minor: int | None = None


class EndSession(Command, frozen=True, kw_only=True):
    """Ends a session; what is left stays on the account, a guest's rest as the rate says.

    Attributes:
        cash_minor, card_minor: What a guest who pays at the end pays, the exact price together.
        received_minor: What was handed over in cash; None if it was the exact amount.
        slip: The number on the terminal's slip.
        unpaid_reason: Why such a guest pays nothing; the price is written off.
    """

    PERSONAL = frozenset({"slip"})

    session_id: int
    unpaid_reason: str = ""
    cash_minor: int = 0
    received_minor: int | None = None
    card_minor: int = 0
    card_payment_id: int | None = None
    slip: str = ""


class SessionEnd(Answer, frozen=True, kw_only=True):
    """What an ended session cost, in money (minor units) and points, and where the rest went."""

    session_id: int
    charged_minor: int
    returned_minor: int
    balance_minor: int
    job_id: int
    charged_points: int = 0
    change_minor: int = 0
    kept_s: int = 0


class EndTimeOver(Command, frozen=True, kw_only=True):
    """The desk's own deed: ends a session at the instant its money ran out."""

    session_id: int


def pause_session(deed: Deed, command: PauseSession) -> SessionAnswer:
    """Pauses and posts what was played."""
    session = find_session(deed, command.session_id)
    if too_late(deed, session):
        return SessionAnswer(session_id=session.id)
    pause_now(deed, session)
    return SessionAnswer(session_id=session.id)


def pause_now(deed: Deed, session: PlaySession) -> PlaySession:
    """Pauses a running session within another deed (restarting its PC)."""
    paused = plan(deed, charge(deed, rules.pause(session, deed.now), deed.now))
    deed.tell(SessionPaused(paused.id, paused.station_id))
    _balance_moved(deed, paused)
    return paused


def resume_session(deed: Deed, command: ResumeSession) -> SessionAnswer:
    """Resumes; the end is planned anew from what is left."""
    session = find_session(deed, command.session_id)
    resumed = rules.resume(session, deed.now)
    refuse_while_paying(deed, session)
    if not can_play_on(session, purse_of(deed, session), deed.now):
        raise DeskError(
            "session.no_money",
            tr("There is no money left for this session."),
            tr("Top up the balance, or end the session."),
        )
    plan(deed, resumed)
    deed.tell(SessionResumed(resumed.id, resumed.station_id))
    return SessionAnswer(session_id=resumed.id)


def move_session(deed: Deed, command: MoveSession) -> SessionAnswer:
    """Moves, charging what was played; the end is planned anew from what is left."""
    session = find_session(deed, command.session_id)
    if too_late(deed, session):
        return SessionAnswer(session_id=session.id)
    left = session.station_id
    to = None
    if command.to_station_id != left:
        to = free_station(deed, command.to_station_id, session.client_id)
    asked = Asked(command.policy, command.rate_id, command.cash_minor, command.received_minor)
    moved = moved_by(deed, session, to, asked)
    planned = plan(deed, charge(deed, moved, deed.now))
    deed.work.stations.next_lease_seq(left)
    deed.about_station = planned.station_id
    deed.notes.update(from_station_id=left)
    deed.tell(SessionMoved(planned.id, left, planned.station_id))
    _balance_moved(deed, planned)
    return SessionAnswer(session_id=planned.id)


def end_session(deed: Deed, command: EndSession) -> SessionEnd:
    """Ends now, or at the instant the money ran out if that was before."""
    session = find_session(deed, command.session_id)
    time_over = over_by_now(session, deed.now)
    at = session.ends_at if time_over and session.ends_at is not None else deed.now
    taken = Taken()
    if session.postpaid and session.state.is_open:
        taken = take_payment(deed, session, command, at, command.unpaid_reason)
    else:
        refuse_payment(command)
    ended = _end(deed, session, time_over=time_over, taken=taken)
    return msgspec.structs.replace(ended, change_minor=taken.change)


def end_time_over(deed: Deed, command: EndTimeOver) -> SessionEnd:
    """Ends a session whose money has run out, at that very instant.

    Raises:
        DeskError: ``session.not_over``: it was topped up or ended meanwhile.
    """
    session = find_session(deed, command.session_id)
    if not over_by_now(session, deed.now):
        raise DeskError("session.not_over", tr("The session still has time left."))
    if session.postpaid:
        stop_unpaid(deed, session)
        return SessionEnd(
            session_id=session.id, charged_minor=0, returned_minor=0, balance_minor=0, job_id=0
        )
    return _end(deed, session, time_over=True)


def _end(
    deed: Deed, session: PlaySession, *, time_over: bool, taken: Taken | None = None
) -> SessionEnd:
    at = session.ends_at if time_over and session.ends_at is not None else deed.now
    ended = finish(deed, session, at, time_over=time_over)
    returned, forfeited = return_remainder(deed, ended, at)
    client = deed.work.clients.get(ended.client_id) if ended.client_id is not None else None
    balance = deed.work.ledger.balance(AccountRef(AccountKind.GAME, client.id)) if client else 0
    receipt = bill_paper(
        deed,
        ended,
        payer=client.name if client else "",
        returned=returned,
        forfeited=forfeited,
        balance_after=balance if client else None,
    )
    receipt = receipt if taken is None else with_taken(receipt, taken)
    job_id = queue_paper(deed, receipt, client_id=ended.client_id)
    deed.notes.update(charged_minor=ended.charged_minor, returned_minor=returned)
    if ended.charged_points:
        deed.notes.update(charged_points=ended.charged_points)
    _balance_moved(deed, ended)
    return SessionEnd(
        session_id=ended.id,
        charged_minor=ended.charged_minor,
        returned_minor=returned,
        balance_minor=balance,
        job_id=job_id,
        charged_points=ended.charged_points,
        kept_s=deed.notes.get("kept_s", 0),
    )


def too_late(deed: Deed, session: PlaySession) -> bool:
    """Ends a session whose money ran out unnoticed, and refuses the deed after the commit."""
    if not over_by_now(session, deed.now):
        return False
    if session.postpaid:
        stop_unpaid(deed, session)
        deed.refusal = DeskError(
            "session.limit_reached",
            tr("This guest has reached the limit; the timer has stopped."),
            tr("Take the money and end the session."),
        )
        return True
    _end(deed, session, time_over=True)
    deed.refusal = DeskError(
        "session.time_over",
        tr("The time was over before this; the session has ended."),
        tr("Top up the balance and start again if the client wants to play on."),
    )
    return True


def _balance_moved(deed: Deed, session: PlaySession) -> None:
    if session.client_id is not None:
        deed.tell(BalanceChanged(session.client_id))


_PLAY = Permission.RUN_SESSIONS

RULES: dict[type[Command], Rule] = {
    PauseSession: Rule(pause_session, SessionAnswer, needs=_PLAY, in_shift=True),
    ResumeSession: Rule(resume_session, SessionAnswer, needs=_PLAY, in_shift=True),
    MoveSession: Rule(move_session, SessionAnswer, needs=_PLAY, in_shift=True),
    EndSession: Rule(end_session, SessionEnd, needs=_PLAY, in_shift=True),
    EndTimeOver: Rule(end_time_over, SessionEnd, in_shift=True, by_staff=False),
}
