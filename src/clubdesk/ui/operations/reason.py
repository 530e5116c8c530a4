"""Why it is done: a required line, with likely reasons to pick. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.tokens import GAP_S


class ReasonField(QWidget):
    """A reason.

    Signals:
        changed: The text.

    Args:
        likely: Reasons offered on chips; a chip puts its words into the field.
    """

    changed = Signal(str)

    def __init__(self, likely: Sequence[str] = (), placeholder: str = "") -> None:
        super().__init__()
        self.field = TextField(tr("Reason"), placeholder=placeholder)
        self.edit = self.field.editor
        self.setFocusProxy(self.edit)
        self.chips = [self._chip(words) for words in likely]
        self._flow = Flow(list(self.chips))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        lines.addWidget(self.field)
        lines.addWidget(self._flow)
        self._flow.setVisible(bool(likely))
        self.edit.textChanged.connect(self.changed)
        self.edit.returnPressed.connect(self._ask_why)

    def text(self) -> str:
        """What was typed or picked."""
        return self.field.text()

    def put(self, words: str) -> None:
        """Writes a reason into the field."""
        self.edit.setText(words)
        self.field.set_error("")
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_error(self, text: str) -> None:
        """Shows what is wrong under the field."""
        self.field.set_error(text)

    def _ask_why(self) -> None:
        if not self.text():
            self.set_error(tr("Say why."))

    def _chip(self, words: str) -> Chip:
        chip = Chip(words, checkable=False)
        chip.clicked.connect(lambda: self.put(words))
        return chip
