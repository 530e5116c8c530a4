"""Cash, card, or both: chips that the arrow keys change from any field. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.marks import KeyCap
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_S
from clubdesk.ui.operations.top_up_sum import Method


class MethodRow(QWidget):
    """The choice.

    Signals:
        chosen: The Method that is on now.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.chips = ChipRow(
            [(Method.CASH, tr("Cash")), (Method.CARD, tr("Card")), (Method.SPLIT, tr("Split"))]
        )
        self._on = Method.CASH
        self._cards = True
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S - 2)
        lines.addWidget(small(tr("Payment method")))
        lines.addLayout(row(self.chips, 4, KeyCap("↑ ↓"), None))
        self.chips.chosen.connect(self._take)

    def allow_cards(self, *, allowed: bool) -> None:
        """Offers the terminal, or cash alone at a desk without one."""
        self._cards = allowed
        for chip in self.chips.chips[1:]:
            chip.setVisible(allowed)

    def method(self) -> Method:
        """The one that is on."""
        return self._on

    def choose(self, method: Method) -> None:
        """Turns one on, as a click does."""
        self.chips.choose(method)

    def step(self, by: int) -> None:
        """The next one in a direction, round and round."""
        every = list(Method) if self._cards else [Method.CASH]
        self.choose(every[(every.index(self._on) + by) % len(every)])

    def _take(self, method: Method) -> None:
        self._on = method
        self.chosen.emit(method)
