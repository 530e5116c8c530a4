"""What the bar's screens may ask (``services.views_bar.BarQueries``). Reading worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from clubdesk.services.views_bar import (
    Buyer,
    MenuView,
    OrderFilter,
    OrderRefund,
    OrderRow,
    ProductMargin,
    StockMoveRow,
)
from clubdesk.storage import views_bar, views_orders
from clubdesk.storage.reader import Reader


class SqlBarQueries:
    """Reads for the bar. Any question may raise a ``DeskError`` ``storage.*``."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def menu(self) -> MenuView:
        """The whole menu, what was put away too."""
        with self._reader.look() as look:
            return views_bar.menu(look)

    def product_picture(self, product_id: int) -> bytes | None:
        """A product's picture, PNG or JPEG."""
        with self._reader.look() as look:
            return views_bar.picture(look, product_id)

    def orders(self, only: OrderFilter, limit: int = 200) -> Sequence[OrderRow]:
        """Orders, newest first."""
        with self._reader.look() as look:
            return views_orders.orders(look, only, limit)

    def order(self, order_id: int) -> OrderRow | None:
        """One order with its cancels."""
        with self._reader.look() as look:
            return views_orders.order(look, order_id)

    def waiting_orders(self) -> Sequence[OrderRow]:
        """Orders of every till that somebody waits for, the oldest first."""
        with self._reader.look() as look:
            return views_orders.waiting(look)

    def order_refunds(self, till_id: int) -> Sequence[OrderRefund]:
        """What a till's terminal pays back for orders and no cancel has booked yet."""
        with self._reader.look() as look:
            return views_orders.refunds(look, till_id)

    def buyer(self, client_id: int | None, session_id: int | None, now: datetime) -> Buyer | None:
        """What a client or a session could pay an order from."""
        with self._reader.look() as look:
            return views_orders.buyer(look, client_id, session_id, now)

    def stock_moves(self, product_id: int | None, limit: int = 200) -> Sequence[StockMoveRow]:
        """Moves of the stock, of one product or of all, newest first."""
        with self._reader.look() as look:
            return views_bar.stock_moves(look, product_id, limit)

    def margins(self, since: datetime, until: datetime) -> Sequence[ProductMargin]:
        """What each product brought in a period, the largest revenue first."""
        with self._reader.look() as look:
            return views_bar.margins(look, since, until)
