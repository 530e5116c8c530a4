"""A person of the staff: added, or edited. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Role, StaffRole
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command
from clubdesk.services.role_words import role_word
from clubdesk.services.staffing import AddStaff, EditStaff
from clubdesk.services.views_people import StaffRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Choice, Field, TextField
from clubdesk.ui.look.tick import Tick

WIDTH = 480


class PersonDialog(Dialog):
    """Name, login, role; for a new account its password and PIN; else whether it is in use."""

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        roles: Sequence[StaffRole],
        person: StaffRow | None,
    ) -> None:
        title = tr("Edit Person") if person else tr("Add Person")
        super().__init__(over, title, f"· {person.name}" if person else "", WIDTH)
        self._runner = runner
        self._person = person
        self.name = TextField(tr("Name"))
        self.login = TextField(tr("Login"))
        self.role = Choice([(role.key, role_word(role.key, role.name)) for role in roles])
        self.password = TextField(tr("Password"), tr("6 characters or more."), secret=True)
        self.pin = TextField(
            tr("PIN"), tr("4-8 digits, for approvals and a quick sign-in. May stay empty."),
            secret=True,
        )  # fmt: skip
        self.active = Tick(tr("In use"), tr("An account out of use cannot sign in; it is kept."))
        self._grey_out(roles)
        self._fill()
        self.set_primary(tr("Save") if person else tr("Add Person"))

    def begin(self) -> None:
        """Opens with the keyboard in the name."""
        self.open(self.name.editor)

    def on_primary(self) -> None:
        """Writes the account."""
        self.submit(self._runner, self._command())

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        fields = {"name": self.name, "login": self.login}
        fields |= {"password": self.password, "pin": self.pin}
        for subject, field in fields.items():
            about = error is not None and error.subject == subject
            field.set_error(error.text if about and error is not None else "")
            if about:
                field.editor.setFocus()
        super().refuse(error)

    def _command(self) -> Command:
        name, login, role = self.name.text(), self.login.text(), str(self.role.key())
        if self._person is None:
            secret, pin = self.password.text(), self.pin.text()
            return AddStaff(name=name, login=login, role=role, password=secret, pin=pin)
        return EditStaff(
            staff_id=self._person.id,
            name=name,
            login=login,
            role=role,
            active=self.active.isChecked(),
        )

    def _grey_out(self, roles: Sequence[StaffRole]) -> None:
        """A role that may do more than the person at the desk can be seen, not chosen."""
        own = self._runner.staff.permissions if self._runner.staff else frozenset()
        model = self.role.model()
        for number, role in enumerate(roles):
            if isinstance(model, QStandardItemModel) and not role.permissions <= own:
                item = model.item(number)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
                item.setToolTip(tr("Nobody can give more than they have."))

    def _fill(self) -> None:
        parts: list[QWidget] = [self.name, self.login, Field(tr("Role"), self.role)]
        if self._person is None:
            parts += [self.password, self.pin]
            self.role.choose(Role.CASHIER.value)
        else:
            parts.append(self.active)
            self.name.editor.setText(self._person.name)
            self.login.editor.setText(self._person.login)
            self.role.choose(self._person.role.key)
            self.active.setChecked(self._person.active)
            own = self._runner.staff is not None and self._runner.staff.id == self._person.id
            self.active.allow(tr("Nobody takes their own account out of use.") if own else "")
        for part in parts:
            self.body.addWidget(part)
