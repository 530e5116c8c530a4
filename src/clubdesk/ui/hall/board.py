"""The painted hall: one picture of what shows, in which a tick replaces single digits.

GUI thread only. Everything is painted once into a picture of the view's size; the view copies
from it. Places inside are device pixels, so that a digit lands exactly on the one it replaces.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap

from clubdesk.ui.hall.atlas import DigitAtlas
from clubdesk.ui.hall.card_paint import CardMeasures, CardPainter
from clubdesk.ui.hall.face import Wording, face_of
from clubdesk.ui.hall.layout import Box
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.tints import Tint
from clubdesk.ui.hall.words import countdown
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import HEADING, RADIUS, SEMIBOLD, SMALL, Theme

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(slots=True)
class Shown:
    """What of a card's counting parts is painted now, and where (device pixels).

    Attributes:
        last_x: Where the last digit stands.
        left_s: The countdown that is painted; negative if none is.
    """

    tint: Tint
    atlas: DigitAtlas
    x: int
    y: int
    picture: QPixmap
    cells: list[tuple[int, int, int, int]]
    last_x: int = 0
    left_s: int = -1
    who: str = ""
    money: str = ""
    bar: int = -1


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn around a card."""

    chosen: bool = False
    current: bool = False
    under_mouse: bool = False
    target: bool = False


class Board:
    """Paints seats at places; keeps what it has painted."""

    def __init__(
        self, measures: CardMeasures, size: tuple[int, int], theme: Theme, scale: float
    ) -> None:
        self.scale = scale
        self.theme = theme
        self.measures = measures
        self.cards = CardPainter(measures, theme, scale)
        self.picture = QPixmap(round(size[0] * scale), round(size[1] * scale))
        self.picture.fill(QColor(theme.ground))
        self._shown: dict[int, Shown] = {}
        self._small_metrics = QFontMetrics(measures.small_font)
        self._atlases: dict[tuple[str, str, int], DigitAtlas] = {}

    def clear(self) -> None:
        """Forgets all that is painted."""
        self.picture.fill(QColor(self.theme.ground))
        self._shown.clear()

    def painter(self) -> QPainter:
        """A painter on the picture, in device pixels."""
        return QPainter(self.picture)

    def title(self, painter: QPainter, box: Box, name: str, note: str) -> None:
        """A zone's name with a note beside it."""
        painter.save()
        painter.scale(self.scale, self.scale)
        area = QRectF(box.x, box.y, box.width, box.height)
        painter.fillRect(area, QColor(self.theme.ground))
        bold, small = font(HEADING - 2, SEMIBOLD), font(SMALL)
        painter.setFont(bold)
        painter.setPen(QColor(self.theme.text))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle, name)
        area.setLeft(area.left() + QFontMetrics(bold).horizontalAdvance(name) + 12)
        painter.setFont(small)
        painter.setPen(QColor(self.theme.dim))
        painter.drawText(area, middle, note)
        painter.restore()

    def card(
        self, painter: QPainter, box: Box, row: int, seat: Seat, wording: Wording, marks: Marks
    ) -> None:
        """The whole card with the lines around it."""
        face = face_of(seat, wording)
        self._around(painter, box, marks)
        x, y = round(box.x * self.scale), round(box.y * self.scale)
        picture = self.cards.picture(face)
        painter.drawPixmap(x, y, picture.width(), picture.height(), picture)
        if not seat.reading.state.is_taken:
            self._shown.pop(row, None)
            return
        tint = self.cards.tint(face.state, face.urgent)
        shown = self._shown[row] = self._start(box, tint, seat.left_s)
        shown.who = face.left
        self._count_long(painter, shown, seat.left_s)
        self.account(painter, [(box, row, seat)], wording)

    def count(self, painter: QPainter, rows: list[int], seats: list[Seat]) -> list[int]:
        """Replaces the digits that differ; gives back the cards that must be painted anew."""
        reshaped: list[int] = []
        places, draw = self._shown, painter.drawPixmap
        for row in rows:
            shown = places.get(row)
            if shown is None:
                continue
            left_s = seats[row].left_s
            if shown.left_s - left_s != 1 or left_s % 60 == 59:
                if not self._count_long(painter, shown, left_s):
                    reshaped.append(row)
                continue
            # Nearly always only the last digit differs, or the last two.
            tens, digit = divmod(left_s % 60, 10)
            cell = shown.cells[digit]
            draw(shown.last_x, shown.y, shown.picture, cell[0], cell[1], cell[2], cell[3])
            if digit == 9:
                cell = shown.cells[tens]
                x = shown.last_x - cell[2]
                draw(x, shown.y, shown.picture, cell[0], cell[1], cell[2], cell[3])
            shown.left_s = left_s
        return reshaped

    def _count_long(self, painter: QPainter, shown: Shown, left_s: int) -> bool:
        text, old = countdown(left_s), countdown(shown.left_s) if shown.left_s >= 0 else ""
        if old and len(text) != len(old):
            return False
        end = shown.atlas.draw(painter, shown.x, shown.y, text, old)
        shown.last_x = end - shown.atlas.digit_width
        shown.left_s = left_s
        return True

    def changing(self, *, whole: bool) -> list[tuple[int, int]]:
        """The parts of a card's height that count: its time, and with ``whole`` money and bar."""
        top = self._timer_top()
        tall = max(atlas.height for atlas in self._atlases.values()) if self._atlases else 0
        parts = [(int(top) - 1, int(top + tall) + 2)]
        if whole:
            parts.append((int(self.measures.foot.top()) - 1, self.measures.height))
        return parts

    def _timer_top(self, height: float | None = None) -> float:
        middle = self.measures.middle
        tallest = max((atlas.height for atlas in self._atlases.values()), default=0)
        return middle.top() + (middle.height() - (height or tallest)) / 2 - 2

    def account(
        self, painter: QPainter, boxes: list[tuple[Box, int, Seat]], wording: Wording
    ) -> None:
        """Replaces money and bar of some cards where they differ."""
        for box, row, seat in boxes:
            shown = self._shown.get(row)
            if shown is not None:
                self._bar(painter, box, shown, seat.reading.share)
        painter.save()
        painter.scale(self.scale, self.scale)
        painter.setFont(self.measures.small_font)
        for box, row, seat in boxes:
            shown = self._shown.get(row)
            money = wording.money_left(seat)
            if shown is not None and money != shown.money:
                shown.money = money
                self._foot(painter, box, shown, money, wording.money.bare(money))
        painter.restore()

    def _start(self, box: Box, tint: Tint, left_s: int) -> Shown:
        text = countdown(left_s)
        room = self.measures.width - 2 * self.measures.pad + 4
        atlas = self._atlas(tint, 0)
        for step in (1, 2):
            if atlas.width(text) > room:
                atlas = self._atlas(tint, step)
        x: float = box.x + self.measures.pad - 1
        y: float = box.y + self._timer_top(atlas.height)
        x, y = round(x * self.scale), round(y * self.scale)
        return Shown(tint, atlas, x, y, atlas.picture, atlas.digits)

    def _atlas(self, tint: Tint, step: int) -> DigitAtlas:
        key = (tint.main, tint.ground, step)
        if key not in self._atlases:
            typeface = self.measures.timer_font(step)
            self._atlases[key] = DigitAtlas(typeface, tint.main, tint.ground, self.scale)
        return self._atlases[key]

    def _foot(self, painter: QPainter, box: Box, shown: Shown, money: str, bare: str) -> None:
        """Who plays at the left, in the room that the money at the right leaves."""
        foot = self.measures.foot.translated(box.x, box.y)
        painter.fillRect(foot, QColor(shown.tint.ground))
        painter.setPen(QColor(shown.tint.small))
        wide = self._small_metrics.horizontalAdvance
        first, room = shown.who.split()[0], int(foot.width()) - 5
        if wide(first) + wide(money) > room:
            money = bare
        painter.drawText(foot, _RIGHT, money)
        room -= wide(money)
        elided = self._small_metrics.elidedText
        who = elided(shown.who, Qt.TextElideMode.ElideRight, room)
        if who != shown.who:
            who = elided(first, Qt.TextElideMode.ElideRight, room)
        painter.drawText(foot, _LEFT, who)

    def _bar(self, painter: QPainter, box: Box, shown: Shown, share: float) -> None:
        full, empty = self.cards.bars(shown.tint)
        wide = round(full.width() * min(1.0, max(0.0, share)))
        if wide == shown.bar:
            return
        shown.bar = wide
        x = round(box.x * self.scale)
        y = round(box.y * self.scale) + round(self.measures.height * self.scale) - full.height()
        painter.drawPixmap(x, y, full, 0, 0, wide, full.height())
        painter.drawPixmap(x + wide, y, empty, wide, 0, empty.width() - wide, empty.height())

    def _around(self, painter: QPainter, box: Box, marks: Marks) -> None:
        painter.save()
        painter.scale(self.scale, self.scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(box.x, box.y, box.width, box.height)
        painter.fillRect(area.adjusted(-4, -4, 4, 4), QColor(self.theme.ground))
        color, line = self._line(marks)
        if line:
            painter.setPen(QPen(QColor(color), line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            out = 1.5 + line / 2
            painter.drawRoundedRect(area.adjusted(-out, -out, out, out), RADIUS + 1, RADIUS + 1)
        painter.restore()

    def _line(self, marks: Marks) -> tuple[str, float]:
        if marks.target:
            return self.theme.green, 2.0
        if marks.chosen:
            return self.theme.accent, 2.0
        if marks.current:
            return self.theme.accent, 1.0
        return (self.theme.dim, 1.0) if marks.under_mouse else ("", 0.0)
