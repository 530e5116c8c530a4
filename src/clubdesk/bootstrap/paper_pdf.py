"""A paper as a PDF of its own size: what a client gets by mail or keeps, with text to be searched.

Drawn from the same rows as the printed one, in the shipped receipt font. Any thread but two at a
time; an application of Qt must be there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QImage,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.assets import asset
from clubdesk.printing.encoding import PaperStyle
from clubdesk.printing.layout import lay_out
from clubdesk.printing.strip import Drawing, Element, Row

_CELL_MM = 1.5
"""A character of font A is 12 dots of 203 dpi wide."""

_ROW_MM = 3.75
_DOT_MM = 0.125
_MARGIN_MM = 5.0
_DPI = 1200
_MM = _DPI / 25.4


def paper_pdf(receipt: Receipt, style: PaperStyle, *, copy: bool = False) -> bytes:
    """The whole paper on one page."""
    elements = lay_out(receipt, style.language, style.columns, copy=copy, logo=style.logo)
    width = style.columns * _CELL_MM + 2 * _MARGIN_MM
    height = sum(_height(element) for element in elements) + 2 * _MARGIN_MM
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(f"{receipt.paper.club_name} {receipt.paper.number or ''}".strip())
    writer.setPageSize(QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    try:
        _draw(painter, elements, style.columns)
    finally:
        painter.end()
    buffer.close()
    return bytes(data.data())


def _draw(painter: QPainter, elements: Sequence[Element], columns: int) -> None:
    top = _MARGIN_MM
    for element in elements:
        if isinstance(element, Row):
            _write(painter, element, top, columns)
        elif isinstance(element, Drawing):
            _picture(painter, element, top, columns)
        top += _height(element)


def _height(element: Element) -> float:
    if isinstance(element, Row):
        return _ROW_MM * element.scale
    return element.height * _DOT_MM if isinstance(element, Drawing) else 0.0


def _write(painter: QPainter, row: Row, top: float, columns: int) -> None:
    if not row.text.strip() and not row.inverse:
        return
    font = _font(row.bold, row.scale)
    metrics = QFontMetricsF(font, painter.device())
    height = _ROW_MM * row.scale * _MM
    box = QRectF(_MARGIN_MM * _MM, top * _MM, columns * _CELL_MM * _MM, height)
    if row.inverse:
        painter.fillRect(box, QColor("black"))
    painter.setPen(QColor("white" if row.inverse else "black"))
    painter.setFont(font)
    base = box.top() + (height - metrics.height()) / 2 + metrics.ascent()
    painter.drawText(QPointF(box.left(), base), row.text)


def _picture(painter: QPainter, drawing: Drawing, top: float, columns: int) -> None:
    stride = (drawing.width + 7) // 8
    # A set bit is ink; a mono image's first colour is what a clear bit shows.
    image = QImage(
        drawing.dots, drawing.width, drawing.height, stride, QImage.Format.Format_Mono
    ).copy()
    image.setColorTable([QColor("white").rgb(), QColor("black").rgb()])
    width = drawing.width * _DOT_MM
    left = _MARGIN_MM + (columns * _CELL_MM - width) / 2
    area = QRectF(left * _MM, top * _MM, width * _MM, drawing.height * _DOT_MM * _MM)
    painter.drawImage(area, image)


@cache
def _family() -> str:
    for name in ("DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(asset("fonts") / name))
    return "DejaVu Sans Mono"


def _font(bold: bool, scale: int) -> QFont:
    """The receipt font whose characters are as wide as the printer's."""
    font = QFont(_family())
    font.setBold(bold)
    font.setStyleHint(QFont.StyleHint.TypeWriter)
    # 0.602 of its size is how wide a character of this font is.
    font.setPixelSize(round(_CELL_MM * scale * _MM / 0.602))
    return font
