"""Cancelling a session in its first minutes, free of charge. Desk worker's thread.

What was charged goes back to where it came from; a guest's payment goes back from the till.
"""

from __future__ import annotations

from clubdesk.domain.events import BalanceChanged, SessionEnded
from clubdesk.domain.ledger import AccountKind, AccountRef, Posting, TransactionKind, pair
from clubdesk.domain.people import Permission
from clubdesk.domain.points_share import Paid
from clubdesk.domain.session import PlaySession
from clubdesk.domain.session_ends import cancel
from clubdesk.services.bills import bill_paper
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.paper_facts import queue_paper
from clubdesk.services.refunds import require_in_till
from clubdesk.services.session_payments import refuse_while_paying
from clubdesk.services.settling import find_session, payer_account
from clubdesk.services.typed_money import give_reason


class CancelSession(Command, frozen=True, kw_only=True):
    """Takes a session back within the club's first minutes; it costs nothing.

    Attributes:
        reason: Why; the journal keeps it.
    """

    session_id: int
    reason: str


class Cancelled(Answer, frozen=True, kw_only=True):
    """What went back, minor units and points.

    Attributes:
        returned_minor: Cash to hand back to a guest; 0 for a client.
        balance_minor: A client's game account after it.
        job_id: The paper of a guest's money; 0 if there is none.
    """

    session_id: int
    returned_minor: int
    balance_minor: int
    job_id: int = 0


def cancel_session(deed: Deed, command: CancelSession) -> Cancelled:
    """Closes the session as one that never cost anything and frees the seat.

    Raises:
        DeskError: ``session.over``, ``cancel.too_late``, ``reason.missing`` or
            ``till.too_little``.
    """
    session = find_session(deed, command.session_id)
    give_reason(deed, command.reason)
    refuse_while_paying(deed, session)
    cancelled = cancel(session, deed.now, deed.club.play.cancel_minutes)
    _put_back(deed, session)
    returned = _pay_guest(deed, session)
    deed.work.sessions.save(cancelled)
    _free_kept(deed, session)
    deed.work.stations.next_lease_seq(session.station_id)
    job_id = _paper(deed, cancelled, returned) if returned else 0
    deed.notes.update(returned_minor=returned, given_back_minor=session.charged_minor)
    deed.tell(SessionEnded(session.id, session.station_id, session.client_id, time_over=False))
    return Cancelled(
        session_id=session.id,
        returned_minor=returned,
        balance_minor=_balance(deed, session),
        job_id=job_id,
    )


def _put_back(deed: Deed, session: PlaySession) -> None:
    """Takes every charge back: the same legs the other way round."""
    legs = _legs_back(session, session.charged)
    if legs:
        deed.post(
            TransactionKind.SESSION_CHARGE,
            legs,
            client_id=session.client_id,
            session_id=session.id,
        )


def _legs_back(session: PlaySession, charged: Paid) -> tuple[Posting, ...]:
    account, revenue = payer_account(session), AccountRef(AccountKind.PLAY_REVENUE)
    legs: tuple[Posting, ...] = ()
    if charged.money:
        legs += pair(debit=revenue, credit=account, amount=charged.money)
    if charged.points:
        bonus = AccountRef(AccountKind.BONUS, account.owner_id)
        legs += pair(
            debit=AccountRef(AccountKind.BONUS_EXPENSE), credit=bonus, amount=charged.points
        )
    return legs


def _pay_guest(deed: Deed, session: PlaySession) -> int:
    """All of a guest's money from the till, whatever the rate says of a rest."""
    rest = deed.work.ledger.balance(payer_account(session)) if session.is_guest else 0
    if rest == 0:
        return 0
    require_in_till(deed, rest)
    till = AccountRef(AccountKind.TILL_CASH, deed.till_id)
    legs = pair(debit=payer_account(session), credit=till, amount=rest)
    deed.post(TransactionKind.GUEST_CHANGE, legs, session_id=session.id)
    return rest


def _free_kept(deed: Deed, session: PlaySession) -> None:
    """Minutes from an earlier visit that were taken into it can be used again."""
    for cover in session.covers:
        if cover.kept_id:
            deed.work.kept.free(cover.kept_id)


def _balance(deed: Deed, session: PlaySession) -> int:
    if session.client_id is None:
        return 0
    deed.tell(BalanceChanged(session.client_id))
    return deed.work.ledger.balance(payer_account(session))


def _paper(deed: Deed, cancelled: PlaySession, returned: int) -> int:
    receipt = bill_paper(
        deed, cancelled, payer="", returned=returned, forfeited=0, balance_after=None
    )
    return queue_paper(deed, receipt)


RULES: dict[type[Command], Rule] = {
    CancelSession: Rule(cancel_session, Cancelled, needs=Permission.CANCEL_SESSION, in_shift=True),
}
