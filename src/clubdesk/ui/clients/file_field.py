"""A path that is typed, or chosen with the button beside it. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import row


class FileField(TextField):
    """A field of one path.

    Args:
        label: What is asked for.
        hint: What helps.
        choose: Asks with the system's own dialog over a window; an empty text if called off.
    """

    def __init__(self, label: str, hint: str, choose: Callable[[QWidget], str]) -> None:
        super().__init__(label, hint)
        self._choose = choose
        self.button = Button(tr("Choose…"))
        lines = self.layout()
        assert isinstance(lines, QVBoxLayout)  # noqa: S101 - made so by the field itself
        lines.removeWidget(self.editor)
        beside = row(self.editor, self.button)
        beside.setStretch(0, 1)
        lines.insertLayout(1, beside)
        self.button.clicked.connect(self._ask)

    def path(self) -> Path | None:
        """What stands in it; None if nothing does."""
        typed = self.text().strip('"')
        return Path(typed) if typed else None

    def _ask(self) -> None:
        chosen = self._choose(self.window())
        if chosen:
            self.editor.setText(chosen)
            self.set_error("")
            self.editor.setFocus()
