"""A search box that asks with every key, and hands the arrow keys to its list.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clubdesk.ui.look import icons, ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.line_edit import is_enter_again
from clubdesk.ui.look.tokens import TINY

WAIT_MS = 0
"""A search takes less than a breath: what is asked waits for the keys that are there already."""
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_PageUp: -10,
}


class SearchBox(QLineEdit):
    """Where something is looked for as it is typed.

    Signals:
        searched: The text, once typing rests for WAIT_MS; at once when it was emptied.
        stepped: How many rows an arrow key goes down (negative: up).
        chosen: Enter; the text is up to date.
        left: Esc in an empty box (with a text Esc empties it).
    """

    searched = Signal(str)
    stepped = Signal(int)
    chosen = Signal()
    left = Signal()

    def __init__(self, placeholder: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = keys
        self.tag = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setTextMargins(24, 0, ink.key_cap_width(keys) + 4 if keys else 0, 0)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(self._typed)

    def set_tag(self, tag: str) -> None:
        """Shows a few words at the right of the box, such as ``3 found``."""
        self.tag = tag
        wide = QFontMetrics(font(TINY)).horizontalAdvance(tag) + 18 if tag else 0
        self.setTextMargins(24, 0, max(wide, ink.key_cap_width(self.keys) + 4), 0)
        self.update()

    def search_now(self) -> None:
        """Asks without waiting."""
        self._wait.stop()
        self.searched.emit(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Steps, chooses and leaves; everything else is typing."""
        key = event.key()
        if key in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(key)])
        elif is_enter_again(event):
            event.accept()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._wait.isActive():
                self.search_now()
            self.chosen.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the edit, the glass, and the key or the tag."""
        super().paintEvent(event)
        painter = QPainter(self)
        now = theme()
        icons.draw(painter, "search", now.dim, QPoint(11, self.height() // 2 - 8), 16)
        box = self.rect().adjusted(0, 0, -10, 0)
        if self.tag:
            painter.setFont(font(TINY))
            painter.setPen(QColor(now.dim))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRect(box), right, self.tag)
        elif self.keys and not self.text():
            ink.key_cap(painter, self.keys, box, now.dim, now.edge)
        painter.end()

    def _typed(self, text: str) -> None:
        if text.strip():
            self._wait.start()
        else:
            self.search_now()
