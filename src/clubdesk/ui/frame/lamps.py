"""Lamps of devices and links; pressing one says what is so and what to do. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.frame.entries import LampState
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.marks import Icon, Lamp
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import SEMIBOLD

_ICONS = {"green": "circle-check", "amber": "triangle-alert", "red": "circle-alert"}


class LampStory(QFrame):
    """A small box under a lamp."""

    def __init__(self, state: LampState, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("frame", "raised")
        self.setFixedWidth(300)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(6)
        sign = Icon(_ICONS.get(state.tone, "info"), state.tone, 16)
        head = row(sign, Text(state.word, weight=SEMIBOLD))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(Text(state.what or tr("All is well.")).wrapped())
        if state.what_to_do:
            column.addWidget(Text(state.what_to_do, "dim").wrapped())
        self.button: Button | None = None
        if state.action and state.run is not None:
            self.button = Button(state.action, Kind.SECONDARY)
            self.button.clicked.connect(self.close)
            self.button.clicked.connect(state.run)
            column.addLayout(row(self.button, None))
        self.adjustSize()


class LampRow(QWidget):
    """The lamps of the top line, in the order in which they were first lit."""

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, LampState] = {}
        self.lamps: dict[str, Lamp] = {}
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(12)

    def light(self, key: str, state: LampState) -> None:
        """Shows how something is."""
        self.states[key] = state
        lamp = self.lamps.get(key)
        if lamp is None:
            lamp = self.lamps[key] = Lamp(state.word)
            lamp.setObjectName(f"lamp_{key}")
            lamp.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            lamp.clicked.connect(lambda: self.tell(key))
            self._line.addWidget(lamp)
        lamp.show_state(state.word, state.tone, f"{state.what} {state.what_to_do}".strip())

    def tell(self, key: str) -> LampStory:
        """Opens the story of a lamp under it."""
        lamp = self.lamps[key]
        story = LampStory(self.states[key], self.window())
        corner = lamp.mapToGlobal(QPoint(lamp.width(), lamp.height() + 4))
        story.move(corner.x() - story.width(), corner.y())
        story.show()
        return story
