"""Asks what is to become of an unsaved rate before another one is shown. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.text import Text


class LeaveDialog(Dialog):
    """Save, discard, or stay.

    Signals:
        save_wanted: Keep it, then go on.
        discard_wanted: Forget it, then go on.
    """

    save_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, over: QWidget, name: str) -> None:
        super().__init__(over, tr("Unsaved changes"), width=480)
        self.setObjectName("leave_rate_dialog")
        about = name or tr("The new rate")
        text = tr("“{name}” was changed and is not saved yet.").format(name=about)
        self.body.addWidget(Text(text).wrapped())
        self.discard = Button(tr("Discard Changes"), Kind.DANGER)
        self.discard.setFixedHeight(BIG_HEIGHT)
        self.footer_left.addWidget(self.discard)
        self.cancel.setText(tr("Stay"))
        self.set_primary(tr("Save"))
        self.discard.clicked.connect(self._discard)

    def begin(self) -> None:
        """Opens it."""
        self.open()

    def on_primary(self) -> None:
        """Saves."""
        self.finish(done=True)
        self.save_wanted.emit()

    def _discard(self) -> None:
        self.finish(done=True)
        self.discard_wanted.emit()
