"""What every deed on a session shares: whose money it is, charging it, and planning its end.

Desk worker's thread, inside the deed's transaction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from clubdesk.domain import session as rules
from clubdesk.domain.events import SessionEnded
from clubdesk.domain.ledger import (
    AccountKind,
    AccountRef,
    Posting,
    TransactionKind,
    pair,
)
from clubdesk.domain.points_share import Purse
from clubdesk.domain.rates import Unused
from clubdesk.domain.session import PlaySession, Remainder, SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.deed import Deed
from clubdesk.services.ports import KeptMinutes


def payer_account(session: PlaySession) -> AccountRef:
    """The client's game account, or the guest session's own."""
    if session.client_id is None:
        return AccountRef(AccountKind.GUEST, session.id)
    return AccountRef(AccountKind.GAME, session.client_id)


def purse_of(deed: Deed, session: PlaySession) -> Purse:
    """What the payer has by the books; a guest has no points."""
    money = deed.work.ledger.balance(payer_account(session))
    if session.client_id is None:
        return Purse(money)
    return Purse(money, deed.work.ledger.balance(AccountRef(AccountKind.BONUS, session.client_id)))


def find_session(deed: Deed, session_id: int) -> PlaySession:
    """The session, noted for the journal.

    Raises:
        DeskError: ``session.unknown``.
    """
    session = deed.work.sessions.get(session_id)
    if session is None:
        raise DeskError(
            "session.unknown", tr("This session does not exist."), tr("Choose a seat in the hall.")
        )
    deed.about_session = session.id
    deed.about_client = session.client_id
    deed.about_station = session.station_id
    return session


def charge(deed: Deed, session: PlaySession, at: datetime) -> PlaySession:
    """Posts what was used until ``at`` and is not in the books yet: points first, then money.

    The part paid in points is no revenue: these points go back to where they were made, from the
    client's bonus account to the club's bonus expense, beside the money in one transaction.
    At the end of a session a package's unused part may come back: the same legs, the other way.
    """
    purse = purse_of(deed, session)
    owed = rules.due_now(session, purse, at)
    money = min(owed.money, purse.money)
    legs = _legs(session, money, owed.points)
    if not legs:
        return session
    deed.post(
        TransactionKind.SESSION_CHARGE,
        legs,
        client_id=session.client_id,
        session_id=session.id,
        effective_at=at,
    )
    charged = session.charged
    return replace(
        session, charged_minor=charged.money + money, charged_points=charged.points + owed.points
    )


def _legs(session: PlaySession, money: int, points: int) -> tuple[Posting, ...]:
    account, revenue = payer_account(session), AccountRef(AccountKind.PLAY_REVENUE)
    legs: tuple[Posting, ...] = ()
    if money:
        legs += (Posting(account, money), Posting(revenue, -money))
    if points:
        bonus = AccountRef(AccountKind.BONUS, account.owner_id)
        legs += (Posting(bonus, points), Posting(AccountRef(AccountKind.BONUS_EXPENSE), -points))
    return legs


def plan(deed: Deed, session: PlaySession) -> PlaySession:
    """Works out when money and points run out, stores the session, and numbers the new lease."""
    purse = purse_of(deed, session)
    planned = rules.with_end(session, purse.money, purse.points)
    deed.work.sessions.save(planned)
    deed.work.stations.next_lease_seq(planned.station_id)
    return planned


def can_play_on(session: PlaySession, purse: Purse, now: datetime) -> bool:
    """Whether packages, limits, money and usable points leave any more play."""
    return rules.time_left(_as_paused(session), purse.money, now, purse.points) > timedelta()


def _as_paused(session: PlaySession) -> PlaySession:
    return replace(session, state=SessionState.PAUSED, ends_at=None)


def keep_rests(deed: Deed, session: PlaySession, at: datetime) -> int:
    """Keeps on the client what is left of packages that say so; returns seconds.

    A part of a second is a whole one, in the client's favour.
    """
    if session.client_id is None:
        return 0
    kept_s = 0
    rests = rules.rests(session, at)
    for position, (cover, rest) in enumerate(zip(session.covers, rests, strict=True)):
        expires_at = cover.kept_until or at + timedelta(days=cover.kept_days)
        if cover.unused is not Unused.KEPT or not rest or expires_at <= at:
            continue
        left_s = -(-rest // timedelta(seconds=1))
        deed.work.kept.add(
            KeptMinutes(0, session.client_id, session.id, position, cover, left_s, expires_at)
        )
        kept_s += left_s
    return kept_s


def finish(deed: Deed, session: PlaySession, at: datetime, *, time_over: bool) -> PlaySession:
    """Ends a session at an instant: charges it, keeps what is left of packages, frees the seat."""
    ended = charge(deed, rules.end(session, at), at)
    deed.work.sessions.save(ended)
    if kept_s := keep_rests(deed, ended, at):
        deed.notes.update(kept_s=kept_s)
    deed.work.stations.next_lease_seq(ended.station_id)
    if ended.client_id is not None:
        deed.work.clients.touch_visit(ended.client_id, at)
    deed.tell(SessionEnded(ended.id, ended.station_id, ended.client_id, time_over))
    return ended


def return_remainder(deed: Deed, session: PlaySession, at: datetime) -> tuple[int, int]:
    """Empties a guest session's account as the rate says: (paid out, forfeited), minor units."""
    rest = deed.work.ledger.balance(payer_account(session)) if session.is_guest else 0
    if rest == 0:
        return 0, 0
    pays_out = session.terms.guest_remainder is Remainder.PAID_OUT
    target = (
        AccountRef(AccountKind.TILL_CASH, deed.till_id)
        if pays_out
        else AccountRef(AccountKind.PLAY_REVENUE)
    )
    deed.post(
        TransactionKind.GUEST_CHANGE,
        pair(debit=payer_account(session), credit=target, amount=rest),
        session_id=session.id,
        effective_at=at,
    )
    return (rest, 0) if pays_out else (0, rest)


def over_by_now(session: PlaySession, now: datetime) -> bool:
    """True if the money ran out before this instant and nobody has ended the session yet."""
    return session.ends_at is not None and now >= session.ends_at
