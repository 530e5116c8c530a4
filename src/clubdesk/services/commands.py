"""The door's two shapes: a command that asks for a deed, and the answer it gets.

Frozen msgspec structs, so that a command can be journaled and an answer kept for the same id.
Amounts are minor units.
"""

from __future__ import annotations

import msgspec

from clubdesk.foundation.ids import new_command_id


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """A deed that is asked for. The same ``command_id`` twice does it once."""

    command_id: str = msgspec.field(default_factory=new_command_id)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a deed gave back; kept with the command's id."""


class Done(Answer, frozen=True, kw_only=True):
    """The deed is done and there is nothing more to say."""
