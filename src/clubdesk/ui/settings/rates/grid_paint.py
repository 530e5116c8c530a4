"""Draws a grid of prices: a colour for each price, its figure once in each stretch. GUI thread.

The measures of the grid live here, so that what is drawn and what is clicked agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen

from clubdesk.ui.look import ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import MEDIUM, SEMIBOLD, SMALL, TINY
from clubdesk.ui.settings.rates.week import CELLS, Rows, stretches

LABEL_WIDTH, HEAD_HEIGHT, ROW_HEIGHT = 86, 22, 27
_TONES = ("green", "blue", "violet", "amber", "red", "accent")
_HATCH = Qt.BrushStyle.BDiagPattern
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Measures:
    """Where cells are on a widget of a width."""

    width: int
    rows: int

    @property
    def height(self) -> int:
        """Of the whole grid."""
        return HEAD_HEIGHT + self.rows * ROW_HEIGHT + 1

    def x(self, cell: int) -> int:
        """The left edge of a cell; of ``CELLS`` the right edge of the last one."""
        return LABEL_WIDTH + (self.width - LABEL_WIDTH - 1) * cell // CELLS

    def y(self, row: int) -> int:
        """The upper edge of a row."""
        return HEAD_HEIGHT + row * ROW_HEIGHT

    def box(self, row: int, first: int, after: int) -> QRect:
        """The rectangle of cells of one row."""
        return QRect(self.x(first), self.y(row), self.x(after) - self.x(first), ROW_HEIGHT)

    def cell_at(self, x: float, y: float) -> tuple[int, int]:
        """Row and cell under a point, the nearest ones for a point outside."""
        row = int((y - HEAD_HEIGHT) // ROW_HEIGHT)
        inside = (x - LABEL_WIDTH) * CELLS / max(1, self.width - LABEL_WIDTH - 1)
        return max(0, min(row, self.rows - 1)), max(0, min(int(inside), CELLS - 1))


def price_tone(price: int, prices: list[int]) -> str:
    """The tone of a price among all: the lowest is green, dearer ones follow."""
    return _TONES[prices.index(price) % len(_TONES)] if price in prices else "grey"


def price_fill(price: int, prices: list[int]) -> str:
    """The ground of a price: light enough for its figure to be read on it."""
    tone = str(getattr(theme(), price_tone(price, prices)))
    return ink.faded(tone, 0.30 if theme().is_dark else 0.24)


def draw_head(painter: QPainter, measures: Measures) -> None:
    """The hours of the day."""
    painter.setFont(font(TINY))
    painter.setPen(QColor(theme().dim))
    for hour in range(0, 24, 2):
        left = measures.x(hour * 2)
        box = QRect(left + 2, 0, measures.x(hour * 2 + 4) - left, HEAD_HEIGHT)
        painter.drawText(box, _LEFT, f"{hour:02}")


def draw_label(painter: QPainter, measures: Measures, row: int, text: str, strong: bool) -> None:
    """The day at the left."""
    painter.setFont(font(SMALL, SEMIBOLD if strong else MEDIUM))
    painter.setPen(QColor(theme().text if strong else theme().dim))
    box = QRect(0, measures.y(row), LABEL_WIDTH - 8, ROW_HEIGHT)
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, _LEFT, shown)


def draw_cells(painter: QPainter, measures: Measures, rows: Rows, prices: list[int]) -> None:
    """The grounds of the stretches."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for box, price in _boxes(measures, rows):
        if price is None:
            _draw_gap(painter, box)
            continue
        painter.fillRect(box, QColor(price_fill(price, prices)))
        painter.fillRect(box.left(), box.top(), 2, box.height(), _tone_of(price, prices))


def draw_figures(
    painter: QPainter, measures: Measures, rows: Rows, say: Callable[[int], str]
) -> None:
    """The price of each stretch, once, where there is room for it."""
    for box, price in _boxes(measures, rows):
        if price is not None:
            _draw_figure(painter, box, say(price))


def _boxes(measures: Measures, rows: Rows) -> Iterator[tuple[QRect, int | None]]:
    for number, row in enumerate(rows):
        for first, after, price in stretches(row):
            yield measures.box(number, first, after), price


def _tone_of(price: int, prices: list[int]) -> QColor:
    return QColor(str(getattr(theme(), price_tone(price, prices))))


def _draw_gap(painter: QPainter, box: QRect) -> None:
    painter.fillRect(box, QColor(theme().red_bg))
    painter.fillRect(box, QBrush(QColor(ink.faded(theme().red, 0.5)), _HATCH))


def _draw_figure(painter: QPainter, box: QRect, text: str) -> None:
    for size, weight in ((SMALL, SEMIBOLD), (TINY - 1, MEDIUM)):
        painter.setFont(font(size, weight))
        if QFontMetrics(painter.font()).horizontalAdvance(text) <= box.width() - 6:
            painter.setPen(QColor(theme().text))
            painter.drawText(box, _MIDDLE, text)
            return


def draw_lines(painter: QPainter, measures: Measures) -> None:
    """Thin lines between days, and at every second hour."""
    line = QColor(theme().line)
    painter.setPen(QPen(line, 1))
    right = measures.x(CELLS)
    for row in range(measures.rows + 1):
        painter.drawLine(LABEL_WIDTH, measures.y(row), right, measures.y(row))
    for cell in range(0, CELLS + 1, 4):
        painter.drawLine(
            measures.x(cell), HEAD_HEIGHT - 4, measures.x(cell), measures.y(measures.rows)
        )


def draw_chosen(painter: QPainter, box: QRect, *, focus: bool) -> None:
    """The frame of what is chosen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme().accent if focus else theme().edge), 2))
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)


def draw_typed(painter: QPainter, box: QRect, text: str, room: QRect) -> None:
    """What is being typed, beside the chosen cells."""
    painter.setFont(font(SMALL, SEMIBOLD))
    wide = QFontMetrics(painter.font()).horizontalAdvance(text) + 20
    tag = QRect(box.left(), box.top() - 1, max(wide, 56), ROW_HEIGHT + 2)
    tag.moveRight(min(tag.right(), room.right()))
    ink.rounded(painter, tag, theme().accent_fill, "", 5)
    painter.setPen(QColor(theme().on_accent))
    painter.drawText(tag, _MIDDLE, text)
