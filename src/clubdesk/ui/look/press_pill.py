"""A pill that opens something when it is pressed. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clubdesk.ui.look import ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.marks import Pill


class PressPill(Pill):
    """A state in its tint that leads somewhere.

    Signals:
        pressed: By the mouse, Enter or Space.
    """

    pressed = Signal()

    def __init__(
        self,
        word: str = "",
        tone: str = "green",
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(word, tone, icon_name, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Opens."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Opens."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and not event.isAutoRepeat():
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the pill and the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            ink.focus_ring(painter, self.rect(), theme().accent, 11)
            painter.end()
