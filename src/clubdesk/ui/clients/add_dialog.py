"""Add Client: who it is, then the code that verifies the phone. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Client
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.clients import AddClient, ClientAnswer
from clubdesk.services.views import ClientRow
from clubdesk.ui.clients.fact_fields import FactFields
from clubdesk.ui.clients.verify_step import VerifyStep
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.marks import Avatar


class AddClientDialog(Dialog):
    """Registers a client and verifies the phone.

    Signals:
        added: The new client's id, when the dialog is gone: verified or not, the client is there.
        open_wanted: The id of the client who has the typed phone or card already.
    """

    added = Signal(int)
    open_wanted = Signal(int)

    def __init__(self, over: QWidget, runner: DeskRunner, typed: str = "") -> None:
        super().__init__(over, tr("Add Client"), width=600)
        self._runner = runner
        self._added_id: int | None = None
        self.facts = FactFields(runner, is_new=True)
        self.step = VerifyStep(self, runner)
        self.phone, self.name = self.facts.phone, self.facts.name
        self.email, self.card = self.facts.email, self.facts.card
        self.body.addWidget(self.facts)
        self.body.addWidget(self.step)
        self.step.hide()
        self.facts.edited.connect(lambda: self.refuse(None))
        self.facts.open_wanted.connect(self._open_other)
        self.set_primary(tr("Add Client"))
        self._take_over(typed)

    def begin(self) -> None:
        """Opens with the keyboard in the first empty field."""
        self.open(self.name.editor if self.phone.text() else self.phone.editor)

    def on_primary(self) -> None:
        """Adds the client; then checks the code."""
        if self._added_id is not None:
            self.step.act()
            return
        self.facts.mark(None)
        command = AddClient(
            phone=self.phone.text(),
            name=self.name.text(),
            email=self.email.text(),
            card_number=self.card.text(),
            birthday=self.facts.birthday_typed(),
            note=self.facts.note.text(),
            group_id=self.facts.group_typed(),
        )
        self.submit(self._runner, command, self._added)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        if self._added_id is not None:
            super().refuse(self.step.mark(error))
        else:
            super().refuse(self.facts.mark(error) if error is not None else None)

    def finish(self, *, done: bool) -> None:
        """Closes; a client who was added is there whatever became of the code."""
        was_open = self.isVisible()
        super().finish(done=done or self._added_id is not None)
        if was_open and self._added_id is not None:
            self.added.emit(self._added_id)

    def _take_over(self, typed: str) -> None:
        # What was searched for and not found is most often the new client's phone or name.
        if sum(sign.isdigit() for sign in typed) >= 6:
            self.phone.put(typed)
        elif typed and not any(sign.isdigit() for sign in typed):
            self.name.editor.setText(typed)

    def _added(self, answer: ClientAnswer) -> None:
        self._added_id = answer.client_id
        self._runner.ask(
            lambda books: books.client(answer.client_id), while_alive(self, self._verify)
        )

    def _verify(self, found: ClientRow | None) -> None:
        if found is None:
            self.finish(done=True)
            return
        self._show_person(found.client)
        self.facts.hide()
        self.step.show()
        self.step.begin(found.client, send=True)

    def _show_person(self, person: Client) -> None:
        self.heading.setText(tr("Verify phone"))
        self.subtitle.setText(tr("· {name} was added").format(name=person.name))
        self.header_right.addWidget(Avatar(person.name, 32))

    def _open_other(self, client_id: int) -> None:
        self.finish(done=False)
        self.open_wanted.emit(client_id)
