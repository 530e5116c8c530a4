"""Chips: a row of small round toggles for filters, and small round buttons for amounts.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from clubdesk.ui.look import ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import GAP_S, MEDIUM, SMALL

HEIGHT = 28


class Chip(QAbstractButton):
    """A small round toggle; with ``checkable=False`` a small round button."""

    def __init__(self, text: str, *, checkable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(checkable)
        self.setFont(font(SMALL, MEDIUM))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the word."""
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 26, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the focused chip, as Space does; on one that is on it goes further.

        So Enter on the chosen seat or kind reaches the dialog's primary button.
        """
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.isChecked():
            event.ignore()
        elif not event.isAutoRepeat():
            self.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws pill, word and focus."""
        painter = QPainter(self)
        now, on, warm = theme(), self.isChecked(), self.underMouse() and self.isEnabled()
        fill = now.accent_bg if on else now.hover if warm else ""
        ink.rounded(painter, self.rect(), fill, now.accent if on else now.edge, HEIGHT / 2)
        if self.hasFocus():
            ink.focus_ring(painter, self.rect(), now.accent, HEIGHT / 2)
        painter.setFont(self.font())
        text = now.text if on or warm else now.dim
        painter.setPen(QColor(text if self.isEnabled() else now.grey))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class ChipRow(QWidget):
    """Chips of which one is on; ``chosen`` carries the key of a newly chosen one."""

    chosen = Signal(object)

    def __init__(self, choices: list[tuple[object, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[object] = []
        self.chips: list[Chip] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP_S)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.set_choices(choices)
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._keys[index]))

    def set_choices(self, choices: list[tuple[object, str]]) -> None:
        """Replaces the chips; the first one is on."""
        for chip in self.chips:
            self._group.removeButton(chip)
            self._row.removeWidget(chip)
            chip.deleteLater()
        self._keys = [key for key, _ in choices]
        self.chips = [Chip(word, parent=self) for _, word in choices]
        for index, chip in enumerate(self.chips):
            self._group.addButton(chip, index)
            self._row.addWidget(chip)
            chip.show()
        if self.chips:
            self.chips[0].setChecked(True)

    def key(self) -> object:
        """The key of the chip that is on; None without chips."""
        index = self._group.checkedId()
        return self._keys[index] if 0 <= index < len(self._keys) else None

    def choose(self, key: object) -> None:
        """Turns a chip on and tells so, as a click does."""
        index = self._keys.index(key)
        self.chips[index].setChecked(True)
        self.chosen.emit(key)
