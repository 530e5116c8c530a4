"""Shows what about a rate is probably a mistake. GUI thread only."""

from __future__ import annotations

from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.text import Text


class WarningsPart(Panel):
    """What is probably a mistake."""

    def __init__(self) -> None:
        super().__init__("notice", 12)
        self.column.setSpacing(4)
        self.texts: list[str] = []
        self._labels: list[Text] = []

    def say(self, texts: list[str]) -> None:
        """Shows the warnings; nothing where there are none."""
        self.setVisible(bool(texts))
        if texts == self.texts:
            return
        self.texts = texts
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = [Text(text).wrapped() for text in texts]
        for label in self._labels:
            self.column.addWidget(label)
