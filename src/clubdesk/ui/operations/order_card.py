"""The card's part of an order: asks the terminal, takes in how it went. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.card_payment import CardState
from clubdesk.foundation.translate import tr
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun, FailCardPayment
from clubdesk.services.commands import Command
from clubdesk.services.views_bar import Buyer
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.order_pay import OrderMethod
from clubdesk.ui.operations.order_pay_box import OrderPayBox
from clubdesk.ui.operations.terminal_step import NOT_TAKEN

Send = Callable[[Command, Callable[[Any], None]], None]


class OrderCard(QObject):
    """Between the wish to pay by card and the sale.

    Signals:
        changed: The terminal is asked now, or is not any more.

    Attributes:
        payment_id: The payment that the terminal is asked for; None if none is.
    """

    changed = Signal()

    def __init__(self, owner: QWidget, pay: OrderPayBox) -> None:
        super().__init__(owner)
        self._pay = pay
        self._send: Send | None = None
        self.payment_id: int | None = None
        pay.terminal.told.connect(self._not_taken)

    def begin(self, buyer: Buyer | None, send: Send) -> None:
        """Stores the wish, then shows the terminal's step."""
        self._send = send
        client_id = buyer.client_id if buyer is not None else None
        command = BeginCardPayment(
            amount_minor=self._pay.paid().card, client_id=client_id, guest=client_id is None
        )
        send(command, self._ask)

    def end(self) -> None:
        """The sale is booked: nothing waits any more."""
        if self.payment_id is not None:
            self.payment_id = None
            self._pay.set_asking(False)
            self.changed.emit()

    def _ask(self, answer: CardPaymentBegun) -> None:
        self.payment_id = answer.payment_id
        self._pay.notice.hide()
        self._pay.set_asking(True)
        self.changed.emit()
        self._pay.terminal.begin(money(self._pay.paid().card, self._pay.club))

    def _not_taken(self, state: CardState) -> None:
        if self._send is None or self.payment_id is None:
            return
        command = FailCardPayment(payment_id=self.payment_id, outcome=state.value)
        self._send(command, lambda _: self._go_on(state))

    def _go_on(self, state: CardState) -> None:
        """Back to the cart, which is still there: nothing of it was sold."""
        self.payment_id = None
        text, more = NOT_TAKEN[state]
        self._pay.notice_text.setText(tr(text))
        self._pay.notice_more.setText(tr(more))
        self._pay.notice.show()
        if state is CardState.UNKNOWN:
            self._pay.method.choose(OrderMethod.CASH)
        self._pay.set_asking(False)
        self.changed.emit()
        field: MoneyField = self._pay.received
        field.setFocus()
