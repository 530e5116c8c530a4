"""The door's two shapes: a command that asks for a deed, and the answer it gets.

Frozen msgspec structs, so that a command can be journaled and an answer kept for the same id.
Amounts are minor units.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

from clubdesk.foundation.ids import new_command_id


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """A second person's word for one deed: who, and the PIN typed on the spot."""

    login: str
    pin: str

    def __repr__(self) -> str:
        """Without the PIN: a report of a bug may hold a command."""
        return f"Approval(login={self.login!r})"


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """A deed that is asked for. The same ``command_id`` twice does it once.

    Attributes:
        approval: Lends the deed the permission that the person at the desk does not have.
        PERSONAL: Fields about a person, which the journal leaves out: it is never changed, and
            a client may ask to be forgotten.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    command_id: str = msgspec.field(default_factory=new_command_id)
    approval: Approval | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a deed gave back; kept with the command's id."""


class Done(Answer, frozen=True, kw_only=True):
    """The deed is done and there is nothing more to say."""
