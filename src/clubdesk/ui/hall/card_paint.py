"""Paints one card: the part that stands still into a picture, and the places of what counts.

GUI thread only.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)

from clubdesk.ui.hall.card_state import CardState
from clubdesk.ui.hall.face import Face
from clubdesk.ui.hall.tints import Tint, mix, tint_of
from clubdesk.ui.look import icons
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import BOLD, MEDIUM, RADIUS, REGULAR, SEMIBOLD, Theme

BAR = 3
_FLAG = 12
"""The edge of the sign that an order is waited for, in pixels."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class CardMeasures:
    """Sizes that follow from a card's width and height."""

    width: int
    height: int

    @property
    def factor(self) -> float:
        """How much larger the writing is than on the smallest card; on a low card it is not."""
        return min(1.4, self.width / 110, max(1.0, self.height / 92))

    @property
    def spare(self) -> float:
        """How much lower than comfortable; what stands around the writing gives way."""
        return max(0.0, 92 * self.factor - self.height)

    @property
    def pad(self) -> int:
        """From the border to the text."""
        return 9 if self.width < 130 else 13

    @property
    def name_font(self) -> QFont:
        """The seat's name."""
        return font(round(12.2 * self.factor), SEMIBOLD)

    @property
    def word_steps(self) -> tuple[tuple[int, int], ...]:
        """Sizes of the state's icon and word, the largest first."""
        size = round(11 * min(1.2, self.factor))
        return ((size + 1, size), (size, size), (10, size - 1), (9, 9))

    @property
    def small_font(self) -> QFont:
        """The lowest line."""
        return font(round(11.5 * min(1.2, self.factor)), REGULAR)

    @property
    def main_font(self) -> QFont:
        """What stands where the countdown would."""
        return font(round(15 * self.factor), MEDIUM)

    def timer_font(self, step: int) -> QFont:
        """The countdown; each step is smaller, for longer times."""
        return font(round((21.5, 18, 15)[step] * self.factor), BOLD)

    @property
    def head(self) -> QRectF:
        """Where name and word stand."""
        tall = round(17 * self.factor)
        top = 7 * self.factor - self.spare / 6
        return QRectF(self.pad, top, self.width - 2 * self.pad, tall)

    @property
    def middle(self) -> QRectF:
        """Where the large line stands."""
        top = self.head.bottom() + 1
        return QRectF(self.pad, top, self.width - 2 * self.pad, self.foot.top() - top)

    @property
    def foot(self) -> QRectF:
        """Where the small line stands."""
        tall = 17 * min(1.2, self.factor)
        top = self.height - tall - 8 * self.factor + self.spare / 6
        return QRectF(self.pad, top, self.width - 2 * self.pad, tall)


class CardPainter:
    """Paints faces at one size, in one theme, at one scale of the screen; keeps the pictures."""

    def __init__(self, measures: CardMeasures, theme: Theme, scale: float) -> None:
        self.measures = measures
        self.theme = theme
        self.scale = scale
        self._pictures: dict[Face, QPixmap] = {}
        self._bars: dict[Tint, tuple[QPixmap, QPixmap]] = {}

    def tint(self, state: CardState, urgent: bool) -> Tint:
        """The colours of a state in this theme."""
        return tint_of(state, urgent, self.theme)

    def picture(self, face: Face) -> QPixmap:
        """The card without what counts."""
        found = self._pictures.get(face)
        if found is None:
            if len(self._pictures) > 1500:
                self._pictures.clear()
            found = self._pictures[face] = self._paint(face)
        return found

    def bars(self, tint: Tint) -> tuple[QPixmap, QPixmap]:
        """The lowest rows of a card, with the bar full and with the bar empty."""
        found = self._bars.get(tint)
        if found is None:
            found = self._bars[tint] = (self._bar(tint, full=True), self._bar(tint, full=False))
        return found

    def _new(self) -> tuple[QPixmap, QPainter]:
        m = self.measures
        picture = QPixmap(round(m.width * self.scale), round(m.height * self.scale))
        picture.setDevicePixelRatio(self.scale)
        picture.fill(QColor(self.theme.ground))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return picture, painter

    def _bar(self, tint: Tint, *, full: bool) -> QPixmap:
        picture, painter = self._new()
        self._ground(painter, tint)
        m = self.measures
        line = 2 if tint.thick else 1
        inside = QRectF(0, 0, m.width, m.height).adjusted(line, line, -line, -line)
        painter.setClipPath(_rounded(inside))
        color = tint.bar if full else mix(tint.bar, tint.ground, 0.18)
        painter.fillRect(QRectF(0, inside.bottom() - BAR, m.width, BAR), QColor(color))
        painter.end()
        tall = round((BAR + line) * self.scale)
        strip = picture.copy(0, picture.height() - tall, picture.width(), tall)
        strip.setDevicePixelRatio(1.0)
        return strip

    def _paint(self, face: Face) -> QPixmap:
        picture, painter = self._new()
        tint = self.tint(face.state, face.urgent)
        self._ground(painter, tint)
        self._head(painter, face, tint)
        self._middle(painter, face, tint)
        self._foot(painter, face, tint)
        painter.end()
        return picture

    def _ground(self, painter: QPainter, tint: Tint) -> None:
        m = self.measures
        line = 2.0 if tint.thick else 1.0
        area = QRectF(0, 0, m.width, m.height).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        pen = QPen(QColor(tint.border), line)
        if tint.dashed:
            pen.setDashPattern([3, 3])
        if tint.hatched:
            painter.save()
            painter.setClipPath(_rounded(area))
            painter.fillRect(area, QColor(tint.ground))
            _hatch(painter, area, QColor(mix(self.theme.violet, tint.ground, 0.2)))
            painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush if tint.hatched else QBrush(QColor(tint.ground)))
        painter.setPen(pen)
        painter.drawRoundedRect(area, RADIUS - 1, RADIUS - 1)

    def _head(self, painter: QPainter, face: Face, tint: Tint) -> None:
        m, head = self.measures, self.measures.head
        icon, word_font, word = self._fit_word(face)
        word_width = QFontMetrics(word_font).horizontalAdvance(word) + icon + (3 if word else 0)
        painter.setFont(word_font)
        painter.setPen(QColor(tint.state))
        painter.drawText(head, _RIGHT, word)
        at = QPoint(round(head.right() - word_width), round(head.center().y() - icon / 2))
        icons.draw(painter, face.icon, tint.state, at, icon)
        painter.setFont(m.name_font)
        painter.setPen(QColor(tint.main if not face.urgent else self.theme.text))
        room = int(head.width() - word_width - 3)
        metrics = QFontMetrics(m.name_font)
        painter.drawText(
            head, _LEFT, metrics.elidedText(face.name, Qt.TextElideMode.ElideRight, room)
        )
        after = metrics.horizontalAdvance(face.name) + 4
        if face.ordered and after + _FLAG <= room:
            place = QPoint(round(head.left()) + after, round(head.center().y() - _FLAG / 2))
            icons.draw(painter, "martini", self.theme.amber, place, _FLAG)

    def _fit_word(self, face: Face) -> tuple[int, QFont, str]:
        """Icon size, typeface and word: smaller where room is short, at last the icon alone."""
        m = self.measures
        name = QFontMetrics(m.name_font).horizontalAdvance(face.name)
        for icon, size in m.word_steps:
            typeface = font(size, MEDIUM)
            wide = QFontMetrics(typeface).horizontalAdvance(face.word) + icon + 3
            if name + 3 + wide <= m.head.width():
                return icon, typeface, face.word
        # Colour and icon still say it, and the panel has the word.
        return 12, m.small_font, ""

    def _middle(self, painter: QPainter, face: Face, tint: Tint) -> None:
        if not face.main:
            return
        painter.setFont(self.measures.main_font)
        painter.setPen(QColor(tint.main))
        metrics = QFontMetrics(self.measures.main_font)
        area = self.measures.middle
        if metrics.horizontalAdvance(face.main) <= area.width():
            painter.drawText(area.adjusted(0, 0, 0, -4), _LEFT, face.main)
            return
        small = self.measures.small_font
        painter.setFont(small)
        tall = QFontMetrics(small)
        lines = max(1, int(area.height() // tall.height()))
        text = tall.elidedText(
            face.main, Qt.TextElideMode.ElideRight, int(area.width() * lines * 0.85)
        )
        painter.drawText(area.adjusted(0, 0, 0, -4), int(_WRAPPED), text)

    def _foot(self, painter: QPainter, face: Face, tint: Tint) -> None:
        if not face.main:
            # Who plays stands beside money that counts: the board paints both.
            return
        m = self.measures
        painter.setFont(m.small_font)
        painter.setPen(QColor(tint.small))
        metrics = QFontMetrics(m.small_font)
        room = int(m.foot.width())
        text = metrics.elidedText(face.left, Qt.TextElideMode.ElideRight, room)
        painter.drawText(m.foot, _LEFT, text)


def _rounded(area: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(area, RADIUS - 1, RADIUS - 1)
    return path


def _hatch(painter: QPainter, area: QRectF, color: QColor) -> None:
    painter.setPen(QPen(color, 6))
    x = -area.height()
    while x < area.width():
        painter.drawLine(
            QPoint(round(x), round(area.bottom() + 4)),
            QPoint(round(x + area.height() + 4), round(area.top())),
        )
        x += 16
