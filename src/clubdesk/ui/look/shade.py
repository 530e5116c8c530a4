"""The soft shadow under a list that floats over a window, from one small picture.

An effect of Qt's blurs the whole list anew with every letter, which takes longer than the search
does; and whatever is painted beside the list would have it painted again. GUI thread only.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise, product

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

SPREAD = 22
"""How far the shadow reaches beyond what it lies under, in pixels."""

_DROP = 8
_RADIUS = 12
_DARKEST = 90
_CORNER = 2 * SPREAD + _RADIUS


class Shade(QWidget):
    """A shadow that goes with a widget, beneath it in the same parent."""

    def __init__(self, of: QWidget) -> None:
        super().__init__(of.parentWidget())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._of = of
        of.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the widget."""
        kind = event.type()
        if kind in (QEvent.Type.Move, QEvent.Type.Resize):
            out = SPREAD
            self.setGeometry(self._of.geometry().adjusted(-out, _DROP - out, out, _DROP + out))
        elif kind == QEvent.Type.Show:
            self.show()
        elif kind == QEvent.Type.Hide:
            self.hide()
        elif kind == QEvent.Type.ZOrderChange:
            self.stackUnder(self._of)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the corners as they are and stretches what is between them."""
        painter = QPainter(self)
        picture, area = _picture(), self.rect()
        edge = min(_CORNER, area.width() // 2, area.height() // 2)
        across = (0, edge, area.width() - edge, area.width())
        down = (0, edge, area.height() - edge, area.height())
        side = picture.width()
        whence = (0, edge, side - edge, side)
        pieces = zip(
            product(pairwise(down), pairwise(across)),
            product(pairwise(whence), pairwise(whence)),
            strict=True,
        )
        for target, source in pieces:
            painter.drawPixmap(_box(*target), picture, _box(*source))
        painter.end()


def _box(down: tuple[int, int], across: tuple[int, int]) -> QRect:
    return QRect(across[0], down[0], across[1] - across[0], down[1] - down[0])


@lru_cache(maxsize=1)
def _picture() -> QPixmap:
    """Corners with one pixel between them; a soft thing needs no screen's scale."""
    side = 2 * _CORNER + 1
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for step in range(2 * SPREAD):
        # From nothing to the darkest as a wave does: soft at both ends.
        share = (1 - math.cos(math.pi * (step + 1) / (2 * SPREAD))) / 2
        painter.setBrush(QColor(0, 0, 0, round(_DARKEST * share)))
        box = QRectF(step, step, side - 2 * step, side - 2 * step)
        round_by = max(1.0, _RADIUS + SPREAD - step)
        painter.drawRoundedRect(box, round_by, round_by)
    painter.end()
    return picture
