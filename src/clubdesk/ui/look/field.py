"""Fields: the label above, what is typed, the hint or the error below. GUI thread only."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from clubdesk.ui.look import icons
from clubdesk.ui.look.app_look import restyle, theme
from clubdesk.ui.look.line_edit import LineEdit
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_XS, SMALL

W = TypeVar("W", bound=QWidget)


class Field(QWidget, Generic[W]):
    """A label above an editor, and a line under it for a hint or an error.

    Args:
        label: What is asked for.
        editor: What is typed into; it gets the label as its accessible name.
        hint: What helps to fill it in; empty for none.
    """

    def __init__(self, label: str, editor: W, hint: str = "") -> None:
        super().__init__()
        self.editor = editor
        self._hint = hint
        self.label = Text(label, "dim", SMALL)
        self.label.setBuddy(editor)
        self.under = Text(hint, "dim", SMALL).wrapped()
        editor.setAccessibleName(label)
        self.setFocusProxy(editor)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_XS + 2)
        for part in (self.label, editor, self.under):
            lines.addWidget(part)
        # Shown or hidden only now: without a parent it would flash as a window of its own.
        self.under.setVisible(bool(hint))
        if isinstance(editor, QLineEdit):
            editor.textEdited.connect(lambda _: self.set_error(""))

    def set_error(self, text: str) -> None:
        """Shows what is wrong under the field; an empty text brings the hint back."""
        self.under.setText(text or self._hint)
        self.under.set_tone("red" if text else "dim")
        self.under.setVisible(bool(text or self._hint))
        self.editor.setProperty("wrong", "true" if text else "false")
        restyle(self.editor)

    def relabel(self, label: str, hint: str = "") -> None:
        """Asks for something else in the same editor."""
        self.label.setText(label)
        self.editor.setAccessibleName(label)
        self._hint = hint
        self.set_error("")

    def error(self) -> str:
        """The error shown; empty if none."""
        return self.under.text() if self.editor.property("wrong") == "true" else ""


class TextField(Field[QLineEdit]):
    """A field of one line."""

    def __init__(
        self, label: str, hint: str = "", *, placeholder: str = "", secret: bool = False
    ) -> None:
        super().__init__(label, LineEdit(), hint)
        self.editor.setPlaceholderText(placeholder)
        if secret:
            self.editor.setEchoMode(QLineEdit.EchoMode.Password)

    def text(self) -> str:
        """What was typed, without spaces around it (a secret is kept as it is)."""
        typed = self.editor.text()
        return typed if self.editor.echoMode() is QLineEdit.EchoMode.Password else typed.strip()


class Choice(QComboBox):
    """A box to choose from, each choice with a key."""

    def __init__(self, choices: list[tuple[object, str]]) -> None:
        super().__init__()
        for key, word in choices:
            self.addItem(word, key)

    def key(self) -> object:
        """The key of what is chosen."""
        return self.currentData()

    def choose(self, key: object) -> None:
        """Chooses by key; an unknown key changes nothing."""
        for index in range(self.count()):
            if self.itemData(index) == key:
                self.setCurrentIndex(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the box and its arrow in the theme's colour."""
        super().paintEvent(event)
        painter = QPainter(self)
        at = QPoint(self.width() - 26, self.height() // 2 - 8)
        icons.draw(painter, "chevron-down", theme().dim, at, 16)
        painter.end()
