"""Why a deed was refused and what to do, in the place where the eye is. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_S


class Refusal(QWidget):
    """A line above the button that was pressed; nothing while nothing was refused."""

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_S)
        self._icon = Icon("circle-alert", "red", 18)
        self.text = Text("", "red", weight=500).wrapped()
        self.what_to_do = Text("", "dim", 12).wrapped()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.what_to_do)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.say(None)

    def say(self, error: DeskError | None) -> None:
        """Shows a refusal; None takes it away."""
        self.setVisible(error is not None)
        self.text.setText(error.text if error else "")
        self.what_to_do.setText(error.what_to_do if error else "")
        self.what_to_do.setVisible(bool(error and error.what_to_do))
