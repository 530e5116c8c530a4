"""Top-up amount, cash, card or both, the change, before and after. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import MoneyAnswer, TopUp
from clubdesk.services.card_desk import NO_TERMINAL
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.banknotes import likely_received, quick_amounts
from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_L, GAP_M, SEMIBOLD
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.before_after import BeforeAfter
from clubdesk.ui.operations.form import Complaining, Lack, OperationForm, Send
from clubdesk.ui.operations.method import MethodRow
from clubdesk.ui.operations.outcome import Operation, Outcome
from clubdesk.ui.operations.purse import Purse
from clubdesk.ui.operations.terminal_step import TerminalStep
from clubdesk.ui.operations.top_up_sum import Method, Sum


class TopUpForm(OperationForm):
    """Takes money for a client."""

    permission = Permission.TOP_UP

    def __init__(
        self, runner: DeskRunner, purse: Purse, suggested_minor: int | None = None
    ) -> None:
        super().__init__(runner, purse)
        self._club = purse.club
        self._send: Send | None = None
        currency = self._club.currency
        self.amount = MoneyField(tr("Top-up amount"), currency, quick=quick_amounts(currency))
        self.method = MethodRow()
        self.cash = MoneyField(tr("Of it in cash"), currency, big=False)
        self.received = MoneyField(
            tr("Received in cash"), currency, big=False, hint=tr("Empty: exactly the amount.")
        )
        self.terminal = TerminalStep(runner)
        self.method.allow_cards(allowed=self.terminal.driver() != NO_TERMINAL)
        self.notice = Panel("notice", GAP_M)
        self.notice_text = Text("", weight=SEMIBOLD).wrapped()
        self.notice_more = Text("", "dim").wrapped()
        self.figures = BeforeAfter()
        self._build()
        self._connect()
        self.amount.set_minor(suggested_minor)
        self._show()

    # What the form says of itself.

    def first(self) -> QWidget:
        """The amount; the slip while the terminal is asked."""
        return self.amount.edit if self.payment_id is None else self.terminal.first()

    def sum(self) -> Sum:
        """What has been typed so far."""
        cash = self.cash.minor() if self.method.method() is Method.SPLIT else None
        return Sum(self.method.method(), self.amount.minor(), cash, self.received.minor())

    def button_words(self) -> str:
        """What will be taken, and how."""
        paid = self.sum()
        amount = money(paid.amount or 0, self._club)
        if not paid.amount or paid.amount <= 0:
            return tr("Top up")
        if self.payment_id is not None and self.terminal.is_driven and self.terminal.lacking():
            return tr("The terminal takes {amount}").format(amount=money(paid.card, self._club))
        if self.payment_id is not None:
            return tr("Approved: top up {amount}").format(amount=amount)
        if paid.method is Method.CARD:
            return tr("Top up {amount} by card").format(amount=amount)
        if paid.method is Method.SPLIT and not paid.lacks_cash():
            return tr("Top up {cash} in cash and {card} by card").format(
                cash=money(paid.cash, self._club), card=money(paid.card, self._club)
            )
        if paid.method is Method.SPLIT:
            return tr("Top up {amount}").format(amount=amount)
        return tr("Top up {amount} in cash").format(amount=amount)

    def lacking(self) -> Lack | None:
        """What is still missing."""
        paid, typed = self.sum(), self.received.edit.text().strip()
        if self.payment_id is not None and (waits := self.terminal.lacking()):
            return waits, None if self.terminal.is_driven else self.terminal.slip
        if why := paid.lacks_amount():
            return self.amount.complaint() or why, self.amount
        if why := paid.lacks_cash():
            return self.cash.complaint() or why, self.cash
        if typed and self.received.minor() is None and paid.takes_cash:
            correct = tr("Correct what was received, or the amount.")
            return self.received.complaint() or correct, self.received
        why = paid.lacks_received()
        return (why, self.received) if why else None

    def fields(self) -> dict[str, Complaining]:
        """By the subjects of the top-up's refusals."""
        return {"amount": self.amount, "received": self.received, "slip": self.terminal.slip}

    def missing(self) -> str:
        """Nothing more once the terminal was asked: who may was said then, but of cash."""
        ends_it = self.payment_id is not None and not self.sum().cash
        return "" if ends_it else super().missing()

    def know(self, purse: Purse) -> None:
        """Shows the newer balance."""
        super().know(purse)
        self._show()

    def left_behind(self) -> DeskError | None:
        """A card payment that the terminal was asked for and nobody told the end of."""
        return self.terminal.left_behind() if self.payment_id is not None else None

    def carry_out(self, send: Send) -> None:
        """Asks the terminal first where a card is to pay; then books the money."""
        self._send = send
        paid = self.sum()
        if paid.card and self.payment_id is None:
            begin = BeginCardPayment(
                amount_minor=paid.card,
                client_id=self.purse.row.client.id,
                driver=self.terminal.driver(),
            )
            send(begin, self._ask_terminal)
        else:
            send(self._command(paid), self._booked)

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down change the method of payment, from wherever the keyboard is."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key())) if event.key() in steps else None
        if step is not None and self.payment_id is None:
            self.method.step(step)
        elif not self.terminal.press(event):
            super().keyPressEvent(event)

    # Inside.

    def _build(self) -> None:
        self.notice.column.setSpacing(2)
        self.notice.column.addWidget(self.notice_text)
        self.notice.column.addWidget(self.notice_more)
        cash_line = QHBoxLayout()
        cash_line.setSpacing(GAP_L)
        cash_line.addWidget(self.cash, 1, Qt.AlignmentFlag.AlignTop)
        cash_line.addWidget(self.received, 1, Qt.AlignmentFlag.AlignTop)
        for part in (self.notice, self.amount, self.method):
            self.lines.addWidget(part)
        self.lines.addLayout(cash_line)
        self.lines.addWidget(self.terminal)
        self.lines.addWidget(self.figures)
        self.notice.hide()
        self.terminal.hide()

    def _connect(self) -> None:
        for field in (self.amount, self.cash, self.received):
            field.changed.connect(lambda _: self._show())
        self.method.chosen.connect(lambda _: self._show())
        self.terminal.told.connect(self._not_taken)
        self.terminal.approved.connect(self._approved)
        self.terminal.slip.editor.textChanged.connect(lambda _: self.changed.emit())

    def _show(self) -> None:
        paid, asking = self.sum(), self.payment_id is not None
        for part in (self.amount, self.method):
            part.setEnabled(not asking)
        self.amount.show_quick(not asking)
        self.cash.setVisible(paid.method is Method.SPLIT and not asking)
        self.received.setVisible(paid.takes_cash and not asking)
        self.terminal.setVisible(asking)
        self._offer_received(paid)
        self._show_figures(paid)
        self.changed.emit()

    def _offer_received(self, paid: Sum) -> None:
        offers = likely_received(paid.cash, self._club.currency) if paid.cash > 0 else ()
        self.received.set_quick(tuple(offer for offer in offers if offer != paid.cash))

    def _show_figures(self, paid: Sum) -> None:
        before = self.purse.money.balance
        after = money(before + paid.amount, self._club) if paid.amount else ""
        self.figures.say(money(before, self._club), after, "green")
        change = paid.change()
        if change is None:
            self.figures.say_third("", "")
        else:
            tone = "red" if change < 0 else "text"
            self.received.set_error(paid.lacks_received())
            self.figures.say_third(tr("Change to give"), money(change, self._club), tone)

    def _command(self, paid: Sum) -> TopUp:
        return TopUp(
            client_id=self.purse.row.client.id,
            cash_minor=paid.cash,
            received_minor=paid.received if paid.takes_cash else None,
            card_minor=paid.card,
            card_payment_id=self.payment_id,
            slip=self.terminal.slip_text() if self.payment_id is not None else "",
        )

    def _ask_terminal(self, answer: CardPaymentBegun) -> None:
        self.payment_id = answer.payment_id
        self.notice.hide()
        self._show()
        self.terminal.begin(money(self.sum().card, self._club), answer.payment_id)
        self.changed.emit()

    def _approved(self) -> None:
        """The terminal has taken it: the form books by itself."""
        self.changed.emit()
        if self._send is not None and self.payment_id is not None:
            self._send(self._command(self.sum()), self._booked)

    def _not_taken(self, state: CardState) -> None:
        if self._send is None or self.payment_id is None:
            return
        command = self.terminal.failure(self.payment_id, state)
        if command is None:
            self._go_on(state)
        else:
            self._send(command, lambda _: self._go_on(state))

    def _go_on(self, state: CardState) -> None:
        """Back to the amount, which is still there unless the card may have been charged."""
        self.payment_id = None
        text, more = self.terminal.told_words(state)
        self.notice_text.setText(text)
        self.notice_more.setText(more)
        self.notice.show()
        if state is CardState.UNKNOWN:
            self.amount.set_minor(None)
            self.received.set_minor(None)
            self.method.choose(Method.CASH)
        self._show()
        self.first().setFocus()

    def _booked(self, answer: MoneyAnswer) -> None:
        paid, purse = self.sum(), self.purse
        amount = paid.amount or 0
        words = {
            Method.CASH: tr("Topped up {amount} in cash"),
            Method.CARD: tr("Topped up {amount} by card"),
            Method.SPLIT: tr("Topped up {amount} in cash and by card"),
        }
        self.payment_id = None
        self.report(
            Outcome(
                operation=Operation.TOP_UP,
                client_id=purse.row.client.id,
                client_name=purse.row.client.name,
                text=words[paid.method].format(amount=money(amount, self._club)),
                before=answer.balance_minor - amount,
                after=answer.balance_minor,
                points_before=purse.money.points,
                points_after=purse.money.points,
                transaction_id=answer.transaction_id,
                job_id=answer.job_id,
                change_minor=answer.change_minor,
            )
        )
