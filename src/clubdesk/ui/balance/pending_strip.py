"""Card payments whose outcome nobody knows: each with a button that settles it. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import Panel, emptied, row, scrolled
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import GAP_M, GAP_XS, SEMIBOLD
from clubdesk.ui.look.wording import date_time, money

_LINE_HIGH = 38
_MOST_SHOWN = 3


class PendingStrip(Panel):
    """The list; not to be seen while it is empty.

    Signals:
        settle_wanted: The PendingPayment.
    """

    settle_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__("notice", GAP_M)
        self.column.setSpacing(GAP_XS)
        self.payments: tuple[PendingPayment, ...] = ()
        self.buttons: list[Button] = []
        self.title = Text("", weight=SEMIBOLD)
        self.column.addLayout(row(Icon("triangle-alert", "amber", 18), self.title, None))
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._area = scrolled(self._inside)
        self.column.addWidget(self._area)
        self.hide()

    def show_payments(self, payments: Sequence[PendingPayment], club: Club) -> None:
        """Replaces the list."""
        self.setVisible(bool(payments))
        if tuple(payments) == self.payments:
            return
        self.payments = tuple(payments)
        emptied(self._list)
        self.buttons = []
        for payment in payments:
            self._list.addWidget(self._line(payment, club))
        text = trn(
            "{count} card payment is pending: settle it before the shift is closed",
            "{count} card payments are pending: settle them before the shift is closed",
            len(payments),
        )
        self.title.setText(text.format(count=len(payments)))
        self._area.setFixedHeight(min(len(payments), _MOST_SHOWN) * _LINE_HIGH)

    def _line(self, payment: PendingPayment, club: Club) -> QWidget:
        when = date_time(payment.started_at, club)
        about = Elided(f"{payment.client_name} · {when} · {payment.staff_name}", "dim")
        button = Button(tr("Settle"))
        button.clicked.connect(self._settler(payment))
        self.buttons.append(button)
        line = row(Text(money(payment.amount, club), weight=SEMIBOLD), gap=GAP_M)
        line.addWidget(about, 1)
        line.addWidget(button)
        holder = QWidget()
        holder.setLayout(line)
        holder.setFixedHeight(_LINE_HIGH)
        return holder

    def _settler(self, payment: PendingPayment) -> Callable[[], None]:
        return lambda: self.settle_wanted.emit(payment)
