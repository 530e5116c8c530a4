"""A client's Visit History: sessions with their stations, time and price. Reading worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from clubdesk.domain.ledger import AccountKind, shown
from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import PlaySession, due_now, played
from clubdesk.services.views_people import VisitRow
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.rows import sessions_of
from clubdesk.storage.views_history import cards_of

_SESSIONS = """
SELECT * FROM sessions WHERE client_id IN ({cards}) ORDER BY started_at DESC, id DESC LIMIT :most
"""
_SEGMENTS = "SELECT * FROM segments WHERE session_id IN ({of}) ORDER BY session_id, position"
_STATIONS = "SELECT id, name FROM stations"
_BALANCES = """
SELECT kind, balance FROM accounts WHERE kind IN ('game', 'bonus') AND owner_id = :id
"""


def visits(look: Look, client_id: int, now: datetime, limit: int) -> list[VisitRow]:
    """The client's sessions and those of merged cards, newest first.

    What runs counts what it has used so far, in the ledger or not.
    """
    cards, given = listed("card", cards_of(look, client_id))
    rows = look.rows(_SESSIONS.format(cards=cards), most=limit, **given)
    of, wanted = listed("of", (row.id for row in rows))
    found = sessions_of(rows, look.each(_SEGMENTS.format(of=of), **wanted))
    names = {row.id: row.name for row in look.each(_STATIONS)} if found else {}
    return [_visit(session, names, _purse(look, session), now) for session in found]


def _visit(session: PlaySession, names: Mapping[int, str], purse: Purse, now: datetime) -> VisitRow:
    # A session whose money is used up has ended, whether the desk has noticed or not.
    until = now if session.ends_at is None else min(now, session.ends_at)
    amount, points = session.charged_minor, session.charged_points
    if session.state.is_open:
        due = due_now(session, purse, until)
        amount, points = amount + due.money, points + due.points
    return VisitRow(
        session_id=session.id,
        started_at=session.started_at,
        ended_at=session.ended_at,
        seconds=int(played(session, until).total_seconds()),
        stations=_each_once(names.get(part.station_id, "") for part in session.segments),
        rates=_each_once(part.terms.rate_name for part in session.segments),
        amount=amount,
        points=points,
        state=session.state.value,
    )


def _purse(look: Look, session: PlaySession) -> Purse:
    """What the player has, for a session that runs; nothing is asked for the others."""
    if not session.state.is_open:
        return Purse(0, 0)
    found = {row.kind: row.balance for row in look.each(_BALANCES, id=session.client_id)}
    return Purse(
        shown(AccountKind.GAME, found.get("game", 0)),
        shown(AccountKind.BONUS, found.get("bonus", 0)),
    )


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
