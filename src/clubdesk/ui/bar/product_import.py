"""Import products: a file, a dry run with every fault, then all of it or nothing.

GUI thread; reading and checking run on the thread for long work.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.lists.checking import RowError
from clubdesk.lists.menu_columns import ProductColumn, column_word
from clubdesk.lists.menu_reading import CheckedMenu, check_menu
from clubdesk.lists.menu_writing import write_template
from clubdesk.lists.reading import read_table
from clubdesk.services.long_work import Job
from clubdesk.services.menu_import import ImportMenu, MenuImported
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.table_file import choose_file
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import MEDIUM, SEMIBOLD

WIDTH = 860


class ProductImportDialog(Dialog):
    """Brings a list of products in.

    Signals:
        done: A Notice of how many came.
    """

    done = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner, club: Club) -> None:
        super().__init__(over, tr("Import products"), width=WIDTH)
        self._runner, self._club = runner, club
        self.checked: CheckedMenu | None = None
        self.file = TextField(tr("File (CSV or XLSX)"))
        self.choose = Button(tr("Choose…"))
        self.template = Button(tr("Save a template"), Kind.QUIET, icon_name="download")
        self.what = small(
            tr("The first row names the columns; a known barcode or name changes that product.")
        ).wrapped()
        self.fit = Text("", weight=SEMIBOLD).wrapped()
        self.unfit = Text("", "amber", weight=MEDIUM).wrapped()
        self.faults: Table[RowError] = _faults_table()
        self.faults.setMinimumHeight(260)
        line = row(self.file.editor, self.choose)
        line.setStretch(0, 1)
        lines = self.file.layout()
        assert isinstance(lines, QVBoxLayout)  # noqa: S101 - made so by the field itself
        lines.insertLayout(1, line)
        self.body.addWidget(self.file)
        for part in (self.what, self.fit, self.unfit):
            self.body.addWidget(part)
        self.body.addWidget(self.faults, 1)
        self.footer_left.addWidget(self.template)
        self.choose.clicked.connect(self._ask_path)
        self.template.clicked.connect(self._save_template)
        self.file.editor.textChanged.connect(lambda _: self._begin_anew())
        self._begin_anew()

    def begin(self) -> None:
        """Opens with the keyboard in the path."""
        self.open(self.file.editor)

    def on_primary(self) -> None:
        """Checks the file; then brings it in."""
        if self.checked is None:
            self._check()
            return
        command = ImportMenu(rows=self.checked.rows, file_name=self.checked.name)
        self.submit(self._runner, command, self._imported)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the path where it is about it."""
        if error is not None and error.subject == "path":
            self.file.set_error(error.text)
            error = DeskError(error.code, error.what_to_do or error.text)
        super().refuse(error)

    def _begin_anew(self) -> None:
        self.checked = None
        self.file.set_error("")
        self.refusal.say(None)
        for part in (self.fit, self.unfit, self.faults):
            part.hide()
        typed = bool(self.file.text())
        why = "" if typed else tr("Choose a file, or type its path.")
        self.set_primary(tr("Check the file"), why_not=why)

    def _check(self) -> None:
        path, club, desk = Path(self.file.text().strip('"')), self._club, self._runner.desk

        def task(job: Job) -> CheckedMenu:
            table = read_table(path, job)
            menu = desk.ask(lambda books: books.menu()).result()
            return check_menu(table, menu, club.currency)

        self._set_is_busy(True)
        self._runner.work(
            task, while_alive(self, self._show), refused=while_alive(self, self._refused)
        )

    def _refused(self, error: DeskError) -> None:
        self._set_is_busy(False)
        self.refuse(error)

    def _show(self, checked: CheckedMenu) -> None:
        self._set_is_busy(False)
        self.checked = checked
        lines = len({one.line for one in checked.errors})
        self.fit.setText(
            tr("New: {added}. Changed: {changed}.").format(
                added=checked.added, changed=len(checked.changed)
            )
        )
        words = trn(
            "{count} row is wrong: correct it in the file, then check the file again. "
            "A list is imported whole or not at all.",
            "{count} rows are wrong: correct them in the file, then check the file again. "
            "A list is imported whole or not at all.",
            lines,
        )
        self.unfit.setText(words.format(count=lines))
        self.faults.show_rows(checked.errors)
        self.fit.show()
        for part in (self.unfit, self.faults):
            part.setVisible(bool(lines))
        if lines or not checked.rows:
            self.checked = None
            self.set_primary(tr("Check the file"))
            return
        count = len(checked.rows)
        text = trn("Import {count} product", "Import {count} products", count)
        self.set_primary(text.format(count=count))
        self.primary.setFocus()

    def _imported(self, answer: MenuImported) -> None:
        self.finish(done=True)
        more = tr("New: {added}. Changed: {changed}.")
        told = more.format(added=answer.added, changed=answer.changed)
        self.done.emit(Notice(tr("The products were imported."), told))

    def _ask_path(self) -> None:
        kinds = tr("Tables") + " (*.csv *.txt *.xlsx)"
        chosen, _ = QFileDialog.getOpenFileName(self.window(), tr("Import products"), "", kinds)
        if chosen:
            self.file.editor.setText(chosen)

    def _save_template(self) -> None:
        path, currency = choose_file(self, tr("Products")), self._club.currency
        if path is not None:
            self._runner.work(
                lambda _job: write_template(currency, path),
                while_alive(self, lambda _: self.what.setText(str(path))),
                refused=while_alive(self, self.refuse),
            )


def open_product_import(
    over: QWidget, runner: DeskRunner, club: Club, then: Callable[[Notice], None]
) -> ProductImportDialog:
    """Opens the dialog; ``then`` gets the Notice of how many came."""
    dialog = ProductImportDialog(over, runner, club)
    dialog.done.connect(then)
    dialog.begin()
    return dialog


def _faults_table() -> Table[RowError]:
    return Table([
        Column(tr("Line"), lambda one: str(one.line), lambda one: one.line, right=True, width=84),
        Column(tr("Column"), _column, width=170),
        Column(tr("In the file"), lambda one: " ".join(one.value.split()), width=190),
        Column(tr("What is wrong"), lambda one: one.text, strong=True),
    ])  # fmt: skip


def _column(error: RowError) -> str:
    return column_word(ProductColumn(error.subject)) if error.subject else tr("Whole row")
