"""What a guest owes at the end and how it is paid: the guest's side of a start, at a fixed price.

GUI thread only. The dialog sends what has to be sent; this holds what was typed.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.card_payment import BY_HAND, CardState
from clubdesk.foundation.translate import tr
from clubdesk.services.sessions import EndSession
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.start_guest import GuestSide
from clubdesk.ui.look.frames import Fact, Figure
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M
from clubdesk.ui.operations.payment_lines import PaymentLines
from clubdesk.ui.operations.reason import ReasonField
from clubdesk.ui.operations.settle_opener import open_settle
from clubdesk.ui.operations.top_up_sum import Method


class EndUnpaidForm(QWidget):
    """Price, payment, and what became of a payment that was begun before.

    Signals:
        changed: Something was typed or chosen.

    Attributes:
        guest: Takes the money.
        goes_unpaid: The guest has left: the price is written off with a reason.
    """

    changed = Signal()

    def __init__(self, wording: Wording, runner: DeskRunner, session_id: int) -> None:
        super().__init__()
        self._wording, self._runner = wording, runner
        self._owed = 0
        self._paid: PendingPayment | None = None
        self.goes_unpaid = False
        self.guest = GuestSide(wording, runner, session_id)
        self.played = Fact(tr("Played"))
        self.price = Figure(tr("To pay"), "", 24)
        self.change = Fact(tr("Change to give"))
        self.note = Text("", "dim").wrapped()
        self.lines = PaymentLines(runner)
        self.reason = ReasonField([tr("Left without paying"), tr("The PC did not work")])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        parts = (
            self.price,
            self.played,
            self.note,
            self.lines,
            self.guest,
            self.change,
            self.reason,
        )
        for part in parts:
            column.addWidget(part)
        self.guest.changed.connect(self.changed)
        self.reason.changed.connect(lambda _: self.changed.emit())
        self.lines.settle_wanted.connect(
            lambda payment: open_settle(self.window(), runner, payment.payment_id)
        )

    def say(self, owed_minor: int, played: str) -> None:
        """Shows what is owed and what was played."""
        self._owed = owed_minor
        self.played.say(played)
        self.price.say(self._wording.money.exact(owed_minor))
        if self.guest.payment_id is None:
            self.guest.set_price(owed_minor)
        self.change.say(self._wording.money.exact(self.guest.change_minor()))

    def show_step(self, *, stopped: bool) -> None:
        """Shows what belongs to this step."""
        takes = stopped and self._takes_money()
        # The form shows the price in its own field.
        self.price.setVisible(not takes)
        self.guest.setVisible(takes)
        self.change.setVisible(takes and bool(self.guest.change_minor()))
        self.lines.setVisible(stopped and self._paid is not None)
        self.reason.setVisible(stopped and self.goes_unpaid)
        self.note.setText(self._note(stopped=stopped))
        self.note.setVisible(bool(self.note.text()))

    def show_payment(self, payment: PendingPayment | None, *, first: bool) -> None:
        """Takes what the books say of a card payment of this session.

        One that the terminal is being asked for when the form is opened goes on here.
        """
        if payment is not None and payment.payment_id == self.guest.payment_id:
            return
        asked = payment is not None and payment.state in (CardState.CREATED, CardState.SENT)
        if payment is not None and asked:
            self._paid = None
            if first:
                self._go_on_asking(payment)
            return
        self._paid = payment
        if payment is not None:
            self.goes_unpaid = False
        self.lines.show_payments((payment,) if payment else (), self._wording.club)

    def go_unpaid(self, wanted: bool) -> None:
        """Turns to the reason for taking nothing, or back."""
        self.goes_unpaid = wanted
        if wanted:
            self.reason.edit.setFocus()

    def may_go_unpaid(self) -> bool:
        """Not while a card has paid or may have."""
        return self._paid is None and self.guest.payment_id is None and self._owed > 0

    def first(self) -> QWidget | None:
        """Where the keyboard belongs once the time stands; None for the button."""
        if self.guest.payment_id is not None:
            return self.guest.terminal.first()
        return self.guest.received.edit if self._takes_money() else None

    def asks_terminal(self) -> bool:
        """Whether a card is to be asked for before anything can be booked."""
        if self.goes_unpaid or not self._takes_money():
            return False
        return self.guest.sum().card > 0 and self.guest.payment_id is None

    def why_not(self) -> str:
        """What is still missing; empty if nothing is."""
        if self.goes_unpaid:
            return "" if self.reason.text() else tr("Say why.")
        if self._paid is not None:
            approved = self._paid.state == CardState.APPROVED
            return "" if approved else tr("Settle the card payment first.")
        return self.guest.why_not() if self._owed else ""

    def end(self, session_id: int) -> EndSession:
        """The deed that takes the money and ends the session."""
        if self.goes_unpaid:
            return EndSession(session_id=session_id, unpaid_reason=self.reason.text())
        if self._paid is not None:
            return EndSession(
                session_id=session_id,
                cash_minor=self._rest(self._paid),
                card_minor=self._paid.amount,
                card_payment_id=self._paid.payment_id,
            )
        paid, asked = self.guest.sum(), self.guest.payment_id
        if not self._owed:
            return EndSession(session_id=session_id)
        return EndSession(
            session_id=session_id,
            cash_minor=paid.cash,
            received_minor=paid.received if paid.cash else None,
            card_minor=paid.card,
            card_payment_id=asked,
            slip=self.guest.terminal.slip_text() if asked is not None else "",
        )

    def words(self, *, stopped: bool) -> str:
        """What the button does."""
        owed = self._wording.money.exact(self._owed)
        if not stopped:
            return tr("Stop the time: {money}").format(money=owed)
        if self.goes_unpaid:
            return tr("Write off {money} and end").format(money=owed)
        if self._paid is not None:
            return self._words_of(self._paid)
        if self.guest.payment_id is not None:
            waits = self.guest.waits()
            return tr("Waiting for the terminal") if waits else tr("Approved: end")
        if not self._owed:
            return tr("End Session")
        if self.guest.sum().card:
            card = self._wording.money.exact(self.guest.sum().card)
            return tr("Take {money} by card").format(money=card)
        return tr("Take {money} and end").format(money=owed)

    def _words_of(self, payment: PendingPayment) -> str:
        rest = self._rest(payment)
        if payment.state != CardState.APPROVED or not rest:
            return tr("Book it and end")
        money = self._wording.money.exact(rest)
        return tr("Take {money} in cash and end").format(money=money)

    def _rest(self, payment: PendingPayment) -> int:
        return max(0, self._owed - payment.amount)

    def _takes_money(self) -> bool:
        return self._owed > 0 and not self.goes_unpaid and self._paid is None

    def _note(self, *, stopped: bool) -> str:
        if not stopped:
            return tr(
                "This guest pays at the end. The time is stopped first: the price stands still "
                "while the money is taken, and the PC locks."
            )
        if self.goes_unpaid:
            return tr("Nothing is taken. The price is written off; the journal keeps the reason.")
        if self._paid is None:
            return ""
        if self._paid.state == CardState.APPROVED:
            return tr("A card has paid for this session already. It is not charged again.")
        return tr("Nobody knows whether the card was charged. Do not take the money again yet.")

    def _go_on_asking(self, payment: PendingPayment) -> None:
        """A form that was left: by hand the cashier still tells the end, else the terminal does."""
        rest = self._rest(payment)
        self.guest.method.choose(Method.SPLIT if rest else Method.CARD)
        if rest:
            self.guest.cash.set_minor(rest)
        by_hand = self.guest.terminal.driver() == BY_HAND
        if (payment.driver == BY_HAND) == by_hand:
            self.guest.ask_terminal(payment.payment_id)
