"""The guest's side of the start dialog: cash, what was handed over, the change.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.look.banknotes import quick_amounts
from clubdesk.ui.look.money_field import MoneyField


class GuestSide(QWidget):
    """Takes the amounts of a guest's payment.

    Signals:
        changed: An amount changed.
    """

    changed = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        currency = wording.club.currency
        self.amount = MoneyField(
            tr("Amount to pay in cash"), currency, quick=quick_amounts(currency)[:4], big=True
        )
        self.received = MoneyField(
            tr("Received in cash"), currency, hint=tr("Empty: exactly the amount.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.amount)
        column.addWidget(self.received)
        column.addStretch(1)
        self.amount.changed.connect(lambda _: self.changed.emit())
        self.received.changed.connect(lambda _: self.changed.emit())

    def change_minor(self) -> int:
        """What to hand back; 0 if nothing or if too little was received."""
        amount, received = self.amount.minor(), self.received.minor()
        return max(0, received - amount) if amount and received else 0

    def why_not(self) -> str:
        """Why the session cannot start yet; empty if it can."""
        amount, received = self.amount.minor(), self.received.minor()
        if not amount or amount < 0:
            return tr("Type the amount.")
        if self.received.edit.text().strip() and received is None:
            return tr("Correct what was received.")
        if received is not None and received < amount:
            return tr("Less was received than the amount to pay.")
        return ""
