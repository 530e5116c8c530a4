"""Import clients: a file, its columns, a dry run with every fault, then all of it or nothing.

GUI thread; reading, checking and importing run on the thread for long work.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr, trn
from clubdesk.lists.checking import CheckedList, Rules, check_list
from clubdesk.lists.columns import Columns, guess
from clubdesk.lists.importing import import_list
from clubdesk.lists.reading import read_table
from clubdesk.lists.table_file import TableFile
from clubdesk.services.client_facts import today_in
from clubdesk.services.client_import import Imported
from clubdesk.services.long_work import Job
from clubdesk.ui.clients.file_field import FileField
from clubdesk.ui.clients.import_pages import ColumnsPage, FaultsPage
from clubdesk.ui.clients.long_dialog import LongDialog
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.table_file import save_table
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import HEADING, SEMIBOLD


class ImportDialog(LongDialog):
    """Brings a list of clients in.

    Signals:
        imported: How many clients were added.
    """

    imported = Signal(int)

    def __init__(self, over: QWidget, runner: DeskRunner) -> None:
        hint = tr("A table with a phone and a name in each row. The first row may name them.")
        file = FileField(tr("File (CSV or XLSX)"), hint, _choose_file)
        super().__init__(over, runner, tr("Import clients"), file, width=980)
        self._club: Club | None = None
        self._table: TableFile | None = None
        self._columns: Columns | None = None
        self._next: Callable[[], None] = self._read
        self.page: QWidget | None = None
        self.back = Button(tr("Back"), icon_name="arrow-left")
        self.footer_left.addWidget(self.back)
        self.body.addWidget(file)
        self.body.addWidget(self.progress)
        self.back.clicked.connect(lambda: self._choose_columns(self._table, self._columns))
        file.editor.textChanged.connect(lambda _: self._begin_anew())
        self._begin_anew()

    def begin(self) -> None:
        """Opens with the keyboard in the path."""
        self.runner.ask(lambda books: books.club(), while_alive(self, self._know))
        self.open(self.file)

    def on_primary(self) -> None:
        """Goes on to the next step."""
        if not self.is_working:
            self.refuse(None)
            self._next()

    # The steps.

    def _know(self, club: Club | None) -> None:
        self._club = club

    def _begin_anew(self) -> None:
        self._show(None)
        self.refuse(None)
        self._next = self._read
        why_not = (
            ""
            if self.file is not None and self.file.path()
            else tr("Choose a file, or type its path.")
        )
        self.set_primary(tr("Open the file"), why_not=why_not)

    def _read(self) -> None:
        path = self.file.path()
        if path is not None:
            self.work(
                tr("Reading the file…"), lambda job: _read_and_guess(path, job), self._was_read
            )

    def _was_read(self, read: tuple[TableFile, Columns]) -> None:
        self._choose_columns(*read)

    def _choose_columns(self, table: TableFile | None, columns: Columns | None) -> None:
        if table is None or columns is None:
            return
        self._table, self._columns = table, columns
        page = ColumnsPage(table, columns)
        page.changed.connect(lambda: self.refuse(None))
        self._show(page)
        self._next = self._check
        self.set_primary(tr("Check the rows"))
        self.primary.setFocus()

    def _check(self) -> None:
        table, club = self._table, self._club
        if table is None or club is None or not isinstance(self.page, ColumnsPage):
            return
        columns = self._columns = self.page.columns()
        desk = self.runner.desk
        rules = Rules(
            club.country,
            today_in(club, desk.clock.now()),
            lambda phones, cards: desk.ask(lambda b: b.known_numbers(phones, cards)).result(),
        )
        self.work(
            tr("Checking every row…"),
            lambda job: check_list(table, columns, rules, job),
            self._was_checked,
        )

    def _was_checked(self, checked: CheckedList) -> None:
        page = FaultsPage(checked)
        page.save_asked.connect(self._save_faults)
        self._show(page)
        self.back.show()
        self._next = self._import
        count = len(checked.rows)
        words = trn("Import {count} client", "Import {count} clients", count)
        why_not = "" if count else tr("No row of the file can become a client.")
        self.set_primary(words.format(count=count), why_not=why_not)
        (self.primary if count else self.back).setFocus()

    def _import(self) -> None:
        if not isinstance(self.page, FaultsPage):
            return
        checked, desk = self.page.checked, self.runner.desk
        staff = self.runner.staff
        staff_id = staff.id if staff is not None else None
        self.work(
            tr("Importing; the desk can be used meanwhile…"),
            lambda job: import_list(desk, staff_id, checked, job),
            self._was_imported,
        )

    def _was_imported(self, answer: Imported) -> None:
        self.imported.emit(answer.added)
        words = trn("{count} client was imported.", "{count} clients were imported.", answer.added)
        done = QWidget()
        text = Text(words.format(count=answer.added), "text", HEADING, SEMIBOLD)
        done.setLayout(row(Icon("circle-check", "green", 24), text, None))
        self._show(done)
        self.file.hide()
        self.cancel.hide()
        self._next = lambda: self.finish(done=True)
        self.set_primary(tr("Close"))
        self.primary.setFocus()

    def _save_faults(self) -> None:
        if isinstance(self.page, FaultsPage):
            name = tr("Rows that were left out")
            save_table(self, self.runner, self.page.table, name, lambda _: None)

    # What all steps share.

    def _show(self, page: QWidget | None) -> None:
        if self.page is not None:
            self.body.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self.page = page
        self.back.hide()
        if page is not None:
            self.body.addWidget(page, 1)
            page.show()

    def at_rest(self, *, resting: bool) -> None:
        """Holds the page too."""
        super().at_rest(resting=resting)
        for part in (self.page, self.back):
            if part is not None:
                part.setEnabled(resting)


def open_import(over: QWidget, runner: DeskRunner) -> ImportDialog:
    """Opens the dialog; connect ``imported`` to hear how many clients came."""
    dialog = ImportDialog(over, runner)
    dialog.begin()
    return dialog


def _read_and_guess(path: Path, job: Job) -> tuple[TableFile, Columns]:
    table = read_table(path, job)
    return table, guess(table)


def _choose_file(window: QWidget) -> str:
    kinds = tr("Tables") + " (*.csv *.txt *.xlsx)"
    chosen, _ = QFileDialog.getOpenFileName(window, tr("Import clients"), "", kinds)
    return chosen
