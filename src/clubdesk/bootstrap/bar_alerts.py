"""Tells the desk of orders that wait and of what runs low, on whatever screen one is. GUI thread.

An order that was not made at this desk, by whoever sits here, sounds and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from clubdesk.domain import events as e
from clubdesk.domain.bar import OrderState, Product
from clubdesk.foundation.translate import tr
from clubdesk.services.event_feed import News
from clubdesk.services.views_bar import OrderRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.notice import Notice

SETTLE_MS = 150
"""Several deeds in a row are one look at the books."""
MOST_NAMED = 4
STOCK = "low_stock"


class BarAlerts(QObject):
    """Watches the bar for one window.

    Args:
        open_bar: Opens the bar at a page.
        may_sound: Whether this desk may make a sound.
    """

    def __init__(
        self,
        window: MainWindow,
        runner: DeskRunner,
        bridge: EventBridge,
        open_bar: Callable[[str], None],
        may_sound: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._runner = window, runner
        self._open_bar, self._may_sound = open_bar, may_sound
        self._told_low: dict[int, int] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self.look)
        bridge.happened.connect(self._hear)
        self.look()

    @Slot()
    def look(self) -> None:
        """Asks the books who waits and what is low."""
        self._runner.ask(
            lambda books: (books.waiting_orders(), books.menu().products),
            while_alive(self, self._take),
        )

    @Slot(object)
    def _hear(self, news: News) -> None:
        if isinstance(news, e.OrderChanged):
            self._soon.start()
            if news.placed:
                self._ask_order(news.order_id)
        elif isinstance(news, e.MenuChanged):
            self._soon.start()

    def _take(self, found: tuple[Sequence[OrderRow], Sequence[Product]]) -> None:
        waiting, products = found
        self._window.set_count("bar", len(waiting))
        low = [one for one in products if one.active and one.is_low]
        told = {one.id: one.stock for one in low}
        if not told:
            self._window.set_alert(STOCK, None)
        elif told.keys() - self._told_low.keys() or self._is_stale(told):
            self._window.set_alert(STOCK, self._alert(low))
        self._told_low = told

    def _is_stale(self, low: dict[int, int]) -> bool:
        """A bar that was closed comes back only once something else has run low."""
        return low != self._told_low and STOCK in self._window.alerts.bars

    def _alert(self, low: Sequence[Product]) -> Alert:
        names = ", ".join(f"{one.name} ({one.stock})" for one in low[:MOST_NAMED])
        if len(low) > MOST_NAMED:
            names = tr("{names} and {count} more").format(names=names, count=len(low) - MOST_NAMED)
        return Alert(
            tr("Low in stock: {names}").format(names=names),
            tr("Buy more, then take it in under Bar, Stock, Delivery."),
            tr("Show the stock"),
            lambda: self._open_bar("stock"),
            mild=True,
        )

    def _ask_order(self, order_id: int) -> None:
        self._runner.ask(lambda books: books.order(order_id), while_alive(self, self._tell_new))

    def _tell_new(self, row: OrderRow | None) -> None:
        if row is None or row.order.state is not OrderState.NEW or self._is_own(row):
            return
        # Not on the way to the first window: tables are not needed before somebody orders.
        from clubdesk.ui.operations.order_table import buyer_word
        from clubdesk.ui.operations.order_words import lines_in_short

        if self._may_sound():
            QApplication.beep()
        text = tr("New order {number}: {items}").format(
            number=row.order.number, items=lines_in_short(row.order)
        )
        self._window.tell(Notice(text, buyer_word(row), tone="amber", icon="bell"))

    def _is_own(self, row: OrderRow) -> bool:
        staff, order = self._runner.staff, row.order
        here = order.till_id == self._runner.desk.till_id
        return here and staff is not None and order.staff_id == staff.id
