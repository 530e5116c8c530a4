"""The list of this desk's printers in Settings. GUI thread only; the disk is a worker's."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.printer_settings import MOST_PRINTERS, PrinterSettings
from clubdesk.foundation.settings import printers_of
from clubdesk.foundation.translate import tr
from clubdesk.services.papers import PrintTestPage
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.table import ROW_HEIGHT, Column, Table
from clubdesk.ui.look.text import Text, heading, small
from clubdesk.ui.settings.printer_dialog import PrinterDialog
from clubdesk.ui.settings.printer_words import prints, where
from clubdesk.ui.settings_port import SettingsPort, keep_settings


class PrintersPart(Panel):
    """Printers in a table; Enter or a double click opens one, a button prints its test page."""

    def __init__(self, runner: DeskRunner, settings: SettingsPort) -> None:
        super().__init__("panel", 20)
        self._runner, self._settings = runner, settings
        self._why_not = ""
        self.add = Button(tr("Add Printer"), Kind.SECONDARY, icon_name="plus")
        self.test = Button(tr("Print a Test Page"), Kind.SECONDARY, icon_name="printer")
        self.edit = Button(tr("Edit Printer"), Kind.SECONDARY, icon_name="pencil")
        self.told = Text("", "green")
        self.refusal = Refusal()
        self.none = small(tr("No printer is set up: papers wait in the queue.")).wrapped()
        self.table: Table[PrinterSettings] = Table(
            [
                Column(tr("Printer"), lambda printer: printer.name, strong=True, width=150),
                Column(tr("Connection"), where),
                Column(tr("Prints"), prints),
            ],
            bare=True,
            sortable=False,
        )
        self.table.setAccessibleName(tr("Printers"))
        self.column.addLayout(row(heading(tr("Printers")), None, self.add))
        self.column.addWidget(self.none)
        self.column.addWidget(self.table)
        self.column.addWidget(self.refusal)
        self.column.addLayout(row(self.edit, self.test, self.told, None))
        self.add.clicked.connect(lambda: self.open_dialog(None))
        self.edit.clicked.connect(lambda: self.open_dialog(self.table.current()))
        self.test.clicked.connect(self._print_test)
        self.table.row_chosen.connect(self.open_dialog)

    def reload(self) -> None:
        """Shows the printers as they were saved last."""
        printers = printers_of(self._settings.load())
        self.table.show_rows(printers, same=lambda printer: printer.name)
        self.table.setFixedHeight((len(printers) + 1) * ROW_HEIGHT + 4)
        self.none.setVisible(not printers)
        for part in (self.table, self.test, self.edit):
            part.setVisible(bool(printers))
        self.allow(self._why_not)

    def allow(self, why_not: str) -> None:
        """Greys out what the person at the desk may not do."""
        self._why_not = why_not
        full = len(printers_of(self._settings.load())) >= MOST_PRINTERS
        self.add.allow(why_not or (tr("This desk has as many printers as it can.") if full else ""))
        for button in (self.edit, self.test):
            button.allow(why_not)

    def open_dialog(self, printer: PrinterSettings | None) -> QWidget | None:
        """Opens a printer, or an empty one."""
        if self._why_not:
            return None
        others = [p.name for p in printers_of(self._settings.load()) if p != printer]

        def save(typed: PrinterSettings | None, then: Callable[[DeskError | None], None]) -> None:
            self._keep(printer, typed, then)

        dialog = PrinterDialog(self, printer, others, save)
        dialog.open(dialog.name.editor)
        return dialog

    def _keep(
        self,
        before: PrinterSettings | None,
        after: PrinterSettings | None,
        then: Callable[[DeskError | None], None],
    ) -> None:
        """Puts one printer in another's place: at the end if it is new, nothing if it is gone."""
        settings = self._settings.load()
        printers = [after if kept == before else kept for kept in printers_of(settings)]
        if before is None:
            printers.append(after)
        left = tuple(printer for printer in printers if printer is not None)
        changed = msgspec.structs.replace(settings, printers=left, printer_host="")

        def kept(error: DeskError | None) -> None:
            then(error)
            self.reload()

        keep_settings(self._runner, self._settings, changed, while_alive(self, kept))

    def _print_test(self) -> None:
        printer = self.table.current()
        if printer is None:
            return
        self.refusal.say(None)
        self._runner.do(
            PrintTestPage(printer=printer.name),
            while_alive(self, lambda _: self.told.setText(tr("The test page is on its way."))),
            refused=while_alive(self, self.refusal.say),
            button=self.test,
        )
