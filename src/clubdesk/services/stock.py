"""What leaves and comes back to the stock with an order. Desk worker's thread.

A move is written once; the database adds it to its product's stock.
"""

from __future__ import annotations

from collections.abc import Mapping

from clubdesk.domain.bar import Order, StockMove, StockMoveKind
from clubdesk.domain.bar_money import stock_taken
from clubdesk.domain.events import MenuChanged
from clubdesk.services.deed import Deed


def take_for_order(deed: Deed, order: Order) -> None:
    """Takes what an order's pieces are made of."""
    taken = stock_taken([(line.took, line.quantity) for line in order.lines])
    _move(deed, order, StockMoveKind.SALE, {one: -pieces for one, pieces in taken.items()})


def give_back(deed: Deed, order: Order, pieces: Mapping[int, int]) -> None:
    """Puts back what cancelled pieces took, by the line's position."""
    back = stock_taken([(order.lines[place].took, count) for place, count in pieces.items()])
    _move(deed, order, StockMoveKind.CANCEL, back)


def _move(deed: Deed, order: Order, kind: StockMoveKind, pieces: Mapping[int, int]) -> None:
    for product_id, quantity in sorted(pieces.items()):
        product = deed.work.menu.get(product_id)
        deed.work.stock.add(
            StockMove(
                id=0,
                product_id=product_id,
                quantity=quantity,
                kind=kind,
                at=deed.now,
                cost_minor=product.cost_minor if product else 0,
                staff_id=deed.staff.id if deed.staff else None,
                order_id=order.id,
            )
        )
    if pieces:
        deed.tell(MenuChanged())
