"""Pictures of products, small: read and scaled on the reading worker, kept for the screens.

The GUI thread only turns what came into a pixmap.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage, QPixmap

from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive

EDGE = 128
"""Pixels: enough for a tile on a screen of 200 %."""


class ProductPictures(QObject):
    """Asks for each picture once, until the menu changes."""

    def __init__(self, owner: QObject, runner: DeskRunner) -> None:
        super().__init__(owner)
        self._runner = runner
        self._kept: dict[int, QPixmap] = {}
        self._waiting: dict[int, list[Callable[[QPixmap], None]]] = {}

    def want(self, product_id: int, then: Callable[[QPixmap], None]) -> None:
        """Gives a product's picture, now or once it was read; nothing comes if it has none."""
        kept = self._kept.get(product_id)
        if kept is not None:
            then(kept)
            return
        if product_id in self._waiting:
            self._waiting[product_id].append(then)
            return
        self._waiting[product_id] = [then]

        def read(books: DeskQueries) -> QImage | None:
            return scaled_picture(books.product_picture(product_id), EDGE)

        self._runner.ask(read, while_alive(self, lambda image: self._came(product_id, image)))

    def forget(self) -> None:
        """The menu changed: pictures are asked for anew."""
        self._kept.clear()

    def _came(self, product_id: int, image: QImage | None) -> None:
        waiting = self._waiting.pop(product_id, [])
        if image is None or image.isNull():
            return
        picture = self._kept[product_id] = QPixmap.fromImage(image)
        for then in waiting:
            then(picture)


def scaled_picture(data: bytes | None, edge: int) -> QImage | None:
    """A picture as a square of so many pixels, its middle; None if it is none. Any thread."""
    image = QImage.fromData(data) if data else QImage()
    if image.isNull():
        return None
    grown = image.scaled(
        QSize(edge, edge),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left, top = (grown.width() - edge) // 2, (grown.height() - edge) // 2
    return grown.copy(left, top, edge, edge)
