"""A client's membership card: given or replaced by scan or typing, blocked, freed.

GUI thread only.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.client_cards import AssignCard, BlockCard, FreeCard
from clubdesk.services.commands import Command
from clubdesk.services.ports_people import RetiredCard
from clubdesk.ui.clients.card_facts import CardFacts
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Kind
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Choice, Field, TextField
from clubdesk.ui.look.frames import Fact
from clubdesk.ui.look.line_edit import take_scans
from clubdesk.ui.look.text import Text
from clubdesk.ui.operations.reason import ReasonField

GIVE, BLOCK, FREE = "give", "block", "free"
LONGEST = 64


class MembershipDialog(Dialog):
    """Gives, replaces, blocks or frees a card; a card is read into the field, Enter gives it."""

    def __init__(self, over: QWidget, runner: DeskRunner, facts: CardFacts) -> None:
        client = facts.client
        super().__init__(over, tr("Membership card"), f"· {client.name}", width=600)
        self._runner, self._client = runner, client
        self._retired = facts.file.retired_cards
        self.way = ChipRow(self._ways())
        self.number = TextField(
            tr("Card number"), tr("Scan the card, or type the number printed on it.")
        )
        self.number.editor.setMaxLength(LONGEST)
        take_scans(self.number.editor)
        self.old = Choice([(card.number, _retired_words(card)) for card in self._retired])
        self.old_field = Field(tr("Card out of use"), self.old)
        self.reason = ReasonField((tr("Lost"), tr("Stolen"), tr("Broken")))
        self.about = Text("", "dim").wrapped()
        self.body.addWidget(self.way)
        self.body.addWidget(Fact(tr("Card in use"), client.card_number or tr("none")))
        for part in (self.about, self.number, self.old_field, self.reason):
            self.body.addWidget(part)
        self.way.chosen.connect(lambda _: self._switch())
        self.number.editor.textChanged.connect(lambda _: self._typed())
        self.reason.changed.connect(lambda _: self._typed())
        self.old.currentIndexChanged.connect(lambda _: self._typed())
        self._switch()

    def begin(self) -> None:
        """Opens it, ready for a scan."""
        self.open(self.number.editor)

    def on_primary(self) -> None:
        """Does what the button says."""
        self.submit(self._runner, self._command())

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field that it is about."""
        if error is not None and error.subject == "card_number":
            self.number.set_error(error.text)
            error = DeskError(error.code, error.what_to_do) if error.what_to_do else None
        elif error is not None and error.subject == "reason":
            self.reason.set_error(error.text)
        super().refuse(error)

    def _command(self) -> Command:
        if self.way.key() == BLOCK:
            return BlockCard(client_id=self._client.id, reason=self.reason.text())
        if self.way.key() == FREE:
            return FreeCard(card_number=str(self.old.key()), reason=self.reason.text())
        return AssignCard(client_id=self._client.id, card_number=self.number.text())

    def _ways(self) -> list[tuple[object, str]]:
        has = bool(self._client.card_number)
        ways: list[tuple[object, str]] = [
            (GIVE, tr("Replace the card") if has else tr("Give a card"))
        ]
        if has:
            ways.append((BLOCK, tr("Block the card")))
        if self._retired:
            ways.append((FREE, tr("Free an old card")))
        return ways

    def _switch(self) -> None:
        way = self.way.key()
        self.number.setVisible(way == GIVE)
        self.old_field.setVisible(way == FREE)
        self.reason.setVisible(way != GIVE)
        self.about.setText(_about_words(str(way), has=bool(self._client.card_number)))
        self.primary.set_kind(Kind.DANGER if way == BLOCK else Kind.PRIMARY)
        self.refuse(None)
        self._typed()
        if self.isVisible():
            (self.number.editor if way == GIVE else self.reason.edit).setFocus()

    def _typed(self) -> None:
        if self.way.key() == GIVE:
            number = self.number.text()
            text = tr("Give card {number}").format(number=number) if number else tr("Give card")
            self.set_primary(text, why_not="" if number else tr("Scan or type the card's number."))
            return
        blocks = self.way.key() == BLOCK
        number = self._client.card_number if blocks else str(self.old.key())
        text = tr("Block card {number}") if blocks else tr("Free card {number}")
        why_not = "" if self.reason.text() else tr("Say why.")
        self.set_primary(text.format(number=number), why_not=why_not)


def _about_words(way: str, *, has: bool) -> str:
    if way == BLOCK:
        return tr("A scan of a blocked card says so and opens nothing. The balance stays.")
    if way == FREE:
        return tr("A card that was found again may be given to anyone.")
    if has:
        return tr("The card in use goes out of use as soon as another one is given.")
    return tr("A scan of the card opens this client on any screen.")


def _retired_words(card: RetiredCard) -> str:
    why = tr("blocked") if card.why == "blocked" else tr("replaced")
    return f"{card.number} · {why} · {card.reason}" if card.reason else f"{card.number} · {why}"
