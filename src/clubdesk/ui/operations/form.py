"""What every operation's form can do; a dialog or a screen holds it and has its button.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.services.commands import Command
from clubdesk.services.views import ClientRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.tokens import GAP_M
from clubdesk.ui.operations.outcome import Operation, Outcome
from clubdesk.ui.operations.purse import Purse

Send = Callable[[Command, Callable[[Any], None]], None]
"""Hands a command over; the second is called with its answer. Refusals go to whoever sends."""


class Complaining(Protocol):
    """A field that can say what is wrong with it."""

    def set_error(self, text: str) -> None:
        """Shows what is wrong; an empty text takes it away."""

    def setFocus(self) -> None:
        """Puts the keyboard there."""


Lack = tuple[str, Complaining | None]
"""Why the deed cannot be done yet, and the field that it is about."""


class OperationForm(QWidget):
    """Fields of one operation.

    Signals:
        changed: What the button says, or whether it can be pressed, may be different now.
        done: The Outcome.

    Attributes:
        permission: What the operation needs.
        payment_id: The card payment that the terminal is being asked for; None if none is.
    """

    changed = Signal()
    done = Signal(object)
    permission = Permission.TOP_UP
    payment_id: int | None = None

    def __init__(self, runner: DeskRunner, purse: Purse) -> None:
        super().__init__()
        self.runner, self.purse = runner, purse
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(GAP_M)

    # What a form says of itself.

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        raise NotImplementedError

    def button_words(self) -> str:
        """Exactly what pressing the button will do."""
        raise NotImplementedError

    def lacking(self) -> Lack | None:
        """What is missing or wrong, in the order of the fields; None if the deed can be done."""
        raise NotImplementedError

    def carry_out(self, send: Send) -> None:
        """Does it."""
        raise NotImplementedError

    def fields(self) -> dict[str, Complaining]:
        """The fields by the subject that a refusal names."""
        return {}

    def know(self, purse: Purse) -> None:
        """Takes in what the books say now; what was typed stays."""
        self.purse = purse
        self.changed.emit()

    @property
    def needed(self) -> Permission:
        """The permission for exactly this one."""
        return self.permission

    def missing(self) -> str:
        """The permission that a colleague has to lend; empty if none is missing."""
        return self.runner.missing(self.needed)

    def left_behind(self) -> DeskError | None:
        """What has to be told if the form is left now; None if nothing was begun."""
        return None

    # What forms share.

    def why_not(self) -> str:
        """Why the button cannot be pressed now; empty if it can."""
        found = self.lacking()
        return found[0] if found is not None else ""

    def go_to_lacking(self) -> bool:
        """Leads the keyboard to what is still missing, and says so; False if nothing is."""
        found = self.lacking()
        if found is None:
            return False
        why, field = found
        if field is not None:
            field.set_error(why)
            field.setFocus()
        return True

    def take_refusal(self, error: DeskError) -> DeskError:
        """Marks the field that a refusal is about; what is left is for above the button."""
        field = self.fields().get(error.subject) if error.subject else None
        if field is None:
            return error
        field.set_error(error.text)
        field.setFocus()
        return DeskError(error.code, error.what_to_do or error.text)

    def report(self, outcome: Outcome) -> None:
        """Tells what was done; of a top-up, what a promotion added to the points, too."""
        if outcome.operation is not Operation.TOP_UP:
            self._tell(outcome)
            return

        def found(row: ClientRow | None) -> None:
            points = row.points if row is not None else outcome.points_after
            extra = points - outcome.points_after
            self._tell(replace(outcome, points_after=points, extra_points=extra))

        client_id = outcome.client_id
        self.runner.ask(lambda books: books.client(client_id), while_alive(self.runner, found))

    def _tell(self, outcome: Outcome) -> None:
        if shiboken6.isValid(self):
            self.done.emit(outcome)
        self.runner.operated.emit(outcome)
