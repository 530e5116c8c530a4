"""A session's story: what happened to it, from its segments and the books. Reading worker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from clubdesk.domain.ledger import TransactionKind
from clubdesk.domain.session import PlaySession
from clubdesk.services.views import StoryLine
from clubdesk.storage.instants import instant_of
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import segment_of, session_of

_SESSION = """
SELECT * FROM sessions WHERE id = :id
"""
_SEGMENTS = """
SELECT station_id, running, terms, started_at, ended_at
FROM segments WHERE session_id = :id ORDER BY position
"""
_STATIONS = """
SELECT DISTINCT w.id, w.name FROM stations w
JOIN segments g ON g.station_id = w.id WHERE g.session_id = :id
"""
# What moved on the payer's own account: the client's (money or points) or the guest session's.
_MONEY = """
SELECT t.id, t.kind, t.effective_at, sum(p.amount) AS amount
FROM transactions t
JOIN postings p ON p.transaction_id = t.id
JOIN accounts a ON a.id = p.account_id AND a.kind IN ('game', 'bonus', 'guest')
"""
_OF_SESSION = _MONEY + " WHERE t.session_id = :id GROUP BY t.id, t.kind, t.effective_at"
# One card paid for the guests of a group: the transaction is no single session's.
_OF_GROUP = (
    _MONEY
    + """
WHERE a.kind = 'guest' AND a.owner_id = :id AND t.session_id IS NULL AND t.kind = 'guest_payment'
GROUP BY t.id, t.kind, t.effective_at
"""
)
_TOP_UPS = (
    _MONEY
    + """
WHERE t.client_id = :client_id AND t.session_id IS NULL AND t.kind = 'top_up'
AND t.effective_at > :since GROUP BY t.id, t.kind, t.effective_at
"""
)
_ORDERS = """
SELECT o.id, o.at, o.total_minor, l.name, l.quantity FROM orders o
JOIN order_lines l ON l.order_id = o.id WHERE o.session_id = :id ORDER BY o.id, l.position
"""
_CANCELS = """
SELECT c.at, c.reason, c.points + c.balance_minor + c.cash_minor + c.card_minor AS amount
FROM order_cancels c JOIN orders o ON o.id = c.order_id WHERE o.session_id = :id
"""
_CODES = {
    TransactionKind.TOP_UP: "top_up",
    TransactionKind.GUEST_PAYMENT: "guest_payment",
    TransactionKind.SESSION_CHARGE: "charge",
}
# At one instant: money in, then what the cashier did, then what it cost, then the end.
_ORDER = (
    "started",
    "guest_payment",
    "top_up",
    "paused",
    "resumed",
    "moved",
    "package",
    "order",
    "order_cancel",
    "charge",
    "ended",
)


def story(look: Look, session_id: int) -> list[StoryLine]:
    """The lines in the order of time; none for an unknown session."""
    row = look.one(_SESSION, id=session_id)
    if row is None:
        return []
    session = session_of(row, map(segment_of, look.rows(_SEGMENTS, id=session_id)))
    names = {station.id: station.name for station in look.rows(_STATIONS, id=session_id)}
    lines = [*_course(session, names), *_money(look, session), *_bar(look, session_id)]
    return sorted(lines, key=lambda line: (line.at, _ORDER.index(line.what)))


def _course(session: PlaySession, names: dict[int, str]) -> Iterator[StoryLine]:
    yield StoryLine(session.started_at, "started", names.get(session.segments[0].station_id, ""))
    for before, after in zip(session.segments, session.segments[1:], strict=False):
        if before.station_id != after.station_id:
            yield StoryLine(after.started_at, "moved", names.get(before.station_id, ""))
        if before.running and not after.running:
            yield StoryLine(after.started_at, "paused")
        if after.running and not before.running:
            yield StoryLine(after.started_at, "resumed")
    for cover in session.covers:
        yield StoryLine(cover.bought_at, "package", cover.name)
    if session.ended_at is not None:
        yield StoryLine(session.ended_at, "ended")


def _money(look: Look, session: PlaySession) -> Iterator[StoryLine]:
    rows = [*look.rows(_OF_SESSION, id=session.id), *look.rows(_OF_GROUP, id=session.id)]
    if session.client_id is not None:
        rows += look.rows(_TOP_UPS, client_id=session.client_id, since=session.started_at)
    for row in rows:
        at = instant_of(row.effective_at)
        code = _CODES.get(TransactionKind(row.kind))
        if code and (session.ended_at is None or at <= session.ended_at):
            yield StoryLine(at, code, amount=abs(int(row.amount)))


def _bar(look: Look, session_id: int) -> Iterator[StoryLine]:
    """What was ordered in it and what was taken back, however it was paid."""
    orders: dict[int, tuple[StoryLine, list[str]]] = {}
    for row in look.rows(_ORDERS, id=session_id):
        line = StoryLine(instant_of(row.at), "order", amount=int(row.total_minor))
        _, items = orders.setdefault(int(row.id), (line, []))
        items.append(f"{row.quantity} × {row.name}")
    for line, items in orders.values():
        yield replace(line, text=", ".join(items))
    for row in look.rows(_CANCELS, id=session_id):
        yield StoryLine(instant_of(row.at), "order_cancel", row.reason, int(row.amount))
