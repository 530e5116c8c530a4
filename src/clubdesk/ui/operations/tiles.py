"""Large tiles of which one is chosen, each with its figure; none is chosen at first.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clubdesk.ui.look import icons, ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_M, GAP_S, SEMIBOLD, SMALL, TEXT

_HIGH = 60
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Choosable:
    """One tile's words: what it is, what that means, the figure at the right."""

    key: object
    icon: str
    title: str
    under: str
    figure: str = ""


class Tile(QAbstractButton):
    """One of the choices.

    Signals:
        stepped: An arrow key: -1 or 1.
    """

    stepped = Signal(int)

    def __init__(self, choice: Choosable) -> None:
        super().__init__()
        self.choice = choice
        self.setCheckable(True)
        self.setText(choice.title)
        self.setAccessibleName(choice.title)
        self.setAccessibleDescription(choice.under)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, choice: Choosable) -> None:
        """Changes the words and the figure."""
        self.choice = choice
        self.setAccessibleDescription(choice.under)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for its words."""
        title = QFontMetrics(font(TEXT, SEMIBOLD))
        wide = title.horizontalAdvance(self.choice.title + self.choice.figure) + 24
        under = QFontMetrics(font(SMALL)).horizontalAdvance(self.choice.under)
        return QSize(max(wide, under) + 64, _HIGH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Space choose; Enter goes further and never chooses: there is no default."""
        if event.key() in _STEPS:
            # Qt would move the keyboard without choosing, and Enter would take another account.
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws box, icon, words and figure."""
        painter = QPainter(self)
        now, on = theme(), self.isChecked()
        fill = now.accent_bg if on else now.hover if self.underMouse() else now.field
        ink.rounded(painter, self.rect(), fill, now.accent if on else now.edge)
        if self.hasFocus():
            ink.focus_ring(painter, self.rect(), now.accent)
        tone = now.accent if on else now.dim
        icons.draw(painter, self.choice.icon, tone, QPoint(16, self.height() // 2 - 10), 20)
        box = self.rect().adjusted(50, 10, -14, -10)
        upper = QRect(box.left(), box.top(), box.width(), box.height() // 2)
        painter.setFont(font(TEXT, SEMIBOLD))
        painter.setPen(QColor(now.text))
        painter.drawText(upper, _LEFT, self.choice.title)
        painter.drawText(upper, _RIGHT, self.choice.figure)
        painter.setFont(font(SMALL))
        painter.setPen(QColor(now.dim))
        painter.drawText(upper.translated(0, box.height() // 2 + 1), _LEFT, self.choice.under)
        painter.end()


class Tiles(QWidget):
    """A label, the tiles side by side, and a line under them.

    Signals:
        chosen: The key of a newly chosen tile.
    """

    chosen = Signal(object)

    def __init__(self, label: str, choices: Sequence[Choosable], hint: str = "") -> None:
        super().__init__()
        self.label = small(label)
        self.under = small(hint).wrapped()
        self._hint = hint
        self.tiles = [Tile(choice) for choice in choices]
        self._group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setSpacing(GAP_M)
        for number, tile in enumerate(self.tiles):
            self._group.addButton(tile, number)
            tile.stepped.connect(self.step)
            grid.addWidget(tile, 0, number)
            grid.setColumnStretch(number, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S - 2)
        lines.addWidget(self.label)
        lines.addLayout(grid)
        lines.addWidget(self.under)
        self.under.setVisible(bool(hint))
        self._group.idClicked.connect(self._clicked)

    def key(self) -> object | None:
        """The chosen tile's key; None while none is."""
        index = self._group.checkedId()
        return self.tiles[index].choice.key if index >= 0 else None

    def choose(self, key: object) -> None:
        """Chooses a tile and tells so, as a click does."""
        for number, tile in enumerate(self.tiles):
            if tile.choice.key == key:
                tile.setChecked(True)
                self._clicked(number)

    def step(self, by: int) -> None:
        """The next tile in a direction; the first one if none is chosen."""
        index = self._group.checkedId()
        place = 0 if index < 0 else (index + by) % len(self.tiles)
        had_keyboard = any(tile.hasFocus() for tile in self.tiles)
        self.choose(self.tiles[place].choice.key)
        if had_keyboard:
            self.setFocus()

    def say(self, choices: Sequence[Choosable]) -> None:
        """Changes words and figures; the same tile stays chosen."""
        for tile, choice in zip(self.tiles, choices, strict=True):
            tile.say(choice)

    def set_error(self, text: str) -> None:
        """Shows what is wrong under the tiles; empty brings the hint back."""
        self.under.setText(text or self._hint)
        self.under.set_tone("red" if text else "dim")
        self.under.setVisible(bool(text or self._hint))

    def setFocus(self) -> None:  # type: ignore[override]
        """Puts the keyboard on the chosen tile, or on the first one."""
        self.tiles[max(0, self._group.checkedId())].setFocus(Qt.FocusReason.OtherFocusReason)

    def _clicked(self, index: int) -> None:
        self.set_error("")
        self.chosen.emit(self.tiles[index].choice.key)
