"""The hall under mouse and keyboard: choosing, jumping to a number, dragging a session onward.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.layout import step
from clubdesk.ui.hall.model import HallModel, Seat
from clubdesk.ui.hall.number_jump import NumberJump
from clubdesk.ui.hall.painted_hall import PaintedHall

SEAT_MIME = "application/x-clubdesk-seat"
_Cursor = QAbstractItemView.CursorAction
_ARROWS = {
    _Cursor.MoveLeft: (-1, 0),
    _Cursor.MovePrevious: (-1, 0),
    _Cursor.MoveRight: (1, 0),
    _Cursor.MoveNext: (1, 0),
    _Cursor.MoveUp: (0, -1),
    _Cursor.MoveDown: (0, 1),
    _Cursor.MovePageUp: (0, -3),
    _Cursor.MovePageDown: (0, 3),
}


class HallView(PaintedHall):
    """All seats, to be chosen from.

    Signals:
        move_requested: From a station to a station (ids), by drag and drop.
        opened: A station (id): Enter or a double click.
        chosen: The selection changed.
    """

    move_requested = Signal(int, int)
    opened = Signal(int)
    chosen = Signal()

    def __init__(self, model: HallModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._pressed: int | None = None
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.jump = NumberJump(self)
        self.jump.typed.connect(self._jump_to)
        self.selectionModel().selectionChanged.connect(self.chosen)

    def chosen_seats(self) -> list[Seat]:
        """The selected seats, in the hall's order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._hall.seats[row] for row in rows]

    def choose(self, station_id: int) -> None:
        """Selects one station and shows it."""
        row = self._hall.row_of(station_id)
        if row is None:
            return
        if row not in self._places:
            self.show_zone(None)
        self._set_current(self._hall.index(row))

    def choose_all(self, station_ids: list[int]) -> None:
        """Selects stations anew after the hall was read; those that are gone are left out."""
        for place, station_id in enumerate(station_ids):
            row = self._hall.row_of(station_id)
            if row is not None and row in self._places:
                flag = QItemSelectionModel.SelectionFlag
                how = flag.ClearAndSelect if place == 0 else flag.Select
                self.selectionModel().setCurrentIndex(self._hall.index(row), how)

    def _set_current(self, index: QModelIndex) -> None:
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)

    def _jump_to(self, number: int) -> None:
        rows = [row for row in self._hall.rows_of_number(number) if row in self._places]
        if rows:
            self._set_current(self._hall.index(rows[0]))

    # -- keyboard ------------------------------------------------------------------------------

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The card that a key leads to, across zones."""
        if not self._order:
            return QModelIndex()
        place = self._places.get(self.currentIndex().row())
        if place is None or action is _Cursor.MoveHome:
            return self._hall.index(self._order[0])
        if action is _Cursor.MoveEnd:
            return self._hall.index(self._order[-1])
        dx, dy = _ARROWS.get(action, (0, 0))
        return self._hall.index(self._order[step(self._layout, place, dx, dy)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits jump to a seat, Enter opens it; the rest is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._open(self.currentIndex())
        elif event.text().isdecimal() and not event.modifiers() & ~_PAD:
            self.jump.add(event.text())
        elif event.text().isalpha():
            # Letters are deeds; the screen knows them.
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self.clearSelection()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of deeds here, not the start of a name."""

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._hall.seats[index.row()].card.station.id)

    # -- mouse ---------------------------------------------------------------------------------

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click does what Enter does, if the card was under both clicks."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.row() == self._pressed:
            self._open(index)
        self._pressed = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remembers the card: a second click may come from a dialog that has just closed."""
        index = self.indexAt(event.position().toPoint())
        self._pressed = index.row() if index.isValid() else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Marks the card under the mouse."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        self._hover(index.row() if index.isValid() else None)

    def viewportEvent(self, event: QEvent) -> bool:
        """The mouse may leave without a move."""
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return bool(super().viewportEvent(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard's card shows where keys go."""
        super().focusInEvent(event)
        self._repaint_rows({self.currentIndex().row()})

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keys go elsewhere, and what was clicked is not half of a double click any more."""
        super().focusOutEvent(event)
        self._pressed = None
        self._repaint_rows({self.currentIndex().row()})

    def _hover(self, row: int | None) -> None:
        if row != self._hovered:
            rows = {r for r in (row, self._hovered) if r is not None}
            self._hovered = row
            self._repaint_rows(rows)

    # -- drag and drop -------------------------------------------------------------------------

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Takes a running session along."""
        index = self.currentIndex()
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsDragEnabled:
            return
        drag = QDrag(self)
        mime = QMimeData()
        station_id = self._hall.seats[index.row()].card.station.id
        mime.setData(SEAT_MIME, str(station_id).encode())
        drag.setMimeData(mime)
        area = self.visualRect(index)
        drag.setPixmap(self.viewport().grab(area))
        drag.setHotSpot(QPoint(area.width() // 2, area.height() // 2))
        drag.exec(Qt.DropAction.MoveAction)
        self._aim(None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only sessions of this hall come in."""
        if event.mimeData().hasFormat(SEAT_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """A free seat takes a session; a taken one changes places with it."""
        index = self.indexAt(event.position().toPoint())
        takes = index.isValid() and self._takes(index, _carried(event.mimeData()))
        self._aim(index.row() if takes else None)
        event.setAccepted(takes)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The mouse left with what it carries."""
        self._aim(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Asks for the move; nothing has happened yet."""
        index = self.indexAt(event.position().toPoint())
        self._aim(None)
        station_id = _carried(event.mimeData())
        if not index.isValid() or not self._takes(index, station_id):
            return
        event.acceptProposedAction()
        self.move_requested.emit(station_id, self._hall.seats[index.row()].card.station.id)

    def _takes(self, index: QModelIndex, station_id: int) -> bool:
        seat = self._hall.seats[index.row()]
        if seat.card.station.id == station_id:
            return False
        return seat.reading.state is CardState.FREE or seat.reading.state.is_taken

    def _aim(self, row: int | None) -> None:
        if row != self._target:
            rows = {r for r in (row, self._target) if r is not None}
            self._target = row
            self._repaint_rows(rows)


def _carried(mime: QMimeData) -> int:
    return int(bytes(mime.data(SEAT_MIME).data()).decode())


_PAD = Qt.KeyboardModifier.KeypadModifier
