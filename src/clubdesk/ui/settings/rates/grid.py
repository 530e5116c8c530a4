"""The grid of prices: painted with the mouse, or filled by the keyboard. GUI thread only.

Mouse: drag over cells. Keys: arrows walk, with Shift they choose, digits and Enter set a price,
Space sets the palette's, Ctrl+C and Ctrl+V copy a day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from clubdesk.ui.look.clock_field import minute_text
from clubdesk.ui.settings.rates import grid_paint as paint
from clubdesk.ui.settings.rates.week import CELLS, STEP_MINUTES, Cell, Row, Rows, painted, prices_in

_LONGEST = 16
_SIGNS = frozenset("0123456789.,")
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
Box = tuple[int, int, int, int]


class PriceGrid(QWidget):
    """Days below each other, half hours from left to right.

    Signals:
        changed: Cells have other prices now.
        typed: A price was typed and Enter pressed; whoever holds the grid reads and sets it.

    Attributes:
        rows: The prices as they stand.
        brush: The price that the mouse and Space paint; without one the mouse only chooses.

    Args:
        say: How a price is written.
        editable: Whether it can be changed.
    """

    changed = Signal()
    typed = Signal(str)

    def __init__(self, say: Callable[[int], str], *, editable: bool = True) -> None:
        super().__init__()
        self.rows: Rows = ()
        self.brush: Cell = None
        self.buffer = ""
        self._labels: list[str] = []
        self._say, self._editable = say, editable
        self._all_prices: list[int] = []
        self._anchor, self._cursor = (0, 0), (0, 0)
        self._before: Rows | None = None
        self._copied: Row | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if editable else Qt.FocusPolicy.NoFocus)

    def show_rows(self, labels: Sequence[str], rows: Rows) -> None:
        """Shows days with their names."""
        self._labels, self.rows, self.buffer = list(labels), rows, ""
        last = (max(0, len(rows) - 1), CELLS - 1)
        self._anchor, self._cursor = min(self._anchor, last), min(self._cursor, last)
        self.updateGeometry()
        self.update()

    def set_editable(self, editable: bool) -> None:
        """Lets it be changed, or only looked at."""
        self._editable = editable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if editable else Qt.FocusPolicy.NoFocus)

    def show_prices(self, prices: list[int]) -> None:
        """Colours by these prices, so that two grids agree."""
        self._all_prices = prices
        self.update()

    def chosen(self) -> Box:
        """First and last row, first and last cell of what is chosen."""
        (a, b), (c, d) = self._anchor, self._cursor
        return min(a, c), max(a, c), min(b, d), max(b, d)

    def choose(self, box: Box) -> None:
        """Chooses cells."""
        self._anchor, self._cursor = (box[0], box[2]), (box[1], box[3])
        self.update()

    def fill(self, price: Cell, box: Box | None = None) -> None:
        """Sets the price of the chosen cells, or of a box."""
        if self._editable and self.rows:
            self._take(painted(self.rows, box or self.chosen(), price))

    def copy_day(self) -> None:
        """Remembers the day on which the keyboard is."""
        if self.rows:
            self._copied = self.rows[self._cursor[0]]

    def has_copied(self) -> bool:
        """Whether a day was copied."""
        return self._copied is not None

    def paste_day(self) -> None:
        """Gives the chosen days the prices of the copied one."""
        first, last, _, _ = self.chosen()
        if self._copied is not None and self._editable:
            copied = self._copied
            rows = [copied if first <= n <= last else row for n, row in enumerate(self.rows)]
            self._take(tuple(rows))

    def cell_box(self, row: int, cell: int) -> QRect:
        """Where a cell is."""
        return self._measures().box(row, cell, cell + 1)

    def sizeHint(self) -> QSize:
        """All days; as wide as there is room."""
        return QSize(640, self._measures().height)

    def minimumSizeHint(self) -> QSize:
        """Wide enough to hit a half hour."""
        return QSize(paint.LABEL_WIDTH + 9 * CELLS, self._measures().height)

    # Mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins to paint; on a day's name it chooses the day."""
        if not self._editable or not self.rows or event.button() != Qt.MouseButton.LeftButton:
            return
        self.buffer = ""
        row, cell = self._at(event)
        if event.position().x() < paint.LABEL_WIDTH:
            self.choose((row, row, 0, CELLS - 1))
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._cursor = (row, cell)
            self.update()
            return
        self._before = self.rows
        self._anchor = self._cursor = (row, cell)
        self._stroke()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Paints on."""
        if self._before is not None and self._at(event) != self._cursor:
            self._cursor = self._at(event)
            self._stroke()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends the stroke."""
        before, self._before = self._before, None
        if before is not None and before != self.rows:
            self.changed.emit()

    def _stroke(self) -> None:
        if self._before is not None and self.brush is not None:
            self.rows = painted(self._before, self.chosen(), self.brush)
        self.update()

    def _at(self, event: QMouseEvent) -> tuple[int, int]:
        return self._measures().cell_at(event.position().x(), event.position().y())

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the module."""
        if not self._editable or not self.rows or not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_day()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_day()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.choose((0, len(self.rows) - 1, 0, CELLS - 1))
        elif event.key() in _STEPS:
            self._walk(_STEPS[Qt.Key(event.key())], event.modifiers())
        else:
            return self._letter(event)
        return True

    def _walk(self, step: tuple[int, int], held: Qt.KeyboardModifier) -> None:
        row = max(0, min(self._cursor[0] + step[0], len(self.rows) - 1))
        cell = max(0, min(self._cursor[1] + step[1], CELLS - 1))
        self._cursor = (row, cell)
        if not held & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = self._cursor
        self.update()

    def _letter(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.buffer:
            typed, self.buffer = self.buffer, ""
            self.typed.emit(typed)
        elif key == Qt.Key.Key_Space and self.brush is not None:
            self.fill(self.brush)
        elif key == Qt.Key.Key_Delete:
            self.fill(None)
        elif key == Qt.Key.Key_Backspace and self.buffer:
            self.buffer = self.buffer[:-1]
        elif key == Qt.Key.Key_Escape and self.buffer:
            self.buffer = ""
        elif text and text in _SIGNS and len(self.buffer) < _LONGEST:
            self.buffer += text
        else:
            return False
        self.update()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A half-typed price is forgotten."""
        super().focusOutEvent(event)
        self.buffer = ""
        self.update()

    # Painting.

    def event(self, event: QEvent) -> bool:
        """Says under the mouse which half hour it is and what it costs."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.rows:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().event(event)

    def tip_at(self, at: QPoint) -> str:
        """What is under a point: the day, the half hour, the price."""
        if at.x() < paint.LABEL_WIDTH or at.y() < paint.HEAD_HEIGHT:
            return ""
        row, cell = self._measures().cell_at(at.x(), at.y())
        price = self.rows[row][cell]
        start = cell * STEP_MINUTES
        when = f"{self._labels[row]} {minute_text(start)}–{minute_text(start + STEP_MINUTES)}"
        return f"{when} · {self._say(price)}" if price is not None else when

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws hours, days, prices, and what is chosen."""
        painter = QPainter(self)
        measures = self._measures()
        paint.draw_head(painter, measures)
        prices = self._all_prices or prices_in(self.rows)
        paint.draw_cells(painter, measures, self.rows, prices)
        paint.draw_lines(painter, measures)
        paint.draw_figures(painter, measures, self.rows, self._say)
        first, last, left, right = self.chosen()
        for number, label in enumerate(self._labels):
            strong = self.hasFocus() and first <= number <= last
            paint.draw_label(painter, measures, number, label, strong)
        if self._editable and self.rows and self.hasFocus():
            box = measures.box(first, left, right + 1).united(measures.box(last, left, right + 1))
            paint.draw_chosen(painter, box, focus=True)
            if self.buffer:
                paint.draw_typed(painter, box, self.buffer, self.rect())
        painter.end()

    def _measures(self) -> paint.Measures:
        return paint.Measures(self.width(), len(self.rows))

    def _take(self, rows: Rows) -> None:
        if rows != self.rows:
            self.rows = rows
            self.update()
            self.changed.emit()
