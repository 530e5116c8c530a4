"""Orders as the screens see them, and who could pay one. Reading worker's thread, in one look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from clubdesk.domain.bar import Order
from clubdesk.domain.card_payment import CardState
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.domain.people import fold
from clubdesk.domain.session import PlaySession
from clubdesk.services.available import available_of
from clubdesk.services.views_bar import Buyer, OrderCancel, OrderFilter, OrderRefund, OrderRow
from clubdesk.storage.instants import instant_of
from clubdesk.storage.ledger_reads import balance_of, open_session_of_client
from clubdesk.storage.payment_words import UNRESOLVED
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.rows import segment_of, session_of
from clubdesk.storage.rows_bar import WAITING, orders_of, pieces_of
from clubdesk.storage.views_history import cards_of

ORDERS = """
SELECT o.*, coalesce(f.name, '') AS staff_name, coalesce(c.name, '') AS client_name,
    coalesce(w.name, '') AS station_name, c.erased_at IS NOT NULL AS erased
FROM orders o
LEFT JOIN staff f ON f.id = o.staff_id
LEFT JOIN clients c ON c.id = o.client_id
LEFT JOIN stations w ON w.id = o.station_id
WHERE {conditions} ORDER BY {way} LIMIT :most
"""
_CANCELS = """
SELECT x.*, coalesce(f.name, '') AS staff_name, coalesce(a.name, '') AS approver_name
FROM order_cancels x
LEFT JOIN staff f ON f.id = x.staff_id
LEFT JOIN staff a ON a.id = x.approved_by
WHERE x.order_id IN ({orders}) ORDER BY x.id
"""
_REFUNDS = f"""
SELECT o.id AS order_id, q.id AS payment_id, q.amount_minor, q.state
FROM (SELECT * FROM card_payments WHERE till_id = :till_id AND ({UNRESOLVED})) q
JOIN card_payments p ON p.id = q.of_payment_id
JOIN orders o ON o.transaction_id = p.transaction_id
ORDER BY q.id
"""  # noqa: S608 - no text from outside
_SESSION = """
SELECT s.*, w.name AS station_name FROM sessions s
JOIN stations w ON w.id = s.station_id
WHERE s.id = :id AND s.state IN ('active', 'paused')
"""
_SEGMENTS = "SELECT * FROM segments WHERE session_id = :id ORDER BY position"
_SAID = """
(o.number = :number OR EXISTS (
    SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.product_id IN ({products})))
"""
_LONGEST_WORD = 80
_MOST = 10_000
_AT_ONCE = 500


def orders(look: Look, only: OrderFilter, limit: int) -> list[OrderRow]:
    """Orders that a filter lets through, newest first."""
    conditions, given = _conditions(look, only)
    return _rows(look, conditions, given, "o.id DESC", min(limit, _MOST))


def order(look: Look, order_id: int) -> OrderRow | None:
    """One order; None if there is none."""
    found = _rows(look, "o.id = :id", {"id": order_id}, "o.id", 1)
    return found[0] if found else None


def waiting(look: Look) -> list[OrderRow]:
    """Orders that somebody waits for, the oldest first."""
    return _rows(look, WAITING, {}, "o.id", _MOST)


def refunds(look: Look, till_id: int) -> list[OrderRefund]:
    """What a till's terminal pays back, or paid back, for orders, and no cancel has booked."""
    return [
        OrderRefund(row.order_id, row.payment_id, row.amount_minor, CardState(row.state))
        for row in look.each(_REFUNDS, till_id=till_id)
    ]


def buyer(look: Look, client_id: int | None, session_id: int | None, now: datetime) -> Buyer | None:
    """A client, or whoever is in a running session; None if there is neither.

    A client who plays is found with the session, a session with its client.
    """
    session = _session(look, session_id) if session_id is not None else None
    if session_id is not None and session is None:
        return None
    if session is not None and session.client_id is not None:
        client_id = session.client_id
    if client_id is not None:
        return _client(look, client_id, now)
    return None if session is None else _guest(look, session, now)


def _client(look: Look, client_id: int, now: datetime) -> Buyer | None:
    name = look.value("SELECT name FROM clients WHERE id = :id", id=client_id)
    if name is None:
        return None
    session = open_session_of_client(look, client_id)
    there = available_of(
        balance_of(look, AccountRef(AccountKind.GAME, client_id)),
        balance_of(look, AccountRef(AccountKind.BONUS, client_id)),
        session,
        now,
    )
    seat = _seat(look, session)
    playing = session.id if session is not None else None
    return Buyer(client_id, playing, seat, str(name), there.money_free, there.points_free)


def _guest(look: Look, session: PlaySession, now: datetime) -> Buyer:
    money = balance_of(look, AccountRef(AccountKind.GUEST, session.id))
    free = 0 if session.postpaid else available_of(money, 0, session, now).money_free
    seat = _seat(look, session)
    return Buyer(None, session.id, seat, "", free, 0, postpaid=session.postpaid)


def _seat(look: Look, session: PlaySession | None) -> str:
    if session is None:
        return ""
    return str(look.value("SELECT name FROM stations WHERE id = :id", id=session.station_id) or "")


def _session(look: Look, session_id: int) -> PlaySession | None:
    row = look.one(_SESSION, id=session_id)
    if row is None:
        return None
    return session_of(row, map(segment_of, look.rows(_SEGMENTS, id=session_id)))


def _rows(
    look: Look, conditions: str, given: dict[str, Any], way: str, most: int
) -> list[OrderRow]:
    rows = look.rows(ORDERS.format(conditions=conditions, way=way), most=most, **given)
    found = orders_of(look, rows)
    cancels = _cancels(look, found)
    return [
        OrderRow(
            order,
            row.staff_name,
            row.client_name,
            row.station_name,
            tuple(cancels[order.id]),
            erased=bool(row.erased),
        )
        for row, order in zip(rows, found, strict=True)
    ]


def _cancels(look: Look, found: Sequence[Order]) -> dict[int, list[OrderCancel]]:
    cancels: dict[int, list[OrderCancel]] = {order.id: [] for order in found}
    touched = [order.id for order in found if any(line.cancelled for line in order.lines)]
    for start in range(0, len(touched), _AT_ONCE):
        inside, given = listed("order", touched[start : start + _AT_ONCE])
        for row in look.each(_CANCELS.format(orders=inside), **given):
            cancels[row.order_id].append(
                OrderCancel(
                    at=instant_of(row.at),
                    staff_name=row.staff_name,
                    approved_by=row.approver_name,
                    reason=row.reason,
                    lines=pieces_of(row.lines),
                    points=row.points,
                    balance_minor=row.balance_minor,
                    cash_minor=row.cash_minor,
                    card_minor=row.card_minor,
                )
            )
    return cancels


def _conditions(look: Look, only: OrderFilter) -> tuple[str, dict[str, Any]]:
    conditions, given = ["1 = 1"], dict[str, Any]()
    for name, sql in (("since", "o.at >= :since"), ("until", "o.at < :until")):
        if (instant := getattr(only, name)) is not None:
            conditions.append(sql)
            given[name] = instant
    if only.session_id is not None:
        conditions.append("o.session_id = :session_id")
        given["session_id"] = only.session_id
    if only.client_id is not None:
        cards, named = listed("card", cards_of(look, only.client_id))
        conditions.append(f"o.client_id IN ({cards})")
        given |= named
    if only.states:
        states, named = listed("state", sorted(state.value for state in only.states))
        conditions.append(f"o.state IN ({states})")
        given |= named
    if word := only.text.strip()[:_LONGEST_WORD]:
        condition, named = _said(look, word)
        conditions.append(condition)
        given |= named
    return " AND ".join(conditions), given


def _said(look: Look, word: str) -> tuple[str, dict[str, Any]]:
    """An order's number, or a product by a word of its name in any letter case."""
    bare = word.lstrip("#№ ")
    number = int(bare) if bare.isdecimal() and len(bare) <= 15 else -1
    folded = fold(word)
    products = look.rows("SELECT id, name FROM products")
    inside, given = listed("product", [row.id for row in products if folded in fold(row.name)])
    return _SAID.format(products=inside), {**given, "number": number}
