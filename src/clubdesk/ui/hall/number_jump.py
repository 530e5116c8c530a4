"""Digits typed one after the other become a seat's number. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

PAUSE_MS = 900
"""After this long without a digit the next one starts a new number."""


class NumberJump(QObject):
    """Collects digits.

    Signals:
        typed: The number so far, after every digit.
    """

    typed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.digits = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.forget)

    def add(self, digit: str) -> None:
        """One more digit."""
        self.digits = (self.digits + digit)[-5:]
        self._timer.start()
        self.typed.emit(int(self.digits))

    def forget(self) -> None:
        """The next digit starts anew."""
        self.digits = ""
