"""A shift's report as a PDF: A4, vectors, the typeface of the desk, header, footer, page numbers.

Any one thread at a time; nothing here touches a widget. The typeface must have been loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.fonts import FAMILY
from clubdesk.ui.look.tokens import BOLD, REGULAR, SEMIBOLD
from clubdesk.ui.shifts.report_lines import ReportLine, ReportSection

_DPI = 720
_POINT = _DPI / 72
_WIDE, _HIGH = 595 * _POINT, 842 * _POINT
_EDGE = 40 * _POINT
_HEAD, _FOOT = 58 * _POINT, 26 * _POINT
_GAP = 26 * _POINT
_ROW, _NOTE_ROW, _TITLE_ROW, _AFTER = 15 * _POINT, 11 * _POINT, 22 * _POINT, 12 * _POINT
_TOTAL_HIGH = 46 * _POINT
_INK, _DIM, _LINE, _BAND = "#1b2130", "#626b7c", "#c8cfda", "#f3f4f7"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere


@dataclass(frozen=True, slots=True)
class ReportPdf:
    """What is written.

    Attributes:
        title: Such as ``Z-report 214``.
        period: From when until when, and whose shift it was.
        seal: The chain head, for the footer; empty for none.
    """

    title: str
    period: str
    totals: tuple[ReportLine, ...]
    sections: tuple[ReportSection, ...]
    club: Club
    seal: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A heading or a line, as high as it is, and what is free under it."""

    height: float
    title: str = ""
    line: ReportLine | None = None
    after: float = 0.0


def pdf_of(report: ReportPdf) -> bytes:
    """Draws the report; the bytes of the PDF."""
    data = QByteArray()
    target = QBuffer(data)
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(target)
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_1_6)
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    writer.setTitle(f"{report.club.name} · {report.title}")
    writer.setCreator("ClubDesk")
    painter = QPainter(writer)
    try:
        _Painting(painter, writer, report).all_pages()
    finally:
        painter.end()
        target.close()
    return bytes(data.data())


class _Painting:
    """The pages on their way: rows flow through two columns a page."""

    def __init__(self, painter: QPainter, writer: QPdfWriter, report: ReportPdf) -> None:
        self._painter, self._writer, self._report = painter, writer, report
        self._column = (_WIDE - 2 * _EDGE - _GAP) / 2

    def all_pages(self) -> None:
        """Paints everything."""
        pages = self._pages()
        for number, columns in enumerate(pages, start=1):
            if number > 1:
                self._writer.newPage()
            self._frame(number, len(pages))
            if number == 1:
                self._totals()
            for side, rows in enumerate(columns):
                self._flow(rows, _EDGE + side * (self._column + _GAP), _top(number))

    def _pages(self) -> list[list[list[_Row]]]:
        """The rows by page and column; a section's heading never stands alone at the foot."""
        columns: list[list[_Row]] = [[]]
        used = 0.0
        sections = [self._rows(section) for section in self._report.sections]
        half = self._half(sections)
        for rows in sections:
            for place, row in enumerate(rows):
                room = self._room(len(columns), half)
                with_next = rows[place + 1].height if not place and len(rows) > 1 else 0.0
                if columns[-1] and used + row.height + with_next > room:
                    columns.append([])
                    used = 0.0
                columns[-1].append(row)
                used += row.height + row.after
        return [columns[at : at + 2] for at in range(0, len(columns), 2)]

    def _half(self, sections: Sequence[Sequence[_Row]]) -> float:
        """Where the first column ends if all fits on one page, so that both are as high."""
        whole = sum(row.height + row.after for rows in sections for row in rows)
        highest = max((sum(row.height for row in rows) for rows in sections), default=0.0)
        return whole / 2 + highest / 2

    def _room(self, column: int, half: float) -> float:
        page = (column + 1) // 2
        room = _HIGH - _EDGE - _FOOT - _top(page)
        return min(room, half) if column == 1 and half * 2 <= room * 2 else room

    def _rows(self, section: ReportSection) -> list[_Row]:
        rows = [_Row(_TITLE_ROW, title=section.title)]
        last = len(section.lines) - 1
        for place, line in enumerate(section.lines):
            rows.append(_Row(self._high(line), line=line, after=_AFTER if place == last else 0.0))
        return rows

    def _high(self, line: ReportLine) -> float:
        words = line.shown(self._report.club)
        high = _ROW + (_NOTE_ROW if line.note else 0.0)
        if self._is_long(line):
            box = QRectF(0, 0, self._column, _HIGH)
            self._ink(8.5, REGULAR)
            high += self._painter.boundingRect(box, int(_WRAPPED), words).height()
        return high

    def _is_long(self, line: ReportLine) -> bool:
        self._ink(9, SEMIBOLD)
        metrics = self._painter.fontMetrics()
        words = line.name + line.shown(self._report.club)
        return metrics.horizontalAdvance(words) > self._column - 12 * _POINT

    def _flow(self, rows: Sequence[_Row], left: float, top: float) -> None:
        for row in rows:
            if row.line is None:
                self._title(row.title, QRectF(left, top, self._column, row.height))
            else:
                self._line(row.line, QRectF(left, top, self._column, row.height))
            top += row.height + row.after

    def _title(self, text: str, box: QRectF) -> None:
        self._ink(10.5, SEMIBOLD)
        self._painter.drawText(box, int(_LEFT), text)
        self._painter.setPen(QPen(QColor(_LINE), _POINT / 2))
        self._painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _line(self, line: ReportLine, box: QRectF) -> None:
        inner, words = 10 * _POINT if line.inner else 0.0, line.shown(self._report.club)
        weight, size = SEMIBOLD if line.strong else REGULAR, 8.5 if line.inner else 9
        first = QRectF(box.left() + inner, box.top(), box.width() - inner, _ROW)
        long = self._is_long(line)
        self._ink(size, weight, _INK if line.strong else _DIM)
        room = first.width()
        if not long:
            room -= self._painter.fontMetrics().horizontalAdvance(words) + 6 * _POINT
        name = self._painter.fontMetrics().elidedText(
            line.name, Qt.TextElideMode.ElideRight, int(room)
        )
        self._painter.drawText(first, int(_LEFT), name)
        self._ink(8.5 if long else size, weight)
        if not long:
            self._painter.drawText(first, int(_RIGHT), words)
        else:
            self._painter.drawText(box.adjusted(0, _ROW, 0, 0), int(_WRAPPED), words)
        if line.note:
            self._note(line.note, QRectF(first.left(), box.bottom() - _NOTE_ROW, 0, _NOTE_ROW), box)

    def _note(self, text: str, at: QRectF, box: QRectF) -> None:
        self._ink(7.5, REGULAR, _DIM)
        room = box.right() - at.left()
        shown = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        self._painter.drawText(QRectF(at.left(), at.top(), room, at.height()), int(_LEFT), shown)

    def _totals(self) -> None:
        box = QRectF(_EDGE, _EDGE + _HEAD, _WIDE - 2 * _EDGE, _TOTAL_HIGH)
        self._painter.fillRect(box, QColor(_BAND))
        totals = self._report.totals
        wide = box.width() / max(1, len(totals))
        for place, line in enumerate(totals):
            one = QRectF(box.left() + place * wide + 8 * _POINT, box.top(), wide, box.height())
            self._ink(7.5, REGULAR, _DIM)
            upper = QRectF(one.left(), one.top() + 6 * _POINT, wide, 14 * _POINT)
            self._painter.drawText(upper, int(_LEFT), line.name)
            self._ink(11, BOLD)
            lower = QRectF(one.left(), one.top() + 20 * _POINT, wide, 18 * _POINT)
            self._painter.drawText(lower, int(_LEFT), line.shown(self._report.club))

    def _frame(self, number: int, count: int) -> None:
        report = self._report
        wide = _WIDE - 2 * _EDGE
        self._ink(16, BOLD)
        title = QRectF(_EDGE, _EDGE, wide, 22 * _POINT)
        self._painter.drawText(title, int(_LEFT), report.title)
        self._ink(10, SEMIBOLD)
        name = report.club.name + (" · DEMO" if report.club.demo else "")
        self._painter.drawText(title, int(_RIGHT), name)
        self._ink(9, REGULAR, _DIM)
        below = QRectF(_EDGE, _EDGE + 24 * _POINT, wide, 16 * _POINT)
        self._painter.drawText(below, int(_LEFT), report.period)
        foot = QRectF(_EDGE, _HIGH - _EDGE - 12 * _POINT, wide, 12 * _POINT)
        self._ink(7, REGULAR, _DIM)
        page = tr("Page {number} of {count}").format(number=number, count=count)
        self._painter.drawText(foot, int(_RIGHT), page)
        self._painter.drawText(foot, int(_LEFT), report.seal)

    def _ink(self, points: float, weight: int, colour: str = _INK) -> None:
        face = QFont(FAMILY)
        face.setPointSizeF(points)
        face.setWeight(QFont.Weight(weight))
        # Said aloud, because the application's own font has digits of equal width, and these could
        # neither be searched for in a PDF nor copied.
        for feature in ("tnum", "calt"):
            face.setFeature(QFont.Tag(feature), 0)
        face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        self._painter.setFont(face)
        self._painter.setPen(QColor(colour))


def _top(page: int) -> float:
    """Where the columns of a page begin."""
    return _EDGE + _HEAD + (_TOTAL_HIGH + 16 * _POINT if page == 1 else 0.0)
