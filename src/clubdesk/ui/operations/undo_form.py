"""This is what will happen: the newest operation, and how the accounts and the till change.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.domain.ledger import TransactionKind
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.undoing import UndoAnswer, UndoOperation
from clubdesk.services.views_people import UndoView
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.frames import Fact, Panel, row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M, GAP_XS, SEMIBOLD
from clubdesk.ui.look.wording import date_time, money, points, signed_money
from clubdesk.ui.operations.before_after import BeforeAfter
from clubdesk.ui.operations.form import Complaining, Lack, OperationForm, Send
from clubdesk.ui.operations.outcome import Operation, Outcome
from clubdesk.ui.operations.purse import Purse
from clubdesk.ui.operations.reason import ReasonField

KINDS: dict[TransactionKind, str] = {
    TransactionKind.TOP_UP: mark("Top-up"),
    TransactionKind.BONUS_CREDIT: mark("Bonus credited"),
    TransactionKind.DEDUCTION: mark("Deduction"),
    TransactionKind.REFUND: mark("Refund"),
    TransactionKind.REVERSAL: mark("Reversal"),
}


def operation_word(kind: TransactionKind | str | None) -> str:
    """What an operation is called in the language in use."""
    for known, word in KINDS.items():
        if kind == known.value:
            return tr(word)
    return tr("Operation")


class UndoForm(OperationForm):
    """Shows what undoing would do, and asks why."""

    permission = Permission.UNDO

    def __init__(self, runner: DeskRunner, purse: Purse) -> None:
        super().__init__(runner, purse)
        self.facts = Panel("raised", GAP_M)
        self.facts.column.setSpacing(GAP_XS)
        self.closed = Text(
            tr("It belongs to a closed shift: this needs a permission of its own."), "amber"
        ).wrapped()
        self.blocked = Panel("refusal", GAP_M)
        self.blocked_text = Text("", weight=SEMIBOLD).wrapped()
        line = row(Icon("circle-alert", "red", 18))
        line.addWidget(self.blocked_text, 1)
        self.blocked.column.addLayout(line)
        self.game = BeforeAfter()
        self.bonus = BeforeAfter(tr("Points before"), tr("Points after"), big=22)
        self.reason = ReasonField([tr("Correction of cashier's error")])
        can = bool(purse.undo.transaction_id) and not purse.undo.why_not
        self.lines.addWidget(
            Text(tr("This is what will happen:") if can else tr("The newest operation:"), "dim")
        )
        for part in (self.facts, self.closed, self.blocked, self.game, self.bonus, self.reason):
            self.lines.addWidget(part)
        self.reason.changed.connect(lambda _: self.changed.emit())
        self._show(purse.undo)

    def first(self) -> QWidget:
        """The reason, or the text why it cannot be undone."""
        return self.reason.edit

    @property
    def needed(self) -> Permission:
        """What this undo needs: one of a closed shift needs more."""
        return Permission.UNDO_CLOSED if self.purse.undo.closed_shift else Permission.UNDO

    def button_words(self) -> str:
        """What is undone."""
        if not self.purse.undo.transaction_id:
            return tr("Undo")
        word = operation_word(self.purse.undo.kind)
        return tr("Undo: {operation} {amount}").format(
            operation=word.lower(), amount=self._amount(self.purse.undo)
        )

    def lacking(self) -> Lack | None:
        """Why it cannot be undone, or that the reason is missing."""
        undo = self.purse.undo
        if undo.why_not:
            return undo.why_not, None
        if not undo.transaction_id:
            return tr("There is nothing to undo."), None
        return None if self.reason.text() else (tr("Say why it is undone."), self.reason)

    def fields(self) -> dict[str, Complaining]:
        """By the subjects of the undo's refusals."""
        return {"reason": self.reason}

    def carry_out(self, send: Send) -> None:
        """Undoes the operation that was shown, or is refused if it no longer is the newest."""
        command = UndoOperation(
            transaction_id=self.purse.undo.transaction_id, reason=self.reason.text()
        )
        send(command, self._booked)

    def _show(self, undo: UndoView) -> None:
        club, can = self.purse.club, bool(undo.transaction_id) and not undo.why_not
        for name, value in self._lines(undo):
            self.facts.column.addWidget(Fact(name, value))
        self.facts.setVisible(bool(undo.transaction_id))
        self.closed.setVisible(can and undo.closed_shift)
        self.blocked.setVisible(not can)
        self.blocked_text.setText(undo.why_not or tr("There is nothing to undo."))
        self.game.setVisible(can and undo.balance_before != undo.balance_after)
        self.bonus.setVisible(can and undo.points_before != undo.points_after)
        self.reason.setVisible(can)
        self.game.say(money(undo.balance_before, club), money(undo.balance_after, club))
        self.bonus.say(points(undo.points_before, club), points(undo.points_after, club))
        self._show_out(undo)

    def _show_out(self, undo: UndoView) -> None:
        club = self.purse.club
        if undo.cash_out:
            caption = tr("Out of the till") if undo.cash_out > 0 else tr("Into the till")
            self.game.say_third(caption, money(abs(undo.cash_out), club), "amber")
        elif undo.card_out:
            self.game.say_third(_card_words(undo), money(abs(undo.card_out), club), "amber")
        else:
            self.game.say_third("", "")
        self.bonus.say_third("", "")

    def _lines(self, undo: UndoView) -> list[tuple[str, str]]:
        if undo.at is None:
            return []
        club = self.purse.club
        what = f"{operation_word(undo.kind)} {self._amount(undo)}"
        lines = [
            (tr("Operation"), what),
            (tr("When"), date_time(undo.at, club)),
            (tr("By whom"), undo.staff_name),
        ]
        if undo.reason:
            lines.append((tr("Reason"), undo.reason))
        if undo.with_points:
            lines.append((tr("Points of a promotion go too"), points(undo.with_points, club)))
        if undo.card_out and undo.cash_out:
            lines.append((_card_words(undo), money(abs(undo.card_out), club)))
        return lines

    def _amount(self, undo: UndoView) -> str:
        """What the operation moved: what undoing it takes back, seen from the other side."""
        club = self.purse.club
        moved = undo.balance_before - undo.balance_after
        if moved:
            return signed_money(moved, club)
        return points(undo.points_before - undo.points_after, club)

    def _booked(self, answer: UndoAnswer) -> None:
        undo, client = self.purse.undo, self.purse.row.client
        text = tr("Undone: {operation} {amount}")
        self.report(
            Outcome(
                operation=Operation.UNDO,
                client_id=client.id,
                client_name=client.name,
                text=text.format(
                    operation=operation_word(undo.kind).lower(), amount=self._amount(undo)
                ),
                before=undo.balance_before,
                after=answer.balance_minor,
                points_before=undo.points_before,
                points_after=answer.points,
                transaction_id=answer.transaction_ids[0] if answer.transaction_ids else 0,
                job_id=answer.job_id,
                in_points=undo.balance_before == undo.balance_after,
            )
        )


def _card_words(undo: UndoView) -> str:
    return tr("Goes back to the card") if undo.card_out > 0 else tr("Taken from the card again")
