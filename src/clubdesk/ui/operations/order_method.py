"""How the order is paid: chips with their key. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.marks import KeyCap
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_S
from clubdesk.ui.operations.order_pay import OrderMethod
from clubdesk.ui.operations.order_words import METHODS


class OrderMethodRow(QWidget):
    """The choice.

    Signals:
        chosen: The OrderMethod that is on now.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.chips = ChipRow([(method, tr(word)) for method, word in METHODS.items()])
        self._on = OrderMethod.BALANCE
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S - 2)
        lines.addLayout(row(small(tr("Payment method")), None, KeyCap("Ctrl+1–4")))
        lines.addLayout(row(self.chips, None))
        self.chips.chosen.connect(self._take)

    def method(self) -> OrderMethod:
        """The one that is on."""
        return self._on

    def allow_balance(self, why_not: str) -> None:
        """Greys the balance out and says why where there is none; cash is taken then."""
        chip = self.chips.chips[0]
        chip.setEnabled(not why_not)
        chip.setToolTip(why_not)
        if why_not and self._on is OrderMethod.BALANCE:
            self.choose(OrderMethod.CASH)

    def choose(self, method: OrderMethod) -> None:
        """Turns one on, as a click does; the balance only where there is one."""
        if method is not OrderMethod.BALANCE or self.chips.chips[0].isEnabled():
            self.chips.choose(method)

    def _take(self, method: OrderMethod) -> None:
        self._on = method
        self.chosen.emit(method)
