"""Bars under the top line for what needs a person and does not go away by itself.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr, trn
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
        mild: It can wait: it stands behind what cannot.
    """

    text: str
    what_to_do: str = ""
    action: str = ""
    run: Callable[[], None] | None = None
    other: str = ""
    other_run: Callable[[], None] | None = None
    mild: bool = False


class AlertBars(QWidget):
    """One bar for each thing, by key; of several the first stands, and the others unfold under it.

    Attributes:
        bars: Every bar by its key, those that are folded away too.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bars: dict[str, AlertBar] = {}
        self._unfolded = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 8, 16, 0)
        self._column.setSpacing(6)
        self.hide()

    def show_alert(self, key: str, alert: Alert) -> None:
        """Shows a bar, or replaces the one of the same key."""
        self._take(key)
        bar = AlertBar(key, alert)
        bar.cross.clicked.connect(lambda: self.clear_alert(key))
        bar.more.clicked.connect(self._fold)
        self.bars[key] = bar
        self._column.addWidget(bar)
        self._arrange()

    def clear_alert(self, key: str) -> None:
        """Takes a bar away; unknown keys are none of its business."""
        self._take(key)
        self._arrange()

    def _take(self, key: str) -> None:
        bar = self.bars.pop(key, None)
        if bar is not None:
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()

    def _fold(self) -> None:
        self._unfolded = not self._unfolded
        self._arrange()

    def _arrange(self) -> None:
        """The newest first, what is mild after what is not; the work below needs the room."""
        newest = list(reversed(self.bars.values()))
        ordered = sorted(newest, key=lambda bar: bar.alert.mild)
        self._unfolded = self._unfolded and len(ordered) > 1
        for place, bar in enumerate(ordered):
            self._column.removeWidget(bar)
            self._column.insertWidget(place, bar)
            bar.say_more(len(ordered) - 1 if place == 0 else 0, unfolded=self._unfolded)
            bar.setVisible(place == 0 or self._unfolded)
        self.setVisible(bool(ordered))


class AlertBar(QFrame):
    """One thing that needs a person.

    Attributes:
        more: Unfolds the other bars; hidden where there are none.
    """

    def __init__(self, key: str, alert: Alert) -> None:
        super().__init__()
        self.alert = alert
        self.setProperty("frame", "notice")
        self.setObjectName(f"alert_{key}")
        self.more = Button("", Kind.QUIET)
        self.cross = CloseCross()
        line = row(Icon("triangle-alert", "amber", 18), gap=10)
        line.setContentsMargins(12, 8, 8, 8)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Text(alert.text, weight=MEDIUM).wrapped())
        if alert.what_to_do:
            words.addWidget(Text(alert.what_to_do, "dim", 12).wrapped())
        line.addLayout(words, 1)
        for button in (*_buttons(alert), self.more, self.cross):
            line.addWidget(button)
        self.setLayout(line)

    def say_more(self, count: int, *, unfolded: bool) -> None:
        """Says how many others there are; none hides the button."""
        more = trn("{count} more", "{count} more", count).format(count=count)
        self.more.setText(tr("Fewer") if unfolded else more)
        self.more.setVisible(count > 0)


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
