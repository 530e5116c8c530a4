"""Shows a paper as the printer would print it. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QScrollArea, QWidget

from clubdesk.foundation.translate import tr
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.dialog import Dialog

_SHADE = 12
_SHOWN_WIDTH = 380


class Sheet(QWidget):
    """One paper, drawn with a soft shade on the dialog's ground."""

    def __init__(self, png: bytes) -> None:
        super().__init__()
        self.picture = QPixmap()
        self.picture.loadFromData(png)
        width = max(1, self.picture.width())
        self._shown = QSize(_SHOWN_WIDTH, round(self.picture.height() * _SHOWN_WIDTH / width))
        self.setFixedSize(self._shown + QSize(2 * _SHADE, 2 * _SHADE))
        self.setAccessibleName(tr("Paper"))
        # Follows the paper's torn edge, which a drawn frame would not.
        shade = QGraphicsDropShadowEffect(self)
        shade.setBlurRadius(_SHADE)
        shade.setOffset(0, 2)
        shade.setColor(QColor(0, 0, 0, 110))
        self.setGraphicsEffect(shade)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws shade and paper, scaled once for the device."""
        painter = QPainter(self)
        box = self.rect().adjusted(_SHADE, _SHADE, -_SHADE, -_SHADE)
        scale = self.devicePixelRatioF()
        picture = self.picture.scaled(
            self._shown * scale,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        picture.setDevicePixelRatio(scale)
        painter.drawPixmap(box.topLeft(), picture)
        painter.end()


class ReceiptPreview(Dialog):
    """A paper over the window, scrolled with the arrow keys.

    Signals:
        copy_wanted: The person asks for a printed copy.

    Args:
        over: Any widget of the window.
        png: The paper as PNG bytes.
        heading: Which paper it is, such as ``Z-report 214``.
        with_copy: Offers to print a copy.
    """

    copy_wanted = Signal()

    def __init__(self, over: QWidget, png: bytes, heading: str, *, with_copy: bool = False) -> None:
        super().__init__(over, heading, width=520)
        self.sheet = Sheet(png)
        self.area = QScrollArea()
        self.sheet.setProperty("clear", "true")
        self.area.setWidget(self.sheet)
        self.area.viewport().setAutoFillBackground(False)
        self.sheet.setAutoFillBackground(False)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room = max(200, over.window().height() - 190)
        self.area.setFixedHeight(min(self.sheet.height() + 4, room))
        self.body.setContentsMargins(8, 8, 8, 8)
        self.body.addWidget(self.area)
        self.cancel.hide()
        self.set_primary(tr("Close"))
        self.copy = Button(tr("Print a Copy"), Kind.SECONDARY, icon_name="printer")
        self.copy.clicked.connect(self.copy_wanted.emit)
        self.footer_left.addWidget(self.copy)
        self.copy.setVisible(with_copy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys scroll."""
        steps = {
            Qt.Key.Key_Down: 60,
            Qt.Key.Key_Up: -60,
            Qt.Key.Key_PageDown: 400,
            Qt.Key.Key_PageUp: -400,
        }
        step = steps.get(Qt.Key(event.key())) if event.key() in steps else None
        if step is None:
            super().keyPressEvent(event)
            return
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + step)
