"""The screen Journal (F8): who did what, when, to whom and why. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.event_feed import News
from clubdesk.services.ports_hub import StationLink
from clubdesk.services.views import DeskQueries
from clubdesk.services.views_people import JournalFilter, JournalRow, StaffDeeds, StaffRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.journal.columns import (
    STRIP_KINDS,
    journal_columns,
    journal_sheet,
    strip_columns,
)
from clubdesk.ui.journal.filters import Filters
from clubdesk.ui.journal.line_dialog import LineDialog
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import column, row
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.table import ROW_HEIGHT, Table
from clubdesk.ui.look.table_file import choose_file
from clubdesk.ui.look.text import Text, small, title
from clubdesk.ui.look.tokens import GAP_L, GAP_M

PAGE = 200
MOST_SAVED = 50_000
_STRIP_LINES = 4
_LONG_AGO = timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class _Found:
    club: Club | None
    only: JournalFilter
    people: Sequence[StaffRow]
    deeds: Sequence[StaffDeeds]
    rows: Sequence[JournalRow]


class JournalScreen(QWidget):
    """The journal with its filters, and what each person did by hand above it.

    Signals:
        client_asked: A client's card is to be opened (id).
        station_asked: A station is to be shown (id).
        told: A sentence for the notices.
    """

    client_asked = Signal(int)
    station_asked = Signal(int)
    told = Signal(str)

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._club: Club | None = None
        self._only = JournalFilter()
        self._asked = 0
        self.filters = Filters()
        self.count = small()
        self.strip: Table[StaffDeeds] | None = None
        self.table: Table[JournalRow] | None = None
        self.nothing = Text(tr("Nothing like that is in the journal."), "dim")
        self.more = Button(tr("Show Older Lines"), Kind.QUIET, icon_name="chevron-down")
        self.more.hide()
        self.nothing.hide()
        head = row(title(tr("Journal")), 8, self.count, None)
        self._lines = column(head, self.filters, self.nothing, self.more, gap=GAP_M)
        self._lines.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        self.setLayout(self._lines)
        self._refresh = Refresh(self, self.reload)
        self.filters.changed.connect(self.reload)
        self.filters.save_asked.connect(self.save)
        self.filters.search.stepped.connect(lambda by: self.table and self.table.step(by))
        self.more.clicked.connect(self._ask_older)
        bridge.happened.connect(self._hear)
        runner.signed_in.connect(self._refresh.wanted)
        keys = QShortcut(QKeySequence("Ctrl+S"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.filters.save.click)
        self.setFocusProxy(self.filters.search)

    def reload(self) -> None:
        """Asks for the first page; an answer that comes after a newer question is dropped."""
        if not self._runner.may(Permission.SEE_JOURNAL):
            return
        self._asked += 1
        asked, now = self._asked, self._runner.desk.clock.now()

        def question(books: DeskQueries) -> _Found:
            club = books.club()
            if club is None:
                return _Found(None, JournalFilter(), (), (), ())
            only = self.filters.asked(now, club)
            since, until = only.since or now - _LONG_AGO, only.until or now + _LONG_AGO
            return _Found(
                club,
                only,
                books.people(),
                books.staff_deeds(since, until),
                books.journal_rows(only, PAGE),
            )

        self._runner.ask(question, while_alive(self, lambda found: self._take(asked, found)))

    def save(self) -> None:
        """Saves all that is found, not only the page that is shown."""
        club, only = self._club, self._only
        if club is None:
            return
        path = choose_file(self, tr("Journal"))
        if path is None:
            return

        def told() -> None:
            self.told.emit(tr("Saved as {name}.").format(name=path.name))

        self._runner.ask(
            lambda books: journal_sheet(list(books.journal_rows(only, MOST_SAVED)), club),
            while_alive(self, lambda sheet: self._runner.keep(sheet, path, told)),
        )

    def open_line(self, line: JournalRow) -> None:
        """Opens a line's details."""
        if self._club is not None:
            dialog = LineDialog(self, line, self._club)
            dialog.client_asked.connect(self.client_asked)
            dialog.station_asked.connect(self.station_asked)
            dialog.open()

    def _take(self, asked: int, found: _Found) -> None:
        if asked != self._asked or found.club is None:
            return
        self._only = found.only
        strip, table = self._tables(found.club)
        self.filters.show_people(found.people)
        strip.show_rows(list(found.deeds), same=lambda line: line.staff_id)
        lines = min(max(len(found.deeds), 1), _STRIP_LINES)
        strip.setFixedHeight(lines * ROW_HEIGHT + strip.horizontalHeader().sizeHint().height() + 2)
        table.show_rows(list(found.rows), found.only.text, same=lambda line: line.id)
        self._say_count(len(found.rows), len(found.rows) >= PAGE)

    def _ask_older(self) -> None:
        table = self.table
        if table is None or not table.rows_model.rows:
            return
        self._asked += 1
        asked = self._asked
        oldest = min(line.id for line in table.rows_model.rows)
        only = replace(self._only, before_id=oldest)
        self._runner.ask(
            lambda books: books.journal_rows(only, PAGE),
            while_alive(self, lambda rows: self._add_older(asked, rows)),
        )

    def _add_older(self, asked: int, rows: Sequence[JournalRow]) -> None:
        if asked != self._asked or self.table is None:
            return
        table = self.table
        all_rows = [*table.rows_model.rows, *rows]
        table.show_rows(all_rows, self._only.text, same=lambda line: line.id)
        self._say_count(len(all_rows), len(rows) >= PAGE)

    def _say_count(self, count: int, is_more: bool) -> None:
        words = trn("{count} line", "{count} lines", count).format(count=count)
        self.count.setText(tr("{lines}, and older ones").format(lines=words) if is_more else words)
        self.more.setVisible(is_more)
        self.nothing.setVisible(not count)
        if self.table is not None:
            self.table.setVisible(bool(count))
        self.filters.save.allow("" if count else tr("There is nothing to save."))

    def _tables(self, club: Club) -> tuple[Table[StaffDeeds], Table[JournalRow]]:
        """The two tables, made anew where the club's money reads otherwise."""
        if self.table is not None and self.strip is not None and club == self._club:
            return self.strip, self.table
        for old in (self.strip, self.table):
            if old is not None:
                self._lines.removeWidget(old)
                old.deleteLater()
        self._club = club
        strip: Table[StaffDeeds] = Table(strip_columns(club))
        table: Table[JournalRow] = Table(journal_columns(club), sortable=False)
        strip.setSelectionMode(Table.SelectionMode.NoSelection)
        strip.clicked.connect(self._strip_pressed)
        table.row_chosen.connect(self.open_line)
        self.filters.search.chosen.connect(table.choose_current)
        self._lines.insertWidget(1, strip)
        self._lines.insertWidget(4, table, 1)
        self.strip, self.table = strip, table
        return strip, table

    def _strip_pressed(self, index: QModelIndex) -> None:
        line = self.strip.current() if self.strip is not None else None
        if line is not None:
            self.filters.look_for(line.staff_id, STRIP_KINDS[index.column()])

    @Slot(object)
    def _hear(self, news: News) -> None:
        """A deed was done; someone who reads older lines is not thrown back to the newest."""
        reads_older = self.table is not None and self.table.rows_model.rowCount() > PAGE
        if not isinstance(news, StationLink) and not reads_older:
            self._refresh.wanted()
