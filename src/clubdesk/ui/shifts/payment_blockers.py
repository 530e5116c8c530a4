"""The card payments that keep a shift open, each with what can be done about it.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M, SEMIBOLD
from clubdesk.ui.operations.payment_lines import PaymentLines


class PaymentBlockers(QWidget):
    """The list; not to be seen while there are none.

    Signals:
        go_to: The person wants to see them where clients are, in Balance operations.
        settle_wanted: The PendingPayment that is to be settled from its slip.
    """

    go_to = Signal()
    settle_wanted = Signal(object)

    def __init__(self, club: Club, runner: DeskRunner) -> None:
        super().__init__()
        self._club = club
        self.title = Text("", weight=SEMIBOLD)
        self.button = Button(tr("Settle in Balance operations"), icon_name="wallet")
        self.button.clicked.connect(self.go_to)
        advice = Text(
            tr("Ask the terminal, book what it approved, or settle from the slips."), "dim"
        ).wrapped()
        self.lines = PaymentLines(runner)
        self.lines.settle_wanted.connect(self.settle_wanted)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        lines.addLayout(row(Icon("triangle-alert", "amber", 18), self.title, None))
        lines.addWidget(advice)
        lines.addWidget(self.lines)
        lines.addLayout(row(None, self.button))
        self.hide()

    @property
    def payments(self) -> tuple[PendingPayment, ...]:
        """What is listed."""
        return self.lines.payments

    def show_payments(self, payments: Sequence[PendingPayment]) -> None:
        """Replaces the list."""
        self.setVisible(bool(payments))
        self.lines.show_payments(payments, self._club)
        text = trn(
            "{count} card payment is pending", "{count} card payments are pending", len(payments)
        )
        self.title.setText(text.format(count=len(payments)))

    @property
    def buttons(self) -> list[Button]:
        """What can be pressed at the payments, from the top."""
        return self.lines.buttons

    def first_button(self) -> Button | None:
        """The next step; None if nothing keeps the shift open."""
        if not self.payments:
            return None
        return next(iter(self.buttons), self.button)
