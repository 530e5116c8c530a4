"""Reads a picture file as small as it is needed, and makes a PNG of it. Any thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr

MOST_BYTES = 30_000_000


def read_picture(path: Path, within: QSize) -> QImage:
    """A file's picture, made smaller where it does not fit.

    Raises:
        DeskError: ``picture.unreadable``: no picture, or none that could be opened.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    try:
        too_large = path.stat().st_size > MOST_BYTES
    except OSError:
        too_large = True
    if not size.isValid() or too_large:
        raise _unreadable()
    if size.boundedTo(within) != size:
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise _unreadable()
    return image


def as_png(image: QImage) -> bytes:
    """The picture as a PNG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


def _unreadable() -> DeskError:
    return DeskError(
        "picture.unreadable",
        tr("This file is not a picture that can be read."),
        tr("Nothing was changed. Choose a PNG or JPEG file of at most 30 MB."),
        subject="picture",
    )
