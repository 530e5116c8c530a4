"""Header, footer, tax number, QR code and logo of the club's receipts. GUI thread only."""

from __future__ import annotations

import base64
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QFileDialog

from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.receipt_looks import LONGEST, SaveReceiptLook
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.field import Field, TextField
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.lines_edit import LinesEdit
from clubdesk.ui.look.picture_file import as_png, read_picture
from clubdesk.ui.look.refusal import Refusal
from clubdesk.ui.look.text import Text, heading
from clubdesk.ui.look.tokens import GAP_M

WIDEST, TALLEST = 576, 240
"""Dots of a logo: the width of an 80 mm paper, and 30 mm of its length."""


class ReceiptLookPart(Panel):
    """What stands on every paper.

    Signals:
        typed: Something was typed or chosen.
        changed: The look was saved.
    """

    typed = Signal()
    changed = Signal()

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__("panel", 20)
        self._runner = runner
        self._stored: SaveReceiptLook | None = None
        self._logo = ""
        self.header = _lines_field(tr("Above: address, phone"))
        self.footer = _lines_field(tr("Below: thanks, opening hours"))
        self.tax_number = TextField(tr("Tax number"), tr("Of the club, under its name."))
        self.qr = TextField(
            tr("QR code"), tr("A text or a link for clients, such as the club's page.")
        )
        self.logo = Button(tr("Choose a Logo…"))
        self.no_logo = Button(tr("Without a Logo"))
        self.logo_told = Text("", "dim")
        self.refusal = Refusal()
        self.save = Button(tr("Save"), Kind.PRIMARY)
        self.told = Text("", "green")
        self._build()
        self._connect()

    def allow(self, missing: str) -> None:
        """Greys the button out for who may not change settings."""
        self.save.allow(missing)

    def show_club(self, club: Club) -> None:
        """Shows the look as it is; what is half typed stays while it is as it was."""
        stored = SaveReceiptLook(
            header=club.receipt_header,
            footer=club.receipt_footer,
            tax_number=club.look.tax_number,
            logo=club.look.logo,
            qr=club.look.qr,
        )
        if self._stored is not None and _same(stored, self._stored):
            return
        self._stored = stored
        self.header.editor.setPlainText(stored.header)
        self.footer.editor.setPlainText(stored.footer)
        self.tax_number.editor.setText(stored.tax_number)
        self.qr.editor.setText(stored.qr)
        self._take_logo(stored.logo)

    def typed_look(self) -> SaveReceiptLook:
        """The look as it stands in the fields."""
        return SaveReceiptLook(
            header=self.header.editor.toPlainText(),
            footer=self.footer.editor.toPlainText(),
            tax_number=self.tax_number.text(),
            logo=self._logo,
            qr=self.qr.text(),
        )

    def take_picture(self, path: Path) -> None:
        """Makes a logo of a picture file: dots of one colour, no wider than the paper."""
        self.logo.setEnabled(False)
        self._runner.work(
            lambda _job: logo_of(path),
            while_alive(self, self._made),
            refused=while_alive(self, self._not_made),
        )

    def _made(self, logo: str) -> None:
        self.logo.setEnabled(True)
        self._take_logo(logo)
        self._on_typed()

    def _not_made(self, error: DeskError) -> None:
        self.logo.setEnabled(True)
        self._refuse(error)

    def _build(self) -> None:
        self.column.addWidget(heading(tr("On every receipt")))
        for part in (self.header, self.footer, self.tax_number, self.qr):
            self.column.addWidget(part)
        self.column.addLayout(row(self.logo, self.no_logo, self.logo_told, None, gap=GAP_M))
        self.column.addWidget(self.refusal)
        self.column.addLayout(row(self.save, self.told, None, gap=GAP_M))

    def _connect(self) -> None:
        for lines in (self.header, self.footer):
            lines.editor.textChanged.connect(self._on_typed)
        for field in (self.tax_number, self.qr):
            field.editor.textEdited.connect(lambda _: self._on_typed())
        self.logo.clicked.connect(self._choose)
        self.no_logo.clicked.connect(self._drop_logo)
        self.save.clicked.connect(self._save)

    def _choose(self) -> None:
        pictures = tr("Pictures") + " (*.png *.jpg *.jpeg)"
        path, _ = QFileDialog.getOpenFileName(self.window(), tr("Choose a Logo"), "", pictures)
        if path:
            self.take_picture(Path(path))

    def _drop_logo(self) -> None:
        self._take_logo("")
        self._on_typed()

    def _take_logo(self, logo: str) -> None:
        self._logo = logo
        self.no_logo.setEnabled(bool(logo))
        self.logo_told.setText(tr("A logo is chosen.") if logo else tr("No logo."))

    def _on_typed(self) -> None:
        self.told.setText("")
        self._refuse(None)
        self.typed.emit()

    def _save(self) -> None:
        command = self.typed_look()
        self._refuse(None)
        self._runner.do(
            command,
            while_alive(self, lambda _: self._saved(command)),
            refused=while_alive(self, self._refuse),
            button=self.save,
        )

    def _saved(self, command: SaveReceiptLook) -> None:
        self._stored = command
        self.told.setText(tr("Saved."))
        self.changed.emit()

    def _refuse(self, error: DeskError | None) -> None:
        subject = error.subject if error is not None else ""
        text = error.text if error is not None else ""
        fields: dict[str, Field[LinesEdit] | TextField] = {
            "header": self.header,
            "footer": self.footer,
            "tax_number": self.tax_number,
            "qr": self.qr,
        }
        for name, field in fields.items():
            field.set_error(text if name == subject else "")
        self.refusal.say(error)


def _same(one: SaveReceiptLook, other: SaveReceiptLook) -> bool:
    names = ("header", "footer", "tax_number", "logo", "qr")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _lines_field(label: str) -> Field[LinesEdit]:
    made = LinesEdit(LONGEST["header"])
    made.setFixedHeight(76)
    field = Field(label, made)
    words = tr("The text is too long: at most {count} characters.")
    made.refused.connect(lambda _: field.set_error(words.format(count=LONGEST["header"])))
    return field


def logo_of(path: Path) -> str:
    """A picture file as a logo: a PNG of one bit a dot, in base64. Any thread.

    Raises:
        DeskError: ``picture.unreadable``.
    """
    image = read_picture(path, QSize(WIDEST, TALLEST))
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return base64.b64encode(as_png(paper.convertToFormat(QImage.Format.Format_Mono))).decode()
