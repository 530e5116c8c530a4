"""How far long work is: a bar with what is done in words. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from clubdesk.ui.look import ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_S, SMALL

_HEIGHT = 8


class Progress(QWidget):
    """What is being done, the bar, and how much of how much."""

    def __init__(self) -> None:
        super().__init__()
        self.what = Text("", "text", weight=500)
        self.bar = _Bar()
        self.count = Text("", "dim", SMALL)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        for part in (self.what, self.bar, self.count):
            lines.addWidget(part)

    def begin(self, what: str) -> None:
        """Shows new work, of which nothing is done yet."""
        self.what.setText(what)
        self.bar.setAccessibleName(what)
        self.tell(0, 0)

    def tell(self, done: int, total: int) -> None:
        """Shows how far it is; a total of 0 says nothing yet."""
        self.bar.share = done / total if total else 0.0
        self.bar.update()
        words = f"{done:,} / {total:,}".replace(",", "\u00a0") if total else ""
        self.count.setText(words)
        self.bar.setAccessibleDescription(words)


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = self.rect()
        ink.rounded(painter, whole, theme().hover, "", _HEIGHT // 2)
        wide = round(whole.width() * min(self.share, 1.0))
        if wide >= _HEIGHT:
            done = QRect(whole.left(), whole.top(), wide, whole.height())
            ink.rounded(painter, done, theme().accent_fill, "", _HEIGHT // 2)
        painter.end()
