"""Hears a scanner or card reader on any screen: keys far faster than hands, ended by Enter.

GUI thread only. Keys that might come from a scanner wait a few milliseconds; what turns out to
be typing is handed on, in order, to where it was meant for. An edit gets its keys at once; in a
dialog a reader's Enter is kept from it, so that no card that lies on the reader presses a button.
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

from clubdesk.ui.frame.scan_into_edit import GAP_MS, LEAST, ScanIntoEdit, is_end, is_plain

_EDITORS = (QLineEdit, QTextEdit, QAbstractSpinBox, QComboBox)


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
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(GAP_MS)
        self._timer.timeout.connect(self._hand_on)
        self._beside = ScanIntoEdit(window)

    def listen(self) -> None:
        """Begins to listen; call it whenever the window was shown, its native window is new then.

        The native window gets every key before any widget does, and nothing else passes here.
        """
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Holds back what might be a scan."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        focus = QApplication.focusWidget()
        if isinstance(focus, _EDITORS):
            return self._beside.hear(focus, event)
        if is_end(event):
            return self._end()
        if is_plain(event):
            self._keys.append(event.clone())
            self._timer.start()
            return True
        self._hand_on()
        return False

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
        for key in keys:
            target = QApplication.focusWidget() or self._window
            QCoreApplication.sendEvent(target, key)
