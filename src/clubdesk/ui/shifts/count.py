"""Counting the till: by banknotes and coins, or as one total. GUI thread only.

Amounts are minor units. What the books expect is not known here: the count is blind.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.banknotes import denominations
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import GAP_M, GAP_S, MEDIUM, SEMIBOLD, TITLE
from clubdesk.ui.look.wording import money

TOTAL, BY_NOTES = "total", "notes"
_MOST_PIECES = 99_999


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
        choices: list[tuple[object, str]] = [(TOTAL, tr("As a total"))]
        if denominations(club.currency):
            choices.append((BY_NOTES, tr("By banknotes and coins")))
        self.ways = ChipRow(choices)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        lines.addLayout(row(self.ways, None))
        self.ways.setVisible(len(choices) > 1)
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
        (self.notes if by_notes else self.total).setFocus()
        self.updateGeometry()
        self.changed.emit(self.minor())

    def minor(self) -> int | None:
        """The count in minor units."""
        return self.notes.minor() if self._by_notes else self.total.minor()

    def focus_first(self) -> QWidget:
        """What the keyboard should start in."""
        return self.total.edit


class NotesGrid(QWidget):
    """A box for each banknote and coin, two columns, with the sum under them."""

    changed = Signal(object)

    def __init__(self, club: Club) -> None:
        super().__init__()
        self._club = club
        self.values = denominations(club.currency)
        self.boxes = [_piece_box() for _ in self.values]
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
        if self.boxes:
            self.setFocusProxy(self.boxes[0])
        self._counted()

    def minor(self) -> int | None:
        """The sum in minor units; None while every box is empty."""
        if not any(box.text().strip() for box in self.boxes):
            return None
        return sum(value * _pieces(box) for value, box in zip(self.values, self.boxes, strict=True))

    def _place(self, grid: QGridLayout, number: int, value: int, line: int, left: int) -> None:
        box = self.boxes[number]
        box.setAccessibleName(money(value, self._club))
        name = Text(money(value, self._club), weight=MEDIUM).at_right()
        grid.addWidget(name, line, left)
        grid.addWidget(box, line, left + 1)
        grid.addWidget(self._sums[number], line, left + 2)
        box.textChanged.connect(self._counted)
        box.returnPressed.connect(lambda: self._next(number))

    def _next(self, number: int) -> None:
        # Enter goes to the next box, as on a till; at the last one the dialog takes it.
        if number + 1 < len(self.boxes):
            self.boxes[number + 1].setFocus(Qt.FocusReason.TabFocusReason)

    def _counted(self) -> None:
        for value, box, line in zip(self.values, self.boxes, self._sums, strict=True):
            pieces = _pieces(box)
            line.setText(money(value * pieces, self._club) if pieces else "")
        self._sum.setText(money(self.minor() or 0, self._club))
        self.changed.emit(self.minor())


def _piece_box() -> QLineEdit:
    box = QLineEdit()
    box.setFixedWidth(64)
    box.setMaxLength(len(str(_MOST_PIECES)))
    box.setPlaceholderText("0")
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    box.textEdited.connect(
        lambda text: box.setText("".join(sign for sign in text if sign in "0123456789"))
    )
    return box


def _pieces(box: QLineEdit) -> int:
    digits = box.text().strip()
    return int(digits) if digits.isdecimal() else 0
