"""Asks why before something is done with a client: block, unblock. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from clubdesk.domain.people import Client
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.client_file import BlockClient, UnblockClient
from clubdesk.services.commands import Command
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.marks import Avatar
from clubdesk.ui.look.text import Text
from clubdesk.ui.operations.reason import ReasonField


@dataclass(frozen=True, slots=True)
class Question:
    """What a dialog asks.

    Attributes:
        what: What will happen, as a sentence or two.
        yes: The button's words.
        likely: Reasons offered on chips.
        danger: Something is taken away by it.
    """

    heading: str
    what: str
    yes: str
    likely: tuple[str, ...]
    danger: bool = False


class ReasonDialog(Dialog):
    """What will happen, and why.

    Args:
        person: The client that it is about.
        command: Makes the command from the reason.
    """

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        person: Client,
        question: Question,
        command: Callable[[str], Command],
    ) -> None:
        super().__init__(over, question.heading, f"· {person.name}", width=560)
        self._yes = question.yes
        self._runner, self._command = runner, command
        self.reason = ReasonField(question.likely)
        self.header_right.addWidget(Avatar(person.name, 32))
        self.body.addWidget(Text(question.what, "dim").wrapped())
        self.body.addWidget(self.reason)
        if question.danger:
            self.primary.set_kind(Kind.DANGER)
        self.reason.changed.connect(lambda _: self._typed())
        self._typed()

    def begin(self) -> None:
        """Opens it with the keyboard in the reason."""
        self.open(self.reason.edit)

    def on_primary(self) -> None:
        """Does it."""
        self.submit(self._runner, self._command(self.reason.text()))

    def refuse(self, error: DeskError | None) -> None:
        """Marks the reason if that is what is wrong."""
        if error is not None and error.subject == "reason":
            self.reason.set_error(error.text)
        super().refuse(error)

    def _typed(self) -> None:
        why_not = "" if self.reason.text() else tr("Say why.")
        self.set_primary(self._yes, why_not=why_not)


def open_block(over: QWidget, runner: DeskRunner, person: Client) -> ReasonDialog:
    """Asks why a client is to be blocked."""
    what = tr(
        "A blocked client cannot start a session. One that runs now goes on to its end;"
        " money and history stay as they are."
    )
    likely = (tr("Broke the club's rules"), tr("Damaged equipment"), tr("Asked for it"))
    yes = tr("Block {name}").format(name=_short(person))
    question = Question(tr("Block client"), what, yes, likely, danger=True)
    dialog = ReasonDialog(over, runner, person, question, lambda why: _block(person, why))
    dialog.begin()
    return dialog


def open_unblock(over: QWidget, runner: DeskRunner, person: Client) -> ReasonDialog:
    """Asks why a blocked client may play again."""
    what = tr("Blocked because: {reason}").format(reason=person.blocked_reason or "—")
    likely = (tr("Settled with the client"), tr("Blocked by mistake"))
    yes = tr("Unblock {name}").format(name=_short(person))
    question = Question(tr("Unblock client"), what, yes, likely)
    dialog = ReasonDialog(over, runner, person, question, lambda why: _unblock(person, why))
    dialog.begin()
    return dialog


def _block(person: Client, why: str) -> Command:
    return BlockClient(client_id=person.id, reason=why)


def _unblock(person: Client, why: str) -> Command:
    return UnblockClient(client_id=person.id, reason=why)


def _short(person: Client) -> str:
    return person.name if len(person.name) <= 28 else person.name[:27] + "…"
