"""Gathers many wishes to reload a screen into one, and waits while the screen is not shown.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

GATHER_MS = 60


class Refresh(QObject):
    """Calls ``reload`` soon after ``wanted()``, once for any number of calls."""

    def __init__(self, screen: QWidget, reload: Callable[[], None]) -> None:
        super().__init__(screen)
        self._screen = screen
        self._stale = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHER_MS)
        self._timer.timeout.connect(self._due)
        self._reload = reload
        screen.installEventFilter(self)

    def wanted(self) -> None:
        """What is shown is no longer what the books say."""
        self._stale = True
        if self._screen.isVisible() and not self._timer.isActive():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Reloads at once when a stale screen comes into view."""
        if event.type() is QEvent.Type.Show and self._stale:
            self._due()
        return False

    def _due(self) -> None:
        self._stale = False
        self._reload()
