"""The timeline as one painted view: scrolling, choosing, dragging, the keyboard. GUI thread only.

It changes nothing itself: what a person wants is told by signals, and a block moves when the books
say that it has moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.reservation import problem_of_time
from clubdesk.ui.timeline.keys import BoardKey, key_of
from clubdesk.ui.timeline.lines import LINE_PX, Block, Lines
from clubdesk.ui.timeline.paint import (
    HEADER_PX,
    NAMES_PX,
    Ghost,
    Scene,
    block_rect,
    paint_timeline,
)
from clubdesk.ui.timeline.scale import DayScale

EDGE_PX = 7
DRAG_PX = 4
SLOT = timedelta(minutes=30)
USUAL = timedelta(hours=2)


@dataclass(slots=True)
class Drag:
    """A block under the mouse: which part was taken, and where."""

    block: Block
    at: QPoint
    edge: str
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reservation is wanted."""

    reservation_id: int
    station_ids: tuple[int, ...]
    since: datetime
    until: datetime


class TimelineBoard(QAbstractScrollArea):
    """All lines of a day.

    Signals:
        reserve_asked: A seat's id, from and until.
        opened: The id of a reservation to look at.
        place_asked: A Place for a reservation that was dragged or pushed by keys.
        key_asked: A BoardKey the screen answers: another day, zoom, arrived, cancel.
        chosen_changed: Another reservation, or none, is chosen.
    """

    reserve_asked = Signal(int, object, object)
    opened = Signal(int)
    place_asked = Signal(object)
    key_asked = Signal(object)
    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setObjectName("timeline_board")
        self.setCornerWidget(QWidget())
        self.lines = Lines()
        self.scale: DayScale | None = None
        self.club: Club | None = None
        self.now: datetime | None = None
        self.chosen = 0
        self.cursor_at: tuple[int, datetime] | None = None
        self._drag: Drag | None = None
        self.ghost: Ghost | None = None

    # What is shown.

    def show_day(self, lines: Lines, scale: DayScale, club: Club, now: datetime) -> None:
        """Shows a day; what was chosen stays so if it is still there."""
        self.lines, self.scale, self.club, self.now = lines, scale, club, now
        if self.chosen and lines.reservation_block(self.chosen) is None:
            self.chosen = 0
        if self.cursor_at is not None and not scale.since <= self.cursor_at[1] < scale.until:
            self.cursor_at = None
        self._span()
        self.viewport().update()
        self.chosen_changed.emit()

    def tick(self, now: datetime) -> None:
        """Moves the line of now."""
        self.now = now
        self.viewport().update()

    def look_at(self, at: datetime) -> None:
        """Scrolls an instant to the first third of the view."""
        if self.scale is not None:
            third = (self.viewport().width() - NAMES_PX) // 3
            self.horizontalScrollBar().setValue(self.scale.x_of(at) - third)

    def middle(self) -> datetime | None:
        """The instant in the first third, to keep it there over a zoom."""
        if self.scale is None:
            return None
        third = (self.viewport().width() - NAMES_PX) // 3
        return self.scale.at_x(self.horizontalScrollBar().value() + third)

    def chosen_block(self) -> Block | None:
        """The chosen reservation, on the cursor's seat if it has that one."""
        if not self.chosen:
            return None
        seat = self.cursor_at[0] if self.cursor_at else None
        found = self.lines.reservation_block(self.chosen, seat)
        return found or self.lines.reservation_block(self.chosen)

    def scene(self) -> Scene | None:
        """What is painted now."""
        if self.scale is None or self.club is None or self.now is None:
            return None
        return Scene(
            self.lines,
            self.scale,
            self.club,
            self.now,
            self.horizontalScrollBar().value(),
            self.verticalScrollBar().value(),
            self.cursor_at if self.hasFocus() else None,
            self.chosen,
            self.ghost,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints what is visible."""
        scene = self.scene()
        painter = QPainter(self.viewport())
        if scene is not None:
            paint_timeline(painter, self.viewport().rect(), scene)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scrolls as far as there is something."""
        super().resizeEvent(event)
        self._span()

    def _span(self) -> None:
        if self.scale is None:
            return
        wide, tall = self.viewport().width() - NAMES_PX, self.viewport().height() - HEADER_PX
        self.horizontalScrollBar().setRange(0, max(0, self.scale.width - wide))
        self.horizontalScrollBar().setPageStep(wide)
        self.horizontalScrollBar().setSingleStep(self.scale.hour_px // 2)
        self.verticalScrollBar().setRange(0, max(0, self.lines.height - tall))
        self.verticalScrollBar().setPageStep(tall)
        self.verticalScrollBar().setSingleStep(LINE_PX)

    # The mouse.

    def place_of(self, at: QPoint) -> tuple[int, datetime] | None:
        """The seat and the instant under a place of the viewport."""
        line = self.lines.line_at(at.y() - HEADER_PX + self.verticalScrollBar().value())
        if self.scale is None or line is None or line.station_id is None or at.x() < NAMES_PX:
            return None
        x = at.x() - NAMES_PX + self.horizontalScrollBar().value()
        return line.station_id, self.scale.at_x(x)

    def block_under(self, at: QPoint) -> Block | None:
        """The block under a place; a reservation before a session."""
        scene = self.scene()
        line = self.lines.line_at(at.y() - HEADER_PX + self.verticalScrollBar().value())
        if scene is None or line is None or line.station_id is None or at.x() < NAMES_PX:
            return None
        here = [
            block
            for block in self.lines.blocks.get(line.station_id, ())
            if block_rect(scene, line, block.since, block.until).contains(at)
        ]
        return next((b for b in here if b.row), here[0] if here else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses, and takes hold of a reservation."""
        at = event.position().toPoint()
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        block, place = self.block_under(at), self.place_of(at)
        self.cursor_at = place
        self._choose(block.reservation.id if block and block.reservation else 0)
        if block is not None and block.can_change:
            self._drag = Drag(block, at, self._edge(block, at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shows where the block would be, and at an edge that it can be pulled."""
        at = event.position().toPoint()
        if self._drag is None:
            block = self.block_under(at)
            edge = self._edge(block, at) if block is not None and block.can_change else ""
            shape = Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        if (at - self._drag.at).manhattanLength() >= DRAG_PX:
            self._drag.moves = True
        if self._drag.moves:
            self.ghost = self._ghost(self._drag, at)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go: the place is asked for."""
        drag, ghost = self._drag, self.ghost
        self._drag = self.ghost = None
        self.viewport().update()
        if drag is None or not drag.moves or ghost is None or ghost.wrong:
            return
        self._ask(drag.block, ghost)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens a reservation; on a free place a new one begins."""
        at = event.position().toPoint()
        self._drag = self.ghost = None
        block, place = self.block_under(at), self.place_of(at)
        if block is not None and block.reservation is not None:
            self.opened.emit(block.reservation.id)
        elif place is not None:
            self._reserve(place[0], place[1])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """As Enter, for the mouse alone."""
        block = self.block_under(event.pos())
        if block is not None and block.reservation is not None:
            self.opened.emit(block.reservation.id)

    def _edge(self, block: Block, at: QPoint) -> str:
        scene, line = self.scene(), self.lines.line_of(block.station_id)
        if scene is None or line is None:
            return ""
        box = block_rect(scene, line, block.since, block.until)
        if at.x() >= box.right() - EDGE_PX:
            return "end"
        return "start" if at.x() <= box.left() + EDGE_PX and box.width() > 4 * EDGE_PX else ""

    def _ghost(self, drag: Drag, at: QPoint) -> Ghost | None:
        kept, place = drag.block.reservation, self.place_of(at)
        if kept is None or self.scale is None:
            return None
        by = self.scale.at_x(at.x()) - self.scale.at_x(drag.at.x())
        since, until = kept.from_at, kept.until_at
        if drag.edge != "end":
            since += by
        if drag.edge != "start":
            until += by
        seats = kept.station_ids
        if not drag.edge and place is not None:
            seats = _with_seat(seats, drag.block.station_id, place[0])
        return self._checked(kept.id, seats, since, until)

    def _checked(
        self, of_id: int, seats: tuple[int, ...], since: datetime, until: datetime
    ) -> Ghost:
        wrong = bool(problem_of_time(since, until))
        wrong = wrong or self.lines.in_the_way(of_id, seats, since, until) is not None
        return Ghost(seats, since, until, wrong)

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go about, with Alt they push the reservation, with Shift its end."""
        key = key_of(event)
        if key is None:
            super().keyPressEvent(event)
        elif key in (BoardKey.UP, BoardKey.DOWN, BoardKey.LEFT, BoardKey.RIGHT):
            self._go(key)
        elif key.pushes:
            self._push(key)
        elif key is BoardKey.OPEN:
            self._open_cursor()
        else:
            self.key_asked.emit(key)

    def _go(self, key: BoardKey) -> None:
        if self.scale is None or self.now is None:
            return
        inside = self.scale.since <= self.now < self.scale.until
        begin = self.now if inside else self.scale.since + timedelta(hours=12)
        at = self.cursor_at
        if at is None:
            station = self.lines.neighbour(None, 0)
            x = self.scale.x_of(begin)
            at = (station, self.scale.at_x(x)) if station is not None else None
        else:
            station = self.lines.neighbour(at[0], {BoardKey.UP: -1, BoardKey.DOWN: 1}.get(key, 0))
            by = {BoardKey.LEFT: -SLOT, BoardKey.RIGHT: SLOT}.get(key, timedelta())
            when = min(max(at[1] + by, self.scale.since), self.scale.until - SLOT)
            at = (station, when) if station is not None else None
        self.cursor_at = at
        if at is not None:
            block = self.lines.block_at(*at)
            self._choose(block.reservation.id if block and block.reservation else 0)
            self._show_cursor(at)

    def _show_cursor(self, at: tuple[int, datetime]) -> None:
        line = self.lines.line_of(at[0])
        if line is None or self.scale is None:
            return
        tall = self.viewport().height() - HEADER_PX
        bar = self.verticalScrollBar()
        if not bar.value() <= line.top <= bar.value() + tall - line.height:
            bar.setValue(line.top - tall // 2)
        x, wide = self.scale.x_of(at[1]), self.viewport().width() - NAMES_PX
        across = self.horizontalScrollBar()
        if not across.value() <= x <= across.value() + wide - self.scale.hour_px:
            across.setValue(x - wide // 2)

    def _push(self, key: BoardKey) -> None:
        block = self.chosen_block()
        kept = block.reservation if block is not None else None
        if block is None or kept is None or not block.can_change:
            return
        since, until = kept.from_at + key.starts_by, kept.until_at + key.ends_by
        seats: tuple[int, ...] = ()
        if key.lines:
            onto = self.lines.neighbour(block.station_id, key.lines)
            seats = (onto,) if onto is not None else ()
        wanted = _with_seat(kept.station_ids, block.station_id, *seats)
        self._ask(block, Ghost(wanted, since, until, wrong=False))
        if seats and wanted != kept.station_ids and self.cursor_at is not None:
            self.cursor_at = (seats[0], self.cursor_at[1])

    def _open_cursor(self) -> None:
        if self.chosen:
            self.opened.emit(self.chosen)
        elif self.cursor_at is not None:
            self._reserve(*self.cursor_at)

    def _reserve(self, station_id: int, since: datetime) -> None:
        self.reserve_asked.emit(station_id, since, since + USUAL)

    def _ask(self, block: Block, ghost: Ghost) -> None:
        kept = block.reservation
        if kept is None:
            return
        place = Place(kept.id, ghost.station_ids, ghost.since, ghost.until)
        if (place.station_ids, place.since, place.until) != (
            kept.station_ids,
            kept.from_at,
            kept.until_at,
        ):
            self.place_asked.emit(place)

    def _choose(self, reservation_id: int) -> None:
        changed = reservation_id != self.chosen
        self.chosen = reservation_id
        self.viewport().update()
        if changed:
            self.chosen_changed.emit()


def _with_seat(seats: tuple[int, ...], old: int, new: int | None = None) -> tuple[int, ...]:
    """The seats with one of them replaced; unchanged if the new one is among them already."""
    if new is None or new in seats:
        return seats
    return tuple(sorted(new if seat == old else seat for seat in seats))
