"""Which orders Order History shows: words, days, a state. GUI thread only."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clubdesk.domain.bar import OrderState
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.views_bar import OrderFilter
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.field import Choice
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.tokens import GAP_M
from clubdesk.ui.look.wording import zone_of
from clubdesk.ui.operations.order_words import STATES


class Days(StrEnum):
    """How far back."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    ALL = "all"


class HistoryFilter(QWidget):
    """The line above the orders.

    Signals:
        changed: Something else is looked for.
    """

    changed = Signal()

    def __init__(self, club: Club) -> None:
        super().__init__()
        self._club = club
        self.search = SearchBox(tr("Number, product or client"), "/")
        self.days = ChipRow([
            (Days.TODAY, tr("Today")), (Days.YESTERDAY, tr("Yesterday")),
            (Days.WEEK, tr("7 days")), (Days.ALL, tr("All")),
        ])  # fmt: skip
        states: list[tuple[object, str]] = [("", tr("Every state"))]
        self.state = Choice(states + [(key.value, tr(word)) for key, word in STATES.items()])
        self.state.setAccessibleName(tr("State"))
        self.state.setFixedWidth(150)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_M)
        line.addWidget(self.search, 1)
        line.addWidget(self.days)
        line.addWidget(self.state)
        self.search.searched.connect(lambda _: self.changed.emit())
        self.days.chosen.connect(lambda _: self.changed.emit())
        self.state.currentIndexChanged.connect(lambda _: self.changed.emit())

    def only(self, now: datetime) -> OrderFilter:
        """What is looked for, as the books are asked."""
        since, until = self._between(now)
        state = str(self.state.key() or "")
        states = frozenset({OrderState(state)}) if state else frozenset()
        return OrderFilter(since, until, states=states, text=self.search.text().strip()[:100])

    def _between(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        place = zone_of(self._club.time_zone)
        today = now.astimezone(place).date()

        def midnight(days: int) -> datetime:
            return datetime.combine(today + timedelta(days=days), time(), place)

        days = self.days.key()
        if days is Days.TODAY:
            return midnight(0), None
        if days is Days.YESTERDAY:
            return midnight(-1), midnight(0)
        return (midnight(-6), None) if days is Days.WEEK else (None, None)
