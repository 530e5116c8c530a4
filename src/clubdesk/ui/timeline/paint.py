"""Paints the timeline: hours, lines, blocks, the line of now, what is being dragged.

GUI thread only. Only what is visible is painted, so 1,000 seats cost no more than 20.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import mark, tr
from clubdesk.ui.look import icons, ink
from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.fonts import font
from clubdesk.ui.look.tokens import MEDIUM, SEMIBOLD, SMALL, TEXT, TINY
from clubdesk.ui.look.wording import clock_time
from clubdesk.ui.timeline.lines import Block, Kind, Line, Lines
from clubdesk.ui.timeline.scale import DayScale

HEADER_PX = 30
NAMES_PX = 108
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WORDS = {
    Kind.ENDED: mark("Played"),
    Kind.PLAYING: mark("Playing"),
    Kind.PAUSED: mark("Paused"),
    Kind.BOOKED: mark("Reserved"),
    Kind.ARRIVED: mark("Arrived"),
    Kind.NO_SHOW: mark("No-show"),
}
ICONS = {
    Kind.ENDED: "check",
    Kind.PLAYING: "play",
    Kind.PAUSED: "pause",
    Kind.BOOKED: "calendar-clock",
    Kind.ARRIVED: "badge-check",
    Kind.NO_SHOW: "ban",
}


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where a block would be if it were let go now; ``wrong`` says why it cannot be there."""

    station_ids: tuple[int, ...]
    since: datetime
    until: datetime
    wrong: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """All that one painting needs.

    Attributes:
        left, top: How far it is scrolled, in pixels.
        cursor: The seat and the instant where the keyboard is; None without a keyboard.
        chosen: The reservation that is chosen; 0 for none.
    """

    lines: Lines
    scale: DayScale
    club: Club
    now: datetime
    left: int = 0
    top: int = 0
    cursor: tuple[int, datetime] | None = None
    chosen: int = 0
    ghost: Ghost | None = None


def kind_word(kind: Kind) -> str:
    """What a block is."""
    return tr(_WORDS[kind])


def tones(kind: Kind) -> tuple[str, str]:
    """Ground and edge of a kind of block, in the theme in use."""
    now = theme()
    return {
        Kind.ENDED: (now.raised, now.edge),
        Kind.PLAYING: (now.green_bg, now.green),
        Kind.PAUSED: (now.amber_bg, now.amber),
        Kind.BOOKED: (now.blue_bg, now.blue),
        Kind.ARRIVED: (now.green_bg, now.blue),
        Kind.NO_SHOW: (now.panel, now.grey),
    }[kind]


def block_rect(scene: Scene, line: Line, since: datetime, until: datetime) -> QRect:
    """Where a stretch of time stands in the viewport."""
    x0 = NAMES_PX + scene.scale.x_of(since) - scene.left
    x1 = NAMES_PX + scene.scale.x_of(until) - scene.left
    return QRect(x0, HEADER_PX + line.top - scene.top + 3, max(4, x1 - x0), line.height - 6)


def paint_timeline(painter: QPainter, area: QRect, scene: Scene) -> None:
    """Paints what is visible."""
    now = theme()
    painter.fillRect(area, QColor(now.ground))
    body = area.adjusted(NAMES_PX, HEADER_PX, 0, 0)
    shown = scene.lines.visible(scene.top, scene.top + body.height())
    painter.setClipRect(area.adjusted(0, HEADER_PX, 0, 0))
    for line in shown:
        _ground(painter, area, scene, line)
    painter.setClipRect(body)
    _hours(painter, body, scene)
    # Behind the blocks, so that no name is crossed out; what was played is underlined.
    _now_line(painter, body, scene)
    for line in shown:
        if line.station_id is not None:
            _blocks(painter, body, scene, line)
    painter.setClipping(False)
    _header(painter, area, scene)


def _ground(painter: QPainter, area: QRect, scene: Scene, line: Line) -> None:
    now = theme()
    y = HEADER_PX + line.top - scene.top
    box = QRect(0, y, area.width(), line.height)
    if line.station_id is None:
        painter.fillRect(box, QColor(now.panel))
        _text(painter, box.adjusted(12, 0, 0, 0), line.title, now.dim, SMALL, SEMIBOLD)
    else:
        has_cursor = scene.cursor is not None and scene.cursor[0] == line.station_id
        name = QRect(0, y, NAMES_PX, line.height)
        painter.fillRect(name, QColor(now.accent_bg if has_cursor else now.panel))
        _text(painter, name.adjusted(12, 0, -4, 0), line.title, now.text, TEXT, MEDIUM)
    painter.setPen(QColor(now.line))
    painter.drawLine(0, box.bottom(), area.width(), box.bottom())


def _hours(painter: QPainter, body: QRect, scene: Scene) -> None:
    painter.setPen(QColor(theme().line))
    for at, _ in scene.scale.hours():
        x = NAMES_PX + scene.scale.x_of(at) - scene.left
        if body.left() <= x <= body.right():
            painter.drawLine(x, body.top(), x, body.bottom())


def _blocks(painter: QPainter, body: QRect, scene: Scene, line: Line) -> None:
    assert line.station_id is not None  # noqa: S101 - titles have no blocks
    for block in scene.lines.blocks.get(line.station_id, ()):
        box = block_rect(scene, line, block.since, block.until)
        if box.intersects(body):
            _block(painter, body, scene, block, box)
    if scene.cursor is not None and scene.cursor[0] == line.station_id:
        x = NAMES_PX + scene.scale.x_of(scene.cursor[1]) - scene.left
        slot = QRect(x, HEADER_PX + line.top - scene.top + 1, scene.scale.hour_px // 2, 30)
        ink.focus_ring(painter, slot, theme().accent, 5)
    if scene.ghost is not None and line.station_id in scene.ghost.station_ids:
        _ghost(painter, scene, line, scene.ghost)


def _block(painter: QPainter, body: QRect, scene: Scene, block: Block, box: QRect) -> None:
    now = theme()
    ground, edge = tones(block.kind)
    ink.rounded(painter, box, ground, edge, 5)
    if block.reservation is not None and block.reservation.id == scene.chosen:
        ink.focus_ring(painter, box, now.accent, 5)
    if block.kind is Kind.PLAYING and block.since < scene.now < block.until:
        _planned(painter, scene, block, box, edge)
    seen = box.intersected(body).adjusted(6, 0, -5, 0)
    if seen.width() < 18:
        return
    tone = now.dim if block.kind in (Kind.ENDED, Kind.NO_SHOW) else now.text
    mark_tone = edge if block.kind is not Kind.ENDED else now.dim
    icons.draw(
        painter, ICONS[block.kind], mark_tone, QPoint(seen.left(), seen.center().y() - 6), 13
    )
    until = "" if block.kind is Kind.ENDED else f"{clock_time(block.until, scene.club)}"
    times = f"{clock_time(block.since, scene.club)}–{until}" if until else ""
    name = block.name or tr("Guest")
    room = seen.adjusted(18, 0, 0, 0)
    wide = QFontMetrics(font(SMALL, MEDIUM)).horizontalAdvance(name) + 8
    _text(painter, room, name, tone, SMALL, MEDIUM)
    if wide + QFontMetrics(font(TINY)).horizontalAdvance(times) <= room.width():
        _text(painter, room.adjusted(wide, 0, 0, 0), times, now.dim, TINY, 400)


def _planned(painter: QPainter, scene: Scene, block: Block, box: QRect, edge: str) -> None:
    """What of a running session is still to come is under a broken line."""
    x = NAMES_PX + scene.scale.x_of(scene.now) - scene.left
    pen = QPen(QColor(edge), 2, Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.drawLine(box.left() + 3, box.bottom() - 1, min(x, box.right() - 3), box.bottom() - 1)


def _ghost(painter: QPainter, scene: Scene, line: Line, ghost: Ghost) -> None:
    now = theme()
    box = block_rect(scene, line, ghost.since, ghost.until)
    ground = now.red_bg if ghost.wrong else now.accent_bg
    ink.rounded(painter, box, ground, now.red if ghost.wrong else now.accent, 5)
    times = f"{clock_time(ghost.since, scene.club)}–{clock_time(ghost.until, scene.club)}"
    _text(painter, box.adjusted(8, 0, -4, 0), times, now.text, SMALL, SEMIBOLD)


def _now_line(painter: QPainter, body: QRect, scene: Scene) -> None:
    x = NAMES_PX + scene.scale.x_of(scene.now) - scene.left
    if scene.scale.since <= scene.now <= scene.scale.until and body.left() <= x <= body.right():
        painter.setPen(QPen(QColor(theme().red), 2))
        painter.drawLine(x, body.top(), x, body.bottom())


def _header(painter: QPainter, area: QRect, scene: Scene) -> None:
    now = theme()
    box = QRect(0, 0, area.width(), HEADER_PX)
    painter.fillRect(box, QColor(now.panel))
    painter.setPen(QColor(now.line))
    painter.drawLine(0, box.bottom(), area.width(), box.bottom())
    painter.setClipRect(box.adjusted(NAMES_PX - 18, 0, 0, 0))
    here = NAMES_PX + scene.scale.x_of(scene.now) - scene.left
    for at, words in scene.scale.hours():
        x = NAMES_PX + scene.scale.x_of(at) - scene.left
        # An hour whose word the names would cut is left out.
        if NAMES_PX + 8 <= x <= area.width() + 40 and abs(x - here) > 38:
            _middle(painter, QRect(x - 30, 0, 60, HEADER_PX), words, now.dim, 400)
    if scene.scale.since <= scene.now <= scene.scale.until and here >= NAMES_PX:
        words = clock_time(scene.now, scene.club)
        _middle(painter, QRect(here - 30, 0, 60, HEADER_PX), words, now.red, SEMIBOLD)
    painter.setClipping(False)


def _middle(painter: QPainter, box: QRect, words: str, tone: str, weight: int) -> None:
    painter.setFont(font(SMALL, weight))
    painter.setPen(QColor(tone))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _text(painter: QPainter, box: QRect, words: str, tone: str, size: int, weight: int) -> None:
    typeface = font(size, weight)
    painter.setFont(typeface)
    painter.setPen(QColor(tone))
    shown = QFontMetrics(typeface).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, _LEFT, shown)
