"""The chosen client's card beside the search: who it is, the form, and its one button.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command
from clubdesk.ui.balance.client_header import ClientHeader
from clubdesk.ui.balance.modes import Mode
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.frames import rule, scrolled
from clubdesk.ui.look.line_edit import keep_scans_out
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.operations.credit_form import CreditForm
from clubdesk.ui.operations.deduct_form import DeductForm
from clubdesk.ui.operations.form import OperationForm
from clubdesk.ui.operations.purse import Purse, no_shift
from clubdesk.ui.operations.top_up_form import TopUpForm

FOOTER_HIGH = 72
"""Where the button stands, in pixels from the screen's lower edge."""

_FORMS: dict[Mode, type[OperationForm]] = {
    Mode.TOP_UP: TopUpForm,
    Mode.CREDIT: CreditForm,
    Mode.DEDUCT: DeductForm,
}


class Counter(QFrame):
    """One client, one operation.

    Signals:
        done: The Outcome.
        left: Esc, or the button beside: another client.
        open_card: The client's id; the card was asked for.
    """

    done = Signal(object)
    left = Signal()
    open_card = Signal(int)

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__()
        self.setProperty("frame", "flat")
        self._runner = runner
        keep_scans_out(self)
        self._busy = False
        self.form: OperationForm | None = None
        self.header = ClientHeader()
        self.refusal = Refusal()
        self.cancel = Button(tr("Another client"), Kind.SECONDARY, tr("Esc"))
        self.primary = Button("", Kind.PRIMARY, tr("Enter"))
        self.card = Button(tr("Client card"), Kind.QUIET, icon_name="user")
        self.cancel.setFixedHeight(BIG_HEIGHT)
        self._inside = QWidget()
        self._place = QVBoxLayout(self._inside)
        self._place.setContentsMargins(GAP_L, GAP_L, GAP_L, GAP_L)
        self.area = scrolled(self._inside)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._build()
        self.cancel.clicked.connect(self._leave)
        self.primary.clicked.connect(self._press)
        self.card.clicked.connect(self._open_card)
        runner.crashed.connect(self._give_back)

    def begin(self, mode: Mode, purse: Purse) -> None:
        """Shows a client with an empty form; the keyboard goes into it."""
        self.drop()
        form = _FORMS[mode](self._runner, purse)
        self.form = form
        self._place.insertWidget(0, form)
        self.header.show_client(purse)
        form.changed.connect(self._say)
        form.done.connect(self.done)
        self._say()
        form.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def know(self, purse: Purse) -> None:
        """Takes in newer figures of the same client."""
        if self.form is not None and self.form.purse.row.client.id == purse.row.client.id:
            self.header.show_client(purse)
            self.form.know(purse)
            self._say()

    def drop(self) -> None:
        """Takes the form away; a payment that was begun at the terminal is told.

        A form whose deed is on its way is kept out of sight until the answer is there, and told.
        """
        form, self.form = self.form, None
        if form is not None:
            self._place.removeWidget(form)
            form.hide()
            form.changed.disconnect(self._say)
            form.done.disconnect(self.done)
            if not self._busy:
                self._part_with(form)
        self._set_busy(False)
        self.refusal.say(None)

    def _part_with(self, form: OperationForm) -> None:
        behind = form.left_behind()
        if behind is not None:
            self._runner.refused.emit(behind)
        form.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads to what is missing, then does it; Esc leaves the client."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat() and not self._busy and self.form is not None:
                self._go_on(self.form)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_M)
        buttons.addWidget(self.card)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.primary)
        footer = QVBoxLayout()
        footer.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        footer.setSpacing(GAP_M)
        footer.addWidget(self.refusal)
        footer.addLayout(buttons)
        self._place.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.header)
        lines.addWidget(rule())
        lines.addWidget(self.area, 1)
        lines.addWidget(rule())
        lines.addLayout(footer)

    def _go_on(self, form: OperationForm) -> None:
        if not form.go_to_lacking():
            self.primary.click()

    def _press(self) -> None:
        if self.form is not None and not self._busy and not self.form.why_not():
            self.form.carry_out(self._send)

    def _open_card(self) -> None:
        if self.form is not None:
            self.open_card.emit(self.form.purse.row.client.id)

    def _leave(self) -> None:
        if not self._busy:
            self.left.emit()

    def _say(self) -> None:
        form = self.form
        if form is None:
            return
        self.refusal.say(None)
        self.primary.setText(form.button_words())
        self.primary.setAccessibleName(form.button_words())
        shift = "" if form.purse.shift_open else no_shift().text
        self.primary.guard(form.missing())
        if not self._busy:
            self.primary.allow(shift or form.why_not())
        self.primary.updateGeometry()

    def _send(self, command: Command, then: Callable[[Any], None]) -> None:
        form = self.form
        if self._busy or form is None:
            return
        self._set_busy(True)
        self.refusal.say(None)

        def answered(answer: object) -> None:
            if self.form is form:
                self._set_busy(False)
            then(answer)
            if self.form is not form:
                self._part_with(form)

        def refused(error: DeskError) -> None:
            if self.form is form:
                self._set_busy(False)
                self.refusal.say(form.take_refusal(error))
            else:
                self._runner.refused.emit(error)
                self._part_with(form)

        what = f"{form.purse.row.client.name}: {form.button_words()}"
        self._runner.do_or_approve(
            self, command, what, while_alive(form, answered), refused=while_alive(self, refused)
        )

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.primary.setEnabled(not busy)
        self.cancel.setEnabled(not busy)

    @Slot()
    def _give_back(self) -> None:
        """After a bug no answer comes: the person may try again or leave."""
        self._set_busy(False)
