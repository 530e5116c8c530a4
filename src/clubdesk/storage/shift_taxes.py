"""What of the bar's prices was tax in a shift: the sum of what its receipts say. Any side.

Amounts are minor units. A receipt rounds each tax once for its order; what was cancelled gives back
the difference to what stands, so the parts come to the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from clubdesk.domain.bar import OrderLine
from clubdesk.domain.bar_money import money_of, tax_in
from clubdesk.domain.shift import TaxSum
from clubdesk.storage.reader import Look

# By way of the transactions, which know their shift by an index; an order without any has no tax.
_LINES = """
SELECT l.order_id, l.position, l.product_id, l.name, l.quantity, l.unit_minor, l.points,
    l.tax_rate, o.shift_id
FROM (
    SELECT o.id FROM transactions t CROSS JOIN orders o
    WHERE t.shift_id = :shift_id AND t.kind = 'bar_sale' AND o.transaction_id = t.id
    UNION
    SELECT c.order_id FROM transactions t CROSS JOIN order_cancels c
    WHERE t.shift_id = :shift_id AND t.kind = 'bar_cancel' AND c.transaction_id = t.id
) d
CROSS JOIN orders o
CROSS JOIN order_lines l
WHERE o.id = d.id AND l.order_id = o.id AND l.tax_rate > 0
ORDER BY l.order_id, l.position
"""
_CANCELS = "SELECT shift_id, lines FROM order_cancels WHERE order_id = :order_id ORDER BY id"


@dataclass(slots=True)
class _Taxed:
    """An order's lines that hold a tax, by position, and whether it was sold in the shift."""

    lines: dict[int, OrderLine]
    sold_here: bool

    def gross(self, cancelled: Mapping[int, int]) -> Counter[int]:
        """By rate what was paid in money for the pieces that stand."""
        found: Counter[int] = Counter()
        for position, line in self.lines.items():
            stands = money_of(line, line.quantity) - money_of(line, cancelled.get(position, 0))
            found[line.tax_rate] += stands
        return found


def bar_taxes(look: Look, shift_id: int) -> tuple[TaxSum, ...]:
    """The taxes of a shift by rate, cancels of the shift taken off."""
    gross: Counter[int] = Counter()
    tax: Counter[int] = Counter()
    for order_id, order in _orders(look, shift_id).items():
        for sign, standing in _standings(look, shift_id, order_id, order):
            for rate, minor in standing.items():
                gross[rate] += sign * minor
                tax[rate] += sign * tax_in(minor, rate)
    return tuple(TaxSum(rate, gross[rate], tax[rate]) for rate in sorted(gross) if gross[rate])


def _orders(look: Look, shift_id: int) -> dict[int, _Taxed]:
    found: dict[int, _Taxed] = {}
    for row in look.rows(_LINES, shift_id=shift_id):
        order = found.setdefault(row.order_id, _Taxed({}, row.shift_id == shift_id))
        order.lines[row.position] = OrderLine(
            product_id=row.product_id,
            name=row.name,
            quantity=row.quantity,
            unit_minor=row.unit_minor,
            points=row.points,
            tax_rate=row.tax_rate,
        )
    return found


def _standings(
    look: Look, shift_id: int, order_id: int, order: _Taxed
) -> Iterator[tuple[int, Counter[int]]]:
    """What the shift adds (+1) and takes off (-1): the whole order, and around each cancel."""
    cancelled: Counter[int] = Counter()
    if order.sold_here:
        yield 1, order.gross(cancelled)
    for cancel in look.rows(_CANCELS, order_id=order_id):
        before = order.gross(cancelled)
        for position, quantity in msgspec.json.decode(cancel.lines, type=list[tuple[int, int]]):
            cancelled[position] += quantity
        if cancel.shift_id == shift_id:
            yield -1, before
            yield 1, order.gross(cancelled)
