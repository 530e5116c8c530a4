"""Add Client: phone, name, and what may come with them. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.clients import AddClient, ClientAnswer
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.tokens import GAP_L, GAP_M


class AddClientDialog(Dialog):
    """Registers a client.

    Signals:
        added: The new client's id.
    """

    added = Signal(int)

    def __init__(self, over: QWidget, runner: DeskRunner, typed: str = "") -> None:
        super().__init__(over, tr("Add Client"), width=600)
        self._runner = runner
        self.phone = TextField(tr("Phone"), placeholder="+7 701 555 44 17")
        self.name = TextField(tr("Name"))
        self.email = TextField(tr("Email"), tr("Optional"))
        self.card = TextField(tr("Card number"), tr("Optional: scan it here"))
        self._fields = {
            "phone": self.phone,
            "name": self.name,
            "email": self.email,
            "card_number": self.card,
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_L)
        grid.setVerticalSpacing(GAP_M)
        for number, field in enumerate(self._fields.values()):
            grid.addWidget(field, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(number % 2, 1)
            field.editor.textEdited.connect(lambda _: self.refuse(None))
        self.body.addLayout(grid)
        self.set_primary(tr("Add Client"))
        self._take_over(typed)

    def begin(self) -> None:
        """Opens with the keyboard in the first empty field."""
        self.open(self.name.editor if self.phone.text() else self.phone.editor)

    def on_primary(self) -> None:
        """Adds the client."""
        for field in self._fields.values():
            field.set_error("")
        command = AddClient(
            phone=self.phone.text(),
            name=self.name.text(),
            email=self.email.text(),
            card_number=self.card.text(),
        )
        self.submit(self._runner, command, self._added)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        field = self._fields.get(error.subject) if error is not None else None
        if field is not None and error is not None:
            field.set_error(error.text)
            field.editor.setFocus()
            field.editor.selectAll()
            error = DeskError(error.code, error.what_to_do or error.text)
        super().refuse(error)

    def _take_over(self, typed: str) -> None:
        # What was searched for and not found is most often the new client's phone or name.
        if sum(sign.isdigit() for sign in typed) >= 6:
            self.phone.editor.setText(typed)
        elif typed and not any(sign.isdigit() for sign in typed):
            self.name.editor.setText(typed)

    def _added(self, answer: ClientAnswer) -> None:
        self.finish(done=True)
        self.added.emit(answer.client_id)
