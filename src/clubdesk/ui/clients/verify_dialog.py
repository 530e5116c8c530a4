"""Verify phone: the code from the message, from the client card. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Client
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.ports_people import PhoneCode
from clubdesk.services.views import ClientRow
from clubdesk.ui.clients.verify_step import VerifyStep
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.marks import Avatar


class VerifyDialog(Dialog):
    """Verifies a client's phone."""

    def __init__(self, over: QWidget, runner: DeskRunner, person: Client) -> None:
        super().__init__(over, tr("Verify phone"), f"· {person.name}", width=600)
        self._person = person
        self.step = VerifyStep(self, runner)
        self.body.addWidget(self.step)
        self.header_right.addWidget(Avatar(person.name, 32))

    def begin(self, *, send: bool) -> None:
        """Opens; ``send`` sends a code at once."""
        self.open(self.step.code.editor)
        self.step.begin(self._person, send=send)

    def on_primary(self) -> None:
        """Checks the code, or skips."""
        self.step.act()

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about, too."""
        super().refuse(self.step.mark(error))


def open_verify(over: QWidget, runner: DeskRunner, client_id: int) -> None:
    """Opens Verify phone for a client; a code is sent unless one still holds."""
    now = runner.desk.clock.now()

    def found(answer: tuple[ClientRow | None, PhoneCode | None]) -> None:
        row, code = answer
        if row is None or not row.client.is_living or row.client.phone_verified:
            return
        holds = code is not None and code.phone == row.client.phone and now < code.expires_at
        VerifyDialog(over, runner, row.client).begin(send=not holds)

    runner.ask(
        lambda books: (books.client(client_id), books.client_file(client_id, now).code),
        while_alive(over, found),
    )
