"""The tab Visit History: all sessions with dates, durations, stations, rates and amounts charged.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views_people import VisitRow
from clubdesk.ui.clients.history import figure, wall_time
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import GAP_L, GAP_S, MEDIUM
from clubdesk.ui.look.wording import date_time, duration, money, points

PAGE = 200


class VisitsTab(QWidget):
    """How often, how long, for how much.

    Signals:
        more_wanted: Earlier visits, too.
        save_asked: The table is to be saved as a file.
        explain_asked: The id of a session whose charge is to be explained.

    Attributes:
        limit: How many visits are asked for.
    """

    more_wanted = Signal()
    save_asked = Signal()
    explain_asked = Signal(int)

    def __init__(self, club: Club) -> None:
        super().__init__()
        self._club = club
        self.limit = PAGE
        self._shown: list[VisitRow] | None = None
        self.table: Table[VisitRow] = visits_table(club)
        self.totals = Text("", "text", weight=MEDIUM)
        self.nothing = small(tr("This client has not played yet."))
        self.save = Button(tr("Save as a file"), Kind.QUIET, "Ctrl+S", icon_name="download")
        self.explain = Button(tr("Explain the charge"), Kind.QUIET, tr("Enter"))
        self.more = Button(tr("Show earlier visits"), Kind.QUIET)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(GAP_L, GAP_S + 2, GAP_L, GAP_L)
        lines.setSpacing(GAP_S + 2)
        lines.addLayout(row(self.totals, None, self.explain, self.save))
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        lines.addWidget(self.nothing, 1)
        lines.addWidget(self.table, 1)
        lines.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.save.clicked.connect(self.save_asked)
        self.table.save_asked.connect(self.save_asked)
        self.more.clicked.connect(self._show_more)
        self.explain.clicked.connect(self._explain)
        self.table.row_chosen.connect(lambda visit: self.explain_asked.emit(visit.session_id))
        self.more.hide()
        self.nothing.hide()
        self.setFocusProxy(self.table)

    def show_visits(self, visits: Sequence[VisitRow], *, fresh: bool) -> None:
        """Shows what the books say; ``fresh`` for another client."""
        self.more.setVisible(len(visits) >= self.limit)
        if not fresh and list(visits) == self._shown:
            return  # news about others: whoever scrolls here is not thrown back
        self._shown = list(visits)
        self.table.show_rows(visits, same=None if fresh else (lambda visit: visit.session_id))
        self.table.setVisible(bool(visits))
        self.nothing.setVisible(not visits)
        self.explain.allow("" if visits else tr("There is nothing to explain."))
        self.save.allow("" if visits else tr("There is nothing to save."))
        self.totals.setText(totals(visits, self._club) if visits else "")

    def begin(self) -> None:
        """Another client: the newest visits again."""
        self.limit = PAGE

    def _explain(self) -> None:
        visit = self.table.current()
        if visit is not None:
            self.explain_asked.emit(visit.session_id)

    def _show_more(self) -> None:
        self.limit *= 4
        self.more_wanted.emit()


def totals(visits: Sequence[VisitRow], club: Club) -> str:
    """Visits, hours and what was spent: ``42 visits · 96 h 20 min · 48,200 ₸ · 250 pts``."""
    count = trn("{count} visit", "{count} visits", len(visits)).format(count=len(visits))
    parts = [
        count,
        duration(sum(visit.seconds for visit in visits)),
        tr("{money} spent").format(money=money(sum(visit.amount for visit in visits), club)),
    ]
    spent = sum(visit.points for visit in visits)
    if spent:
        parts.append(points(spent, club))
    return "  ·  ".join(parts)


def state_word(visit: VisitRow) -> str:
    """What a session without an end does now."""
    words = {
        "active": tr("plays now"),
        "paused": tr("paused"),
        "cancelled": tr("cancelled"),
    }
    return words.get(visit.state, "")


def visits_table(club: Club) -> Table[VisitRow]:
    """An empty table of visits, newest first."""

    def until(visit: VisitRow) -> str:
        word = state_word(visit)
        return word or (date_time(visit.ended_at, club) if visit.ended_at else "")

    return Table(
        [
            Column(
                tr("Began"),
                lambda visit: date_time(visit.started_at, club),
                lambda visit: visit.started_at,
                width=124,
                value=lambda visit: wall_time(visit.started_at, club),
            ),
            Column(
                tr("Ended"),
                until,
                lambda visit: (visit.ended_at is None, visit.ended_at or visit.started_at),
                width=124,
                tone=lambda visit: "green" if visit.state == "active" else "dim",
            ),
            Column(
                tr("Duration"),
                lambda visit: duration(visit.seconds),
                lambda visit: visit.seconds,
                right=True,
                width=120,
                strong=True,
            ),
            Column(tr("Stations"), lambda visit: ", ".join(visit.stations)),
            Column(tr("Rates"), lambda visit: ", ".join(visit.rates)),
            Column(
                tr("Amount"),
                lambda visit: money(visit.amount, club),
                lambda visit: visit.amount,
                right=True,
                strong=True,
                width=98,
                value=lambda visit: figure(visit.amount, club),
            ),
            Column(
                tr("Points"),
                lambda visit: points(visit.points, club) if visit.points else "",
                lambda visit: visit.points,
                right=True,
                width=100,
                value=lambda visit: figure(visit.points, club, in_points=True),
            ),
        ]
    )
