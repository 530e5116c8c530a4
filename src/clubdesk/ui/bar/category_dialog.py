"""A category of the menu: name, colour, whether it is shown. GUI thread only."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from clubdesk.domain.bar import ProductCategory
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.menu import SaveCategory
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look import ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_S

COLOURS = (
    "#3c6de8", "#0f9d6b", "#c77b00", "#b03a8c", "#6a48d7", "#c0392b", "#0e8aa8", "#5b6270",
)  # fmt: skip


class Swatch(QAbstractButton):
    """One colour; the chosen one has a ring."""

    def __init__(self, colour: str, number: int) -> None:
        super().__init__()
        self.colour = colour
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedSize(34, 34)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Colour {number}").format(number=number))

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(34, 34)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses; Enter goes to the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the colour and the ring."""
        painter = QPainter(self)
        ink.rounded(painter, self.rect().adjusted(4, 4, -4, -4), QColor(self.colour).name(), "", 6)
        if self.isChecked():
            ink.focus_ring(painter, self.rect(), theme().text)
        elif self.hasFocus():
            ink.focus_ring(painter, self.rect(), theme().accent)
        painter.end()


class ColourRow(QWidget):
    """The colours side by side.

    Signals:
        chosen: The colour.
    """

    chosen = Signal(str)

    def __init__(self, colour: str) -> None:
        super().__init__()
        known = colour in COLOURS or not colour
        self.swatches = [
            Swatch(one, number + 1)
            for number, one in enumerate(COLOURS if known else (colour, *COLOURS))
        ]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_S)
        for swatch in self.swatches:
            swatch.setChecked(swatch.colour == (colour or COLOURS[0]))
            line.addWidget(swatch)
        line.addStretch(1)

    def colour(self) -> str:
        """The chosen one."""
        return next((one.colour for one in self.swatches if one.isChecked()), COLOURS[0])


class CategoryDialog(Dialog):
    """Adds a category, or changes one."""

    def __init__(
        self, over: QWidget, runner: DeskRunner, category: ProductCategory | None, count: int
    ) -> None:
        heading = tr("Edit category") if category is not None else tr("Add category")
        super().__init__(over, heading, width=460)
        fresh = ProductCategory(0, "", COLOURS[count % len(COLOURS)], count)
        self._runner, self._kept = runner, category or fresh
        self.name = TextField(tr("Name"))
        self.name.editor.setText(self._kept.name)
        self.colours = ColourRow(self._kept.colour)
        self.state = ChipRow([(True, tr("On the menu")), (False, tr("Put away"))])
        self.state.choose(self._kept.active)
        for part in (self.name, small(tr("Colour")), self.colours, self.state):
            self.body.addWidget(part)
        self.set_primary(tr("Save"))

    def begin(self) -> None:
        """Opens with the keyboard in the name."""
        self.open(self.name.editor)

    def on_primary(self) -> None:
        """Saves it."""
        if not self.name.text():
            self.name.set_error(tr("Type a name."))
            self.name.setFocus()
            return
        changed = replace(
            self._kept,
            name=self.name.text(),
            colour=self.colours.colour(),
            active=bool(self.state.key()),
        )
        self.submit(self._runner, SaveCategory(category=changed))

    def refuse(self, error: DeskError | None) -> None:
        """Marks the name where it is about it."""
        about = error is not None and error.subject == "name"
        self.name.set_error(error.text if error is not None and about else "")
        super().refuse(error)
