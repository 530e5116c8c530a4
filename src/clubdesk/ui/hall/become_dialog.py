"""A guest's session is put on a client's card, with the money that is left. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.foundation.translate import tr
from clubdesk.services.guests import GuestBecomesClient
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.words import short_name
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import Fact
from clubdesk.ui.look.text import Text
from clubdesk.ui.operations.client_picker import ClientPicker


class BecomeDialog(Dialog):
    """Finds the client.

    Signals:
        done: What moved (BecameClient).
    """

    done = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner, seat: Seat, wording: Wording) -> None:
        heading = tr("Put on a client's card")
        super().__init__(over, heading, f"· {seat.card.station.name}", width=600)
        self.setObjectName("become_dialog")
        self._runner, self._seat = runner, seat
        note = tr("The session goes on as it is. What is left of the guest's money moves along.")
        self.picker = ClientPicker(runner)
        self.picker.know(wording.club)
        self.rest = Fact(tr("Moves to the game account"))
        self.rest.say(wording.money.exact(max(0, seat.reading.money_minor)))
        for part in (Text(note, "dim").wrapped(), self.rest, self.picker):
            self.body.addWidget(part)
        self.picker.picked.connect(lambda _: self._show())
        self.picker.cleared.connect(self._show)
        self._show()

    def begin(self) -> None:
        """Opens with the keyboard in the search."""
        self.open(self.picker.search)

    def on_primary(self) -> None:
        """Puts the session on the client."""
        session, row = self._seat.card.session, self.picker.row
        if session is None or row is None:
            return

        def became(answer: object) -> None:
            self.done.emit(answer)
            self.finish(done=True)

        command = GuestBecomesClient(session_id=session.id, client_id=row.client.id)
        self.submit(self._runner, command, became)

    def _show(self) -> None:
        row = self.picker.row
        if row is None:
            self.set_primary(tr("Put on the card"), why_not=tr("Find the client first."))
            return
        why_not = ""
        if row.playing_on:
            why_not = tr("Plays already: {station}").format(station=row.playing_on)
        elif row.client.blocked:
            why_not = tr("This client is blocked.")
        yes = tr("Put on the card of {name}").format(name=short_name(row.client.name))
        self.set_primary(yes, why_not=why_not)
