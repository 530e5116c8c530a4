"""Edit Client: what is known about a client, written anew. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Client
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.client_file import EditClient
from clubdesk.services.views import ClientRow
from clubdesk.ui.clients.fact_fields import FactFields
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.text import Text


class EditClientDialog(Dialog):
    """Changes a client's facts.

    Signals:
        open_wanted: The id of the client who has the typed phone already.
    """

    open_wanted = Signal(int)

    def __init__(self, over: QWidget, runner: DeskRunner, person: Client) -> None:
        super().__init__(over, tr("Edit client"), f"· {person.name}", width=600)
        self._runner, self._person = runner, person
        self.facts = FactFields(runner, is_new=False)
        self.warning = Text(
            tr("A changed phone is not verified any more: a new code confirms it."), "amber"
        ).wrapped()
        self.facts.fill(person)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.warning)
        self.warning.hide()
        self.facts.edited.connect(lambda: self.refuse(None))
        self.facts.phone.editor.textChanged.connect(lambda _: self._warn())
        self.facts.open_wanted.connect(self._open_other)
        self.set_primary(tr("Save"))

    def begin(self) -> None:
        """Opens with the keyboard in the name."""
        self.open(self.facts.name.editor)

    def on_primary(self) -> None:
        """Saves."""
        self.facts.mark(None)
        command = EditClient(
            client_id=self._person.id,
            phone=self.facts.phone.text(),
            name=self.facts.name.text(),
            email=self.facts.email.text(),
            birthday=self.facts.birthday_typed(),
            group_id=self.facts.group_typed(),
        )
        self.submit(self._runner, command)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        super().refuse(self.facts.mark(error) if error is not None else None)

    def _warn(self) -> None:
        digits = "".join(sign for sign in self.facts.phone.text() if sign.isdigit())
        is_other = digits[-9:] != self._person.phone[-9:]
        self.warning.setVisible(is_other and self._person.phone_verified)

    def _open_other(self, client_id: int) -> None:
        self.finish(done=False)
        self.open_wanted.emit(client_id)


def open_edit(over: QWidget, runner: DeskRunner, client_id: int) -> None:
    """Opens Edit Client for a client."""

    def found(row: ClientRow | None) -> None:
        if row is not None and row.client.is_living:
            EditClientDialog(over, runner, row.client).begin()

    runner.ask(lambda books: books.client(client_id), while_alive(over, found))
