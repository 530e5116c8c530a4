"""What a session has cost and why, for the screen. Reading worker."""

from __future__ import annotations

from datetime import datetime

from clubdesk.domain.explaining import Explanation, explain
from clubdesk.domain.ledger import AccountKind, shown
from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import PlaySession
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import segment_of, session_of

_SEGMENTS = "SELECT * FROM segments WHERE session_id = :id ORDER BY position"
_BALANCE = "SELECT balance FROM accounts WHERE kind = :kind AND owner_id = :id"


def explained(look: Look, session_id: int, now: datetime) -> Explanation | None:
    """The charge of one session line by line; None for an unknown one."""
    row = look.one("SELECT * FROM sessions WHERE id = :id", id=session_id)
    if row is None:
        return None
    session = session_of(row, map(segment_of, look.rows(_SEGMENTS, id=session_id)))
    stations = {seat.id: seat.name for seat in look.rows("SELECT id, name FROM stations")}
    payer = ""
    if session.client_id is not None:
        payer = str(look.value("SELECT name FROM clients WHERE id = :id", id=session.client_id))
    return explain(session, stations, payer, _purse(look, session), now)


def _purse(look: Look, session: PlaySession) -> Purse:
    if session.client_id is None:
        return Purse(_balance(look, AccountKind.GUEST, session.id))
    owner = session.client_id
    return Purse(_balance(look, AccountKind.GAME, owner), _balance(look, AccountKind.BONUS, owner))


def _balance(look: Look, kind: AccountKind, owner_id: int) -> int:
    raw = look.value(_BALANCE, kind=kind.value, id=owner_id)
    return shown(kind, int(raw or 0))
