"""Panels, rules and rows of facts. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import GAP_L, GAP_M, GAP_S, SEMIBOLD


class Panel(QFrame):
    """A rounded box (``panel``, ``raised``, ``flat``, ``notice``) with a column inside."""

    def __init__(
        self, frame: str = "panel", margin: int = GAP_L, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("frame", frame)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(GAP_M)


def rule() -> QFrame:
    """A thin line across."""
    line = QFrame()
    line.setProperty("frame", "rule")
    line.setFixedHeight(1)
    return line


def post() -> QFrame:
    """A thin line down."""
    line = QFrame()
    line.setProperty("frame", "post")
    line.setFixedWidth(1)
    return line


def row(*parts: QWidget | int | None, gap: int = GAP_S) -> QHBoxLayout:
    """Widgets side by side; a number is a fixed gap, None takes the room that is left."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, int):
            made.addSpacing(part)
        else:
            made.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    return made


def column(*parts: QWidget | QLayout | int | None, gap: int = GAP_S) -> QVBoxLayout:
    """Widgets and layouts below each other; numbers and None as in ``row``."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, int):
            made.addSpacing(part)
        elif isinstance(part, QLayout):
            made.addLayout(part)
        else:
            made.addWidget(part)
    return made


def emptied(lines: QLayout) -> None:
    """Takes the widgets out of a layout for good."""
    while (item := lines.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()


class Fact(QWidget):
    """A name at the left and what it is at the right, as in the panel of a seat."""

    def __init__(self, name: str, value: str = "", *, weight: int = 500) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_M)
        self.name = Text(name, "dim")
        self.value = Elided("", "text", weight=weight)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.name)
        line.addWidget(self.value, 1)
        self.setMinimumHeight(22)
        self.say(value)

    def say(self, value: str, tone: str = "text") -> None:
        """Changes what is at the right."""
        self.value.setText(value)
        self.value.set_tone(tone)


class Figure(QWidget):
    """A caption with a large figure under it."""

    def __init__(self, caption: str, value: str = "", size: int = 17) -> None:
        super().__init__()
        self.caption = Text(caption, "dim", 12)
        self.value = Text(value, "text", size, SEMIBOLD)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addWidget(self.caption)
        lines.addWidget(self.value)

    def say(self, value: str, tone: str = "text") -> None:
        """Changes the figure."""
        self.value.setText(value)
        self.value.set_tone(tone)


def scrolled(content: QWidget) -> QScrollArea:
    """Lets a column scroll where the screen is low."""
    content.setProperty("clear", "true")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    return area
