"""A new password or PIN, for oneself or another. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command
from clubdesk.services.staff_secrets import SetPassword, SetPin
from clubdesk.services.views_people import StaffRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField

WIDTH = 540


class SecretDialog(Dialog):
    """Types the new secret twice; one's own asks for one's password first.

    Args:
        over: Any widget of the window.
        runner: The way to the desk.
        person: Whose it is.
        pin: A PIN, else a password.
    """

    def __init__(self, over: QWidget, runner: DeskRunner, person: StaffRow, *, pin: bool) -> None:
        super().__init__(over, tr("PIN") if pin else tr("Password"), f"· {person.name}", WIDTH)
        self._runner = runner
        self._person = person
        self._pin = pin
        is_own = runner.staff is not None and runner.staff.id == person.id
        hint = tr("4-8 digits; not 0000, not 1234.") if pin else tr("6 characters or more.")
        self.own = TextField(tr("Your password so far"), secret=True)
        self.new = TextField(tr("New PIN") if pin else tr("New password"), hint, secret=True)
        self.again = TextField(tr("Once more"), secret=True)
        for part in ((self.own,) if is_own else ()) + (self.new, self.again):
            self.body.addWidget(part)
        self._first = self.own if is_own else self.new
        self.remove = Button(tr("Remove PIN"), Kind.DANGER)
        self.remove.setFixedHeight(BIG_HEIGHT)
        self.remove.clicked.connect(self._remove)
        if pin and person.has_pin:
            self.footer_left.addWidget(self.remove)
        self.set_primary(tr("Set PIN") if pin else tr("Set Password"))

    def begin(self) -> None:
        """Opens with the keyboard in the first field."""
        self.open(self._first.editor)

    def on_primary(self) -> None:
        """Writes it, if both times the same was typed."""
        if self.new.text() != self.again.text():
            self.again.set_error(tr("This is not the same."))
            self.again.editor.setFocus()
            return
        if not self.new.text():
            self.new.set_error(tr("Type it."))
            self.new.editor.setFocus()
            return
        self.submit(self._runner, self._command(self.new.text()))

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        about_own = error is not None and error.subject == "own_password"
        about_new = error is not None and error.subject in ("password", "pin")
        self.own.set_error(error.text if about_own and error is not None else "")
        self.new.set_error(error.text if about_new and error is not None else "")
        super().refuse(error)

    def _remove(self) -> None:
        self.submit(self._runner, self._command(""))

    def _command(self, secret: str) -> Command:
        own = self.own.text()
        if self._pin:
            return SetPin(staff_id=self._person.id, pin=secret, own_password=own)
        return SetPassword(staff_id=self._person.id, password=secret, own_password=own)
