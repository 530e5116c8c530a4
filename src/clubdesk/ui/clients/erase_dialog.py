"""Erase personal data: what goes, what stays, and no way to do it by accident. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import fold
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.erasing import EraseClient
from clubdesk.ui.clients.card_facts import CardFacts
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.wording import money, points
from clubdesk.ui.operations.reason import ReasonField


class EraseDialog(Dialog):
    """Forgets a client on request; the books stay under the client's number."""

    def __init__(self, over: QWidget, runner: DeskRunner, facts: CardFacts) -> None:
        client = facts.client
        number = tr("· {name}, No. {number}").format(name=client.name, number=client.id)
        super().__init__(over, tr("Erase personal data"), number, width=620)
        self._runner, self._facts = runner, facts
        self.settled = Text("", "red", weight=500).wrapped()
        self.word = TextField(
            tr("To confirm, type the client's number or name"), placeholder=str(client.id)
        )
        self.reason = ReasonField((tr("The client asked for it"), tr("A card made for a test")))
        self.body.addWidget(self._what_happens())
        self.body.addWidget(self.settled)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.word)
        self.primary.set_kind(Kind.DANGER)
        self.settled.setText(unsettled(facts))
        self.settled.setVisible(bool(unsettled(facts)))
        self.word.editor.textChanged.connect(lambda _: self._typed())
        self.reason.changed.connect(lambda _: self._typed())
        self._typed()

    def begin(self) -> None:
        """Opens it with the keyboard in the reason; where nothing can be done, on Cancel."""
        self.open(self.cancel if unsettled(self._facts) else self.reason.edit)

    def on_primary(self) -> None:
        """Erases for good."""
        command = EraseClient(client_id=self._facts.client.id, reason=self.reason.text())
        self.submit(self._runner, command)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the reason if that is what is wrong."""
        if error is not None and error.subject == "reason":
            self.reason.set_error(error.text)
        super().refuse(error)

    def _what_happens(self) -> Panel:
        panel = Panel("raised", 12)
        for icon, tone, text in (
            (
                "x",
                "red",
                tr(
                    "Gone for good: phone, name, email, birthday, card, note, and the name on"
                    " stored receipts. Nobody can bring them back."
                ),
            ),
            (
                "check",
                "green",
                tr(
                    "Kept: every operation, visit and shift report, under the number {number}"
                    " alone, so that the books still add up."
                ).format(number=self._facts.client.id),
            ),
        ):
            line = row(Icon(icon, tone, 16), Text(text).wrapped(), gap=10)
            line.setStretch(1, 1)
            panel.column.addLayout(line)
        return panel

    def _typed(self) -> None:
        self.set_primary(tr("Erase for good"), why_not=self._why_not())

    def _why_not(self) -> str:
        client = self._facts.client
        if unsettled(self._facts):
            return unsettled(self._facts)
        if not self.reason.text():
            return tr("Say why.")
        typed = self.word.text()
        if typed != str(client.id) and fold(typed) != fold(client.name):
            return tr("Type the client's number or name to confirm.")
        return ""


def unsettled(facts: CardFacts) -> str:
    """What has to be settled before a client can be forgotten; empty for nothing."""
    now = facts.money
    left = [money(now.balance, facts.club)] if now.balance else []
    left += [points(now.points, facts.club)] if now.points else []
    if not left:
        return ""
    return tr("There is {what} on the card: refund or deduct it first.").format(
        what=tr("{one} and {other}").format(one=left[0], other=left[1]) if left[1:] else left[0]
    )
