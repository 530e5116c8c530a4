"""What a card terminal needs to be reached, by its kind. GUI thread only."""

from __future__ import annotations

from typing import get_args

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.printer_settings import BAUDS
from clubdesk.foundation.settings import DeskSettings, TerminalChosen
from clubdesk.foundation.translate import mark, tr
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.field import Choice, Field, TextField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_L, GAP_M

MANUAL, NONE, TCP, SERIAL, KASPI = "manual", "none", "zvt_tcp", "zvt_serial", "kaspi"
USUAL_PORTS = {TCP: 20007, KASPI: 8080}
_ABOUT = {
    MANUAL: mark("A terminal of its own stands beside the till: the cashier says how it went."),
    NONE: mark("The club takes no cards."),
    TCP: mark("The desk asks a ZVT terminal in the club's network."),
    SERIAL: mark("The desk asks a ZVT terminal on a serial line."),
    KASPI: mark("The desk asks a Kaspi Smart POS in the club's network."),
}


class TerminalFields(QWidget):
    """The kind and its fields; those of other kinds are hidden and keep what they hold.

    Signals:
        changed: Another kind was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind = ChipRow(
            [
                (MANUAL, tr("Beside the till")),
                (TCP, tr("ZVT, network")),
                (SERIAL, tr("ZVT, serial line")),
                (KASPI, "Kaspi Smart POS"),
                (NONE, tr("No cards")),
            ]
        )
        self.about = Text("", "dim").wrapped()
        self.host = TextField(tr("Address"), placeholder="192.168.1.60")
        self.port = NumberBox(1, 65535, USUAL_PORTS[TCP])
        self.serial = TextField(tr("Serial line"), placeholder="COM3, /dev/ttyUSB0")
        self.baud = Choice([(baud, str(baud)) for baud in BAUDS])
        self.password = TextField(
            tr("Terminal's password"), tr("Six digits; empty: 000000."), secret=True
        )
        self.fingerprint = TextField(
            tr("Certificate's fingerprint"), tr("SHA-256; empty: a known authority's certificate.")
        )
        self._port_field = Field(tr("Port"), self.port)
        self._baud_field = Field(tr("Baud"), self.baud)
        self._lay_out()
        self.kind.chosen.connect(lambda _: self._switch())
        self._switch()

    def fill(self, kept: DeskSettings) -> None:
        """Shows settings."""
        self.kind.choose(kept.terminal_kind)
        self.host.editor.setText(kept.terminal_host)
        self.serial.editor.setText(kept.terminal_serial)
        self.fingerprint.editor.setText(kept.terminal_fingerprint)
        usual = USUAL_PORTS.get(kept.terminal_kind, USUAL_PORTS[TCP])
        self.port.setValue(kept.terminal_port or usual)
        self.baud.choose(kept.terminal_baud)
        self._switch()

    def typed(self, kept: DeskSettings) -> DeskSettings:
        """The settings with what stands in the fields.

        Raises:
            DeskError: ``terminal.address_missing`` or ``terminal.bad_password``, with the field.
        """
        kind = self.kind_chosen()
        if kind in (TCP, KASPI) and not self.host.text():
            raise _missing(tr("The terminal's address is missing."), "host")
        if kind == SERIAL and not self.serial.text():
            raise _missing(tr("The serial line is missing."), "serial")
        password = self.password.text()
        if password and not (len(password) == 6 and password.isascii() and password.isdigit()):
            raise DeskError(
                "terminal.bad_password",
                tr("The terminal's password has six digits."),
                tr("Ask the terminal's provider for it."),
                subject="password",
            )
        return msgspec.structs.replace(
            kept,
            terminal_kind=kind,
            terminal_host=self.host.text(),
            terminal_port=self.port.value(),
            terminal_serial=self.serial.text(),
            terminal_baud=int(str(self.baud.key())),
            terminal_fingerprint=self.fingerprint.text(),
        )

    def kind_chosen(self) -> TerminalChosen:
        """The kind."""
        kinds = get_args(TerminalChosen)
        chosen = str(self.kind.key())
        return next((kind for kind in kinds if kind == chosen), "manual")

    def mark(self, error: DeskError | None) -> None:
        """Shows an error at its field."""
        fields = {"host": self.host, "serial": self.serial, "password": self.password}
        for name, field in fields.items():
            field.set_error(error.text if error is not None and error.subject == name else "")

    def say_password_is_kept(self, *, is_kept: bool) -> None:
        """Tells that a password is there without showing it."""
        self.password.editor.clear()
        words = tr("Kept. Type here only to change it.") if is_kept else tr("Not set yet")
        self.password.editor.setPlaceholderText(words)

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        lines.addWidget(self.kind)
        lines.addWidget(self.about)
        for left, right in (
            (self.host, self._port_field),
            (self.serial, self._baud_field),
            (self.password, self.fingerprint),
        ):
            line = QHBoxLayout()
            line.setSpacing(GAP_L)
            line.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
            line.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
            lines.addLayout(line)

    def _switch(self) -> None:
        kind = self.kind_chosen()
        self.about.setText(tr(_ABOUT[kind]))
        shown: dict[QWidget, bool] = {
            self.host: kind in (TCP, KASPI),
            self._port_field: kind in (TCP, KASPI),
            self.serial: kind == SERIAL,
            self._baud_field: kind == SERIAL,
            self.password: kind in (TCP, SERIAL),
            self.fingerprint: kind == KASPI,
        }
        for widget, visible in shown.items():
            widget.setVisible(visible)
        if self.port.value() in USUAL_PORTS.values() and kind in USUAL_PORTS:
            self.port.setValue(USUAL_PORTS[kind])
        self.changed.emit()


def _missing(text: str, subject: str) -> DeskError:
    return DeskError(
        "terminal.address_missing",
        text,
        tr("Nothing was changed. See the terminal's own settings."),
        subject=subject,
    )
