"""The screen Bar (F5): Add Order, queue, Order History, menu, stock. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain import events as e
from clubdesk.domain.bar import OrderState
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.event_feed import News
from clubdesk.services.views import DeskQueries
from clubdesk.services.views_bar import MenuView, OrderFilter, OrderRow
from clubdesk.ui.bar.history_tab import HistoryTab
from clubdesk.ui.bar.menu_tab import MenuTab
from clubdesk.ui.bar.order_tab import FOOTER_HIGH, OrderTab
from clubdesk.ui.bar.queue_tab import QueueTab
from clubdesk.ui.bar.stock_tab import StockTab
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.press_pill import PressPill
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.tabs import Tab, Tabs
from clubdesk.ui.look.text import title
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.operations.order_open import OrderViewDialog
from clubdesk.ui.operations.order_typed import by_barcode

ORDER, QUEUE, HISTORY, MENU, STOCK = "order", "queue", "history", "menu", "stock"
SERVED_AGO = timedelta(hours=4)
MOST_SERVED = 12
COUNT_ON_MS = 30_000


@dataclass(frozen=True, slots=True)
class _Found:
    club: Club | None
    menu: MenuView
    waiting: Sequence[OrderRow]
    served: Sequence[OrderRow]
    shift_open: bool


class BarScreen(QWidget):
    """The bar's five pages.

    Signals:
        told: A Notice of what was done.
    """

    told = Signal(object)

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # The button that sells is never under a toast.
        self.setProperty("keep_clear", FOOTER_HIGH)
        self._runner = runner
        self._menu = MenuView()
        self.tabs: Tabs | None = None
        self._wanted = ORDER
        self.low = PressPill("", "amber", "triangle-alert")
        self.low.pressed.connect(lambda: self.open_tab(STOCK))
        self.low.hide()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, GAP_M, 0, 0)
        self._lines.setSpacing(4)
        head = row(title(tr("Bar")), GAP_M, self.low, None)
        head.setContentsMargins(GAP_L, 0, GAP_L, 0)
        self._lines.addLayout(head)
        self._refresh = Refresh(self, self.reload)
        bridge.happened.connect(self._hear)
        runner.signed_in.connect(self._refresh.wanted)
        runner.rights_changed.connect(self._refresh.wanted)
        self._clock = QTimer(self)
        self._clock.setInterval(COUNT_ON_MS)
        self._clock.timeout.connect(self._count_on)
        self._clock.start()

    # What bootstrap uses.

    def open_tab(self, key: str) -> None:
        """Opens a page and puts the keyboard into it."""
        self._wanted = key
        if self.tabs is not None and not self.tabs.tabs[key].why_not():
            page = self.tabs.open(key)
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_card(self, client_id: int) -> bool:
        """A client's card was scanned: the client buys. False where no order is being made."""
        if self.tabs is None or self.tabs.key() != ORDER:
            return False
        self.order.take_client(client_id)
        return True

    def take_code(self, code: str) -> bool:
        """A code was scanned: True if it is a product's, which is in the cart now."""
        scanned = by_barcode(code, [one for one in self._menu.products if one.active])
        if self.tabs is None or scanned is None:
            return False
        if self.tabs.key() == STOCK:
            self.stock.take_product(scanned.product)
        else:
            self.open_tab(ORDER)
            self.order.take_product(scanned.product, scanned.quantity)
        return True

    def reload(self) -> None:
        """Asks for the menu, the queue and the shift."""
        till, now = self._runner.desk.till_id, self._runner.desk.clock.now()
        only = OrderFilter(since=now - SERVED_AGO, states=frozenset({OrderState.SERVED}))

        def look(books: DeskQueries) -> _Found:
            is_open = books.shift_now(till, now).shift is not None
            served = books.orders(only, MOST_SERVED)
            return _Found(books.club(), books.menu(), books.waiting_orders(), served, is_open)

        self._runner.ask(look, while_alive(self, self._show))

    # Inside.

    def _show(self, found: _Found) -> None:
        if found.club is None:
            return
        if self.tabs is None:
            self._make(found.club)
        self._menu = found.menu
        self.order.know(found.menu, shift_open=found.shift_open)
        self.queue.show_orders(found.waiting, found.served)
        self.menu.know(found.menu)
        self.stock.know(found.menu)
        self.history.reload()
        low = [one for one in found.menu.products if one.active and one.is_low]
        text = trn("{count} product is low", "{count} products are low", len(low))
        self.low.say(text.format(count=len(low)), "amber", "triangle-alert")
        self.low.setVisible(bool(low))
        if self.tabs is not None:
            self.tabs.allow()

    def _make(self, club: Club) -> None:
        runner = self._runner
        self.order, self.queue = OrderTab(runner, club), QueueTab(runner, club)
        self.history = HistoryTab(runner, club)
        self.menu, self.stock = MenuTab(runner, club), StockTab(runner, club)
        for page in (self.history, self.menu, self.stock):
            page.told.connect(self.told)
        self.queue.opened.connect(lambda one: self._open_order(one, club))
        self.tabs = Tabs(
            [
                Tab(ORDER, tr("Add Order"), lambda: self.order, keys="Alt+1"),
                Tab(QUEUE, tr("Queue"), lambda: self.queue, keys="Alt+2"),
                Tab(HISTORY, tr("Order History"), lambda: self.history, keys="Alt+3"),
                Tab(MENU, tr("Menu"), lambda: self.menu, self._why_no_menu, "Alt+4"),
                Tab(STOCK, tr("Stock"), lambda: self.stock, self._why_no_menu, "Alt+5"),
            ],
            margin=GAP_L,
        )
        for key, tab in self.tabs.tabs.items():
            shortcut = QShortcut(QKeySequence(tab.keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda key=key: self.open_tab(key))
        self._lines.addWidget(self.tabs, 1)
        self.open_tab(self._wanted)

    def _why_no_menu(self) -> str:
        return self._runner.missing(Permission.EDIT_MENU)

    def _open_order(self, order: OrderRow, club: Club) -> None:
        OrderViewDialog(self, self._runner, order, club, self.told.emit).begin()

    def _hear(self, news: News) -> None:
        if isinstance(news, e.OrderChanged | e.MenuChanged | e.ShiftOpened | e.ShiftClosed):
            self._refresh.wanted()
        elif isinstance(news, e.BalanceChanged) and self.tabs is not None:
            self.order.refresh_buyer()

    def _count_on(self) -> None:
        if self.isVisible() and self.tabs is not None and self.tabs.key() == QUEUE:
            self.reload()
