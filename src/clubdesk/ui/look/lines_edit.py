"""A text of several lines into which nothing is pasted that could not be kept. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit


class LinesEdit(QPlainTextEdit):
    """A text of several lines.

    Signals:
        refused: How many characters were to be put in: laying a book out takes minutes.

    Args:
        longest: The most characters that are taken at once.
    """

    refused = Signal(int)

    def __init__(self, longest: int) -> None:
        super().__init__()
        self._longest = longest
        self.setTabChangesFocus(True)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Takes what is pasted or dropped, unless it is too long on its own."""
        length = len(source.text())
        if length > self._longest:
            self.refused.emit(length)
        else:
            super().insertFromMimeData(source)
