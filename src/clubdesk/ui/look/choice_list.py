"""A list of rows of which one is chosen: clients that were found, rates that are sold.

GUI thread only. It paints its rows itself; the chosen one has an accent border.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.ui.look import ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.marks import draw_avatar
from clubdesk.ui.look.matching import match_span
from clubdesk.ui.look.tokens import BOLD, SEMIBOLD, SMALL, TEXT

ROW_HEIGHT = 52
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Line:
    """A row of two lines: a title and a value, and a small text under each.

    Attributes:
        off: It is only looked at: drawn dim, and never chosen. Such rows come last.
    """

    title: str
    value: str
    under: str = ""
    under_value: str = ""
    tone: str = "dim"
    avatar: bool = False
    off: bool = False


class ChoiceRow(QWidget):
    """One row.

    Signals:
        pressed: By the mouse.
    """

    pressed = Signal()

    def __init__(self, line: Line, needle: str = "", *, boxed: bool = False) -> None:
        super().__init__()
        self.line = line
        self.needle = needle
        self.boxed = boxed
        self.chosen = False
        self.setFixedHeight(ROW_HEIGHT if not boxed else ROW_HEIGHT + 4)
        self.setAccessibleName(", ".join(t for t in (line.title, line.value, line.under) if t))
        if not line.off:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_chosen(self, chosen: bool) -> None:
        """Shows whether it is the one."""
        self.chosen = chosen
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses it."""
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the box, the avatar and the texts."""
        painter = QPainter(self)
        now = theme()
        off = self.line.off
        edge = now.accent if self.chosen else (now.line if off else now.edge) if self.boxed else ""
        fill = now.accent_bg if self.chosen else now.hover if self.underMouse() and not off else ""
        if edge or fill:
            ink.rounded(painter, self.rect(), fill, edge)
        around = self.parentWidget()
        if self.chosen and around is not None and around.hasFocus():
            ink.focus_ring(painter, self.rect(), now.accent)
        box = self.rect().adjusted(12, 7, -12, -7)
        if self.line.avatar:
            draw_avatar(
                painter, QRect(box.left(), self.height() // 2 - 14, 28, 28), self.line.title
            )
            box.setLeft(box.left() + 38)
        half = box.height() // 2
        upper = QRect(box.left(), box.top(), box.width(), half)
        lower = QRect(box.left(), box.top() + half, box.width(), half)
        strong = ("dim", "dim") if off else ("text", "text")
        self._two(painter, upper, self.line.title, self.line.value, strong, SEMIBOLD)
        tones = ("grey", "dim") if off else ("dim", self.line.tone)
        self._two(painter, lower, self.line.under, self.line.under_value, tones, 400)
        painter.end()

    def _two(
        self,
        painter: QPainter,
        box: QRect,
        left: str,
        right: str,
        tones: tuple[str, str],
        weight: int,
    ) -> None:
        strong = weight > 500
        right_font = font(TEXT if strong else SMALL, BOLD if strong else weight)
        painter.setFont(right_font)
        painter.setPen(QColor(getattr(theme(), tones[1])))
        painter.drawText(box, _RIGHT, right)
        room = box.width() - QFontMetrics(right_font).horizontalAdvance(right) - 8
        typeface = font(TEXT if strong else SMALL, weight)
        text = QFontMetrics(typeface).elidedText(left, Qt.TextElideMode.ElideRight, room)
        self._matched(painter, box, text, getattr(theme(), tones[0]), (typeface, strong))

    def _matched(
        self, painter: QPainter, box: QRect, text: str, color: str, face: tuple[object, bool]
    ) -> None:
        typeface = font(TEXT if face[1] else SMALL, SEMIBOLD if face[1] else 400)
        marked = font(TEXT if face[1] else SMALL, BOLD)
        start, stop = match_span(text, self.needle)
        x = box.left()
        for part, is_match in (
            (text[:start], False),
            (text[start:stop], True),
            (text[stop:], False),
        ):
            used = marked if is_match else typeface
            painter.setFont(used)
            painter.setPen(QColor(theme().accent if is_match else color))
            painter.drawText(QRect(x, box.top(), box.right() - x + 1, box.height()), _LEFT, part)
            x += QFontMetrics(used).horizontalAdvance(part)


class ChoiceList(QWidget):
    """Rows of which one is chosen.

    Signals:
        changed: The place of the newly chosen row; -1 without rows.

    Args:
        gap: Between the rows, in pixels.
        focusable: Whether Tab comes here; a list under a search box gets its arrows from there.
    """

    changed = Signal(int)

    def __init__(self, gap: int = 4, *, focusable: bool = False) -> None:
        super().__init__()
        if focusable:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.rows: list[ChoiceRow] = []
        self.place = -1
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(gap)
        self._column.addStretch(1)

    def show_lines(
        self, lines: Sequence[Line], *, needle: str = "", boxed: bool = False, place: int = 0
    ) -> None:
        """Replaces the rows and chooses one of them."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [ChoiceRow(line, needle, boxed=boxed) for line in lines]
        for number, row in enumerate(self.rows):
            self._column.insertWidget(number, row)
            row.pressed.connect(self._chooser(number))
        self.place = -1
        self.choose(place if self.rows else -1)

    def choose(self, place: int) -> None:
        """Chooses a row and tells so."""
        free = sum(1 for row in self.rows if not row.line.off)
        place = max(0, min(place, free - 1)) if free else -1
        for number, row in enumerate(self.rows):
            row.set_chosen(number == place)
        changed = place != self.place
        self.place = place
        if changed:
            self.changed.emit(place)

    def step(self, by: int) -> None:
        """The row so many lines below."""
        if self.rows:
            self.choose(self.place + by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows where the keyboard is."""
        super().focusInEvent(event)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self._repaint()

    def _repaint(self) -> None:
        for row in self.rows:
            row.update()

    def _chooser(self, place: int) -> Callable[[], None]:
        return lambda: None if self.rows[place].line.off else self.choose(place)
