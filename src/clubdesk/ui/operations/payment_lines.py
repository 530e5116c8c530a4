"""The list of pending card payments, each with what can be done about it. GUI thread only.

For the till's screens alike: Balance operations and the close of a shift.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.card_desk import TerminalEnded
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import column, emptied, row, scrolled
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import GAP_M, SEMIBOLD
from clubdesk.ui.look.wording import date_time, money
from clubdesk.ui.operations.pay_back_dialog import PayBackDialog
from clubdesk.ui.operations.payment_booking import book_payment
from clubdesk.ui.operations.payment_words import (
    PaymentDeed,
    deed_words,
    deeds_for,
    payer_words,
    state_words,
)
from clubdesk.ui.operations.terminal_ear import TerminalEar

LINE_HIGH = 50
MOST_SHOWN = 3


class PaymentLines(QWidget):
    """The lines and their buttons.

    Signals:
        settle_wanted: The PendingPayment; a person settles it from the slip.

    Attributes:
        buttons: All of them, from the top.
    """

    settle_wanted = Signal(object)

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__()
        self._runner = runner
        self._club: Club | None = None
        self._asked: dict[int, Button] = {}
        self.payments: tuple[PendingPayment, ...] = ()
        self.buttons: list[Button] = []
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._area = scrolled(self._inside)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._area)
        ear = TerminalEar(runner.desk.events, self)
        ear.ended.connect(self._ended)

    def show_payments(self, payments: Sequence[PendingPayment], club: Club) -> None:
        """Replaces the list."""
        if tuple(payments) == self.payments:
            return
        self._club, self.payments = club, tuple(payments)
        emptied(self._list)
        self.buttons, self._asked = [], {}
        for payment in payments:
            self._list.addWidget(self._line(payment, club))
        self._area.setFixedHeight(min(len(payments), MOST_SHOWN) * LINE_HIGH)

    def _line(self, payment: PendingPayment, club: Club) -> QWidget:
        when = date_time(payment.started_at, club)
        about = f"{payer_words(payment)} · {when} · {payment.staff_name}"
        said = " · ".join(part for part in (state_words(payment), payment.detail) if part)
        head = row(Text(money(payment.amount, club), weight=SEMIBOLD))
        head.addWidget(Elided(said, "amber"), 1)
        words = column(head, gap=0)
        words.addWidget(Elided(about, "dim"))
        line = row(gap=GAP_M)
        line.addLayout(words, 1)
        for deed in deeds_for(payment):
            line.addWidget(self._button(deed, payment))
        holder = QWidget()
        holder.setLayout(line)
        holder.setFixedHeight(LINE_HIGH)
        return holder

    def _button(self, deed: PaymentDeed, payment: PendingPayment) -> Button:
        button = Button(
            deed_words(deed), Kind.QUIET if deed is PaymentDeed.PAY_BACK else Kind.SECONDARY
        )
        deeds: dict[PaymentDeed, Callable[[], None]] = {
            PaymentDeed.ASK: lambda: self._ask(payment, button),
            PaymentDeed.SETTLE: lambda: self.settle_wanted.emit(payment),
            PaymentDeed.BOOK: lambda: self._book(payment, button),
            PaymentDeed.PAY_BACK: lambda: self._pay_back(payment),
        }
        button.clicked.connect(deeds[deed])
        self.buttons.append(button)
        return button

    def _ask(self, payment: PendingPayment, button: Button) -> None:
        button.setEnabled(False)
        button.setText(tr("Asking..."))
        self._asked[payment.payment_id] = button
        self._runner.desk.terminal.ask(payment.payment_id)

    def _ended(self, news: TerminalEnded) -> None:
        button = self._asked.pop(news.payment_id, None)
        if button is not None:
            button.setEnabled(True)
            button.setText(deed_words(PaymentDeed.ASK))

    def _book(self, payment: PendingPayment, button: Button) -> None:
        if self._club is not None:
            book_payment(self, self._runner, self._club, payment, button)

    def _pay_back(self, payment: PendingPayment) -> None:
        if self._club is not None:
            PayBackDialog(self, self._runner, self._club, payment).begin()
