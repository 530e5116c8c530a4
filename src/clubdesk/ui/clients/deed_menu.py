"""A button that opens a menu of deeds, each with its key. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from clubdesk.ui.look import icons
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.latin_keys import latin

_CHEVRON = 14
_PAD = 12


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One deed of a menu.

    Attributes:
        tip: Why it cannot be done, or what it needs besides.
        can: Whether it can be chosen.
        after_line: A line stands above it.
    """

    text: str
    run: Callable[[], None]
    keys: str = ""
    icon: str = ""
    tip: str = ""
    can: bool = True
    after_line: bool = False


class DeedMenu(QMenu):
    """A menu in which the key shown on a line does it, on any keyboard."""

    def __init__(self, lines: list[MenuLine], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setToolTipsVisible(True)
        self._keys: dict[str, QAction] = {}
        for line in lines:
            self._add(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter does its line; arrows, Enter and Esc are Qt's."""
        action = self._keys.get(latin(event.text())) if event.text() else None
        if action is None:
            super().keyPressEvent(event)
        elif action.isEnabled() and not event.isAutoRepeat():
            self.close()
            action.trigger()

    def action_of(self, text: str) -> QAction:
        """The line with these words."""
        return next(action for action in self.actions() if action.text().split("\t")[0] == text)

    def _add(self, line: MenuLine) -> None:
        if line.after_line:
            self.addSeparator()
        text = f"{line.text}\t{line.keys}" if line.keys else line.text
        action = self.addAction(text.replace("&", "&&"))
        if line.icon:
            tone = theme().dim if line.can else theme().grey
            action.setIcon(icons.icon(line.icon, tone))
        action.setEnabled(line.can)
        action.setToolTip(line.tip or line.text)
        action.triggered.connect(lambda _=False: line.run())
        if line.keys:
            self._keys[line.keys] = action


class MenuButton(Button):
    """A button that opens a menu below itself.

    Args:
        text: What the menu is about.
        keys: The shortcut shown on it.
        lines: What the menu offers now.
    """

    def __init__(self, text: str, keys: str, lines: Callable[[], list[MenuLine]]) -> None:
        super().__init__(text, Kind.SECONDARY, keys)
        self._lines = lines
        self.menu_open: DeedMenu | None = None
        self.clicked.connect(self.open_menu)

    def open_menu(self) -> DeedMenu:
        """Opens it with the first line that can be chosen under the cursor."""
        menu = DeedMenu(self._lines(), self)
        self.menu_open = menu
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        first = next((a for a in menu.actions() if a.isEnabled() and not a.isSeparator()), None)
        if first is not None:
            menu.setActiveAction(first)
        return menu

    def sizeHint(self) -> QSize:
        """Room for the chevron, too."""
        return super().sizeHint() + QSize(_CHEVRON + 6, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the button and the chevron after its word."""
        super().paintEvent(event)
        painter = QPainter(self)
        wide = QFontMetrics(self.font()).horizontalAdvance(self.text())
        at = QPoint(_PAD + wide + 6, self.rect().center().y() - _CHEVRON // 2 + 1)
        tone = theme().dim if self.isEnabled() else theme().grey
        icons.draw(painter, "chevron-down", tone, at, _CHEVRON)
        painter.end()
