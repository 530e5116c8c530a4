"""A card read while the keyboard is in an edit: told from typing by how fast the keys come.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.look.line_edit import keeps_scans_out, takes_scans
from clubdesk.ui.look.search_box import SearchBox

GAP_MS = 35
"""No hand strikes two keys faster; readers need 1-20 ms."""
LEAST = 4
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class ScanIntoEdit:
    """Hears the keys on their way into an edit and takes a reader's Enter out of a dialog.

    A search box looks for the card and chooses what it found, as by hand. A field for cards
    keeps the number. Any other field of a dialog gets back what was in it: an amount or a reason
    is never a card. So does a form on a screen that asks for it (``keep_scans_out``).
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._since = QElapsedTimer()
        self._stamp = 0
        self._keys = 0
        self._edit: QWidget | None = None
        self._before = ""

    def hear(self, edit: QWidget, event: QKeyEvent) -> bool:
        """True if the key is not to reach the edit."""
        fast = self._is_fast(edit, event)
        if is_end(event):
            scanned, self._keys = fast and self._keys >= LEAST, 0
            return scanned and self._end(edit)
        if not is_plain(event):
            self._keys = 0
        elif fast and self._keys:
            self._keys += 1
        else:
            self._keys = 1
            self._before = edit.text() if isinstance(edit, QLineEdit) else ""
        return False

    def _is_fast(self, edit: QWidget, event: QKeyEvent) -> bool:
        # Where the window was busy, typed keys come at once; their stamps tell them from a scan.
        waited = self._since.restart() if self._since.isValid() else GAP_MS + 1
        if not self._since.isValid():
            self._since.start()
        stamped, self._stamp = event.timestamp() - self._stamp, event.timestamp()
        same, self._edit = edit is self._edit, edit
        return same and max(waited, stamped) <= GAP_MS

    def _end(self, edit: QWidget) -> bool:
        if isinstance(edit, SearchBox):
            return False
        if open_dialog_of(self._window) is None and not keeps_scans_out(edit):
            return False
        if not isinstance(edit, QLineEdit) or takes_scans(edit):
            return True
        if edit.echoMode() is not QLineEdit.EchoMode.Normal:
            # Passwords and PINs may well come from a reader or a program.
            return False
        edit.setText(self._before)
        return True


def is_end(event: QKeyEvent) -> bool:
    """Enter, which ends a scan."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_plain(event: QKeyEvent) -> bool:
    """A key that a card's number may hold."""
    text = event.text()
    plain = not event.modifiers() & ~_PLAIN
    return bool(text) and text.isprintable() and text != " " and plain and not event.isAutoRepeat()
