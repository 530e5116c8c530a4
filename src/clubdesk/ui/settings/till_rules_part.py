"""The rules of the till in Settings: tolerance, shifts that are too long, expenses. GUI thread."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.cash_moves import SaveTillRules
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.field import Field
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, heading
from clubdesk.ui.look.tokens import GAP_M

_HOURS = (1, 168)
_LIST_HIGH = 150


class TillRulesPart(Panel):
    """What differences a cashier may close with alone, and what expenses are for.

    Signals:
        changed: The rules were saved.
    """

    changed = Signal()

    def __init__(self, runner: DeskRunner, club: Club) -> None:
        super().__init__("panel", 20)
        self._runner = runner
        self._shown: SaveTillRules | None = None
        self._usual: tuple[str, ...] = ()
        self.tolerance = MoneyField(
            tr("Difference that needs no approval"),
            club.currency,
            big=False,
            hint=tr("Over it, closing a shift needs a reason and an approval."),
        )
        self.hours = Field(
            tr("A shift is too long after (hours)"),
            NumberBox(*_HOURS, 24),
            tr("From then on it is shown in red, with what to do."),
        )
        self.categories = Field(
            tr("What expenses are for"),
            QPlainTextEdit(),
            tr("One a line, as Cash out offers them. Empty: the usual ones."),
        )
        self.refusal = Refusal()
        self.save = Button(tr("Save"), Kind.PRIMARY, tr("Enter"))
        self.told = Text("", "green")
        self._build()
        self._connect()

    def show_club(self, club: Club) -> None:
        """Shows the rules as they are; what is half typed stays while they are as they were."""
        stored = SaveTillRules(
            command_id="",
            categories=club.till.categories,
            long_shift_hours=club.till.long_shift_hours,
            tolerance_minor=club.float_tolerance_minor,
        )
        if stored == self._shown:
            return
        self._shown = stored
        self.tolerance.set_minor(club.float_tolerance_minor)
        self.hours.editor.setValue(club.till.long_shift_hours)
        self.categories.editor.setPlainText("\n".join(club.till.expense_categories))
        self._usual = club.till.expense_categories if not club.till.categories else ()
        self._refuse(None)

    def allow(self, missing: str) -> None:
        """Greys the button out for who may not change settings."""
        self.save.allow(missing)

    def typed(self) -> SaveTillRules:
        """The rules as they stand in the fields; the usual categories are stored as none."""
        lines = self.categories.editor.toPlainText().splitlines()
        names = tuple(line.strip() for line in lines if line.strip())
        return SaveTillRules(
            categories=() if names == self._usual else names,
            long_shift_hours=self.hours.editor.value(),
            tolerance_minor=self.tolerance.minor() or 0,
        )

    def _build(self) -> None:
        self.column.addWidget(heading(tr("Till and shifts")))
        self.categories.editor.setFixedHeight(_LIST_HIGH)
        self.categories.editor.setTabChangesFocus(True)
        for part in (self.tolerance, self.hours, self.categories, self.refusal):
            self.column.addWidget(part)
        self.column.addLayout(row(self.save, self.told, None, gap=GAP_M))

    def _connect(self) -> None:
        self.tolerance.changed.connect(lambda _: self.told.setText(""))
        self.hours.editor.changed.connect(lambda _: self.told.setText(""))
        self.categories.editor.textChanged.connect(lambda: self.told.setText(""))
        self.tolerance.edit.returnPressed.connect(self.save.click)
        self.hours.editor.returnPressed.connect(self.save.click)
        self.save.clicked.connect(self._save)

    def _save(self) -> None:
        self._refuse(None)
        # An empty tolerance is none; what is no amount is told at its field already.
        if self.tolerance.minor() is None and self.tolerance.edit.text().strip():
            self.tolerance.complain()
            return
        command = self.typed()
        self._runner.do(
            command,
            while_alive(self, lambda _: self._saved(command)),
            refused=while_alive(self, self._refuse),
            button=self.save,
        )

    def _saved(self, command: SaveTillRules) -> None:
        # What is typed from now on is not overwritten by what the books tell of this.
        self._shown = msgspec.structs.replace(command, command_id="")
        self.told.setText(tr("Saved."))
        self.changed.emit()

    def _refuse(self, error: DeskError | None) -> None:
        fields: dict[str, MoneyField | Field[NumberBox] | Field[QPlainTextEdit]] = {
            "tolerance_minor": self.tolerance,
            "long_shift_hours": self.hours,
            "categories": self.categories,
        }
        for one in fields.values():
            one.set_error("")
        field = fields.get(error.subject) if error is not None else None
        if field is not None and error is not None:
            field.set_error(error.text)
            field.setFocus()
        if error is not None:
            self.told.setText("")
        self.refusal.say(error)
