"""What can be done on a client card: word, key, permission, and why it cannot be done now. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.permission_words import permission_word
from clubdesk.ui.clients.card_facts import CardFacts


class CardDeed(StrEnum):
    """One thing to do with a client."""

    TOP_UP = "top_up"
    REFUND = "refund"
    DEDUCT = "deduct"
    UNDO = "undo"
    ADD_BONUS = "add_bonus"
    PROMO_CODE = "promo_code"
    BIRTHDAY = "birthday"
    ORDER = "order"
    START = "start"
    EDIT = "edit"
    CARD = "card"
    BLOCK = "block"
    UNBLOCK = "unblock"
    VERIFY = "verify"
    LIMIT = "limit"
    MERGE = "merge"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class DeedWords:
    """How a deed is shown.

    Attributes:
        approvable: Who lacks the permission may do it with a second person's approval.
        danger: Something is lost by it.
    """

    word: str
    keys: str
    icon: str
    needs: Permission
    approvable: bool = False
    danger: bool = False


P = Permission
DEEDS: dict[CardDeed, DeedWords] = {
    CardDeed.TOP_UP: DeedWords(mark("Top Up Balance"), "T", "banknote", P.TOP_UP),
    CardDeed.REFUND: DeedWords(mark("Refund"), "R", "arrow-left", P.REFUND, approvable=True),
    CardDeed.DEDUCT: DeedWords(mark("Deduct"), "D", "minus", P.DEDUCT, approvable=True),
    CardDeed.UNDO: DeedWords(
        mark("Undo the newest operation"), "U", "undo-2", P.UNDO, approvable=True
    ),
    CardDeed.ADD_BONUS: DeedWords(mark("Add Bonus"), "A", "gift", P.CREDIT_BONUS, approvable=True),
    CardDeed.PROMO_CODE: DeedWords(mark("Promo code"), "P", "ticket", P.TOP_UP),
    CardDeed.BIRTHDAY: DeedWords(mark("Birthday bonus"), "", "cake", P.TOP_UP),
    CardDeed.ORDER: DeedWords(mark("Add Order"), "O", "martini", P.SELL, approvable=True),
    CardDeed.START: DeedWords(mark("Start session"), "S", "play", P.RUN_SESSIONS),
    CardDeed.EDIT: DeedWords(mark("Edit"), "E", "pencil", P.EDIT_CLIENTS),
    CardDeed.CARD: DeedWords(mark("Membership card"), "C", "id-card", P.EDIT_CLIENTS),
    CardDeed.BLOCK: DeedWords(mark("Block"), "K", "ban", P.EDIT_CLIENTS, danger=True),
    CardDeed.UNBLOCK: DeedWords(mark("Unblock"), "K", "lock-open", P.EDIT_CLIENTS),
    CardDeed.VERIFY: DeedWords(mark("Verify phone"), "V", "badge-check", P.EDIT_CLIENTS),
    CardDeed.LIMIT: DeedWords(mark("Daily limit"), "L", "hourglass", P.EDIT_CLIENTS),
    CardDeed.MERGE: DeedWords(
        mark("Merge with another card"), "", "git-merge", P.MERGE_CLIENTS, danger=True
    ),
    CardDeed.ERASE: DeedWords(
        mark("Erase personal data"), "", "eraser", P.MERGE_CLIENTS, danger=True
    ),
}


def why_not(deed: CardDeed, facts: CardFacts, may: Callable[[Permission], bool]) -> str:
    """Why a deed cannot be done with this client now; empty if it can, or with an approval."""
    client, words = facts.client, DEEDS[deed]
    if not client.is_living:
        return tr("This card is out of use.")
    if not may(words.needs) and not words.approvable:
        return _missing(words.needs)
    return _in_the_way(deed, facts)


def needs_approval(deed: CardDeed, may: Callable[[Permission], bool]) -> str:
    """Says which permission a second person has to lend; empty if none."""
    words = DEEDS[deed]
    if may(words.needs) or not words.approvable:
        return ""
    return _missing(words.needs)


def approvable() -> str:
    """How somebody without the permission can do it all the same."""
    return tr("A colleague's PIN can approve it.")


def _missing(needed: Permission) -> str:
    return tr("This needs the permission “{permission}”.").format(
        permission=permission_word(needed)
    )


def _in_the_way(deed: CardDeed, facts: CardFacts) -> str:
    client, station = facts.client, facts.row.playing_on
    if deed is CardDeed.START and client.blocked:
        return tr("The client is blocked: {reason}").format(reason=client.blocked_reason)
    if deed is CardDeed.START and station:
        return tr("The client plays on {station} already.").format(station=station)
    if deed is CardDeed.REFUND and facts.money.available <= 0:
        return tr("There is no money on the game account.")
    if deed is CardDeed.VERIFY and client.phone_verified:
        return tr("The phone is verified already.")
    if deed in (CardDeed.MERGE, CardDeed.ERASE) and station:
        return tr("The client plays on {station}: end the session first.").format(station=station)
    return ""
