"""Membership cards: given, replaced, blocked, taken back. Desk worker's thread."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from clubdesk.domain.events import ClientChanged
from clubdesk.domain.people import Client, Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import find_client
from clubdesk.services.client_facts import clean_card, clean_reason
from clubdesk.services.clients import ClientAnswer, check_card_is_free
from clubdesk.services.commands import Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.ports_people import RetiredCard

BLOCKED = "blocked"
REPLACED = "replaced"


class AssignCard(Command, frozen=True, kw_only=True):
    """Gives a client a card; the one before, if any, is out of use from then on (replaced)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"card_number"})

    client_id: int
    card_number: str


class BlockCard(Command, frozen=True, kw_only=True):
    """Takes the client's card out of use (lost, stolen); a scan of it says so from then on."""

    client_id: int
    reason: str


class FreeCard(Command, frozen=True, kw_only=True):
    """Lets a blocked or replaced card be given again."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"card_number"})

    card_number: str
    reason: str


def assign_card(deed: Deed, command: AssignCard) -> ClientAnswer:
    """Gives a card.

    Raises:
        DeskError: ``card.missing``, ``card.same``, ``client.card_taken`` or ``card.retired``.
    """
    client = find_client(deed, command.client_id)
    number = clean_card(command.card_number)
    if not number:
        raise DeskError(
            "card.missing",
            tr("The card's number is missing."),
            tr("Scan the card, or type its number."),
            subject="card_number",
        )
    if number == client.card_number:
        raise DeskError(
            "card.same",
            tr("{name} has this card already.").format(name=client.name),
            tr("Take another card."),
            subject="card_number",
        )
    check_card_is_free(deed, number, of_id=client.id)
    retire_card(deed, client, REPLACED)
    deed.notes["replaced"] = bool(client.card_number)
    return _saved(deed, replace(client, card_number=number))


def block_card(deed: Deed, command: BlockCard) -> ClientAnswer:
    """Takes the card out of use.

    Raises:
        DeskError: ``card.none`` or ``reason.missing``.
    """
    client = find_client(deed, command.client_id)
    deed.reason = clean_reason(command.reason)
    if not client.card_number:
        raise DeskError(
            "card.none",
            tr("{name} has no card.").format(name=client.name),
            tr("Nothing was changed."),
        )
    retire_card(deed, client, BLOCKED)
    return _saved(deed, replace(client, card_number=""))


def free_card(deed: Deed, command: FreeCard) -> ClientAnswer:
    """Lets a card be given again.

    Raises:
        DeskError: ``card.not_retired`` or ``reason.missing``.
    """
    deed.reason = clean_reason(command.reason)
    retired = deed.work.cards.retired(clean_card(command.card_number))
    if retired is None:
        raise DeskError(
            "card.not_retired",
            tr("This card is not out of use."),
            tr("Nothing was changed."),
            subject="card_number",
        )
    deed.about_client = retired.client_id
    deed.work.cards.free(retired.number)
    deed.tell(ClientChanged(retired.client_id))
    return ClientAnswer(client_id=retired.client_id)


def retire_card(deed: Deed, client: Client, why: str) -> None:
    """Puts the card that a client has among those out of use; nothing where there is none."""
    if client.card_number:
        deed.work.cards.retire(
            RetiredCard(client.card_number, client.id, why, deed.reason, deed.now)
        )


def _saved(deed: Deed, client: Client) -> ClientAnswer:
    deed.work.clients.save(client)
    deed.tell(ClientChanged(client.id))
    return ClientAnswer(client_id=client.id)


RULES: dict[type[Command], Rule] = {
    AssignCard: Rule(assign_card, ClientAnswer, needs=Permission.EDIT_CLIENTS),
    BlockCard: Rule(block_card, ClientAnswer, needs=Permission.EDIT_CLIENTS),
    FreeCard: Rule(free_card, ClientAnswer, needs=Permission.EDIT_CLIENTS),
}
