"""Tabs over a stack of pages: a row of words, the chosen one underlined. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clubdesk.ui.look import ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.frames import rule
from clubdesk.ui.look.tokens import GAP_S, MEDIUM, TEXT

HEIGHT = 40


@dataclass(frozen=True, slots=True)
class Tab:
    """One page.

    Attributes:
        key: A stable name such as ``desk``.
        title: The word on it, in the user's language.
        make: Makes the page when it is opened first.
        why_not: Why it cannot be opened; empty if it can. Asked whenever the tabs are shown.
        keys: The key shown on it; showing it does not install it.
    """

    key: str
    title: str
    make: Callable[[], QWidget]
    why_not: Callable[[], str] = lambda: ""
    keys: str = ""


class TabButton(QAbstractButton):
    """The word of one page."""

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self.setText(tab.title)
        self.keys = tab.keys
        self.setObjectName(f"tab_{tab.key}")
        self.setCheckable(True)
        self.setFont(font(TEXT, MEDIUM))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tab.title)

    def allow(self, why_not: str = "") -> None:
        """Enables it, or greys it out and says why when the mouse rests on it."""
        self.setEnabled(not why_not)
        self.setToolTip(why_not)

    def sizeHint(self) -> QSize:
        """Room for the word and the key."""
        wide = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 28
        return QSize(wide + (ink.key_cap_width(self.keys) + 8 if self.keys else 0), HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the page, as Space does; arrows walk along the words."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws word, underline and focus."""
        painter = QPainter(self)
        now, on = theme(), self.isChecked()
        warm = self.underMouse() and self.isEnabled()
        if self.hasFocus():
            ink.focus_ring(painter, self.rect().adjusted(2, 4, -2, -4), now.accent, 6)
        painter.setFont(self.font())
        text = now.text if on or warm else now.dim
        painter.setPen(QColor(text if self.isEnabled() else now.grey))
        if self.keys:
            box = self.rect().adjusted(14, 0, -14, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
            ink.key_cap(painter, self.keys, box, now.dim, now.edge)
        else:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if on:
            line = QRect(10, self.height() - 3, self.width() - 20, 3)
            painter.fillRect(line, QColor(now.accent))
        painter.end()


class Tabs(QWidget):
    """Words above, the chosen page below; a page is made when it is opened first.

    Signals:
        opened: A page's key.
    """

    opened = Signal(str)

    def __init__(self, tabs: list[Tab], *, margin: int = 0) -> None:
        super().__init__()
        self.tabs = {tab.key: tab for tab in tabs}
        self.buttons: dict[str, TabButton] = {}
        self.pages: dict[str, QWidget] = {}
        self.stack = QStackedWidget()
        group = QButtonGroup(self)
        words = QHBoxLayout()
        words.setContentsMargins(max(0, margin - 10), 0, margin, 0)
        words.setSpacing(GAP_S)
        for tab in tabs:
            button = self.buttons[tab.key] = TabButton(tab)
            group.addButton(button)
            words.addWidget(button)
            button.clicked.connect(lambda _=False, key=tab.key: self.open(key))
        words.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(words)
        lines.addWidget(rule())
        lines.addWidget(self.stack, 1)
        self.allow()
        if tabs:
            self.open(tabs[0].key)

    def open(self, key: str) -> QWidget:
        """Shows a page and puts it in front."""
        page = self.pages.get(key)
        if page is None:
            page = self.pages[key] = self.tabs[key].make()
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.buttons[key].setChecked(True)
        self.opened.emit(key)
        return page

    def key(self) -> str:
        """The key of the page in front; empty without pages."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def allow(self) -> None:
        """Asks of every tab anew whether it may be opened; leaves one that may not be."""
        for key, tab in self.tabs.items():
            self.buttons[key].allow(tab.why_not())
        shown = self.key()
        if shown and not self.buttons[shown].isEnabled():
            free = next((k for k, b in self.buttons.items() if b.isEnabled()), "")
            if free:
                self.open(free)
