"""Counting the till: by banknotes and coins, or as one total. GUI thread only.

Amounts are minor units. What the books expect is not known here: the count is blind.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.banknotes import denominations
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.line_edit import LineEdit
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import GAP_M, GAP_S, MEDIUM, SEMIBOLD, TITLE
from clubdesk.ui.look.wording import money

TOTAL, BY_NOTES = "total", "notes"
_MOST_PIECES = 99_999
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Return: 1,
    Qt.Key.Key_Enter: 1,
}


class TillCount(QWidget):
    """How much is in the till.

    Signals:
        changed: The count in minor units; None while nothing or no number was typed.
    """

    changed = Signal(object)

    def __init__(self, club: Club) -> None:
        super().__init__()
        self._club = club
        self._by_notes = False
        self.total = MoneyField(tr("Counted in the till"), club.currency)
        self.notes = NotesGrid(club)
        self.ways = ChipRow([(TOTAL, tr("As a total")), (BY_NOTES, tr("By banknotes and coins"))])
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        lines.addLayout(row(self.ways, None))
        lines.addWidget(self.total)
        lines.addWidget(self.notes)
        self.ways.chosen.connect(self.use)
        self.total.changed.connect(lambda _: self.changed.emit(self.minor()))
        self.notes.changed.connect(lambda _: self.changed.emit(self.minor()))
        self.use(TOTAL)

    def use(self, way: object) -> None:
        """Counts as a total or by banknotes; what was counted so far is kept."""
        by_notes = way == BY_NOTES
        if self._by_notes and not by_notes and self.notes.minor() is not None:
            self.total.set_minor(self.notes.minor())
        self.notes.setVisible(by_notes)
        self.total.setVisible(not by_notes)
        self._by_notes = by_notes
        self.focus_first().setFocus()
        self.updateGeometry()
        self.changed.emit(self.minor())

    def minor(self) -> int | None:
        """The count in minor units."""
        return self.notes.minor() if self._by_notes else self.total.minor()

    def parts(self) -> dict[int, int]:
        """How many pieces of each banknote and coin (minor units); empty for a total."""
        return self.notes.parts() if self._by_notes else {}

    def complaint(self) -> str:
        """What is wrong with what was typed; empty if nothing is, or nothing was typed."""
        return "" if self._by_notes else self.total.field.error()

    def set_error(self, text: str) -> None:
        """Shows what is wrong with the count; an empty text takes it away."""
        self.total.set_error(text)

    def begin_anew(self) -> None:
        """Empties everything for a second count."""
        self.notes.clear()
        self.total.set_minor(None)
        self.focus_first().setFocus(Qt.FocusReason.TabFocusReason)

    def focus_first(self) -> QWidget:
        """What the keyboard should start in."""
        return self.notes.boxes[0] if self._by_notes else self.total.edit


class NotesGrid(QWidget):
    """A box for each banknote and coin, two columns, with the sum under them."""

    changed = Signal(object)

    def __init__(self, club: Club) -> None:
        super().__init__()
        self._club = club
        self.values = denominations(club.currency)
        self.boxes = [PieceBox() for _ in self.values]
        self.boxes[-1].is_last = True
        self._sums = [Text("", "dim").at_right() for _ in self.values]
        self._sum = Text("", "text", TITLE + 3, SEMIBOLD).at_right()
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_S)
        grid.setVerticalSpacing(6)
        half = -(-len(self.values) // 2)
        for number, value in enumerate(self.values):
            self._place(grid, number, value, number % half if half else 0, 4 * (number // half))
        grid.setColumnMinimumWidth(3, 24)
        for stretched in (2, 6):
            grid.setColumnStretch(stretched, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        lines.addLayout(grid)
        lines.addLayout(row(small(tr("Counted in the till")), None, self._sum))
        self.setFocusProxy(self.boxes[0])
        self._counted()

    def minor(self) -> int | None:
        """The sum in minor units; None while every box is empty."""
        if not any(box.text().strip() for box in self.boxes):
            return None
        return sum(value * pieces for value, pieces in self._pairs())

    def parts(self) -> dict[int, int]:
        """The pieces of each value that there are any of."""
        return {value: pieces for value, pieces in self._pairs() if pieces}

    def clear(self) -> None:
        """Empties every box."""
        for box in self.boxes:
            box.clear()

    def _pairs(self) -> list[tuple[int, int]]:
        return [(value, box.pieces()) for value, box in zip(self.values, self.boxes, strict=True)]

    def _place(self, grid: QGridLayout, number: int, value: int, line: int, left: int) -> None:
        box = self.boxes[number]
        box.setAccessibleName(money(value, self._club))
        name = Text(money(value, self._club), weight=MEDIUM).at_right()
        grid.addWidget(name, line, left)
        grid.addWidget(box, line, left + 1)
        grid.addWidget(self._sums[number], line, left + 2)
        box.textChanged.connect(self._counted)
        box.stepped.connect(lambda by: self._go(number + by))

    def _go(self, number: int) -> None:
        if 0 <= number < len(self.boxes):
            self.boxes[number].setFocus(Qt.FocusReason.TabFocusReason)
            self.boxes[number].selectAll()

    def _counted(self) -> None:
        for (value, pieces), line in zip(self._pairs(), self._sums, strict=True):
            line.setText(money(value * pieces, self._club) if pieces else "")
        self._sum.setText(money(self.minor() or 0, self._club))
        self.changed.emit(self.minor())


class PieceBox(LineEdit):
    """How many pieces: digits only. Up, Down and Enter go along the list, as on a till.

    Signals:
        stepped: By how many boxes; Enter in the last one is for the dialog.
    """

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.is_last = False
        self.setFixedWidth(64)
        self.setMaxLength(len(str(_MOST_PIECES)))
        self.setPlaceholderText("0")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(self._keep_digits)

    def pieces(self) -> int:
        """The number; 0 while the box is empty."""
        digits = self.text().strip()
        return int(digits) if digits.isdecimal() else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walks with the arrows and Enter."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if step and not (is_enter and self.is_last):
            if not (is_enter and event.isAutoRepeat()):
                self.stepped.emit(step)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _keep_digits(self, text: str) -> None:
        self.setText("".join(sign for sign in text if sign in "0123456789"))
