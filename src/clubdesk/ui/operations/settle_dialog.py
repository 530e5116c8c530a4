"""Settle: what became of a card payment whose outcome nobody knew, from the terminal's slip.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clubdesk.domain.card_payment import PaymentKind
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import MoneyAnswer
from clubdesk.services.card_payments import PaymentSettled, SettleCardPayment
from clubdesk.services.views import ClientRow
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import Fact, Panel
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M, GAP_XS
from clubdesk.ui.look.wording import date_time, money
from clubdesk.ui.operations.form import Complaining, Lack
from clubdesk.ui.operations.outcome import Operation, Outcome
from clubdesk.ui.operations.reason import ReasonField
from clubdesk.ui.operations.tiles import Choosable, Tiles


class SettleDialog(Dialog):
    """Approved with a slip, or not taken; with a reason either way.

    Args:
        then: Gets the Outcome of the top-up that it became, before everyone hears of it.
    """

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        club: Club,
        payment: PendingPayment,
        then: Callable[[Outcome], None] | None = None,
    ) -> None:
        amount = money(payment.amount, club)
        super().__init__(over, tr("Settle a card payment"), f"· {amount}", 640)
        self._runner, self._club, self._payment = runner, club, payment
        self._then = then
        self.outcome = Tiles(
            tr("What does the terminal's last slip say?"),
            [
                Choosable(True, "circle-check", tr("Approved"), tr("the slip shows the payment")),
                Choosable(False, "x", tr("Not taken"), tr("no slip, declined, or cancelled")),
            ],
        )
        self.slip = TextField(tr("Slip number"), tr("As printed on the terminal's slip."))
        self.reason = ReasonField(
            [tr("By the terminal's slip"), tr("By the bank's list"), tr("The terminal was stuck")]
        )
        self._build()
        self.outcome.chosen.connect(lambda _: self._say())
        self.slip.editor.textChanged.connect(lambda _: self._say())
        self.reason.changed.connect(lambda _: self._say())
        self._say()

    def begin(self) -> None:
        """Opens with the keyboard on the first outcome."""
        self.open(self.outcome.tiles[0])

    def on_primary(self) -> None:
        """Settles it."""
        if self.lacking() is None:
            approved = self.outcome.key() is True
            command = SettleCardPayment(
                payment_id=self._payment.payment_id,
                approved=approved,
                reason=self.reason.text(),
                slip=self.slip.text() if approved else "",
            )
            self.submit(self._runner, command, self._settled)

    def lacking(self) -> Lack | None:
        """What is still missing, in the order of the fields."""
        if self.outcome.key() is None:
            return tr("Choose what the slip says."), self.outcome
        if self.outcome.key() is True and not self.slip.text():
            return tr("Type the number on the terminal's slip."), self.slip
        return None if self.reason.text() else (tr("Say how you know."), self.reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads to what is missing; up and down choose the outcome."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        lack = self.lacking() if enter and not event.isAutoRepeat() else None
        if event.key() in steps:
            self.outcome.step(steps[Qt.Key(event.key())])
        elif lack is not None and lack[1] is not None:
            lack[1].set_error(lack[0])
            lack[1].setFocus()
            event.accept()
        else:
            super().keyPressEvent(event)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        fields: dict[str, Complaining] = {"slip": self.slip, "reason": self.reason}
        field = fields.get(error.subject) if error is not None else None
        if field is not None and error is not None:
            field.set_error(error.text)
            field.setFocus()
            error = DeskError(error.code, error.what_to_do or error.text)
        super().refuse(error)

    def _build(self) -> None:
        facts = Panel("raised", GAP_M)
        facts.column.setSpacing(GAP_XS)
        payment = self._payment
        for name, value in (
            (tr("Client"), payment.client_name),
            (tr("When"), date_time(payment.started_at, self._club)),
            (tr("By whom"), payment.staff_name),
        ):
            facts.column.addWidget(Fact(name, value))
        advice = Text(
            tr("It is never taken again blindly. If the terminal is stuck, restart it first."),
            "dim",
        ).wrapped()
        for part in (facts, advice, self.outcome, self.slip, self.reason):
            self.body.addWidget(part)

    def _say(self) -> None:
        self.refusal.say(None)
        self.slip.setVisible(self.outcome.key() is True)
        lack = self.lacking()
        why_not, missing = lack[0] if lack else "", self._runner.missing(Permission.REFUND)
        amount = money(self._payment.amount, self._club)
        words = {
            None: tr("Settle"),
            True: self._approved_words().format(amount=amount),
            False: tr("Not taken: book nothing"),
        }
        key = self.outcome.key()
        said = words[key if isinstance(key, bool) else None]
        self.set_primary(said, why_not=why_not, missing=missing)

    def _approved_words(self) -> str:
        """A guest's is booked, or paid back, after that; a refund too."""
        has_account = self._payment.client_id is not None or self._payment.client_name
        if not has_account or self._payment.kind != PaymentKind.PAYMENT:
            return tr("Approved: {amount}")
        return tr("Approved: top up {amount}")

    def _settled(self, answer: PaymentSettled) -> None:
        self.finish(done=True)
        booked, client_id = answer.booked, answer.client_id
        if booked is None or client_id is None:
            return
        runner, then = self._runner, self._then

        def tell(row: ClientRow | None) -> None:
            outcome = self._outcome(booked, client_id, row)
            if then is not None:
                then(outcome)
            runner.operated.emit(outcome)

        # The dialog is gone by then, and it is told all the same.
        runner.ask(lambda books: books.client(client_id), while_alive(runner, tell))

    def _outcome(self, booked: MoneyAnswer, client_id: int, row: ClientRow | None) -> Outcome:
        amount, points = self._payment.amount, row.points if row is not None else 0
        return Outcome(
            operation=Operation.TOP_UP,
            client_id=client_id,
            client_name=row.client.name if row is not None else self._payment.client_name,
            text=tr("Topped up {amount} by card").format(amount=money(amount, self._club)),
            before=booked.balance_minor - amount,
            after=booked.balance_minor,
            points_before=points,
            points_after=points,
            transaction_id=booked.transaction_id,
            job_id=booked.job_id,
        )
