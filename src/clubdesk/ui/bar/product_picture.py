"""The picture of a product: shown, chosen from a file, made small off the GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look import ink
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.picture_file import as_png, read_picture
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_S
from clubdesk.ui.operations.order_pictures import ProductPictures, scaled_picture

EDGE = 96
KEPT = 512
"""Pixels of the longer side that is kept."""


class Shown(QWidget):
    """The square with the picture."""

    def __init__(self) -> None:
        super().__init__()
        self.picture: QPixmap | None = None
        self.setFixedSize(EDGE, EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the picture, or an empty frame."""
        painter = QPainter(self)
        ink.rounded(painter, self.rect(), theme().field, theme().edge)
        if self.picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self.rect().adjusted(2, 2, -2, -2), self.picture)
        painter.end()


class PictureField(QWidget):
    """The picture and its two buttons.

    Signals:
        changed: Another picture was chosen, or it was taken away.
    """

    changed = Signal()

    def __init__(self, runner: DeskRunner, product_id: int, *, has_picture: bool) -> None:
        super().__init__()
        self._runner = runner
        self._has = has_picture
        self.data: bytes | None = None
        self.shown = Shown()
        self.choose = Button(tr("Choose a picture"), icon_name="upload")
        self.drop = Button(tr("Take it away"), Kind.QUIET)
        self.under = small().wrapped()
        beside = QVBoxLayout()
        beside.setSpacing(GAP_S)
        beside.addWidget(self.choose)
        beside.addWidget(self.drop)
        beside.addStretch(1)
        across = row(self.shown)
        across.addLayout(beside, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addLayout(across)
        lines.addWidget(self.under)
        self.under.hide()
        self.drop.setVisible(has_picture)
        self.choose.clicked.connect(self._ask)
        self.drop.clicked.connect(self._drop)
        if has_picture:
            ProductPictures(self, runner).want(product_id, self._show)

    def set_error(self, text: str) -> None:
        """Says what is wrong with the file."""
        self.under.setText(text)
        self.under.set_tone("red" if text else "dim")
        self.under.setVisible(bool(text))

    def take(self, path: Path) -> None:
        """Reads a file on the thread for long work."""
        self.set_error("")
        self.choose.setEnabled(False)
        self._runner.work(
            lambda _job: small_picture(path),
            while_alive(self, self._took),
            refused=while_alive(self, self._refused),
        )

    def _ask(self) -> None:
        kinds = tr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp)"
        chosen, _ = QFileDialog.getOpenFileName(self.window(), tr("Choose a picture"), "", kinds)
        if chosen:
            self.take(Path(chosen))

    def _took(self, data: bytes) -> None:
        self.choose.setEnabled(True)
        self.data = data
        image = scaled_picture(data, EDGE)
        if image is not None:
            self._show(QPixmap.fromImage(image))
        self.drop.show()
        self.changed.emit()

    def _refused(self, error: DeskError) -> None:
        self.choose.setEnabled(True)
        self.set_error(f"{error.text} {error.what_to_do}")

    def _drop(self) -> None:
        self.data = b""
        self.shown.picture = None
        self.shown.update()
        self.drop.hide()
        self.changed.emit()

    def _show(self, picture: QPixmap) -> None:
        self.shown.picture = picture
        self.shown.update()


def small_picture(path: Path) -> bytes:
    """A file's picture as a small PNG. Any thread.

    Raises:
        DeskError: ``picture.unreadable``: no picture, or none that could be opened.
    """
    return as_png(read_picture(path, QSize(KEPT, KEPT)))
