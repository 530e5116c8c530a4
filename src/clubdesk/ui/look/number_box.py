"""A box for a whole number: digits only, up and down count. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class NumberBox(QLineEdit):
    """A whole number between two bounds.

    Signals:
        changed: The new number; an empty box counts as the least one.
    """

    changed = Signal(int)

    def __init__(self, least: int, most: int, value: int) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setMaxLength(len(str(most)))
        self.setValue(value)
        self.textEdited.connect(self._keep_digits)
        self.textChanged.connect(lambda _: self.changed.emit(self.value()))

    def value(self) -> int:
        """The number, within its bounds."""
        digits = self.text().strip()
        return self._within(int(digits)) if digits.isdecimal() else self._least

    def setValue(self, value: int) -> None:
        """Puts a number in."""
        self.setText(str(self._within(value)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down count by one."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.setValue(self.value() + step)
            self.selectAll()

    def _within(self, value: int) -> int:
        return min(max(value, self._least), self._most)

    def _keep_digits(self, text: str) -> None:
        digits = "".join(sign for sign in text if sign in "0123456789")
        if digits and int(digits) > self._most:
            digits = str(self._most)
        if digits != text:
            self.setText(digits)
