"""One person on the sign-in screen: initials, name, role. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from clubdesk.services.role_words import role_word
from clubdesk.services.views import SignInName
from clubdesk.ui.look import ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.marks import draw_avatar
from clubdesk.ui.look.tokens import MEDIUM, SMALL, TEXT

WIDTH, HEIGHT = 208, 64


class PersonTile(QAbstractButton):
    """A person to choose; arrow keys walk along the tiles."""

    def __init__(self, person: SignInName) -> None:
        super().__init__()
        self.person = person
        self.setCheckable(True)
        self.setText(person.name)
        self.setAccessibleDescription(role_word(person.role, person.role_name))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """All tiles are equally large."""
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the tile."""
        painter = QPainter(self)
        now, on = theme(), self.isChecked()
        fill = now.accent_bg if on else now.hover if self.underMouse() else now.raised
        ink.rounded(painter, self.rect(), fill, now.accent if on else now.edge)
        if self.hasFocus():
            ink.focus_ring(painter, self.rect(), now.accent)
        draw_avatar(painter, QRect(12, 12, 40, 40), self.person.name, strong=on)
        room = WIDTH - 64 - 10
        self._line(painter, QRect(64, 13, room, 20), self.person.name, now.text, TEXT)
        word = role_word(self.person.role, self.person.role_name)
        self._line(painter, QRect(64, 33, room, 18), word, now.dim, SMALL)
        painter.end()

    def _line(self, painter: QPainter, place: QRect, text: str, color: str, size: int) -> None:
        face = font(size, MEDIUM if size == TEXT else 400)
        painter.setFont(face)
        painter.setPen(QColor(color))
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
