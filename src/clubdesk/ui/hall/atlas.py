"""Digits drawn once and copied ever after: the countdowns of a whole hall change in a moment.

GUI thread only. A cell holds a character on the ground it will stand on, so that copying it
replaces what stood there.
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

_CHARACTERS = "0123456789:"


class DigitAtlas:
    """Cells of one typeface and size, in one pair of colours, at one scale of the screen."""

    def __init__(self, font: QFont, color: str, ground: str, scale: float) -> None:
        self.scale = scale
        metrics = QFontMetricsF(font)
        # Whole device pixels: a cell must cover exactly what it replaces.
        self.height = ceil(metrics.height() * scale) / scale
        self._digit = ceil(metrics.horizontalAdvance("0") * scale)
        self._colon = ceil(metrics.horizontalAdvance(":") * scale)
        tall = round(self.height * scale)
        self.picture = QPixmap(self._digit * 10 + self._colon, tall)
        self.picture.fill(QColor(ground))
        self.cells: dict[str, tuple[int, int, int, int]] = {}
        self._draw_cells(font, color, tall)
        self.digits = [self.cells[str(digit)] for digit in range(10)]
        self.digit_width = self._digit

    def _draw_cells(self, font: QFont, color: str, tall: int) -> None:
        painter = QPainter(self.picture)
        painter.scale(self.scale, self.scale)
        painter.setFont(font)
        painter.setPen(QColor(color))
        x = 0
        for character in _CHARACTERS:
            wide = self._colon if character == ":" else self._digit
            cell = QRectF(x / self.scale, 0, wide / self.scale, self.height)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, character)
            self.cells[character] = (x, 0, wide, tall)
            x += wide
        painter.end()

    def width(self, text: str) -> float:
        """The width of a countdown, in pixels before the screen's scale."""
        return sum(self.cells[character][2] for character in text) / self.scale

    def draw(self, painter: QPainter, x: int, y: int, text: str, shown: str = "") -> int:
        """Draws a countdown over the one that is shown there; only what differs is copied.

        The painter works in device pixels, and so do ``x``, ``y`` and the right end that comes
        back.
        """
        picture, cells = self.picture, self.cells
        same_shape = len(text) == len(shown)
        for place, character in enumerate(text):
            cell = cells[character]
            if not same_shape or shown[place] != character:
                painter.drawPixmap(x, y, picture, *cell)
            x += cell[2]
        return x
