"""Locks the desk that nobody touches. GUI thread only.

Real seconds count, not the club's clock: a demo's clock runs faster than people do.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

LOOK_EVERY_MS = 5_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """Hears every key and mouse move of the program.

    Args:
        lock: Locks the desk.
        minutes: How long nobody may touch it; 0 for ever. Asked each time.
        seconds: A clock that only goes forward.
        parent: The window; the watch ends with it.
    """

    def __init__(
        self,
        lock: Callable[[], object],
        minutes: Callable[[], int],
        seconds: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._lock = lock
        self._minutes = minutes
        self._seconds = seconds
        self._touched = seconds()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_EVERY_MS)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes that somebody is there."""
        if event.type() in _TOUCHES:
            self._touched = self._seconds()
        return False

    @Slot()
    def look(self) -> None:
        """Locks if nobody touched the desk for so long."""
        limit_s = 60 * self._minutes()
        if limit_s and self._seconds() - self._touched >= limit_s:
            self._touched = self._seconds()
            self._lock()
