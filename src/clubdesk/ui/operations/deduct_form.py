"""Deduction amount, reason and account type, which nobody chooses but the cashier. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clubdesk.domain.ledger import Unit
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.bonuses import SlipAnswer
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.wording import money, points
from clubdesk.ui.operations.amount_box import AmountBox
from clubdesk.ui.operations.before_after import BeforeAfter
from clubdesk.ui.operations.form import Complaining, Lack, OperationForm, Send
from clubdesk.ui.operations.outcome import Operation, Outcome
from clubdesk.ui.operations.purse import Purse
from clubdesk.ui.operations.reason import ReasonField
from clubdesk.ui.operations.tiles import Choosable, Tiles
from clubdesk.ui.operations.words import deduct_points, deducted_points

LIKELY = (
    mark("Correction of erroneous top-up"),
    mark("Correction of cashier's error"),
    mark("Product refund"),
    mark("Write-off of expired bonuses"),
)
"""The reasons of the manual."""


class DeductForm(OperationForm):
    """Takes money or points off an account."""

    permission = Permission.DEDUCT

    def __init__(self, runner: DeskRunner, purse: Purse) -> None:
        super().__init__(runner, purse)
        self.amount = AmountBox(tr("Deduction amount"), purse.club, None)
        self.reason = ReasonField([tr(words) for words in LIKELY])
        self.account = Tiles(
            tr("Account type"),
            self._accounts(),
            tr("Choose with care: so no real money is deducted instead of bonuses by mistake."),
        )
        self.figures = BeforeAfter()
        for part in (self.amount, self.reason, self.account, self.figures):
            self.lines.addWidget(part)
        self.amount.changed.connect(lambda _: self._show())
        self.reason.changed.connect(lambda _: self.changed.emit())
        self.account.chosen.connect(self._account_chosen)
        self._show()

    def first(self) -> QWidget:
        """The amount."""
        return self.amount.edit

    def button_words(self) -> str:
        """What is taken off which account."""
        amount, account = self.amount.amount() or 0, self.account.key()
        if amount <= 0 or account is None:
            return tr("Deduct")
        if account is AccountType.BONUS:
            return deduct_points(amount, self.purse.club)
        return tr("Deduct {amount}").format(amount=money(amount, self.purse.club))

    def lacking(self) -> Lack | None:
        """What is still missing, in the order of the fields."""
        if not self.amount.is_typed():
            return self.amount.complaint() or tr("Type the amount."), self.amount
        if not self.reason.text():
            return tr("Say why it is deducted."), self.reason
        if self.account.key() is None:
            choose = tr("Choose the account type: Game account or Bonus account.")
            return choose, self.account
        too_much = self._too_much()
        return (too_much, self.amount) if too_much else None

    def fields(self) -> dict[str, Complaining]:
        """By the subjects of the deduction's refusals."""
        return {"amount": self.amount, "reason": self.reason, "account": self.account}

    def know(self, purse: Purse) -> None:
        """Shows the newer balances."""
        super().know(purse)
        self.account.say(self._accounts())
        self._show()

    def carry_out(self, send: Send) -> None:
        """Deducts."""
        account = self.account.key()
        if isinstance(account, AccountType):
            command = Deduct(
                client_id=self.purse.row.client.id,
                amount=self.amount.amount() or 0,
                account=account,
                reason=self.reason.text(),
            )
            send(command, self._booked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose the account type, from wherever the keyboard is."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.account.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _accounts(self) -> list[Choosable]:
        purse = self.purse
        used = purse.money.balance - purse.money.available
        in_use = tr("{amount} is in use by the running session")
        return [
            Choosable(
                AccountType.GAME,
                "wallet",
                tr("Game account"),
                in_use.format(amount=money(used, purse.club))
                if used > 0
                else tr("the client's real money"),
                money(purse.money.available, purse.club),
            ),
            Choosable(
                AccountType.BONUS,
                "coins",
                tr("Bonus account"),
                tr("promotional bonus points"),
                points(purse.money.points_available, purse.club),
            ),
        ]

    def _account_chosen(self, account: AccountType) -> None:
        self.amount.set_unit(Unit.MONEY if account is AccountType.GAME else Unit.POINTS)
        self._show()

    def _in_points(self) -> bool:
        return self.account.key() is AccountType.BONUS

    def _available(self) -> int:
        purse = self.purse.money
        return purse.points_available if self._in_points() else purse.available

    def _too_much(self) -> str:
        if self.account.key() is None or (self.amount.amount() or 0) <= self._available():
            return ""
        left = self._written(self._available())
        return tr("There is less on this account: {amount}.").format(amount=left)

    def _before(self) -> int:
        return self.purse.money.points if self._in_points() else self.purse.money.balance

    def _written(self, figure: int) -> str:
        write = points if self._in_points() else money
        return write(figure, self.purse.club)

    def _show(self) -> None:
        amount = self.amount.amount()
        if self.account.key() is None:
            self.figures.clear()
        elif amount:
            after = self._before() - amount
            tone = "red" if amount > self._available() else "text"
            self.amount.set_error(self._too_much())
            self.figures.say(self._written(self._before()), self._written(after), tone)
        else:
            self.figures.say(self._written(self._before()), "")
        self.changed.emit()

    def _booked(self, answer: SlipAnswer) -> None:
        amount, purse, in_points = self.amount.amount() or 0, self.purse, self._in_points()
        game, bonus = purse.money.balance, purse.money.points
        done = tr("Deducted {amount}").format(amount=money(amount, purse.club))
        self.report(
            Outcome(
                operation=Operation.DEDUCT,
                client_id=purse.row.client.id,
                client_name=purse.row.client.name,
                text=deducted_points(amount, purse.club) if in_points else done,
                before=game if in_points else answer.balance_after + amount,
                after=game if in_points else answer.balance_after,
                points_before=answer.balance_after + amount if in_points else bonus,
                points_after=answer.balance_after if in_points else bonus,
                in_points=in_points,
                transaction_id=answer.transaction_id,
                job_id=answer.job_id,
            )
        )
