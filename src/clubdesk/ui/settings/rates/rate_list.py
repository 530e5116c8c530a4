"""The list of rates in the order in which the desk offers them. GUI thread only.

The order is changed by dragging, or with Alt and the arrows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from clubdesk.ui.look import ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import MEDIUM, SEMIBOLD, SMALL, TEXT

_ROW = 56
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class RateLine:
    """One rate in the list.

    Attributes:
        under: Its kind and zones.
        off: Retired: drawn dim.
    """

    rate_id: int
    name: str
    price: str
    under: str
    note: str = ""
    colour: str = ""
    off: bool = False


class RateList(QListWidget):
    """The rates.

    Signals:
        wanted: The id of the rate that is to be shown; whoever listens shows it or chooses back.
        ordered: All ids in their new order.
    """

    wanted = Signal(int)
    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._can_order = False
        self.setItemDelegate(_Painter(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.currentItemChanged.connect(lambda now, _: self._tell(now))

    def show_lines(self, lines: Sequence[RateLine], chosen: int) -> None:
        """Replaces the lines; says nothing."""
        self.blockSignals(True)
        self.clear()
        for line in lines:
            item = QListWidgetItem(line.name)
            item.setData(Qt.ItemDataRole.UserRole, line)
            words = (line.name, line.price, line.under, line.note)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(w for w in words if w))
            item.setSizeHint(QSize(100, _ROW))
            self.addItem(item)
        self.blockSignals(False)
        self.choose(chosen)

    def choose(self, rate_id: int) -> None:
        """Marks a rate; says nothing. An unknown id marks none."""
        self.blockSignals(True)
        place = self.ids().index(rate_id) if rate_id in self.ids() else -1
        self.setCurrentRow(place)
        self.blockSignals(False)

    def ids(self) -> list[int]:
        """All ids from above."""
        return [_line(self.item(n)).rate_id for n in range(self.count())]

    def current_id(self) -> int:
        """The marked rate's; 0 for none."""
        item = self.currentItem()
        return _line(item).rate_id if item is not None else 0

    def set_can_order(self, can: bool) -> None:
        """Whether the order may be changed."""
        self._can_order = can
        drag = QAbstractItemView.DragDropMode.InternalMove
        self.setDragDropMode(drag if can else QAbstractItemView.DragDropMode.NoDragDrop)

    def step(self, by: int) -> None:
        """Moves the marked rate up or down by one."""
        place = self.currentRow()
        target = place + by
        if not self._can_order or place < 0 or not 0 <= target < self.count():
            return
        self.blockSignals(True)
        item = self.takeItem(place)
        self.insertItem(target, item)
        self.setCurrentRow(target)
        self.blockSignals(False)
        self.ordered.emit(tuple(self.ids()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the rate."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        held = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if held and event.key() in steps:
            self.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Lets Qt move the line, then tells the new order."""
        before, marked = self.ids(), self.current_id()
        self.blockSignals(True)
        super().dropEvent(event)
        self.blockSignals(False)
        self.choose(marked)
        if self.ids() != before:
            self.ordered.emit(tuple(self.ids()))

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.wanted.emit(_line(item).rate_id)


class _Painter(QStyledItemDelegate):
    """Draws a line of the list."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All are of one height."""
        return QSize(100, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws colour, name, price, and what is under them."""
        line: RateLine = index.data(Qt.ItemDataRole.UserRole)
        now, rect = theme(), QRect(option.rect)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        warm = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or warm:
            fill = now.accent_bg if chosen else now.hover
            ink.rounded(painter, rect.adjusted(4, 2, -4, -2), fill, now.accent if chosen else "")
        self._draw_dot(painter, rect, line)
        box = rect.adjusted(30, 9, -14, -9)
        half = box.height() // 2
        tones = (now.grey, now.grey) if line.off else (now.text, now.dim)
        upper = QRect(box.left(), box.top(), box.width(), half)
        lower = QRect(box.left(), box.top() + half, box.width(), half)
        _two(painter, upper, (line.name, line.price), (TEXT, SEMIBOLD), tones[0])
        _two(painter, lower, (line.under, line.note), (SMALL, MEDIUM), tones[1])
        painter.restore()

    def _draw_dot(self, painter: QPainter, rect: QRect, line: RateLine) -> None:
        colour = line.colour or theme().line
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme().line if line.off else colour))
        painter.drawEllipse(QRect(rect.left() + 13, rect.center().y() - 4, 9, 9))


def _two(
    painter: QPainter, box: QRect, texts: tuple[str, str], face: tuple[int, int], tone: str
) -> None:
    painter.setFont(font(*face))
    painter.setPen(QColor(tone))
    metrics = QFontMetrics(painter.font())
    left, right = texts
    painter.drawText(box, _RIGHT, right)
    room = box.width() - metrics.horizontalAdvance(right) - 10
    painter.drawText(box, _LEFT, metrics.elidedText(left, Qt.TextElideMode.ElideRight, room))


def _line(item: QListWidgetItem) -> RateLine:
    found = item.data(Qt.ItemDataRole.UserRole)
    if not isinstance(found, RateLine):
        raise TypeError("a line of the list of rates")
    return found
