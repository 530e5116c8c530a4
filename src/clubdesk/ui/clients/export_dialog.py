"""Export clients: every living card into a CSV or XLSX file. GUI thread.

Writing runs on the thread for long work and can be called off.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr, trn
from clubdesk.lists.exporting import export_list
from clubdesk.services.client_facts import today_in
from clubdesk.ui.clients.file_field import FileField
from clubdesk.ui.clients.long_dialog import LongDialog
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.table_file import ENDINGS, choose_file
from clubdesk.ui.look.text import Text


class ExportDialog(LongDialog):
    """Writes the clients into a file.

    Signals:
        exported: The path of the file.
    """

    exported = Signal(str)

    def __init__(self, over: QWidget, runner: DeskRunner) -> None:
        hint = tr("Its ending says what it becomes: .xlsx or .csv.")
        file = FileField(tr("Save as"), hint, lambda window: self._choose_file(window))
        super().__init__(over, runner, tr("Export clients"), file, width=640)
        self._club: Club | None = None
        self.outcome = Text("", "green", weight=500).wrapped()
        careful = tr(
            "The file holds the personal data of every client: keep it as carefully as the desk."
        )
        self.body.addWidget(Text(careful, "dim").wrapped())
        for part in (self.file, self.progress, self.outcome):
            self.body.addWidget(part)
        self.outcome.hide()
        self.file.editor.textChanged.connect(lambda _: self._typed())
        self._typed()

    def begin(self) -> None:
        """Opens with a name for the file."""
        self.runner.ask(lambda books: books.club(), while_alive(self, self._know))
        self.open(self.file)

    def on_primary(self) -> None:
        """Writes the file."""
        path, club = self.file.path(), self._club
        if path is None or club is None:
            return
        target = path if path.suffix.lower() in ENDINGS else path.with_name(path.name + ENDINGS[0])
        desk = self.runner.desk
        self.outcome.hide()
        self.work(
            tr("Writing the file…"),
            lambda job: export_list(desk, club, target, job),
            lambda count: self._was_written(target, count),
        )

    def _know(self, club: Club | None) -> None:
        self._club = club
        if club is not None and not self.file.text():
            self.file.editor.setText(str(Path.home() / f"{self._name(club)}.xlsx"))
            self.file.editor.selectAll()

    def _name(self, club: Club) -> str:
        day = today_in(club, self.runner.desk.clock.now()).isoformat()
        return f"{tr('Clients')} {day}"

    def _typed(self) -> None:
        self.outcome.hide()
        why_not = (
            ""
            if self.file is not None and self.file.path()
            else tr("Choose where to save, or type the path.")
        )
        self.set_primary(tr("Export"), why_not=why_not)

    def _was_written(self, path: Path, count: int) -> None:
        words = trn(
            "{count} client was written to {name}.",
            "{count} clients were written to {name}.",
            count,
        )
        self.outcome.setText(words.format(count=count, name=path.name))
        self.outcome.show()
        self.cancel.setText(tr("Close"))
        self.cancel.setFocus()
        self.exported.emit(str(path))

    def _choose_file(self, window: QWidget) -> str:
        chosen = choose_file(window, self._name(self._club) if self._club else tr("Clients"))
        return str(chosen) if chosen is not None else ""


def open_export(over: QWidget, runner: DeskRunner) -> ExportDialog:
    """Opens the dialog."""
    dialog = ExportDialog(over, runner)
    dialog.begin()
    return dialog
