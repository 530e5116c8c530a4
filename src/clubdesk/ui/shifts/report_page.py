"""A shift's report as a page to read: totals first, then every section. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.ui.look.frames import Figure, Panel, column
from clubdesk.ui.look.text import Elided, Text, heading
from clubdesk.ui.look.tokens import GAP_L, GAP_M, GAP_S, REGULAR, SEMIBOLD, SMALL
from clubdesk.ui.shifts.report_lines import ReportLine, ReportSection, Unit

_LONG = 24
"""Words longer than this stand on a line of their own."""


class ReportPage(QWidget):
    """The totals over two columns of sections."""

    def __init__(
        self, totals: Sequence[ReportLine], sections: Sequence[ReportSection], club: Club
    ) -> None:
        super().__init__()
        self._club = club
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, GAP_M, 0)
        lines.setSpacing(GAP_L)
        lines.addWidget(self._totals(totals))
        across = QHBoxLayout()
        across.setSpacing(GAP_L)
        for side in in_two(sections):
            across.addLayout(column(*(self._section(one) for one in side), None, gap=GAP_L), 1)
        lines.addLayout(across)
        lines.addStretch(1)

    def _totals(self, totals: Sequence[ReportLine]) -> Panel:
        panel = Panel("raised", GAP_L)
        across = QHBoxLayout()
        across.setSpacing(GAP_L)
        for line in totals:
            figure = Figure(line.name, size=20)
            wrong = line.unit is Unit.SIGNED and line.value
            figure.say(line.shown(self._club), "amber" if wrong else "text")
            across.addWidget(figure, 1)
        panel.column.addLayout(across)
        return panel

    def _section(self, section: ReportSection) -> Panel:
        panel = Panel("raised", GAP_L)
        panel.column.setSpacing(GAP_S)
        panel.column.addWidget(heading(section.title))
        for line in section.lines:
            panel.column.addWidget(_Line(line, self._club))
        return panel


class _Line(QWidget):
    """A name at the left and its value at the right; long words and notes below."""

    def __init__(self, line: ReportLine, club: Club) -> None:
        super().__init__()
        weight = SEMIBOLD if line.strong else REGULAR
        size = SMALL if line.inner else 13
        name = Elided(line.name, "text" if line.strong else "dim", size, weight)
        shown = line.shown(club)
        is_long = len(shown) > _LONG
        across = QHBoxLayout()
        across.setContentsMargins(GAP_L if line.inner else 0, 0, 0, 0)
        across.setSpacing(GAP_M)
        across.addWidget(name, 1)
        if not is_long:
            across.addWidget(Text(shown, "text", size, weight).at_right())
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(across)
        if is_long:
            words = Text(shown).wrapped()
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            lines.addWidget(words)
        if line.note:
            note = Elided(line.note, "dim", SMALL)
            note.setContentsMargins(GAP_L if line.inner else 0, 0, 0, 0)
            lines.addWidget(note)


def in_two(sections: Sequence[ReportSection]) -> tuple[list[ReportSection], list[ReportSection]]:
    """The sections in two columns of about the same height, in their order."""
    heights = [3 + sum(2 if line.note else 1 for line in one.lines) for one in sections]
    left: list[ReportSection] = []
    used, half = 0, sum(heights) / 2
    for section, height in zip(sections, heights, strict=True):
        if used + height / 2 > half:
            break
        left.append(section)
        used += height
    return left, list(sections[len(left) :])
