"""The hall as an item view of Qt: where cards stand and how they get onto the screen.

GUI thread only. The cards' places come from ``layout``, the picture from ``board``; mouse, keys
and drag and drop are in ``view``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Slot,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from clubdesk.ui.hall.board import Board, Marks
from clubdesk.ui.hall.card_paint import CardMeasures
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.layout import Box, HallLayout, arrange
from clubdesk.ui.hall.model import HallModel, Tick
from clubdesk.ui.hall.zone_note import zone_note
from clubdesk.ui.look.app_look import look

_Index = QModelIndex | QPersistentModelIndex


class PaintedHall(QAbstractItemView):
    """All seats, painted; answers Qt's questions about places."""

    def __init__(self, model: HallModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hall")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.wording: Wording | None = None
        self.zone_id: int | None = None
        self._order: list[int] = []
        self._places: dict[int, int] = {}
        self._lines_shown: dict[int, int] = {}
        self._layout: HallLayout = arrange((), 1, 1)
        self._board: Board | None = None
        self._hovered: int | None = None
        self._target: int | None = None
        self._hall = model
        self.setModel(model)
        model.ticked.connect(self._show_tick)
        look().theme_changed.connect(self._dress)

    # -- what is shown -------------------------------------------------------------------------

    def show_zone(self, zone_id: int | None) -> None:
        """Shows one zone alone; None shows all."""
        self.zone_id = zone_id
        self.clearSelection()
        self.relayout()

    def relayout(self) -> None:
        """Finds every card's place anew and paints all."""
        seats = self._hall.seats
        self._order = [
            row
            for row, seat in enumerate(seats)
            if self.zone_id in (None, seat.card.station.zone_id)
        ]
        self._places = {row: place for place, row in enumerate(self._order)}
        size = self.viewport().size()
        # Without the bar first: a hall that fits without it must not scroll because of it.
        self._layout = arrange(self._counts(), self.width(), size.height())
        if self._layout.height > size.height():
            bar = self.verticalScrollBar().sizeHint().width()
            self._layout = arrange(self._counts(), self.width() - bar, size.height())
        self.verticalScrollBar().setRange(0, max(0, self._layout.height - size.height()))
        self.verticalScrollBar().setPageStep(size.height())
        self.verticalScrollBar().setSingleStep(self._layout.card_height // 2 or 1)
        self._board = None
        self.viewport().update()

    def _counts(self) -> list[int]:
        zones = [zone.id for zone in self._hall.zones]
        counts = dict.fromkeys(zones, 0)
        for row in self._order:
            zone_id = self._hall.seats[row].card.station.zone_id
            counts[zone_id] = counts.get(zone_id, 0) + 1
        return list(counts.values())

    @Slot(object)
    def _dress(self, _theme: object) -> None:
        self._board = None
        self.viewport().update()

    def _the_board(self) -> Board:
        scale = self.viewport().devicePixelRatioF()
        if self._board is None or self._board.scale != scale:
            measures = CardMeasures(self._layout.card_width, self._layout.card_height)
            size = self.viewport().size()
            self._board = Board(measures, (size.width(), size.height()), look().theme, scale)
            self._paint_all(self._board)
        return self._board

    def _paint_all(self, board: Board) -> None:
        board.clear()
        if self.wording is None:
            return
        painter = board.painter()
        top, bottom = self._span()
        for zone_place, box in self._layout.titles:
            self._paint_title(board, painter, zone_place, box)
        shown = self._layout.within(top, bottom)
        self._lines_shown = {self._order[place]: line for line, place in shown}
        for _, place in shown:
            self._paint_card(board, painter, self._order[place])
        painter.end()

    def _repaint_titles(self) -> None:
        if self._board is None or self.wording is None:
            return
        painter = self._board.painter()
        for zone_place, box in self._layout.titles:
            self._paint_title(self._board, painter, zone_place, box)
            self.viewport().update(self._rect(box))
        painter.end()

    def _paint_title(self, board: Board, painter: QPainter, zone_place: int, box: Box) -> None:
        top, bottom = self._span()
        if self.wording is None or box.y >= bottom or box.y + box.height <= top:
            return
        zone = self._hall.zones[zone_place]
        seats = [seat for seat in self._hall.seats if seat.card.station.zone_id == zone.id]
        board.title(painter, self._shifted(box), zone.name, zone_note(seats, self.wording))

    def _paint_card(self, board: Board, painter: QPainter, row: int) -> None:
        if self.wording is not None:
            board.card(
                painter,
                self._shifted(self._layout.boxes[self._places[row]]),
                row,
                self._hall.seats[row],
                self.wording,
                self._marks(row),
            )

    def _marks(self, row: int) -> Marks:
        index = self._hall.index(row)
        return Marks(
            chosen=self.selectionModel().isSelected(index),
            current=self.hasFocus() and self.currentIndex() == index,
            under_mouse=self._hovered == row,
            target=self._target == row,
        )

    def _repaint_rows(self, rows: set[int]) -> None:
        if self._board is None:
            self.viewport().update()
            return
        top, bottom = self._span()
        painter = self._board.painter()
        for row in rows:
            place = self._places.get(row)
            if place is None:
                continue
            box = self._layout.boxes[place]
            if box.y < bottom and box.y + box.height > top:
                self._paint_card(self._board, painter, row)
                self.viewport().update(self._rect(box).adjusted(-5, -5, 5, 5))
        painter.end()

    @Slot(object)
    def _show_tick(self, change: Tick) -> None:
        board, wording = self._board, self.wording
        if board is None or wording is None or not self.isVisible():
            return
        seats, shows = self._hall.seats, self._lines_shown
        painter = board.painter()
        reshaped = board.count(painter, change.counted, seats)
        reread = [row for row in change.reread if row in shows]
        boxes = [
            (self._shifted(self._layout.boxes[self._places[row]]), row, seats[row])
            for row in reread
        ]
        board.account(painter, boxes, wording)
        painter.end()
        self.viewport().update(self._strips(board, change.counted, reread))
        if reshaped:
            self._repaint_rows(set(reshaped))

    def _strips(self, board: Board, counted: list[int], reread: list[int]) -> QRegion:
        """The lines of the grid that changed: a few strips are copied sooner than many digits."""
        shows = self._lines_shown
        whole = {shows[row] for row in reread}
        lines = {shows[row] for row in counted if row in shows}
        timer, account = board.changing(whole=False), board.changing(whole=True)
        region = QRegion()
        for line in sorted(lines | whole):
            y = self._layout.boxes[self._layout.rows[line][0]].y - self.verticalOffset()
            for top, bottom in account if line in whole else timer:
                region += QRect(0, y + top, self.viewport().width(), bottom - top)
        return region

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copies what changed from the board."""
        board = self._the_board()
        painter = QPainter(self.viewport())
        scale = board.scale
        for area in _rects(event.region()):
            source = QRect(
                round(area.x() * scale),
                round(area.y() * scale),
                round(area.width() * scale),
                round(area.height() * scale),
            )
            painter.drawPixmap(area, board.picture, source)
        painter.end()

    # -- what Qt asks about places -------------------------------------------------------------

    def visualRect(self, index: _Index) -> QRect:
        """Where a card shows, in the viewport."""
        place = self._places.get(index.row()) if index.isValid() else None
        return QRect() if place is None else self._rect(self._layout.boxes[place])

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The card under a point of the viewport."""
        place = self._layout.at(point.x(), point.y() + self.verticalOffset())
        return QModelIndex() if place is None else self._hall.index(self._order[place])

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scrolls until a card shows."""
        area = self.visualRect(index)
        bar = self.verticalScrollBar()
        if area.top() < 0:
            bar.setValue(bar.value() + area.top() - 32)
        elif area.bottom() > self.viewport().height():
            bar.setValue(bar.value() + area.bottom() - self.viewport().height() + 16)

    def horizontalOffset(self) -> int:
        """Never scrolled sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far the content is scrolled."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: _Index) -> bool:
        """True for a card of a zone that is not shown."""
        return index.row() not in self._places

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Chooses the cards that a rectangle touches."""
        area = rect.normalized()
        chosen = QItemSelection()
        for place, row in enumerate(self._order):
            if self._rect(self._layout.boxes[place]).intersects(area):
                index = self._hall.index(row)
                chosen.select(index, index)
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What to paint again when a selection changes."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index).adjusted(-5, -5, 5, 5)
        return region

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards are sized to the window."""
        super().resizeEvent(event)
        self.relayout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paints what scrolled into view."""
        self._board = None
        self.viewport().update()

    def updateGeometries(self) -> None:
        """Keeps the scroll bar as long as the hall."""
        super().updateGeometries()
        height = self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, self._layout.height - height))

    def _span(self) -> tuple[int, int]:
        top = self.verticalOffset()
        return top, top + self.viewport().height()

    def _shifted(self, box: Box) -> Box:
        return Box(box.x, box.y - self.verticalOffset(), box.width, box.height)

    def _rect(self, box: Box) -> QRect:
        return QRect(box.x, box.y - self.verticalOffset(), box.width, box.height)

    # -- what changes --------------------------------------------------------------------------

    def reset(self) -> None:
        """The model was filled anew."""
        super().reset()
        self.relayout()

    def dataChanged(
        self, top_left: _Index, bottom_right: _Index, roles: Sequence[int] = ()
    ) -> None:
        """Some cards look another way; their zones' notes may too."""
        super().dataChanged(top_left, bottom_right, roles)
        self._repaint_rows(set(range(top_left.row(), bottom_right.row() + 1)))
        self._repaint_titles()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Outlines come and go."""
        super().selectionChanged(selected, deselected)
        indexes = [*selected.indexes(), *deselected.indexes()]
        self._repaint_rows({index.row() for index in indexes})

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """The keyboard's card moved."""
        super().currentChanged(current, previous)
        self._repaint_rows({i.row() for i in (current, previous) if i.isValid()})


def _rects(region: QRegion) -> Iterator[QRect]:
    # QRegion is iterable; its type stub does not say so.
    return iter(cast("Sequence[QRect]", region))
