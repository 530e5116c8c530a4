"""The tab Order History: find an order, see it in full, cancel it, print it again. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.views_bar import OrderRow
from clubdesk.ui.bar.history_filter import HistoryFilter
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.table_file import save_table
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.operations.order_detail import OrderDetail
from clubdesk.ui.operations.order_open import cancel_order
from clubdesk.ui.operations.order_receipt import show_order_receipt
from clubdesk.ui.operations.order_table import orders_table

PAGE = 200
DETAIL_WIDTH = 372


class HistoryTab(QWidget):
    """Orders at the left, the chosen one at the right.

    Signals:
        told: A Notice of what was done.
    """

    told = Signal(object)

    def __init__(self, runner: DeskRunner, club: Club) -> None:
        super().__init__()
        self._runner, self._club = runner, club
        self._limit = PAGE
        self.filter = HistoryFilter(club)
        self.table = orders_table(club)
        self.nothing = small(tr("No order is found. Look at other days, or at every state."))
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.more = Button(tr("Show earlier orders"), Kind.QUIET)
        self.save = Button(tr("Save as a file"), Kind.QUIET, "Ctrl+S", icon_name="download")
        self.detail = OrderDetail(runner, club)
        self._build()
        self._connect()
        self.setFocusProxy(self.table)

    def reload(self) -> None:
        """Asks the books again; the chosen order stays chosen."""
        only = self.filter.only(self._runner.desk.clock.now())
        most = self._limit
        self._runner.ask(lambda books: books.orders(only, most), while_alive(self, self._show))

    def choose(self, order_id: int) -> None:
        """Puts the cursor on an order, if it is listed."""
        ids = [one.order.id for one in self.table.rows_model.rows]
        if order_id in ids:
            self.table.go_to(ids.index(order_id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """C cancels, R shows the receipt, / goes to the search."""
        if event.text() == "/":
            self.filter.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.detail.press(event):
            super().keyPressEvent(event)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GAP_M)
        left.addWidget(self.filter)
        left.addWidget(self.nothing, 1)
        left.addWidget(self.table, 1)
        left.addLayout(row(self.more, None, self.save))
        side = Panel("panel", GAP_L)
        side.setFixedWidth(DETAIL_WIDTH)
        side.column.addWidget(self.detail)
        across = QHBoxLayout(self)
        across.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        across.setSpacing(GAP_L)
        across.addLayout(left, 1)
        across.addWidget(side)
        self.nothing.hide()

    def _connect(self) -> None:
        self.filter.changed.connect(self._filtered)
        self.filter.search.stepped.connect(self.table.step)
        self.filter.search.chosen.connect(self.table.setFocus)
        self.table.row_changed.connect(self.detail.show_order)
        self.table.save_asked.connect(self._save)
        self.save.clicked.connect(self._save)
        self.more.clicked.connect(self._show_more)
        self.detail.cancel_asked.connect(self._cancel)
        self.detail.receipt_asked.connect(lambda one: show_order_receipt(self, self._runner, one))

    def _filtered(self) -> None:
        self._limit = PAGE
        self.reload()

    def _show_more(self) -> None:
        self._limit *= 4
        self.reload()

    def _show(self, orders: Sequence[OrderRow]) -> None:
        self.table.show_rows(
            orders, self.filter.search.text().strip(), same=lambda one: one.order.id
        )
        self.detail.show_order(self.table.current())
        self.table.setVisible(bool(orders))
        self.nothing.setVisible(not orders)
        self.more.setVisible(len(orders) >= self._limit)
        self.save.allow("" if orders else tr("There is nothing to save."))

    def _cancel(self, order: OrderRow) -> None:
        cancel_order(self, self._runner, order, self._club, self.told.emit)

    def _save(self) -> None:
        if self.table.rows_model.rows:
            save_table(
                self, self._runner, self.table, tr("Order History"),
                lambda path: self.told.emit(Notice(tr("The table was saved."), str(path))),
            )  # fmt: skip
