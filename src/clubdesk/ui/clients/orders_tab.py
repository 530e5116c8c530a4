"""The tab Orders: what the client ordered at the bar, each order in full, with Cancel.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.bar import OrderState
from clubdesk.domain.bar_money import gone_back
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views_bar import OrderRow
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import GAP_L, GAP_S, MEDIUM
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.order_table import orders_table

PAGE = 200


class OrdersTab(QWidget):
    """Orders, newest first.

    Signals:
        opened: The OrderRow to show in full.
        save_asked: The table is to be saved as a file.
        more_wanted: Earlier orders, too.

    Attributes:
        limit: How many orders are asked for.
    """

    opened = Signal(object)
    save_asked = Signal()
    more_wanted = Signal()

    def __init__(self, club: Club) -> None:
        super().__init__()
        self._club = club
        self.limit = PAGE
        self._shown: list[OrderRow] | None = None
        self.table = orders_table(club, of_one_client=True)
        self.totals = Text("", weight=MEDIUM)
        self.nothing = small(tr("This client has not ordered anything yet."))
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.open = Button(tr("Open the order"), Kind.QUIET, tr("Enter"))
        self.save = Button(tr("Save as a file"), Kind.QUIET, "Ctrl+S", icon_name="download")
        self.more = Button(tr("Show earlier orders"), Kind.QUIET)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(GAP_L, GAP_S + 2, GAP_L, GAP_L)
        lines.setSpacing(GAP_S + 2)
        lines.addLayout(row(self.totals, None, self.open, self.save))
        lines.addWidget(self.nothing, 1)
        lines.addWidget(self.table, 1)
        lines.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._connect()
        self.more.hide()
        self.nothing.hide()
        self.setFocusProxy(self.table)

    def begin(self) -> None:
        """Another client: the newest orders again."""
        self.limit = PAGE

    def show_orders(self, orders: Sequence[OrderRow], *, fresh: bool) -> None:
        """Shows what the books say; ``fresh`` for another client."""
        self.more.setVisible(len(orders) >= self.limit)
        if not fresh and list(orders) == self._shown:
            return
        self._shown = list(orders)
        self.table.show_rows(orders, same=None if fresh else (lambda one: one.order.id))
        self.table.setVisible(bool(orders))
        self.nothing.setVisible(not orders)
        self.open.allow("" if orders else tr("There is nothing to open."))
        self.save.allow("" if orders else tr("There is nothing to save."))
        self.totals.setText(self._totals(orders) if orders else "")

    def _connect(self) -> None:
        self.table.row_chosen.connect(self.opened)
        self.table.save_asked.connect(self.save_asked)
        self.save.clicked.connect(self.save_asked)
        self.open.clicked.connect(self.table.choose_current)
        self.more.clicked.connect(self._show_more)

    def _show_more(self) -> None:
        self.limit *= 4
        self.more_wanted.emit()

    def _totals(self, orders: Sequence[OrderRow]) -> str:
        kept = [one.order for one in orders if one.order.state is not OrderState.CANCELLED]
        count = trn("{count} order", "{count} orders", len(kept)).format(count=len(kept))
        back = [gone_back(one) for one in kept]
        spent = sum(one.total_minor for one in kept) - sum(one.money + one.points for one in back)
        return f"{count}  ·  " + tr("{money} spent").format(money=money(spent, self._club))
