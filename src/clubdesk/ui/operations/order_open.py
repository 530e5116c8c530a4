"""One order over any screen: in full, with Cancel and its receipt. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.selling import OrderCancelled
from clubdesk.services.views_bar import OrderRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.operations.order_cancel_dialog import open_cancel_order
from clubdesk.ui.operations.order_detail import OrderDetail
from clubdesk.ui.operations.order_receipt import show_order_receipt
from clubdesk.ui.operations.order_told import cancel_notice

Tell = Callable[[Notice], None]


class OrderViewDialog(Dialog):
    """The order; Cancel leads to its own dialog."""

    def __init__(
        self, over: QWidget, runner: DeskRunner, row: OrderRow, club: Club, tell: Tell
    ) -> None:
        super().__init__(over, tr("Bar order"), width=560)
        self._over, self._runner, self._club, self._tell = over, runner, club, tell
        self.detail = OrderDetail(runner, club)
        self.detail.setMinimumHeight(min(440, max(260, over.window().height() - 260)))
        self.detail.show_order(row)
        self.body.addWidget(self.detail, 1)
        self.cancel.hide()
        self.set_primary(tr("Close"))
        self.detail.cancel_asked.connect(self._ask_cancel)
        self.detail.receipt_asked.connect(lambda one: show_order_receipt(self, runner, one))

    def begin(self) -> None:
        """Opens it."""
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys shown on the buttons."""
        if self.detail.press(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _ask_cancel(self, row: OrderRow) -> None:
        self.finish(done=True)
        cancel_order(self._over, self._runner, row, self._club, self._tell)


def cancel_order(over: QWidget, runner: DeskRunner, row: OrderRow, club: Club, tell: Tell) -> None:
    """Opens Cancel for an order and tells what went back."""

    def done(found: OrderRow, answer: OrderCancelled) -> None:
        tell(cancel_notice(found.order.number, answer, club))

    open_cancel_order(over, runner, row.order.id, done)
