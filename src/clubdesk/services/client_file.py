"""What a client's card says: edited, noted, blocked, put into a group. Desk worker's thread."""

from __future__ import annotations

from typing import ClassVar

from clubdesk.services.commands import Command


class EditClient(Command, frozen=True, kw_only=True):
    """Writes the client's facts anew; a changed phone is not verified any more.

    Attributes:
        birthday: ISO 8601 date, or empty.
        group_id: None for no group.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"phone", "name", "email", "birthday"})

    client_id: int
    phone: str
    name: str
    email: str = ""
    birthday: str = ""
    group_id: int | None = None


class WriteNote(Command, frozen=True, kw_only=True):
    """Writes the client's note anew; several lines, at most 4,000 characters."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"note"})

    client_id: int
    note: str


class BlockClient(Command, frozen=True, kw_only=True):
    """Keeps a client from starting sessions, with a reason; one that runs goes on."""

    client_id: int
    reason: str


class UnblockClient(Command, frozen=True, kw_only=True):
    """Lets a blocked client play again."""

    client_id: int
    reason: str
