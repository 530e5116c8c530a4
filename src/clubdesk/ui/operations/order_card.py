"""The card's part of an order: asks the terminal, takes in how it went. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.card_payment import CardState, Purpose
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun
from clubdesk.services.commands import Command
from clubdesk.services.views_bar import Buyer
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.order_pay import OrderMethod
from clubdesk.ui.operations.order_pay_box import OrderPayBox

Send = Callable[[Command, Callable[[Any], None]], None]


class OrderCard(QObject):
    """Between the wish to pay by card and the sale.

    Signals:
        changed: The terminal is asked now, or is not any more.
        approved: The terminal itself approved: the order is to be booked now.

    Attributes:
        payment_id: The payment that the terminal is asked for; None if none is.
    """

    changed = Signal()
    approved = Signal()

    def __init__(self, owner: QWidget, pay: OrderPayBox) -> None:
        super().__init__(owner)
        self._pay = pay
        self._send: Send | None = None
        self.payment_id: int | None = None
        pay.terminal.told.connect(self._not_taken)
        pay.terminal.approved.connect(self._approved)

    def begin(self, buyer: Buyer | None, send: Send) -> None:
        """Stores the wish, then shows the terminal's step."""
        self._send = send
        client_id = buyer.client_id if buyer is not None else None
        command = BeginCardPayment(
            amount_minor=self._pay.paid().card,
            client_id=client_id,
            guest=client_id is None,
            purpose=Purpose.ORDER.value,
            driver=self._pay.terminal.driver(),
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
        amount = money(self._pay.paid().card, self._pay.club)
        self._pay.terminal.begin(amount, answer.payment_id)
        self.changed.emit()

    def _approved(self) -> None:
        self.changed.emit()
        if self.payment_id is not None:
            self.approved.emit()

    def _not_taken(self, state: CardState) -> None:
        if self._send is None or self.payment_id is None:
            return
        command = self._pay.terminal.failure(self.payment_id, state)
        if command is None:
            self._go_on(state)
        else:
            self._send(command, lambda _: self._go_on(state))

    def _go_on(self, state: CardState) -> None:
        """Back to the cart, which is still there: nothing of it was sold."""
        self.payment_id = None
        text, more = self._pay.terminal.told_words(state)
        self._pay.notice_text.setText(text)
        self._pay.notice_more.setText(more)
        self._pay.notice.show()
        if state is CardState.UNKNOWN:
            self._pay.method.choose(OrderMethod.CASH)
        self._pay.set_asking(False)
        self.changed.emit()
        field: MoneyField = self._pay.received
        field.setFocus()
