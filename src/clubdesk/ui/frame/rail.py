"""The rail at the left: every screen with its icon, word and key. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout

from clubdesk.ui.frame.entries import ScreenEntry
from clubdesk.ui.look import icons, ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import MEDIUM, SEMIBOLD, TINY

WIDTH = 72
_HEIGHT = 58
_ICON = 20


class RailButton(QAbstractButton):
    """One screen."""

    def __init__(self, entry: ScreenEntry) -> None:
        super().__init__()
        self.entry = entry
        self.count = 0
        self.setText(entry.title)
        self.setObjectName(f"rail_{entry.key}")
        self.setCheckable(True)
        self.setFixedSize(WIDTH, _HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(entry.title)
        self.allow()

    def allow(self) -> None:
        """Greys the screen out and says why where the person at the desk may not open it."""
        why = self.entry.why_not()
        keys = f" ({self.entry.shortcut})" if self.entry.shortcut else ""
        self.setEnabled(not why)
        self.setToolTip(f"{self.entry.title}{keys}" + (f"\n{why}" if why else ""))
        self.setAccessibleDescription(why)

    def set_count(self, count: int) -> None:
        """Shows how many things wait there."""
        if count != self.count:
            self.count = count
            self.setAccessibleName(f"{self.entry.title} ({count})" if count else self.entry.title)
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as the rail."""
        return QSize(WIDTH, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws icon and word; the open screen has a bar at the left."""
        painter = QPainter(self)
        now, on = theme(), self.isChecked()
        if on or (self.underMouse() and self.isEnabled()):
            painter.fillRect(self.rect(), QColor(now.raised))
        if on:
            painter.fillRect(QRect(0, 0, 3, self.height()), QColor(now.accent))
        if self.hasFocus():
            ink.focus_ring(painter, self.rect().adjusted(3, 1, -2, -1), now.accent, 6)
        color = (now.text if on else now.dim) if self.isEnabled() else now.grey
        self._draw_face(painter, color)
        if self.count:
            self._draw_count(painter)
        painter.end()

    def _draw_count(self, painter: QPainter) -> None:
        words = str(min(self.count, 99))
        face = font(TINY, SEMIBOLD)
        wide = max(18, QFontMetrics(face).horizontalAdvance(words) + 10)
        badge = QRect(WIDTH // 2 + 4, 4, wide, 18)
        ink.rounded(painter, badge, theme().accent_fill, "", 9)
        painter.setFont(face)
        painter.setPen(QColor(theme().on_accent))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)

    def _draw_face(self, painter: QPainter, color: str) -> None:
        """One word under the icon; a title of several words takes two lines."""
        typeface = font(TINY, MEDIUM)
        metrics = QFontMetrics(typeface)
        long = metrics.horizontalAdvance(self.text()) > WIDTH - 4
        above = 6 if long else 10
        icons.draw(painter, self.entry.icon, color, QPoint((WIDTH - _ICON) // 2, above), _ICON)
        painter.setFont(typeface)
        painter.setPen(QColor(color))
        first, _, rest = self.text().partition(" ") if long else (self.text(), "", "")
        for number, words in enumerate(part for part in (first, rest) if part):
            word = metrics.elidedText(words, Qt.TextElideMode.ElideRight, WIDTH - 4)
            place = QRect(0, above + 22 + 13 * number + (0 if long else 2), WIDTH, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, word)


class Rail(QFrame):
    """All screens.

    Signals:
        chosen: A screen's key.
    """

    chosen = Signal(str)

    def __init__(self, entries: Sequence[ScreenEntry]) -> None:
        super().__init__()
        self.setProperty("frame", "flat")
        self.setFixedWidth(WIDTH)
        self.buttons: dict[str, RailButton] = {}
        group = QButtonGroup(self)
        group.setExclusive(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        self._within = {entry.key: entry.within for entry in entries if entry.within}
        for entry in (one for one in entries if not one.within):
            button = RailButton(entry)
            group.addButton(button)
            column.addWidget(button)
            button.clicked.connect(lambda _=False, key=entry.key: self.chosen.emit(key))
            self.buttons[entry.key] = button
        column.addStretch(1)

    def allow(self) -> None:
        """Asks of every screen anew whether it may be opened."""
        for button in self.buttons.values():
            button.allow()

    def set_count(self, key: str, count: int) -> None:
        """Shows on a screen's button how many things wait there."""
        if key in self.buttons:
            self.buttons[key].set_count(count)

    def mark(self, key: str) -> None:
        """Shows which screen is open."""
        self.buttons[self._within.get(key, key)].setChecked(True)
