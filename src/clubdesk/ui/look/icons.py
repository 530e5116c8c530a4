"""Draws the icons of the Lucide set in any colour, crisp at any scale of the screen. GUI thread."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from clubdesk.foundation.assets import asset

_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0, 3.0)


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (asset("icons") / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def pixmap(name: str, color: str, size: int, scale: float = 1.0, stroke: float = 2.0) -> QPixmap:
    """An icon as a picture.

    Args:
        name: The file's name in ``resources/icons`` without its ending.
        color: ``#rrggbb``.
        size: Edge in pixels before the screen's scale.
        scale: Device pixels in one of them.
        stroke: Width of its lines on the 24-unit grid that the set is drawn on.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    text = _source(name).replace("currentColor", color)
    text = text.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    picture = QPixmap(round(size * scale), round(size * scale))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


@lru_cache(maxsize=256)
def icon(name: str, color: str, size: int = 16) -> QIcon:
    """The icon as a QIcon with a picture for every usual scale of a screen."""
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(pixmap(name, color, size, scale))
    return made


def draw(painter: QPainter, name: str, color: str, at: QPoint, size: int = 16) -> None:
    """Draws the icon with its upper left corner at a point, as crisp as the device can."""
    scale = painter.device().devicePixelRatioF()
    painter.drawPixmap(at, pixmap(name, color, size, scale, 1.75))
