"""The colour of a rate: a row of dots of which one is chosen. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from clubdesk.foundation.translate import mark, tr
from clubdesk.ui.look.app_look import theme

_COLOURS: dict[str, str] = {
    "": mark("no colour"),
    "#2fbf71": mark("green"),
    "#4aa3ff": mark("blue"),
    "#9b7bff": mark("violet"),
    "#f2a83b": mark("amber"),
    "#ff5c5c": mark("red"),
    "#2bb6c4": mark("turquoise"),
    "#e86fb0": mark("pink"),
}
_SIDE = 28


class Swatch(QAbstractButton):
    """One colour."""

    def __init__(self, colour: str, name: str) -> None:
        super().__init__()
        self.colour = colour
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A dot with room for its ring."""
        return QSize(_SIDE, _SIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the dot, and a ring around the one that is chosen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dot = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        painter.setPen(QPen(QColor(theme().edge), 1.5) if not self.colour else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colour) if self.colour else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot)
        if self.isChecked() or self.hasFocus():
            ring = theme().accent if self.hasFocus() else theme().text
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(ring), 2))
            painter.drawEllipse(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.end()


class Swatches(QWidget):
    """All colours.

    Signals:
        changed: Another one was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.dots = [Swatch(colour, tr(name)) for colour, name in _COLOURS.items()]
        # A colour of the rate's own, from elsewhere than these dots.
        self.own = Swatch("", tr("its own colour"))
        self.dots.append(self.own)
        group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        for dot in self.dots:
            group.addButton(dot)
            line.addWidget(dot)
            dot.clicked.connect(self.changed)
        line.addStretch(1)
        self.own.hide()

    def colour(self) -> str:
        """``#rrggbb``; empty for none."""
        return next((dot.colour for dot in self.dots if dot.isChecked()), "")

    def load(self, colour: str) -> None:
        """Shows a colour; one that is not among the dots gets a dot of its own."""
        if colour not in _COLOURS:
            self.own.colour = colour
            self.own.update()
        self.own.setVisible(colour not in _COLOURS)
        chosen = self.own if colour not in _COLOURS else self.dots[list(_COLOURS).index(colour)]
        chosen.setChecked(True)
