"""Lays small widgets out in lines, as words in a text, and breaks where the room ends.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clubdesk.ui.look.tokens import GAP_S


class Flow(QWidget):
    """Widgets in lines from left to right; as high as its lines need."""

    def __init__(self, parts: list[QWidget], gap: int = GAP_S) -> None:
        super().__init__()
        self._gap = gap
        self._parts: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_parts(parts)

    def set_parts(self, parts: list[QWidget]) -> None:
        """Replaces the widgets."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = list(parts)
        for part in self._parts:
            part.setParent(self)
            part.show()
        self._place(self.width())
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """The lines depend on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the lines at a width."""
        return self._lines(width, place=False)

    def sizeHint(self) -> QSize:
        """All in one line, as high as the present lines are."""
        width = sum(part.sizeHint().width() + self._gap for part in self._parts)
        return QSize(width, self._lines(max(self.width(), 1), place=False))

    def minimumSizeHint(self) -> QSize:
        """The widest part alone."""
        widest = max((part.sizeHint().width() for part in self._parts), default=0)
        return QSize(widest, self._lines(max(self.width(), 1), place=False))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Breaks the lines again."""
        super().resizeEvent(event)
        self._place(event.size().width())

    def event(self, event: QEvent) -> bool:
        """Places again after a part asked for another size."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place(self.width())
        return super().event(event)

    def _place(self, width: int) -> None:
        height = self._lines(width, place=True)
        self.setMinimumHeight(height)

    def _lines(self, width: int, *, place: bool) -> int:
        x = y = line = 0
        for part in self._parts:
            size = part.sizeHint()
            if x and x + size.width() > width:
                x, y, line = 0, y + line + self._gap, 0
            if place:
                part.setGeometry(x, y, size.width(), size.height())
            x, line = x + size.width() + self._gap, max(line, size.height())
        return y + line
