"""What of the journal is asked for: period, person, kind of deed, refusals, text. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.journal_words import KINDS, actions_of, kind_word
from clubdesk.services.views_people import JournalFilter, StaffRow
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.date_field import DateField
from clubdesk.ui.look.field import Choice
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.tokens import GAP_M, GAP_S
from clubdesk.ui.look.wording import zone_of

_DAYS = {"today": (0, 0), "yesterday": (1, 1), "week": (6, 0), "month": (29, 0)}
ALL, DATES = "all", "dates"


class Filters(QWidget):
    """The line above the journal.

    Signals:
        changed: Something else is asked for.
        save_asked: What is found is to be saved as a file.
    """

    changed = Signal()
    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchBox(tr("Reason, client, station"))
        self.period = Choice(
            [
                ("today", tr("Today")),
                ("yesterday", tr("Yesterday")),
                ("week", tr("7 days")),
                ("month", tr("30 days")),
                (ALL, tr("All time")),
                (DATES, tr("From … to …")),
            ]
        )
        self.person = Choice([(None, tr("Everyone"))])
        kinds: list[tuple[object, str]] = [("", tr("All deeds"))]
        self.kind = Choice(kinds + [(kind, kind_word(kind)) for kind in KINDS])
        self.refused = Chip(tr("Refused"))
        self.approved = Chip(tr("With approval"))
        self.save = Button(tr("Export"), Kind.SECONDARY, "Ctrl+S", icon_name="download")
        self.first = DateField(tr("From"))
        self.last = DateField(tr("To"))
        self.dates = QWidget()
        self._build()
        self.period.choose("week")
        self._connect()

    def show_people(self, people: Sequence[StaffRow]) -> None:
        """Offers everyone who works here or did; whoever was chosen stays so."""
        before = self.person.key()
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(tr("Everyone"), None)
        for one in people:
            self.person.addItem(one.name, one.id)
        self.person.choose(before)
        self.person.blockSignals(False)

    def asked(self, now: datetime, club: Club) -> JournalFilter:
        """What the boxes ask for, as of an instant (UTC)."""
        since, until = self.bounds(now, club)
        kind, person = str(self.kind.key() or ""), self.person.key()
        return JournalFilter(
            staff_id=person if isinstance(person, int) else None,
            actions=actions_of(kind) if kind else frozenset(),
            since=since,
            until=until,
            text=self.search.text().strip(),
            only_refused=self.refused.isChecked(),
            only_approved=self.approved.isChecked(),
        )

    def bounds(self, now: datetime, club: Club) -> tuple[datetime | None, datetime | None]:
        """The period's first instant and the one after its last; None where it has no bound."""
        place = zone_of(club.time_zone)
        today = now.astimezone(place).date()
        key = str(self.period.key())
        if key == ALL:
            return None, None
        if key == DATES:
            first, last = self.first.day(), self.last.day()
        else:
            back_to, back_until = _DAYS[key]
            first = today - timedelta(days=back_to)
            last = today - timedelta(days=back_until)

        def midnight(day: date) -> datetime:
            return datetime.combine(day, time(), place).astimezone(now.tzinfo)

        return (
            midnight(first) if first else None,
            midnight(last + timedelta(days=1)) if last else None,
        )

    def look_for(self, staff_id: int, kind: str) -> None:
        """What the strip was pressed for: a person's deeds of a kind."""
        for box in (self.person, self.kind, self.refused, self.approved):
            box.blockSignals(True)
        self.person.choose(staff_id)
        self.kind.choose(kind if kind in KINDS else "")
        self.refused.setChecked(kind == "refused")
        # Approvals that a person gave stand in the lines of others.
        self.approved.setChecked(kind == "approved")
        if kind == "approved":
            self.person.choose(None)
        for box in (self.person, self.kind, self.refused, self.approved):
            box.blockSignals(False)
        self.changed.emit()

    def _build(self) -> None:
        for box, name in (
            (self.period, tr("Period")),
            (self.person, tr("Person")),
            (self.kind, tr("Deeds")),
        ):
            box.setAccessibleName(name)
        self.search.setMinimumWidth(190)
        self.person.setMinimumWidth(170)  # names come later, when its width is settled
        line = QHBoxLayout()
        line.setSpacing(GAP_S)
        line.addWidget(self.search, 1)
        parts: tuple[QWidget, ...] = (self.period, self.person, self.kind)
        for part in (*parts, self.refused, self.approved, self.save):
            line.addWidget(part)
        days = QHBoxLayout(self.dates)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(GAP_M)
        for field in (self.first, self.last):
            field.setFixedWidth(150)
            days.addWidget(field)
        days.addStretch(1)
        self.dates.hide()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        lines.addLayout(line)
        lines.addWidget(self.dates)

    def _connect(self) -> None:
        self.search.searched.connect(lambda _: self.changed.emit())
        for box in (self.period, self.person, self.kind):
            box.currentIndexChanged.connect(lambda _: self._chosen())
        for chip in (self.refused, self.approved):
            chip.toggled.connect(lambda _: self.changed.emit())
        for field in (self.first, self.last):
            field.editor.editingFinished.connect(self._day_typed)
        self.save.clicked.connect(self.save_asked)

    def _chosen(self) -> None:
        self.dates.setVisible(self.period.key() == DATES)
        self.changed.emit()

    def _day_typed(self) -> None:
        wrong = [field.is_wrong() for field in (self.first, self.last)]
        if not any(wrong):
            self.changed.emit()
