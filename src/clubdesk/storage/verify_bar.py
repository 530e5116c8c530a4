"""The laws of the bar: the stock adds up, orders agree with their lines and with the books.

An order's transaction says how it was paid; a cancel gives back exactly what its pieces were paid
with, and what left the stock is what the lines say.
"""

from __future__ import annotations

from collections.abc import Iterator

from clubdesk.domain.bar import Order
from clubdesk.domain.bar_money import Paid, gone_back, points_of, stock_taken
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import UNREADABLE
from clubdesk.storage.rows_bar import orders_of, pieces_of
from clubdesk.storage.untyped import StoredRow
from clubdesk.storage.verdict import Problem

_STOCK = """
SELECT p.id, p.stock, coalesce(sum(m.quantity), 0) AS moved FROM products p
LEFT JOIN stock_moves m ON m.product_id = p.id
GROUP BY p.id, p.stock HAVING p.stock <> coalesce(sum(m.quantity), 0) ORDER BY p.id
"""
_GAPS = """
SELECT till_id, max(id) AS id, max(number) AS last, count(*) AS many FROM orders
GROUP BY till_id HAVING max(number) <> count(*) OR min(number) <> 1 ORDER BY till_id
"""
_AFTER = "SELECT * FROM orders WHERE id > :after ORDER BY id LIMIT 500"
# What each way of paying got, as people say it; a cancel's is the other way round.
_BOOKED = """
SELECT t.id, t.kind,
    sum(CASE WHEN a.kind = 'bonus' THEN p.amount ELSE 0 END) AS points,
    sum(CASE WHEN a.kind IN ('game', 'guest') THEN p.amount ELSE 0 END) AS balance,
    sum(CASE WHEN a.kind = 'till_cash' THEN p.amount ELSE 0 END) AS cash,
    sum(CASE WHEN a.kind = 'card_clearing' THEN p.amount ELSE 0 END) AS card,
    -sum(CASE WHEN a.kind = 'bar_revenue' THEN p.amount ELSE 0 END) AS revenue
FROM transactions t
JOIN postings p ON p.transaction_id = t.id
JOIN accounts a ON a.id = p.account_id
WHERE t.id = :id GROUP BY t.id, t.kind
"""
_CANCELS = "SELECT * FROM order_cancels WHERE order_id = :id ORDER BY id"
_MOVED = """
SELECT product_id, sum(quantity) AS pieces FROM stock_moves
WHERE order_id = :id AND kind = :kind GROUP BY product_id ORDER BY product_id
"""
_HOMELESS = """
SELECT t.id, t.kind FROM transactions t
WHERE (t.kind = 'bar_sale' AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.transaction_id = t.id))
OR (t.kind = 'bar_cancel'
    AND NOT EXISTS (SELECT 1 FROM order_cancels x WHERE x.transaction_id = t.id))
ORDER BY t.id
"""


def bar_holds(look: Look) -> Iterator[Problem]:
    """Stock, numbers, and every order with its cancels."""
    for row in look.rows(_STOCK):
        yield Problem("bar.stock", "products", row.id, str(row.moved), str(row.stock))
    for row in look.rows(_GAPS):
        yield Problem("bar.number", "orders", row.id, str(row.many), str(row.last))
    for row in look.rows(_HOMELESS):
        yield Problem("bar.homeless", "transactions", row.id, "", row.kind)
    after = 0
    while rows := look.rows(_AFTER, after=after):
        after = rows[-1].id
        try:
            orders = orders_of(look, rows)
        except UNREADABLE as error:
            yield Problem("books.readable", "orders", rows[0].id, "", str(error)[:200])
            continue
        for order in orders:
            yield from _order(look, order)


def _order(look: Look, order: Order) -> Iterator[Problem]:
    total = sum(line.total_minor for line in order.lines)
    points = sum(line.points for line in order.lines)
    if (total, points) != (order.total_minor, order.points):
        found = f"{order.total_minor}, {order.points}"
        yield Problem("bar.lines", "orders", order.id, f"{total}, {points}", found)
    for line in order.lines:
        if not 0 <= points_of(line, line.quantity) <= line.total_minor:
            found = str(line.points)
            yield Problem("bar.lines", "order_lines", order.id, f"<= {line.total_minor}", found)
    paid = Paid(order.points, order.balance_minor, order.cash_minor, order.card_minor)
    if (unlike := _unlike(look, order.transaction_id, paid, 1)) is not None:
        yield Problem("bar.paid", "orders", order.id, str(paid), unlike)
    yield from _cancels(look, order)
    yield from _stock(look, order)


def _cancels(look: Look, order: Order) -> Iterator[Problem]:
    counted = dict.fromkeys(range(len(order.lines)), 0)
    back = Paid()
    for row in look.rows(_CANCELS, id=order.id):
        for place, pieces in pieces_of(row.lines):
            counted[place] = counted.get(place, 0) + pieces
        one = _back_of(row)
        back = Paid(
            back.points + one.points,
            back.balance + one.balance,
            back.cash + one.cash,
            back.card + one.card,
        )
        if (found := _unlike(look, row.transaction_id, one, -1)) is not None:
            yield Problem("bar.given_back", "order_cancels", row.id, str(one), found)
    cancelled = {place: line.cancelled for place, line in enumerate(order.lines)}
    if counted != cancelled:
        yield Problem("bar.cancelled", "orders", order.id, str(counted), str(cancelled))
    everything = all(line.cancelled == line.quantity for line in order.lines)
    if everything != (order.state.value == "cancelled"):
        yield Problem("bar.cancelled", "orders", order.id, str(everything), order.state.value)
    wanted = gone_back(order)
    # A guest who had left got in cash what the session's account had paid: the sum is the same.
    if (wanted.points, wanted.card, wanted.money) != (back.points, back.card, back.money):
        yield Problem("bar.given_back", "orders", order.id, str(wanted), str(back))


def _stock(look: Look, order: Order) -> Iterator[Problem]:
    taken = stock_taken([(line.took, line.quantity) for line in order.lines])
    moved = {r.product_id: -int(r.pieces) for r in look.each(_MOVED, id=order.id, kind="sale")}
    if moved != taken:
        yield Problem("bar.taken", "orders", order.id, str(taken), str(moved))
    most = stock_taken([(line.took, line.cancelled) for line in order.lines])
    for row in look.rows(_MOVED, id=order.id, kind="cancel"):
        if not 0 <= int(row.pieces) <= most.get(row.product_id, 0):
            wanted = f"<= {most.get(row.product_id, 0)}"
            yield Problem("bar.taken", "orders", order.id, wanted, str(row.pieces))


def _unlike(look: Look, transaction_id: int | None, paid: Paid, sign: int) -> str | None:
    """How the books differ from what a row says; None if they do not."""
    if transaction_id is None:
        return None if paid == Paid() else "nothing booked"
    row = look.one(_BOOKED, id=transaction_id)
    kind = "bar_sale" if sign > 0 else "bar_cancel"
    if row is None or row.kind != kind:
        return "nothing booked" if row is None else str(row.kind)
    booked = Paid(*(sign * int(row[place]) for place in range(2, 6)))
    if booked == paid and sign * int(row.revenue) == paid.money:
        return None
    return f"{booked}, revenue {row.revenue}"


def _back_of(row: StoredRow) -> Paid:
    return Paid(row.points, row.balance_minor, row.cash_minor, row.card_minor)
