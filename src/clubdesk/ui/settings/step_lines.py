"""The steps of a top-up promotion: from an amount on, points or percent. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clubdesk.domain.promotion import Step
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import Currency, format_number, parse_money
from clubdesk.foundation.translate import language, tr
from clubdesk.services.promotion_checks import MOST_STEPS
from clubdesk.ui.look.app_look import restyle
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.money_field import AmountEdit
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import small
from clubdesk.ui.look.toast import CloseCross
from clubdesk.ui.look.tokens import GAP_S

MOST_POINTS = 10**9


class StepLine:
    """The editors of one step."""

    def __init__(self, currency: Currency, step: Step | None) -> None:
        self._currency = currency
        self.amount = AmountEdit(currency, big=False)
        self.amount.setAccessibleName(tr("Top-up from"))
        self.points = NumberBox(0, MOST_POINTS, step.points if step else 0)
        self.points.setAccessibleName(tr("Points"))
        self.percent = NumberBox(0, 100, step.percent if step else 0)
        self.percent.setAccessibleName(tr("and percent of it"))
        self.cross = CloseCross()
        self.cross.setAccessibleName(tr("Remove the step"))
        self.cross.setToolTip(tr("Remove the step"))
        if step is not None:
            self.amount.setText(format_number(step.from_minor, currency, language()))

    def parts(self) -> tuple[QWidget, ...]:
        """From left to right."""
        return self.amount, self.points, self.percent, self.cross

    def step(self) -> Step:
        """What was typed; an amount that is none counts as 0, which the door refuses."""
        try:
            amount = parse_money(self.amount.text(), self._currency, language())
        except DeskError:
            amount = 0
        self.amount.setProperty("wrong", "false" if amount > 0 else "true")
        restyle(self.amount)
        return Step(amount, self.points.value(), self.percent.value())


class StepLines(QWidget):
    """One line a step, with a button that adds one.

    Signals:
        resized: A line was added or removed.
    """

    resized = Signal()

    def __init__(self, currency: Currency, steps: tuple[Step, ...], hint: str) -> None:
        super().__init__()
        self._currency = currency
        self.lines = [StepLine(currency, step) for step in steps]
        self.add = Button(tr("Add a Step"), Kind.QUIET, icon_name="plus")
        self.error = small("", "red").wrapped()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_S)
        self._grid.setVerticalSpacing(GAP_S)
        for place, stretch in enumerate((3, 2, 2, 0)):
            self._grid.setColumnStretch(place, stretch)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP_S)
        whole.addLayout(self._grid)
        whole.addWidget(self.error)
        whole.addLayout(row(self.add, None, small(hint)))
        self.error.hide()
        self.add.clicked.connect(self._add)
        for place, head in enumerate((tr("Top-up from"), tr("Points"), tr("and percent of it"))):
            self._grid.addWidget(small(head), 0, place)
        for line in self.lines:
            self._place(line)
        self._count()

    def steps(self) -> tuple[Step, ...]:
        """What stands in the lines."""
        return tuple(line.step() for line in self.lines)

    def set_error(self, text: str) -> None:
        """Shows what is wrong with the steps."""
        self.error.setText(text)
        self.error.setVisible(bool(text))

    def ensure_one(self) -> None:
        """Shows an empty line where there is none."""
        if not self.lines:
            self._add(focus=False)

    def _add(self, _checked: bool = False, *, focus: bool = True) -> None:
        line = StepLine(self._currency, None)
        self.lines.append(line)
        self._place(line)
        self._count()
        if focus:
            line.amount.setFocus(Qt.FocusReason.TabFocusReason)

    def _place(self, line: StepLine) -> None:
        number = self._grid.rowCount()
        for place, part in enumerate(line.parts()):
            self._grid.addWidget(part, number, place)
            # At once, so that the keyboard can go there before the next turn of the event loop.
            part.setVisible(True)
        line.cross.clicked.connect(lambda: self._remove(line))

    def _remove(self, line: StepLine) -> None:
        self.lines.remove(line)
        for part in line.parts():
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._count()
        self.add.setFocus(Qt.FocusReason.TabFocusReason)

    def _count(self) -> None:
        self.add.setEnabled(len(self.lines) < MOST_STEPS)
        for line in self.lines:
            line.cross.setVisible(len(self.lines) > 1)
        self.resized.emit()
