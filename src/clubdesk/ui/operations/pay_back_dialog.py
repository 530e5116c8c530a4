"""Pay back: what a terminal approved and nothing was booked for goes back to the card.

GUI thread only. The terminal does it where it can; where it cannot, the person does it there by
hand and types the slip's number.
"""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.card_booking import PayBackCardPayment
from clubdesk.services.card_desk import DRIVEN
from clubdesk.services.card_payments import CardPaymentBegun
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import Fact, Panel
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M, GAP_XS, SEMIBOLD
from clubdesk.ui.look.wording import date_time, money
from clubdesk.ui.operations.form import Complaining
from clubdesk.ui.operations.payment_words import payer_words
from clubdesk.ui.operations.reason import ReasonField
from clubdesk.ui.operations.terminal_step import TerminalStep


class PayBackDialog(Dialog):
    """A reason, then the terminal; or the slip of what was done by hand."""

    def __init__(
        self, over: QWidget, runner: DeskRunner, club: Club, payment: PendingPayment
    ) -> None:
        self._amount = money(payment.amount, club)
        super().__init__(over, tr("Pay back to the card"), f"· {self._amount}", 640)
        self._runner, self._payment = runner, payment
        self._asked: int | None = None
        self.step = TerminalStep(runner, pays_back=True)
        self._by_hand = self.step.driver() not in DRIVEN
        self.notice = Panel("notice", GAP_M)
        self.notice_text = Text("", weight=SEMIBOLD).wrapped()
        self.notice_more = Text("", "dim").wrapped()
        self.reason = ReasonField([tr("Nothing was sold for it"), tr("Charged by mistake")])
        self.slip = TextField(tr("Slip number"), tr("Pay it back on the terminal first."))
        self._build(club)
        self.reason.changed.connect(lambda _: self._say())
        self.slip.editor.textChanged.connect(lambda _: self._say())
        self.step.told.connect(self._not_paid_back)
        self.step.approved.connect(lambda: self.finish(done=True))
        self._say()

    def begin(self) -> None:
        """Opens it."""
        self.open(self.reason)

    def on_primary(self) -> None:
        """Asks the terminal, or writes down what a person did there."""
        command = PayBackCardPayment(
            payment_id=self._payment.payment_id,
            reason=self.reason.text(),
            slip=self.slip.text() if self._by_hand else "",
            driver="" if self._by_hand else self.step.driver(),
        )
        self.submit(self._runner, command, self._begun)

    def finish(self, *, done: bool) -> None:
        """Closes it; what the terminal is still asked for is told."""
        behind = self.step.left_behind() if self._asked is not None and not done else None
        super().finish(done=done)
        if behind is not None:
            self._runner.refused.emit(behind)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        fields: dict[str, Complaining] = {"slip": self.slip, "reason": self.reason}
        field = fields.get(error.subject) if error is not None else None
        if field is not None and error is not None:
            field.set_error(error.text)
            error = DeskError(error.code, error.what_to_do or error.text)
        super().refuse(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The terminal's keys, while it is asked."""
        if self._asked is None or not self.step.press(event):
            super().keyPressEvent(event)

    def _build(self, club: Club) -> None:
        facts = Panel("raised", GAP_M)
        facts.column.setSpacing(GAP_XS)
        for name, value in (
            (tr("Client"), payer_words(self._payment)),
            (tr("When"), date_time(self._payment.started_at, club)),
            (tr("By whom"), self._payment.staff_name),
        ):
            facts.column.addWidget(Fact(name, value))
        self.notice.column.setSpacing(2)
        self.notice.column.addWidget(self.notice_text)
        self.notice.column.addWidget(self.notice_more)
        for part in (self.notice, facts, self.reason, self.slip, self.step):
            self.body.addWidget(part)
        self.notice.hide()
        self.step.hide()

    def _say(self) -> None:
        self.slip.setVisible(self._by_hand)
        why_not = ""
        if self._asked is not None:
            why_not = self.step.lacking()
        elif not self.reason.text():
            why_not = tr("Say why it is paid back.")
        elif self._by_hand and not self.slip.text():
            why_not = tr("Type the number on the terminal's slip.")
        missing = self._runner.missing(Permission.REFUND)
        words = tr("Pay {amount} back").format(amount=self._amount)
        self.set_primary(words, why_not=why_not, missing=missing)

    def _begun(self, answer: CardPaymentBegun) -> None:
        if self._by_hand:
            self.finish(done=True)
            return
        self._asked = answer.payment_id
        self.reason.setEnabled(False)
        self.notice.hide()
        self.step.show()
        self.step.begin(self._amount, answer.payment_id)
        self._say()

    def _not_paid_back(self, state: CardState) -> None:
        self._asked = None
        self.step.hide()
        self.reason.setEnabled(True)
        if state is CardState.UNKNOWN:
            self.finish(done=True)
            return
        text, more = self.step.told_words(state)
        by_hand = tr("Or pay it back on the terminal by hand and type the slip's number.")
        self.notice_text.setText(text)
        self.notice_more.setText(f"{more}\n{by_hand}".strip())
        self.notice.show()
        self._by_hand = True
        self._say()
