"""Registering clients. Desk worker's thread."""

from __future__ import annotations

from typing import ClassVar

from clubdesk.domain.events import ClientChanged
from clubdesk.domain.people import Client, Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.client_facts import (
    LONGEST_CARD,
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_NOTE,
    birthday_of,
    clean_card,
    clean_email,
    clean_name,
    clean_note,
    client_name,
    e164,
    today_in,
)
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule

__all__ = [
    "LONGEST_CARD",
    "LONGEST_EMAIL",
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "RULES",
    "AddClient",
    "ClientAnswer",
    "clean_name",
    "e164",
]


class AddClient(Command, frozen=True, kw_only=True):
    """Registers a client; the phone is checked for the club's country and stored in E.164.

    Attributes:
        birthday: ISO 8601 date, or empty.
        note: Several lines, at most 4,000 characters.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset(
        {"phone", "name", "email", "birthday", "note", "card_number"}
    )

    phone: str
    name: str
    email: str = ""
    card_number: str = ""
    birthday: str = ""
    note: str = ""
    group_id: int | None = None


class ClientAnswer(Answer, frozen=True, kw_only=True):
    """The client's id."""

    client_id: int


def add_client(deed: Deed, command: AddClient) -> ClientAnswer:
    """Registers a client; the same phone twice is refused and says whose it is."""
    fresh = Client(
        id=0,
        phone=e164(command.phone, deed.club.country),
        name=client_name(command.name),
        email=clean_email(command.email),
        card_number=clean_card(command.card_number),
        birthday=birthday_of(command.birthday, today_in(deed.club, deed.now)),
        note=clean_note(command.note),
        group_id=command.group_id,
        created_at=deed.now,
    )
    check_phone_is_free(deed, fresh.phone)
    check_card_is_free(deed, fresh.card_number)
    check_group(deed, fresh.group_id)
    client = deed.work.clients.add(fresh)
    deed.about_client = client.id
    deed.tell(ClientChanged(client.id))
    return ClientAnswer(client_id=client.id)


def check_phone_is_free(deed: Deed, phone: str, of_id: int | None = None) -> None:
    """Refuses a phone that someone else has.

    Args:
        deed: The deed.
        phone: E.164.
        of_id: The client whose phone it may be already.

    Raises:
        DeskError: ``client.phone_taken``; ``about_id`` is the card to open.
    """
    owner = deed.work.clients.by_phone(phone)
    if owner is None and deed.work.clients.phone_is_staged(phone):
        raise DeskError(
            "client.phone_taken",
            tr("This phone is in a list of clients that is being imported."),
            tr("Wait until the import is finished or cancelled."),
            subject="phone",
        )
    if owner is None or owner.id == of_id:
        return
    if owner.merged_into is not None:
        owner = deed.work.clients.get(owner.merged_into) or owner
    raise DeskError(
        "client.phone_taken",
        tr("This phone belongs to {name} already.").format(name=owner.name),
        tr("Open that client card instead."),
        subject="phone",
        about_id=owner.id,
    )


def check_card_is_free(deed: Deed, number: str, of_id: int | None = None) -> None:
    """Refuses a card that someone else has or that is out of use.

    Raises:
        DeskError: ``client.card_taken`` or ``card.retired``; ``about_id`` is the card's owner.
    """
    if not number:
        return
    owner = deed.work.clients.by_card(number)
    if owner is not None and owner.id != of_id:
        raise DeskError(
            "client.card_taken",
            tr("This card belongs to {name} already.").format(name=owner.name),
            tr("Take another card."),
            subject="card_number",
            about_id=owner.id if owner.is_living else None,
        )
    retired = deed.work.cards.retired(number)
    if retired is not None:
        why = tr(_WHY_RETIRED[retired.why])
        raise DeskError(
            "card.retired",
            f"{why} {retired.reason}".strip(),
            tr("Take another card, or free this one on the card of the client who had it."),
            subject="card_number",
            about_id=retired.client_id,
        )


def check_group(deed: Deed, group_id: int | None) -> None:
    """Refuses a group that is not there.

    Raises:
        DeskError: ``group.unknown``.
    """
    if group_id is not None and deed.work.groups.get(group_id) is None:
        raise DeskError(
            "group.unknown",
            tr("This client group does not exist any more."),
            tr("Choose another group, or none."),
            subject="group",
        )


_WHY_RETIRED = {
    "blocked": mark("This card is blocked:"),
    "replaced": mark("This card was replaced by another one."),
}

RULES: dict[type[Command], Rule] = {
    AddClient: Rule(add_client, ClientAnswer, needs=Permission.EDIT_CLIENTS),
}
