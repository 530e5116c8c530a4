"""Paints a table's cells: hover, cursor, and what was looked for in the accent's colour.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.found import found_in
from clubdesk.ui.look.tokens import BOLD

PAD = 12
Index = QModelIndex | QPersistentModelIndex


class RowPaint(QStyledItemDelegate):
    """Draws a cell. ``marked_role`` is the role under which it says what was looked for."""

    def __init__(self, marked_role: int, parent: QObject) -> None:
        super().__init__(parent)
        self._marked_role = marked_role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws ground, line and text."""
        rect: QRect = option.rect
        self._ground(painter, option, index, rect)
        text = str(index.data() or "")
        chosen = index.data(Qt.ItemDataRole.FontRole)
        face = chosen if isinstance(chosen, QFont) else font()
        wanted = index.data(Qt.ItemDataRole.ForegroundRole)
        pen = wanted if isinstance(wanted, QColor) else QColor(theme().text)
        place = rect.adjusted(PAD, 0, -PAD, 0)
        right = bool(index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight)
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        spans = found_in(shown, str(index.data(self._marked_role) or ""))
        draw_marked(painter, place, shown, (face, pen, right), spans)

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, rect: QRect
    ) -> None:
        state = option.state
        view = self.parent()
        now = theme()
        if state & QStyle.StateFlag.State_Selected and _shows_cursor(view):
            painter.fillRect(rect, QColor(now.accent_bg))
            if index.column() == 0:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), now.accent)
        elif isinstance(view, QTableView) and _hovered(view) == index.row():
            painter.fillRect(rect, QColor(now.raised))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(now.line))


def _shows_cursor(view: QObject | None) -> bool:
    # A bare table is there to be read: its cursor matters only while the keyboard is in it.
    return not isinstance(view, QTableView) or view.property("bare") != "true" or view.hasFocus()


def _hovered(view: QTableView) -> int:
    if not view.viewport().underMouse():
        return -1
    return view.indexAt(view.viewport().mapFromGlobal(view.cursor().pos())).row()


def draw_marked(
    painter: QPainter,
    place: QRect,
    text: str,
    style: tuple[QFont, QColor, bool],
    spans: list[tuple[int, int]],
) -> None:
    """Draws one line of text with some of it marked; ``style`` is font, colour, flush right."""
    face, pen, right = style
    painter.setFont(face)
    painter.setPen(pen)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    if not spans:
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, text)
        return
    layout = QTextLayout(text, face)
    bold = QFont(face)
    bold.setWeight(QFont.Weight(BOLD))
    formats = []
    for start, length in spans:
        part = QTextLayout.FormatRange()
        part.start, part.length = start, length
        look = QTextCharFormat()
        look.setFont(bold)
        look.setForeground(QColor(theme().accent))
        part.format = look
        formats.append(part)
    layout.setFormats(formats)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(place.width())
    layout.endLayout()
    left = place.right() - line.naturalTextWidth() if right else place.left()
    top = place.center().y() - line.height() / 2 + 1
    layout.draw(painter, QPointF(left, top))
