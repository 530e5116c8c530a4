"""The operations as dialogs over any screen. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.marks import Avatar
from clubdesk.ui.look.wording import phone_end
from clubdesk.ui.operations.credit_form import CreditForm
from clubdesk.ui.operations.deduct_form import DeductForm
from clubdesk.ui.operations.form import OperationForm
from clubdesk.ui.operations.outcome import Outcome
from clubdesk.ui.operations.purse import Purse
from clubdesk.ui.operations.refund_form import RefundForm
from clubdesk.ui.operations.top_up_form import TopUpForm
from clubdesk.ui.operations.undo_form import UndoForm

WIDTH = 640


class OperationDialog(Dialog):
    """A form with the dialog's own button.

    Signals:
        done: The Outcome.
    """

    done = Signal(object)

    def __init__(self, over: QWidget, heading: str, form: OperationForm) -> None:
        super().__init__(over, heading, width=WIDTH)
        self.form = form
        self._runner: DeskRunner = form.runner
        person = form.purse.row.client
        self.subtitle.setText(f"· {person.name} {phone_end(person.phone)}".rstrip())
        self.header_right.addWidget(Avatar(person.name, 32))
        self.body.addWidget(form)
        form.changed.connect(self._say)
        form.done.connect(self._done)
        self._say()

    def begin(self) -> None:
        """Opens with the keyboard in the form's first field."""
        first = self.form.first()
        self.open(first if first.isEnabled() else None)

    def on_primary(self) -> None:
        """Does what the button says."""
        if not self.form.why_not():
            self.form.carry_out(self._hand_over)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads to what is still missing, and then presses the button."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.isAutoRepeat() and self.form.go_to_lacking():
            event.accept()
        else:
            super().keyPressEvent(event)

    def finish(self, *, done: bool) -> None:
        """Closes it; what was begun and not ended is told."""
        behind = self.form.left_behind() if self.isVisible() and not done else None
        super().finish(done=done)
        if behind is not None:
            self._runner.refused.emit(behind)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        super().refuse(error if error is None else self.form.take_refusal(error))

    def _hand_over(self, command: Command, then: Callable[[Any], None]) -> None:
        self.submit(self._runner, command, then)

    def _say(self) -> None:
        self.refusal.say(None)
        missing = self.form.missing()
        self.set_primary(self.form.button_words(), why_not=self.form.why_not(), missing=missing)

    def _done(self, outcome: Outcome) -> None:
        self.finish(done=True)
        self.done.emit(outcome)


class TopUpDialog(OperationDialog):
    """Top Up Balance."""

    form: TopUpForm

    def __init__(
        self, over: QWidget, runner: DeskRunner, purse: Purse, suggested_minor: int | None = None
    ) -> None:
        form = TopUpForm(runner, purse, suggested_minor)
        super().__init__(over, tr("Top Up Balance"), form)
        self.amount, self.received = form.amount, form.received

    def begin(self) -> None:
        """Opens with what was suggested marked, to be typed over."""
        super().begin()
        self.amount.edit.selectAll()


class CreditDialog(OperationDialog):
    """Bonuses -> Add Bonus."""

    form: CreditForm

    def __init__(self, over: QWidget, runner: DeskRunner, purse: Purse) -> None:
        super().__init__(over, tr("Add Bonus"), CreditForm(runner, purse))


class DeductDialog(OperationDialog):
    """Deduct balance."""

    form: DeductForm

    def __init__(self, over: QWidget, runner: DeskRunner, purse: Purse) -> None:
        super().__init__(over, tr("Deduct balance"), DeductForm(runner, purse))


class RefundDialog(OperationDialog):
    """Balance -> Refund."""

    form: RefundForm

    def __init__(self, over: QWidget, runner: DeskRunner, purse: Purse) -> None:
        super().__init__(over, tr("Refund"), RefundForm(runner, purse))


class UndoDialog(OperationDialog):
    """Undo the newest operation."""

    form: UndoForm

    def __init__(self, over: QWidget, runner: DeskRunner, purse: Purse) -> None:
        super().__init__(over, tr("Undo"), UndoForm(runner, purse))
        self.cancel.setText(tr("Leave it"))
