"""An edit of one line in which Enter held down is pressed once. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_SCANS = "takes_scans"


class LineEdit(QLineEdit):
    """Qt's own, but ``returnPressed`` comes once however long the key is held.

    It stands for a deed, and the answer to the first press changes what the next would mean.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Swallows the keyboard's repeats of Enter."""
        if is_enter_again(event):
            event.accept()
        else:
            super().keyPressEvent(event)


def take_scans(editor: QLineEdit) -> None:
    """Marks an edit as one that a card is read into: the reader's Enter presses nothing then."""
    editor.setProperty(_SCANS, True)


def takes_scans(editor: QLineEdit) -> bool:
    """Whether cards are read into an edit."""
    return bool(editor.property(_SCANS))


def is_enter_again(event: QKeyEvent) -> bool:
    """True for what the keyboard sends while Enter is held down."""
    return event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
