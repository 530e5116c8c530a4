"""Hears a scanner or card reader on any screen: keys far faster than hands, ended by Enter.

GUI thread only. Keys that might come from a scanner wait a few milliseconds; what turns out to
be typing is handed on, in order, to where it was meant for.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QTextEdit,
    QWidget,
)

GAP_MS = 35
"""No hand strikes two keys faster; readers need 1-20 ms."""
LEAST = 4
_EDITORS = (QLineEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Scanner(QObject):
    """Listens to one window's keys.

    Signals:
        scanned: What was read.
    """

    scanned = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._keys: list[QKeyEvent] = []
        self._handing_on = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(GAP_MS)
        self._timer.timeout.connect(self._hand_on)
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Holds back what might be a scan."""
        if event.type() is not QEvent.Type.KeyPress or self._handing_on:
            return False
        if not isinstance(event, QKeyEvent) or not self._listens(watched):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._end()
        if _is_plain(event):
            self._keys.append(event.clone())
            self._timer.start()
            return True
        self._hand_on()
        return False

    def _listens(self, watched: QObject) -> bool:
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        focus = QApplication.focusWidget()
        return watched is (focus or watched) and not isinstance(focus, _EDITORS)

    def _end(self) -> bool:
        if len(self._keys) < LEAST or not self._timer.isActive():
            self._hand_on()
            return False
        self._timer.stop()
        text = "".join(key.text() for key in self._keys)
        self._keys = []
        self.scanned.emit(text)
        return True

    def _hand_on(self) -> None:
        self._timer.stop()
        keys, self._keys = self._keys, []
        self._handing_on = True
        try:
            for key in keys:
                target = QApplication.focusWidget() or self._window
                QCoreApplication.sendEvent(target, key)
        finally:
            self._handing_on = False


def _is_plain(event: QKeyEvent) -> bool:
    text = event.text()
    plain = not event.modifiers() & ~_PLAIN
    return bool(text) and text.isprintable() and text != " " and plain and not event.isAutoRepeat()
