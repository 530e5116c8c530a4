"""Bars under the top line for what needs a person and does not go away by itself.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.toast import CloseCross
from clubdesk.ui.look.tokens import MEDIUM


@dataclass(frozen=True, slots=True)
class Alert:
    """What needs a person.

    Attributes:
        action: The word of a button that helps; empty for none.
        run: What the button does.
        other: The word of a second button, which decides against the first; empty for none.
        other_run: What the second button does.
    """

    text: str
    what_to_do: str = ""
    action: str = ""
    run: Callable[[], None] | None = None
    other: str = ""
    other_run: Callable[[], None] | None = None


class AlertBars(QWidget):
    """One bar for each thing, by key."""

    def __init__(self) -> None:
        super().__init__()
        self.bars: dict[str, QFrame] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 8, 16, 0)
        self._column.setSpacing(6)
        self.hide()

    def show_alert(self, key: str, alert: Alert) -> None:
        """Shows a bar, or replaces the one of the same key."""
        self.clear_alert(key)
        bar = QFrame()
        bar.setProperty("frame", "notice")
        bar.setObjectName(f"alert_{key}")
        line = row(Icon("triangle-alert", "amber", 18), gap=10)
        line.setContentsMargins(12, 8, 8, 8)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Text(alert.text, weight=MEDIUM).wrapped())
        if alert.what_to_do:
            words.addWidget(Text(alert.what_to_do, "dim", 12).wrapped())
        line.addLayout(words, 1)
        for button in _buttons(alert):
            line.addWidget(button)
        cross = CloseCross()
        cross.clicked.connect(lambda: self.clear_alert(key))
        line.addWidget(cross)
        bar.setLayout(line)
        self.bars[key] = bar
        self._column.addWidget(bar)
        self.show()

    def clear_alert(self, key: str) -> None:
        """Takes a bar away; unknown keys are none of its business."""
        bar = self.bars.pop(key, None)
        if bar is not None:
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.setVisible(bool(self.bars))


def _buttons(alert: Alert) -> list[Button]:
    found = []
    offered = (
        (alert.action, alert.run, Kind.SECONDARY),
        (alert.other, alert.other_run, Kind.QUIET),
    )
    for words, run, kind in offered:
        if words and run is not None:
            button = Button(words, kind)
            button.clicked.connect(run)
            found.append(button)
    return found
