"""One product of a delivery: pieces and what a piece cost. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.domain.bar import Product
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.menu import TakeDelivery
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import GAP_M, SEMIBOLD
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.order_cart_row import SignButton

MOST = 999_999


class DeliveryLine(QWidget):
    """A line.

    Signals:
        changed: Pieces or cost are different now.
        dropped: It is to be taken out.
    """

    changed = Signal()
    dropped = Signal()

    def __init__(self, product: Product, quantity: int, club: Club) -> None:
        super().__init__()
        self.product, self._club = product, club
        self.name = Elided(product.name, weight=SEMIBOLD)
        self.count = NumberBox(1, MOST, quantity)
        self.count.setFixedWidth(90)
        self.cost = MoneyField(tr("Cost of a piece"), club.currency, big=False)
        self.cost.setFixedWidth(160)
        self.cost.set_minor(product.cost_minor or None)
        self.total = Text("", weight=SEMIBOLD).at_right()
        self.total.setFixedWidth(120)
        drop = SignButton("×", tr("Take out"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_M)
        line.addWidget(self.name, 1)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(Field(tr("Pieces"), self.count), 0, top)
        line.addWidget(self.cost, 0, top)
        line.addWidget(self.total)
        line.addWidget(drop)
        self.count.changed.connect(lambda _: self._say())
        self.cost.changed.connect(lambda _: self._say())
        drop.clicked.connect(self.dropped)
        self._say()

    def item(self) -> TakeDelivery.Item | None:
        """The line as the command takes it; None while the cost cannot be read."""
        cost = self.cost.minor()
        if cost is None and not self.cost.edit.text().strip():
            cost = 0
        if cost is None or cost < 0:
            return None
        return TakeDelivery.Item(
            product_id=self.product.id, quantity=self.count.value(), cost_minor=cost
        )

    def _say(self) -> None:
        item = self.item()
        worth = money(item.quantity * item.cost_minor, self._club) if item is not None else "—"
        self.total.setText(worth)
        self.changed.emit()
