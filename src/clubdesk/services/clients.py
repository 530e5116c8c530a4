"""Registering clients. Desk worker's thread."""

from __future__ import annotations

from typing import ClassVar

from clubdesk.domain.events import ClientChanged
from clubdesk.domain.people import Client, Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.typed_text import fitting, one_line

LONGEST_NAME = 120
LONGEST_EMAIL = 254
LONGEST_CARD = 64


class AddClient(Command, frozen=True, kw_only=True):
    """Registers a client; the phone is checked for the club's country and stored in E.164.

    Attributes:
        birthday: ISO 8601 date, or empty.
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


def e164(phone: str, country: str) -> str:
    """A phone number in E.164.

    Args:
        phone: As a person typed it.
        country: ISO 3166 alpha-2 for numbers without a country code.

    Raises:
        DeskError: ``client.bad_phone``.
    """
    # Imported late: its tables take longer to load than the rest of the desk's start.
    import phonenumbers

    refusal = DeskError(
        "client.bad_phone",
        tr("“{phone}” is not a phone number.").format(phone=phone.strip()[:40]),
        tr("Type the whole number, such as +7 701 555 44 17."),
        subject="phone",
    )
    try:
        number = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException as error:
        raise refusal from error
    if not phonenumbers.is_valid_number(number):
        raise refusal
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def clean_name(name: str) -> str:
    """A name on one line, with single spaces and nothing invisible.

    Raises:
        DeskError: ``client.name_missing`` or ``client.name_too_long``.
    """
    cleaned = one_line(name)
    if not cleaned:
        raise DeskError(
            "client.name_missing", tr("The name is missing."), tr("Type a name."), subject="name"
        )
    if len(cleaned) > LONGEST_NAME:
        raise DeskError(
            "client.name_too_long", tr("The name is too long."), tr("Shorten it."), subject="name"
        )
    return cleaned


def add_client(deed: Deed, command: AddClient) -> ClientAnswer:
    """Registers a client; the same phone twice is refused and says whose it is."""
    name = clean_name(command.name)
    phone = e164(command.phone, deed.club.country)
    owner = deed.work.clients.by_phone(phone)
    if owner is not None:
        raise DeskError(
            "client.phone_taken",
            tr("This phone belongs to {name} already.").format(name=owner.name),
            tr("Open that client card instead."),
            subject="phone",
        )
    client = deed.work.clients.add(
        Client(
            id=0,
            phone=phone,
            name=name,
            email=fitting(command.email, LONGEST_EMAIL, "email"),
            card_number=fitting(command.card_number, LONGEST_CARD, "card_number"),
            created_at=deed.now,
        )
    )
    deed.about_client = client.id
    deed.tell(ClientChanged(client.id))
    return ClientAnswer(client_id=client.id)


RULES: dict[type[Command], Rule] = {
    AddClient: Rule(add_client, ClientAnswer, needs=Permission.EDIT_CLIENTS),
}
