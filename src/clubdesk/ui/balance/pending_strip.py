"""Card payments that are still open: each with what can be done about it. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import trn
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M, GAP_XS, SEMIBOLD
from clubdesk.ui.operations.payment_lines import PaymentLines


class PendingStrip(Panel):
    """The list; not to be seen while it is empty.

    Signals:
        settle_wanted: The PendingPayment.
    """

    settle_wanted = Signal(object)

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__("notice", GAP_M)
        self.column.setSpacing(GAP_XS)
        self.title = Text("", weight=SEMIBOLD)
        self.lines = PaymentLines(runner)
        self.lines.settle_wanted.connect(self.settle_wanted)
        self.column.addLayout(row(Icon("triangle-alert", "amber", 18), self.title, None))
        self.column.addWidget(self.lines)
        self.hide()

    @property
    def buttons(self) -> list[Button]:
        """What can be pressed, from the top."""
        return self.lines.buttons

    def show_payments(self, payments: Sequence[PendingPayment], club: Club) -> None:
        """Replaces the list."""
        self.setVisible(bool(payments))
        self.lines.show_payments(payments, club)
        text = trn(
            "{count} card payment is pending: settle it before the shift is closed",
            "{count} card payments are pending: settle them before the shift is closed",
            len(payments),
        )
        self.title.setText(text.format(count=len(payments)))
