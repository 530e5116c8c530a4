"""What the shift's screens ask beside its figures: open orders, cash moves. Reading worker."""

from __future__ import annotations

from clubdesk.domain.bar import OrderState
from clubdesk.services.views_till import CashMoveRow, OpenOrder
from clubdesk.storage.instants import instant_of
from clubdesk.storage.reader import Look

# The same words as in the partial index, or SQLite would not use it.
_OPEN_ORDERS = """
SELECT o.id, o.number, o.at, o.state, o.total_minor,
    coalesce(c.name, '') AS client_name, coalesce(s.name, '') AS station_name
FROM orders o
LEFT JOIN clients c ON c.id = o.client_id
LEFT JOIN stations s ON s.id = o.station_id
WHERE o.till_id = :till_id AND o.state IN ('new', 'preparing')
ORDER BY o.id
"""
_MOVES = """
SELECT t.id, t.at, m.kind, m.category, t.reason, coalesce(f.name, '') AS staff_name,
    sum(CASE WHEN a.kind = 'till_cash' THEN p.amount ELSE 0 END) AS cash,
    max(CASE WHEN a.kind = 'safe' THEN 1 ELSE 0 END) AS by_safe
FROM transactions t
CROSS JOIN cash_moves m
CROSS JOIN postings p
CROSS JOIN accounts a
LEFT JOIN staff f ON f.id = t.staff_id
WHERE t.shift_id = :shift_id AND m.transaction_id = t.id
    AND p.transaction_id = t.id AND a.id = p.account_id
GROUP BY t.id, t.at, m.kind, m.category, t.reason, f.name
ORDER BY t.id DESC LIMIT :most
"""


def open_orders(look: Look, till_id: int) -> tuple[OpenOrder, ...]:
    """A till's orders that somebody still waits for, the oldest first."""
    return tuple(
        OpenOrder(
            order_id=row.id,
            number=row.number,
            at=instant_of(row.at),
            state=OrderState(row.state),
            total_minor=row.total_minor,
            client_name=row.client_name,
            station_name=row.station_name,
        )
        for row in look.each(_OPEN_ORDERS, till_id=till_id)
    )


def cash_moves(look: Look, shift_id: int, limit: int) -> list[CashMoveRow]:
    """What moved cash beside sales in a shift, newest first."""
    return [
        CashMoveRow(
            transaction_id=row.id,
            at=instant_of(row.at),
            kind=row.kind,
            amount=abs(int(row.cash)),
            staff_name=row.staff_name,
            reason=row.reason,
            category=row.category,
            from_safe=row.kind == "cash_in" and bool(row.by_safe),
        )
        for row in look.each(_MOVES, shift_id=shift_id, most=limit)
    ]
