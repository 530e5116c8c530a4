"""An edit of one line in which Enter held down is pressed once. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_SCANS = "takes_scans"
_NO_SCANS = "keeps_scans_out"


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


def keep_scans_out(form: QWidget) -> None:
    """Marks a form on a screen whose Enter does a deed: a card read into it presses nothing."""
    form.setProperty(_NO_SCANS, True)


def keeps_scans_out(editor: QWidget) -> bool:
    """Whether an edit stands in such a form."""
    around: QWidget | None = editor
    while around is not None and not around.property(_NO_SCANS):
        around = around.parentWidget()
    return around is not None


def is_enter_again(event: QKeyEvent) -> bool:
    """True for what the keyboard sends while Enter is held down."""
    return event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
