"""What a client's card says: edited, noted, blocked, put into a group. Desk worker's thread."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from clubdesk.domain.events import ClientChanged
from clubdesk.domain.people import Client, Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import find_client
from clubdesk.services.client_facts import (
    birthday_of,
    clean_email,
    clean_note,
    clean_reason,
    client_name,
    e164,
    today_in,
)
from clubdesk.services.clients import ClientAnswer, check_group, check_phone_is_free
from clubdesk.services.commands import Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule

_EDITED = ("phone", "name", "email", "birthday", "group_id")


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


def player(deed: Deed, client_id: int) -> Client:
    """A client who may start a session.

    Raises:
        DeskError: ``client.blocked``, or what ``find_client`` raises.
    """
    client = find_client(deed, client_id)
    if client.blocked:
        raise DeskError(
            "client.blocked",
            tr("{name} is blocked: {reason}").format(
                name=client.name, reason=client.blocked_reason
            ),
            tr("Unblock the client on the client card first."),
            about_id=client.id,
        )
    return client


def edit_client(deed: Deed, command: EditClient) -> ClientAnswer:
    """Writes the facts; the journal says which of them changed, never what they say."""
    before = find_client(deed, command.client_id)
    phone = e164(command.phone, deed.club.country)
    after = replace(
        before,
        phone=phone,
        name=client_name(command.name),
        email=clean_email(command.email),
        birthday=birthday_of(command.birthday, today_in(deed.club, deed.now)),
        group_id=command.group_id,
        phone_verified=before.phone_verified and phone == before.phone,
    )
    check_phone_is_free(deed, phone, of_id=before.id)
    if after.group_id != before.group_id:
        check_group(deed, after.group_id)
    if phone != before.phone:
        # A code that was sent to the old phone proves nothing about the new one.
        deed.work.codes.forget(before.id)
    deed.notes["changed"] = [
        name for name in _EDITED if getattr(before, name) != getattr(after, name)
    ]
    return _saved(deed, after)


def write_note(deed: Deed, command: WriteNote) -> ClientAnswer:
    """Writes the note."""
    client = find_client(deed, command.client_id)
    return _saved(deed, replace(client, note=clean_note(command.note)))


def block_client(deed: Deed, command: BlockClient) -> ClientAnswer:
    """Blocks a client.

    Raises:
        DeskError: ``client.blocked_already`` or ``reason.missing``.
    """
    client = find_client(deed, command.client_id)
    deed.reason = clean_reason(command.reason)
    if client.blocked:
        raise DeskError(
            "client.blocked_already",
            tr("{name} is blocked already.").format(name=client.name),
            tr("Nothing was changed."),
        )
    return _saved(deed, replace(client, blocked=True, blocked_reason=deed.reason))


def unblock_client(deed: Deed, command: UnblockClient) -> ClientAnswer:
    """Lets a client play again.

    Raises:
        DeskError: ``client.not_blocked`` or ``reason.missing``.
    """
    client = find_client(deed, command.client_id)
    deed.reason = clean_reason(command.reason)
    if not client.blocked:
        raise DeskError(
            "client.not_blocked",
            tr("{name} is not blocked.").format(name=client.name),
            tr("Nothing was changed."),
        )
    return _saved(deed, replace(client, blocked=False, blocked_reason=""))


def _saved(deed: Deed, client: Client) -> ClientAnswer:
    deed.work.clients.save(client)
    deed.tell(ClientChanged(client.id))
    return ClientAnswer(client_id=client.id)


RULES: dict[type[Command], Rule] = {
    EditClient: Rule(edit_client, ClientAnswer, needs=Permission.EDIT_CLIENTS),
    WriteNote: Rule(write_note, ClientAnswer, needs=Permission.EDIT_CLIENTS),
    BlockClient: Rule(block_client, ClientAnswer, needs=Permission.EDIT_CLIENTS),
    UnblockClient: Rule(unblock_client, ClientAnswer, needs=Permission.EDIT_CLIENTS),
}
