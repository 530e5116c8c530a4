"""The list under the search box, painted; it never takes the keyboard from the box.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.frame.finding import Hit
from clubdesk.ui.look import icons, ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.found import found_in
from clubdesk.ui.look.shade import Shade
from clubdesk.ui.look.table_paint import draw_marked
from clubdesk.ui.look.tokens import MEDIUM, SMALL, TEXT

_ROW = 44
_NARROWEST = 360
_PAD = 6
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class HitList(QFrame):
    """Hits of which one is marked.

    Signals:
        pressed: A hit's place.
    """

    pressed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("frame", "dialog")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hits: list[Hit] = []
        self.looked_for = ""
        self.place = 0
        self.shade = Shade(self)
        self.hide()

    def show_hits(self, hits: Sequence[Hit], looked_for: str = "", wide: int = 0) -> None:
        """Replaces the lines; the first one is marked, and in each what was looked for."""
        self.hits = list(hits)
        self.looked_for = looked_for
        self.place = 0
        self.resize(max(_NARROWEST, wide), max(1, len(self.hits)) * _ROW + 2 * _PAD)
        self.update()

    def step(self, by: int) -> None:
        """Marks the line so many below."""
        if self.hits:
            self.place = max(0, min(len(self.hits) - 1, self.place + by))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Marks the line under the mouse."""
        place = self._at(event)
        if place is not None and place != self.place:
            self.place = place
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the line under the mouse."""
        place = self._at(event)
        if place is not None:
            self.pressed.emit(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the lines."""
        super().paintEvent(event)
        painter = QPainter(self)
        for place, hit in enumerate(self.hits):
            area = QRect(_PAD, _PAD + place * _ROW, self.width() - 2 * _PAD, _ROW)
            self._draw(painter, area, hit, marked=place == self.place)
        if not self.hits:
            painter.setFont(font(TEXT))
            painter.setPen(QColor(theme().dim))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("Nothing found"))
        painter.end()

    def _draw(self, painter: QPainter, area: QRect, hit: Hit, *, marked: bool) -> None:
        now = theme()
        if marked:
            ink.rounded(painter, area, now.accent_bg, "", 6)
        text = now.dim if hit.why_not else now.text
        icons.draw(painter, hit.icon, now.dim, QPoint(area.left() + 10, area.center().y() - 8), 16)
        box = area.adjusted(38, 5, -12, -5)
        painter.setFont(font(SMALL, MEDIUM))
        painter.setPen(QColor(now.text if not hit.why_not else now.dim))
        painter.drawText(box, _RIGHT, hit.note)
        box.setRight(box.right() - QFontMetrics(painter.font()).horizontalAdvance(hit.note) - 8)
        upper = QRect(box.left(), box.top(), box.width(), box.height() // 2)
        lower = upper.translated(0, box.height() // 2)
        self._line(painter, upper if hit.under else box, hit.title, (font(TEXT, MEDIUM), text))
        self._line(painter, lower, hit.under, (font(SMALL), now.dim))

    def _line(self, painter: QPainter, box: QRect, text: str, style: tuple[QFont, str]) -> None:
        face, color = style
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        spans = found_in(shown, self.looked_for)
        draw_marked(painter, box, shown, (face, QColor(color), False), spans)

    def _at(self, event: QMouseEvent) -> int | None:
        place = (int(event.position().y()) - _PAD) // _ROW
        return place if 0 <= place < len(self.hits) else None
