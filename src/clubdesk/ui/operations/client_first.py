"""Asks whose account it is about, then opens the operation. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.views import ClientRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.operations.client_picker import ClientPicker

Open = Callable[[QWidget, DeskRunner, int], None]


class ClientFirst(Dialog):
    """The field User alone; choosing someone goes on."""

    def __init__(self, over: QWidget, runner: DeskRunner, heading: str, club: Club) -> None:
        super().__init__(over, heading, width=640)
        self.picker = ClientPicker(runner)
        self.picker.know(club)
        self.body.addWidget(self.picker)
        self.set_primary(tr("Go on"), why_not=tr("Find the client first."))
        self.primary.hide()

    def begin(self) -> None:
        """Opens with the keyboard in the search."""
        self.open(self.picker.search)


def open_for_someone(over: QWidget, runner: DeskRunner, heading: str, then: Open) -> None:
    """Asks for the client; ``then`` opens the operation for who was chosen.

    Args:
        over: Any widget of the window.
        runner: The way to the desk.
        heading: What is to be done.
        then: Such as ``open_refund``.
    """

    def found(club: Club | None) -> None:
        if club is None:
            return
        dialog = ClientFirst(over, runner, heading, club)

        def picked(row: ClientRow) -> None:
            dialog.finish(done=True)
            then(over, runner, row.client.id)

        dialog.picker.picked.connect(picked)
        dialog.begin()

    runner.ask(lambda books: books.club(), while_alive(over, found))
