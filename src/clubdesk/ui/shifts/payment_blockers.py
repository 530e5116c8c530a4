"""The card payments that keep a shift open, with the way to where they are settled.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import Panel, emptied, row, scrolled
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import GAP_M, GAP_S, SEMIBOLD
from clubdesk.ui.look.wording import clock_time, money

_LINE_HIGH = 52
_MOST_SHOWN = 3


class PaymentBlockers(QWidget):
    """The list; not to be seen while there are none.

    Signals:
        go_to: The person wants to see them where they are settled.
        settle_wanted: The PendingPayment to settle here and now.
    """

    go_to = Signal()
    settle_wanted = Signal(object)

    def __init__(self, club: Club) -> None:
        super().__init__()
        self._club = club
        self.payments: tuple[PendingPayment, ...] = ()
        self.buttons: list[Button] = []
        self.title = Text("", weight=SEMIBOLD)
        self.button = Button(tr("Settle in Balance operations"), icon_name="wallet")
        self.button.clicked.connect(self.go_to)
        advice = Text(
            tr("Nobody knows yet whether the card was charged: settle them from the slips."), "dim"
        ).wrapped()
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GAP_S)
        self._area = scrolled(self._inside)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        lines.addLayout(row(Icon("triangle-alert", "amber", 18), self.title, None))
        lines.addWidget(advice)
        lines.addWidget(self._area)
        lines.addLayout(row(None, self.button))
        self.hide()

    def show_payments(self, payments: Sequence[PendingPayment]) -> None:
        """Replaces the list."""
        self.setVisible(bool(payments))
        if tuple(payments) == self.payments:
            return
        self.payments = tuple(payments)
        emptied(self._list)
        self.buttons = []
        for payment in payments:
            self._list.addWidget(self._line(payment))
        text = trn(
            "{count} card payment is pending", "{count} card payments are pending", len(payments)
        )
        self.title.setText(text.format(count=len(payments)))
        shown = min(len(payments), _MOST_SHOWN)
        self._area.setFixedHeight(max(0, shown * (_LINE_HIGH + GAP_S) - GAP_S))

    def first_button(self) -> Button | None:
        """The way out; None if nothing keeps the shift open."""
        return self.buttons[0] if self.buttons else None

    def _line(self, payment: PendingPayment) -> Panel:
        panel = Panel("raised", 8)
        amount = Text(money(payment.amount, self._club), weight=SEMIBOLD)
        when = clock_time(payment.started_at, self._club)
        line = row(4, amount)
        about = f"{payment.client_name} · {when} · {payment.staff_name}"
        line.addWidget(Elided(about, "dim"), 1)
        button = Button(tr("Settle"))
        button.clicked.connect(lambda: self.settle_wanted.emit(payment))
        self.buttons.append(button)
        line.addWidget(button)
        panel.column.addLayout(line)
        panel.setFixedHeight(_LINE_HIGH)
        return panel
