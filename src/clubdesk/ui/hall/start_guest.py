"""The guest's side of a start: what is paid, in cash or by card, and the change.

The end of a session that is paid for then has it too. GUI thread only. The dialog sends what has
to be sent; this holds what was typed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.card_payment import CardState, Purpose
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.card_desk import NO_TERMINAL
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.look.banknotes import quick_amounts
from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_M, SEMIBOLD
from clubdesk.ui.operations.method import MethodRow
from clubdesk.ui.operations.terminal_step import TerminalStep
from clubdesk.ui.operations.top_up_sum import Method, Sum


class GuestSide(QWidget):
    """Takes the amounts of a guest's payment.

    Args:
        session_id: The stopped session that is paid for at its end; None at a start.

    Signals:
        changed: An amount changed, or how it is paid.
        not_taken: The CardState that the terminal ended with, other than approved.
        approved: A driven terminal has taken it: the session starts by itself.

    Attributes:
        payment_id: The card payment that the terminal is being asked for; None if none is.
    """

    changed = Signal()
    not_taken = Signal(object)
    approved = Signal()

    def __init__(
        self, wording: Wording, runner: DeskRunner | None = None, session_id: int | None = None
    ) -> None:
        super().__init__()
        self._session_id = session_id
        club = wording.club
        self._wording = wording
        self._price: int | None = None
        self.payment_id: int | None = None
        self.amount = MoneyField(
            tr("Amount to pay"), club.currency, quick=quick_amounts(club.currency)[:4], big=True
        )
        self.method = MethodRow()
        self.cash = MoneyField(tr("Of it in cash"), club.currency, big=False)
        self.received = MoneyField(
            tr("Received in cash"), club.currency, big=False, hint=tr("Empty: exactly the amount.")
        )
        self.postpaid = Tick(tr("Pays at the end"))
        self.terminal = TerminalStep(runner)
        self.method.allow_cards(allowed=self.terminal.driver() != NO_TERMINAL)
        self.notice = Panel("notice", GAP_M)
        self.notice_text = Text("", weight=SEMIBOLD).wrapped()
        self.notice_more = Text("", "dim").wrapped()
        self._build()
        self._connect()
        self._show()

    def sum(self) -> Sum:
        """What has been typed so far."""
        method = self.method.method()
        cash = self.cash.minor() if method is Method.SPLIT else None
        received = self.received.minor() if method is not Method.CARD else None
        return Sum(method, self.amount.minor(), cash, received)

    def is_postpaid(self) -> bool:
        """Whether nothing is paid now."""
        asked = self._session_id is None and self.postpaid.isChecked()
        return asked and self._wording.club.postpaid_guests

    def set_price(self, price: int | None, *, more: bool = False) -> None:
        """Fixes the amount to a package's price; ``more`` lets it be raised. None lets it go."""
        if price != self._price:
            before, self._price = self._price, price
            if price is not None:
                self.amount.set_minor(price)
            elif before is not None and self.amount.minor() == before:
                self.amount.set_minor(None)
        self.amount.edit.setReadOnly(price is not None and not more)
        self.amount.show_quick(price is None or more)

    def change_minor(self) -> int:
        """What to hand back; 0 if nothing or if too little was received."""
        change = self.sum().change() if not self.is_postpaid() else None
        return max(0, change) if change is not None else 0

    def why_not(self) -> str:
        """Why the session cannot start yet; empty if it can."""
        if self.is_postpaid():
            return ""
        if self.payment_id is not None:
            return self.terminal.lacking()
        paid = self.sum()
        if why := paid.lacks_amount() or paid.lacks_cash():
            return why
        typed = self.received.edit.text().strip()
        if typed and self.received.minor() is None and paid.takes_cash:
            return tr("Correct what was received.")
        return paid.lacks_received()

    def ask_terminal(self, payment_id: int) -> None:
        """Shows what to do at the terminal."""
        self.payment_id = payment_id
        self.notice.hide()
        self._show()
        self.terminal.begin(self._wording.money.exact(self.sum().card), payment_id)
        self.changed.emit()

    def card_payment(self) -> BeginCardPayment:
        """The deed that stores that the terminal is about to be asked."""
        return BeginCardPayment(
            amount_minor=self.sum().card,
            guest=True,
            purpose=(Purpose.GUEST if self._session_id is None else Purpose.SESSION).value,
            driver=self.terminal.driver(),
            session_id=self._session_id,
        )

    def waits(self) -> bool:
        """Whether a terminal that the desk drives is being asked."""
        return self.terminal.is_driven and bool(self.terminal.lacking())

    def failure(self, state: CardState) -> FailCardPayment | None:
        """The deed that writes down what the cashier told; None where the terminal told it."""
        if self.payment_id is None:
            return None
        return self.terminal.failure(self.payment_id, state)

    def go_on(self, state: CardState) -> None:
        """Back to the amounts, which are still there unless the card may have been charged."""
        self.payment_id = None
        text, more = self.terminal.told_words(state)
        self.notice_text.setText(text)
        self.notice_more.setText(more)
        self.notice.show()
        if state is CardState.UNKNOWN:
            self.method.choose(Method.CASH)
            if self._price is None:
                self.amount.set_minor(None)
        self._show()
        self.amount.edit.setFocus()

    def left_behind(self) -> DeskError | None:
        """A card payment that the terminal was asked for and nobody told the end of."""
        return self.terminal.left_behind() if self.payment_id is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down change the method of payment, from wherever the keyboard is."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key())) if event.key() in steps else None
        if step is not None and self.payment_id is None and not self.is_postpaid():
            self.method.step(step)
        elif not self.terminal.press(event):
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.notice.column.setSpacing(2)
        self.notice.column.addWidget(self.notice_text)
        self.notice.column.addWidget(self.notice_more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        parts = (self.notice, self.amount, self.method, self.cash, self.received)
        for part in (*parts, self.postpaid, self.terminal):
            column.addWidget(part)
        column.addStretch(1)
        # Hidden only now: without a parent it would flash as a window of its own.
        at_start = self._session_id is None
        self.postpaid.setVisible(at_start and self._wording.club.postpaid_guests)
        self.notice.hide()

    def _connect(self) -> None:
        for field in (self.amount, self.cash, self.received):
            field.changed.connect(lambda _: self._show())
        self.method.chosen.connect(lambda _: self._show())
        self.postpaid.clicked.connect(lambda: self._show())
        self.terminal.slip.editor.textChanged.connect(lambda _: self.changed.emit())
        self.terminal.told.connect(self.not_taken)
        self.terminal.approved.connect(self._approved)

    def _approved(self) -> None:
        self.changed.emit()
        self.approved.emit()

    def _show(self) -> None:
        asking, later = self.payment_id is not None, self.is_postpaid()
        paid = self.sum()
        for part in (self.amount, self.method):
            part.setVisible(not later)
            part.setEnabled(not asking)
        self.postpaid.setEnabled(not asking)
        self.cash.setVisible(paid.method is Method.SPLIT and not asking and not later)
        self.received.setVisible(paid.takes_cash and not asking and not later)
        self.terminal.setVisible(asking)
        self.changed.emit()
