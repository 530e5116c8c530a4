"""The three ways of the screen, as tabs with their keys. GUI thread only."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look import icons, ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import GAP_XS, MEDIUM, TEXT

_HIGH = 40


class Mode(StrEnum):
    """What is done on the screen."""

    TOP_UP = "top_up"
    CREDIT = "credit"
    DEDUCT = "deduct"


class ModeTab(QAbstractButton):
    """One way."""

    def __init__(self, text: str, icon_name: str, keys: str) -> None:
        super().__init__()
        self.setText(text)
        self.icon_name, self.keys = icon_name, keys
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Room for icon, words and key cap."""
        words = QFontMetrics(font(TEXT, MEDIUM)).horizontalAdvance(self.text())
        return QSize(12 + 16 + 8 + words + 10 + ink.key_cap_width(self.keys) + 12, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws ground, icon, words, key cap, and the bar under the one that is on."""
        painter = QPainter(self)
        now, on = theme(), self.isChecked()
        if on or self.underMouse():
            ink.rounded(painter, self.rect(), now.accent_bg if on else now.hover)
        if self.hasFocus():
            ink.focus_ring(painter, self.rect(), now.accent)
        tone = now.accent if on else now.dim
        icons.draw(painter, self.icon_name, tone, QPoint(12, self.height() // 2 - 8), 16)
        box = self.rect().adjusted(36, 0, -12, 0)
        ink.key_cap(painter, self.keys, box, now.dim, now.edge)
        painter.setFont(font(TEXT, MEDIUM))
        painter.setPen(QColor(now.text if on else now.dim))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, left, self.text())
        if on:
            painter.fillRect(QRect(12, _HIGH - 3, self.width() - 24, 3), QColor(now.accent))
        painter.end()


class ModeTabs(QWidget):
    """All of them.

    Signals:
        chosen: The Mode that is on now.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._modes = list(Mode)
        self.tabs = {
            Mode.TOP_UP: ModeTab(tr("Top up account"), "banknote", tr("Ctrl 1")),
            Mode.CREDIT: ModeTab(tr("Credit bonuses"), "coins", tr("Ctrl 2")),
            Mode.DEDUCT: ModeTab(tr("Deduct balance"), "minus", tr("Ctrl 3")),
        }
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_XS)
        for number, tab in enumerate(self.tabs.values()):
            self._group.addButton(tab, number)
            line.addWidget(tab)
        self.tabs[Mode.TOP_UP].setChecked(True)
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._modes[index]))

    def mode(self) -> Mode:
        """The one that is on."""
        return self._modes[max(0, self._group.checkedId())]

    def choose(self, mode: Mode) -> None:
        """Turns one on and tells so, as a click does."""
        self.tabs[mode].setChecked(True)
        self.chosen.emit(mode)
