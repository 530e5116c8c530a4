"""A colleague's PIN for one deed, over whatever is open. GUI thread only.

The command is sent again, under the same id, with the approval; a wrong PIN stays here with its
reason, and giving up hands the first refusal back to whoever asked.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Approval
from clubdesk.services.permission_words import permission_word
from clubdesk.services.views import SignInName
from clubdesk.ui.desk_runner import NOT_ALLOWED, DeskRunner, Wish
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.person_pick import PersonPick
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import SEMIBOLD

WIDTH = 440


class ApprovalDialog(Dialog):
    """Who approves, the PIN, and what it is for."""

    def __init__(self, over: QWidget, runner: DeskRunner, wish: Wish, refusal: DeskError) -> None:
        super().__init__(over, tr("Approval"), width=WIDTH)
        self._runner = runner
        self._wish = wish
        self._first_refusal = refusal
        self._needed = {Permission(refusal.subject)}
        self.header_right.addWidget(Icon("lock", "amber", 18))
        self.what = Text(wish.what, "text", weight=SEMIBOLD).wrapped()
        self.missing = small().wrapped()
        self.nobody = Text("", "amber").wrapped()
        self.pick = PersonPick(tr("Who approves"), tr("PIN"))
        box = Panel("raised", 12)
        box.column.addWidget(self.what)
        box.column.addWidget(self.missing)
        self.body.addWidget(box)
        self.body.addWidget(self.nobody)
        self.body.addWidget(self.pick)
        self.nobody.hide()
        self.set_primary(tr("Approve"))
        self.closed.connect(self._on_closed)
        self._say_needed()

    def begin(self) -> None:
        """Opens with the keyboard in the PIN."""
        self.open(self.pick.secret.editor)
        self._ask_people()

    def on_primary(self) -> None:
        """Sends the command again with the approval."""
        if not self.pick.login():
            return
        pin = self.pick.secret.editor.text()
        if not pin:
            self.pick.secret.set_error(tr("Type the PIN."))
            self.pick.secret.editor.setFocus()
            return
        approved = msgspec.structs.replace(
            self._wish.command,
            approval=Approval(login=self.pick.login(), pin=pin),
        )
        self.submit(self._runner, approved, self._done)

    def refuse(self, error: DeskError | None) -> None:
        """A wrong PIN is marked at its field; a further missing permission asks for another."""
        self.pick.secret.set_error("")
        if error is not None:
            self.pick.secret.editor.clear()
            self.pick.secret.editor.setFocus()
        if error is not None and error.code == NOT_ALLOWED:
            self._needed.add(Permission(error.subject))
            self._say_needed()
            self._ask_people()
        elif error is not None and error.subject == "pin":
            self.pick.secret.set_error(f"{error.text} {error.what_to_do}")
            return
        super().refuse(error)

    def _send(self, runner: DeskRunner, wish: Wish) -> None:
        # Nobody is asked to approve an approval.
        runner.do(wish.command, wish.then, refused=wish.refused)

    def _ask_people(self) -> None:
        needed, own = sorted(self._needed), self._runner.staff
        self._runner.ask(
            lambda books: [books.approvers(permission) for permission in needed],
            while_alive(self, lambda found: self._show_people(found, own.login if own else "")),
        )

    def _show_people(self, found: Sequence[Sequence[SignInName]], own: str) -> None:
        everywhere = set.intersection(*({one.login for one in people} for people in found))
        people = [one for one in found[0] if one.login in everywhere and one.login != own]
        self.pick.show_people(people)
        self.pick.setVisible(bool(people))
        self.nobody.setText(
            tr("Nobody else here could approve this: no colleague has the permission and a PIN.")
        )
        self.nobody.setVisible(not people)
        self.set_primary(tr("Approve"), why_not="" if people else self.nobody.text())
        (self.pick.secret.editor if people else self.cancel).setFocus()

    def _say_needed(self) -> None:
        words = ", ".join(permission_word(permission) for permission in sorted(self._needed))
        self.missing.setText(tr("Missing permission: {permission}.").format(permission=words))

    def _done(self, answer: object) -> None:
        self.finish(done=True)
        if self._wish.then is not None:
            self._wish.then(answer)

    def _on_closed(self, done: bool) -> None:
        if not done:
            self._wish.refused(self._first_refusal)


def ask_approval(over: QWidget, runner: DeskRunner, wish: Wish, refusal: DeskError) -> None:
    """Opens the dialog for a refusal whose subject names a permission."""
    if refusal.subject in set(Permission):
        ApprovalDialog(over, runner, wish, refusal).begin()
    else:
        wish.refused(refusal)
