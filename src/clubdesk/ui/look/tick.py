"""A box to tick with its word and, under it, what it means. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from clubdesk.ui.look import icons, ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.text import plain_tip
from clubdesk.ui.look.tokens import MEDIUM, SMALL, TEXT

_BOX = 18
_LEFT = 28


class Tick(QAbstractButton):
    """Ticked or not.

    Args:
        text: The word beside the box.
        note: What it means, small and dim; empty for none.
    """

    def __init__(self, text: str, note: str = "") -> None:
        super().__init__()
        self.note = note
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleDescription(note)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def allow(self, why_not: str = "") -> None:
        """Lets it be changed, or greys it out and says why when the mouse rests on it."""
        self.setEnabled(not why_not)
        self.setToolTip(plain_tip(why_not))

    def sizeHint(self) -> QSize:
        """Room for the word; a long note ends in an ellipsis."""
        wide = QFontMetrics(font(TEXT, MEDIUM)).horizontalAdvance(self.text())
        return QSize(_LEFT + wide + 8, 42 if self.note else 28)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks; Enter goes to what is around it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws box, word, note and focus."""
        painter = QPainter(self)
        now, on, can = theme(), self.isChecked(), self.isEnabled()
        box = QRect(2, 5, _BOX, _BOX)
        fill = now.accent_fill if on and can else now.raised if can else ""
        ink.rounded(painter, box, fill, now.accent if on and can else now.edge, 4)
        if on:
            color = now.on_accent if can else now.grey
            icons.draw(painter, "check", color, QPoint(box.left() + 2, box.top() + 2), 14)
        if self.hasFocus():
            ink.focus_ring(painter, self.rect().adjusted(-1, 0, 0, 0), now.accent, 6)
        room = self.width() - _LEFT - 4
        self._line(painter, QRect(_LEFT, 4, room, 20), self.text(), now.text if can else now.grey)
        if self.note:
            place = QRect(_LEFT, 22, room, 18)
            self._line(painter, place, self.note, now.dim if can else now.grey, small=True)
        painter.end()

    def _line(
        self, painter: QPainter, place: QRect, text: str, color: str, *, small: bool = False
    ) -> None:
        face = font(SMALL) if small else font(TEXT, MEDIUM)
        painter.setFont(face)
        painter.setPen(QColor(color))
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
