"""Small strokes that painted widgets share: boxes, focus rings, key caps. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import MEDIUM, RADIUS, TINY

KEY_CAP_HEIGHT = 18


def rounded(
    painter: QPainter, rect: QRect, fill: str, edge: str = "", radius: float = RADIUS
) -> None:
    """Fills a rounded box and draws its border of one pixel inside it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge), 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    inset = 0.5 if edge else 0.0
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)


def focus_ring(painter: QPainter, rect: QRect, color: str, radius: float = RADIUS) -> None:
    """Two pixels of ring just inside a box: where the keyboard is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(color), 2))
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius - 1, radius - 1)


def key_cap_width(keys: str) -> int:
    """How wide a key cap gets; 0 without keys."""
    if not keys:
        return 0
    return max(KEY_CAP_HEIGHT, QFontMetrics(font(TINY, MEDIUM)).horizontalAdvance(keys) + 10)


def key_cap(painter: QPainter, keys: str, box: QRect, color: str, edge: str) -> None:
    """A key cap at the right of a box, in its middle."""
    width = key_cap_width(keys)
    cap = QRect(0, 0, width, KEY_CAP_HEIGHT)
    cap.moveCenter(box.center())
    cap.moveRight(box.right())
    rounded(painter, cap, "", edge, 4)
    painter.setFont(font(TINY, MEDIUM))
    painter.setPen(QColor(color))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)


def faded(color: str, share: float) -> str:
    """A colour mixed into the panel's: how disabled things are drawn."""
    front, back, rest = QColor(color), QColor(theme().panel), 1 - share
    return QColor.fromRgbF(
        front.redF() * share + back.redF() * rest,
        front.greenF() * share + back.greenF() * rest,
        front.blueF() * share + back.blueF() * rest,
    ).name()
