"""Money back: how much at most, in cash or to the card, and why. GUI thread only.

A terminal that the desk drives pays back itself, and the form books what it did. Where it cannot
(it may only know its last payment), the person does it there by hand and types the slip's number.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.bonuses import SlipAnswer
from clubdesk.services.card_booking import BeginCardRefund
from clubdesk.services.card_desk import DRIVEN
from clubdesk.services.card_payments import CardPaymentBegun
from clubdesk.services.refunds import Refund, Tender
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M, SEMIBOLD
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.before_after import BeforeAfter
from clubdesk.ui.operations.form import Complaining, Lack, OperationForm, Send
from clubdesk.ui.operations.outcome import Operation, Outcome
from clubdesk.ui.operations.purse import Purse
from clubdesk.ui.operations.reason import ReasonField
from clubdesk.ui.operations.terminal_step import TerminalStep
from clubdesk.ui.operations.tiles import Choosable, Tiles


class RefundForm(OperationForm):
    """Pays money out of a game account, never more than came in that way."""

    permission = Permission.REFUND

    def __init__(self, runner: DeskRunner, purse: Purse) -> None:
        super().__init__(runner, purse)
        self.amount = MoneyField(tr("Refund amount"), purse.club.currency)
        self.tender = Tiles(
            tr("How it goes back"),
            self._ways(),
            tr("Never more than was paid in this way, less what went back already."),
        )
        self._send: Send | None = None
        self._by_hand = False
        self.terminal = TerminalStep(runner, pays_back=True)
        self.notice = Panel("notice", GAP_M)
        self.notice_text = Text("", weight=SEMIBOLD).wrapped()
        self.notice_more = Text("", "dim").wrapped()
        self.slip = TextField(tr("Slip number"), tr("Refund it on the terminal first."))
        self.reason = ReasonField()
        self.figures = BeforeAfter()
        self.notice.column.setSpacing(2)
        self.notice.column.addWidget(self.notice_text)
        self.notice.column.addWidget(self.notice_more)
        top = (self.notice, self.tender, self.amount, self.slip)
        for part in (*top, self.reason, self.terminal, self.figures):
            self.lines.addWidget(part)
        self.points_stay = Text(
            tr("Points stay on the bonus account. Deduct them there if they came with this money."),
            "dim",
        ).wrapped()
        self.lines.addWidget(self.points_stay)
        self.points_stay.setVisible(purse.money.points > 0)
        self.notice.hide()
        self.terminal.hide()
        self.terminal.told.connect(self._not_paid_back)
        self.terminal.approved.connect(self._paid_back)
        self.amount.changed.connect(lambda _: self._show())
        self.reason.changed.connect(lambda _: self.changed.emit())
        self.slip.editor.textChanged.connect(lambda _: self.changed.emit())
        self.tender.chosen.connect(lambda _: self._tender_chosen())
        only_card = not purse.money.refundable_cash and purse.money.refundable_card
        self.tender.choose(Tender.CARD if only_card else Tender.CASH)

    def first(self) -> QWidget:
        """The amount; the terminal while it is asked."""
        return self.amount.edit if self.payment_id is None else self.terminal.first()

    def button_words(self) -> str:
        """How much, and how."""
        amount = self.amount.minor() or 0
        if amount <= 0:
            return tr("Refund")
        shown = money(amount, self.purse.club)
        if self.payment_id is not None:
            return tr("Refund {amount} to the card").format(amount=shown)
        if self.tender.key() is Tender.CARD:
            return tr("Refund {amount} to the card").format(amount=shown)
        return tr("Refund {amount} in cash").format(amount=shown)

    def lacking(self) -> Lack | None:
        """What is still missing or too much."""
        if self.payment_id is not None:
            waits = self.terminal.lacking()
            return (waits, None) if waits else None
        if self._most() <= 0:
            nothing = tr("Nothing can go back this way: nothing is left of what was paid in so.")
            return nothing, self.tender
        if (self.amount.minor() or 0) <= 0:
            return self.amount.complaint() or tr("Type the amount."), self.amount
        if too_much := self._too_much():
            return too_much, self.amount
        if self._takes_slip() and not self.slip.text():
            return tr("Type the number on the terminal's slip."), self.slip
        return None if self.reason.text() else (tr("Say why it is refunded."), self.reason)

    def fields(self) -> dict[str, Complaining]:
        """By the subjects of the refund's refusals."""
        return {
            "amount": self.amount,
            "reason": self.reason,
            "slip": self.slip,
            "tender": self.tender,
        }

    def know(self, purse: Purse) -> None:
        """Shows the newer balance and limits."""
        super().know(purse)
        self.points_stay.setVisible(purse.money.points > 0)
        self.tender.say(self._ways())
        self._tender_chosen()

    def carry_out(self, send: Send) -> None:
        """Refunds; a terminal that the desk drives is asked first."""
        self._send = send
        driven = self._by_card() and not self._takes_slip()
        if driven and self.payment_id is None:
            begin = BeginCardRefund(
                client_id=self.purse.row.client.id,
                amount_minor=self.amount.minor() or 0,
                reason=self.reason.text(),
                driver=self.terminal.driver(),
            )
            send(begin, self._ask_terminal)
        else:
            send(self._command(), self._booked)

    def take_refusal(self, error: DeskError) -> DeskError:
        """Where the terminal cannot pay it back, the slip is asked for."""
        if error.code == "refund.not_by_terminal":
            self._do_by_hand()
        return super().take_refusal(error)

    def left_behind(self) -> DeskError | None:
        """A refund that the terminal is still asked for."""
        return self.terminal.left_behind() if self.payment_id is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose how it goes back, from wherever the keyboard is."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if self.payment_id is not None:
            if not self.terminal.press(event):
                super().keyPressEvent(event)
        elif event.key() in steps:
            self.tender.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _ways(self) -> list[Choosable]:
        purse, club = self.purse.money, self.purse.club
        most = tr("at most {amount}")
        return [
            Choosable(
                Tender.CASH,
                "banknote",
                tr("Cash"),
                most.format(amount=money(purse.refundable_cash, club)),
            ),
            Choosable(
                Tender.CARD,
                "credit-card",
                tr("Card"),
                most.format(amount=money(purse.refundable_card, club)),
            ),
        ]

    def _by_card(self) -> bool:
        return self.tender.key() is Tender.CARD

    def _takes_slip(self) -> bool:
        """Whether a person pays it back on the terminal and types the slip's number."""
        return self._by_card() and (self._by_hand or self.terminal.driver() not in DRIVEN)

    def _command(self) -> Refund:
        return Refund(
            client_id=self.purse.row.client.id,
            amount_minor=self.amount.minor() or 0,
            reason=self.reason.text(),
            tender=Tender.CARD if self._by_card() else Tender.CASH,
            slip=self.slip.text() if self._takes_slip() else "",
            card_payment_id=self.payment_id,
        )

    def _ask_terminal(self, answer: CardPaymentBegun) -> None:
        self.payment_id = answer.payment_id
        self.notice.hide()
        self._show_asking()
        self.terminal.begin(money(self.amount.minor() or 0, self.purse.club), answer.payment_id)
        self.changed.emit()

    def _paid_back(self) -> None:
        """The terminal has paid it back: the form books by itself."""
        self.changed.emit()
        if self._send is not None and self.payment_id is not None:
            self._send(self._command(), self._booked)

    def _not_paid_back(self, state: CardState) -> None:
        self.payment_id = None
        text, more = self.terminal.told_words(state)
        self.notice_text.setText(text)
        by_hand = tr("Or pay it back on the terminal by hand and type the slip's number.")
        unsure = state is CardState.UNKNOWN
        self.notice_more.setText(more if unsure else f"{more}\n{by_hand}".strip())
        self.notice.show()
        self._show_asking()
        if state is CardState.UNKNOWN:
            self.amount.set_minor(None)
        else:
            self._do_by_hand()
        self._show()

    def _do_by_hand(self) -> None:
        self._by_hand = True
        self.slip.setVisible(self._by_card())

    def _show_asking(self) -> None:
        asking = self.payment_id is not None
        self.terminal.setVisible(asking)
        for part in (self.tender, self.amount, self.reason):
            part.setEnabled(not asking)

    def _most(self) -> int:
        purse = self.purse.money
        return purse.refundable_card if self._by_card() else purse.refundable_cash

    def _too_much(self) -> str:
        if (self.amount.minor() or 0) <= self._most():
            return ""
        most = money(self._most(), self.purse.club)
        return tr("At most {amount} can go back this way.").format(amount=most)

    def _tender_chosen(self) -> None:
        self.slip.setVisible(self._takes_slip())
        self.amount.set_quick((self._most(),) if self._most() > 0 else ())
        self._show()

    def _show(self) -> None:
        before, amount = self.purse.money.balance, self.amount.minor()
        club = self.purse.club
        after = money(before - amount, club) if amount else ""
        tone = "red" if self._too_much() else "text"
        if amount:
            self.amount.set_error(self._too_much())
        self.figures.say(money(before, club), after, tone)
        out = money(amount, club) if amount and amount > 0 and not self._by_card() else ""
        self.figures.say_third(tr("Out of the till") if out else "", out)
        self.changed.emit()

    def _booked(self, answer: SlipAnswer) -> None:
        amount, purse = self.amount.minor() or 0, self.purse
        self.payment_id = None
        words = (
            tr("Refunded {amount} to the card") if self._by_card()
            else tr("Refunded {amount} in cash")
        )  # fmt: skip
        self.report(
            Outcome(
                operation=Operation.REFUND,
                client_id=purse.row.client.id,
                client_name=purse.row.client.name,
                text=words.format(amount=money(amount, purse.club)),
                before=answer.balance_after + amount,
                after=answer.balance_after,
                points_before=purse.money.points,
                points_after=purse.money.points,
                transaction_id=answer.transaction_id,
                job_id=answer.job_id,
            )
        )
