"""Handing the desk over in passing: choose who, PIN or password, Enter. GUI thread only.

The screen behind stays; from then on deeds are done under the new name.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.role_words import role_word
from clubdesk.services.sign_in import SignedIn, SignIn
from clubdesk.services.views import SignInName
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.person_pick import PersonPick

WIDTH = 640


class SwitchDialog(Dialog):
    """Who takes over.

    Signals:
        lock_asked: The desk is to be locked instead.
        sign_out_asked: The person at the desk leaves for good.
    """

    lock_asked = Signal()
    sign_out_asked = Signal()

    def __init__(self, over: QWidget, runner: DeskRunner) -> None:
        staff = runner.staff
        now = f"· {staff.name}, {role_word(staff.role, staff.role_name)}" if staff else ""
        super().__init__(over, tr("Who takes over?"), now, WIDTH)
        self._runner = runner
        self.pick = PersonPick(tr("Who"), tr("Password or PIN"), letters=True)
        self.body.addWidget(self.pick)
        self.lock = Button(tr("Lock"), Kind.QUIET, "Ctrl+L", icon_name="lock")
        self.leave = Button(tr("Sign Out"), Kind.QUIET, icon_name="log-out")
        for button in (self.lock, self.leave):
            button.setFixedHeight(BIG_HEIGHT)
            self.footer_left.addWidget(button)
        self.set_primary(tr("Take Over"))
        self.lock.clicked.connect(self._lock_instead)
        self.leave.clicked.connect(self._leave_instead)

    def begin(self) -> None:
        """Opens with the keyboard in the secret's field."""
        self.open(self.pick.secret.editor)
        own = self._runner.staff
        self._runner.ask(
            lambda books: books.sign_in_names(),
            while_alive(self, lambda people: self._show(people, own.login if own else "")),
        )

    def on_primary(self) -> None:
        """Signs the other person in."""
        typed = self.pick.secret.editor.text()
        if not typed:
            self.pick.secret.set_error(tr("Type the password or the PIN."))
            self.pick.secret.editor.setFocus()
        elif self.pick.login():
            command = SignIn(login=self.pick.login(), password=typed)
            self.submit(self._runner, command, self._signed_in)

    def refuse(self, error: DeskError | None) -> None:
        """A wrong secret is told at its field."""
        self.pick.secret.set_error("")
        if error is not None and error.subject == "password":
            self.pick.secret.set_error(f"{error.text} {error.what_to_do}")
            self.pick.secret.editor.selectAll()
            self.pick.secret.editor.setFocus()
            return
        super().refuse(error)

    def _show(self, people: Sequence[SignInName], own: str) -> None:
        others = [one for one in people if one.login != own]
        self.pick.show_people(others)
        nobody = "" if others else tr("Nobody else has an account at this desk.")
        self.set_primary(tr("Take Over"), why_not=nobody)

    def _signed_in(self, answer: SignedIn) -> None:
        who, runner = answer.staff_id, self._runner
        self.pick.secret.editor.clear()
        self.finish(done=True)

        def welcome(staff: Staff | None) -> None:
            if staff is not None:
                runner.sign_in(staff)

        runner.ask(lambda books: books.staff(who), welcome)

    def _lock_instead(self) -> None:
        self.finish(done=False)
        self.lock_asked.emit()

    def _leave_instead(self) -> None:
        self.finish(done=False)
        self.sign_out_asked.emit()
