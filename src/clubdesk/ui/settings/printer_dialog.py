"""One printer of this desk: how it is reached, its paper, what it prints, its drawer.

GUI thread only; nothing is written to the disk here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.printer_settings import (
    BAUDS,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    PrinterSettings,
)
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Choice, Field, TextField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_L
from clubdesk.ui.settings import printer_words

Save = Callable[[PrinterSettings | None, Callable[[DeskError | None], None]], None]
"""Keeps the printer (None removes it), then tells the refusal or None."""


class PrinterDialog(Dialog):
    """Adds a printer, edits one or removes it.

    Args:
        taken: The names of the other printers.
        save: Keeps what was typed.
    """

    def __init__(
        self, over: QWidget, printer: PrinterSettings | None, taken: Sequence[str], save: Save
    ) -> None:
        heading = tr("Edit Printer") if printer else tr("Add Printer")
        super().__init__(over, heading, width=640)
        self.setObjectName("printer_dialog")
        self._is_new = printer is None
        self._kept = printer or PrinterSettings(name=tr("Receipts"))
        self._taken = {name.casefold() for name in taken}
        self._save = save
        self.name = TextField(tr("Name of the printer"))
        self.kind = Choice(printer_words.kinds())
        self.address = TextField(tr("Printer's address"), placeholder="192.168.1.40")
        self.port = Field(tr("Port"), NumberBox(1, 65_535, self._kept.port))
        self.baud = Field(tr("Speed, bits a second"), Choice([(b, str(b)) for b in BAUDS]))
        self.columns = Choice(printer_words.widths())
        self.profile = Choice(_profiles(self._kept.profile))
        self.page = Choice(_with_kept(printer_words.code_pages(), self._kept.code_page))
        self.drawer = Choice(printer_words.drawers())
        self.cut = Tick(tr("Cuts the paper"))
        self.roles = {role: Tick(word) for role, word in printer_words.roles()}
        self.remove = Button(tr("Remove Printer"), Kind.DANGER)
        self._build()
        self._fill()

    def on_primary(self) -> None:
        """Keeps it, if it can be one."""
        self.refuse(None)
        try:
            typed = self.typed()
        except DeskError as error:
            self.refuse(error)
            return
        self._send_off(typed)

    def typed(self) -> PrinterSettings:
        """The printer as it stands in the fields.

        Raises:
            DeskError: ``printer.no_name``, ``printer.name_taken`` or ``printer.no_address``.
        """
        name = " ".join(self.name.text().split())
        if not name or not name.isprintable():
            raise _wrong("printer.no_name", tr("The printer has no name."), "name")
        if name.casefold() in self._taken:
            raise _wrong("printer.name_taken", tr("Another printer has this name."), "name")
        kind = str(self.kind.key())
        address = self.address.text().strip()
        if not address and kind != "usb":
            raise _wrong("printer.no_address", tr("Say where the printer is."), "address")
        return PrinterSettings(
            name=name,
            kind=kind,  # type: ignore[arg-type]
            address=address,
            port=self.port.editor.value(),
            baud=self.baud.editor.key(),  # type: ignore[arg-type]
            columns=int(str(self.columns.key())),
            profile=str(self.profile.key()),
            code_page=str(self.page.key()),
            roles=tuple(role for role, tick in self.roles.items() if tick.isChecked()),
            drawer_pin=self.drawer.key(),  # type: ignore[arg-type]
            cut=self.cut.isChecked(),
        )

    def refuse(self, error: DeskError | None) -> None:
        """Shows a refusal above the button and at the field that it is about."""
        for subject, field in {"name": self.name, "address": self.address}.items():
            about = error is not None and error.subject == subject
            field.set_error(error.text if error is not None and about else "")
        super().refuse(error)

    def _send_off(self, printer: PrinterSettings | None) -> None:
        self.primary.setEnabled(False)

        def kept(error: DeskError | None) -> None:
            self.primary.setEnabled(True)
            if error is None:
                self.finish(done=True)
            else:
                self.refuse(error)

        self._save(printer, kept)

    def _build(self) -> None:
        self.name.editor.setMaxLength(LONGEST_NAME)
        self.address.editor.setMaxLength(LONGEST_ADDRESS)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_L)
        beside = QWidget()
        line = QHBoxLayout(beside)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.port)
        line.addWidget(self.baud)
        pairs: tuple[tuple[QWidget, QWidget], ...] = (
            (self.name, Field(tr("Connection"), self.kind)),
            (self.address, beside),
            (Field(tr("Paper"), self.columns), Field(tr("Model"), self.profile)),
            (Field(tr("Letters"), self.page), Field(tr("Cash drawer"), self.drawer)),
        )
        for number, pair in enumerate(pairs):
            for side, part in enumerate(pair):
                grid.addWidget(part, number, side, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        ticks = QHBoxLayout()
        for tick in (*self.roles.values(), self.cut):
            ticks.addWidget(tick)
        self.body.addLayout(ticks)
        note = tr("What no printer is set for comes out where receipts do.")
        self.body.addWidget(small(note).wrapped())
        if not self._is_new:
            self.remove.setFixedHeight(BIG_HEIGHT)
            self.footer_left.addWidget(self.remove)
            self.remove.clicked.connect(lambda: self._send_off(None))
        self.kind.currentIndexChanged.connect(lambda _: self._show_kind())
        self.set_primary(tr("Save"))

    def _fill(self) -> None:
        kept = self._kept
        self.name.editor.setText(kept.name)
        self.kind.choose(kept.kind)
        self.address.editor.setText(kept.address)
        self.baud.editor.choose(kept.baud)
        self.columns.choose(kept.columns)
        self.profile.choose(kept.profile)
        self.page.choose(kept.code_page)
        self.drawer.choose(kept.drawer_pin)
        self.cut.setChecked(kept.cut)
        for role, tick in self.roles.items():
            tick.setChecked(role in kept.roles)
        self._show_kind()

    def _show_kind(self) -> None:
        kind = str(self.kind.key())
        label, example, hint = printer_words.address_words(kind)  # type: ignore[arg-type]
        self.address.relabel(label, hint)
        self.address.editor.setPlaceholderText(example)
        self.port.setVisible(kind == "network")
        self.baud.setVisible(kind == "serial")


def _profiles(kept: str) -> list[tuple[object, str]]:
    return _with_kept(list(printer_words.PROFILES), kept)


def _with_kept(choices: Sequence[tuple[object, str]], kept: str) -> list[tuple[object, str]]:
    """The choices with what a person wrote into the file, which is not taken away silently."""
    known = list(choices)
    return known if kept in dict(known) else [*known, (kept, kept)]


def _wrong(code: str, text: str, subject: str) -> DeskError:
    return DeskError(code, text, tr("Nothing was changed. Correct it and save."), subject=subject)
