"""Forgetting a client on request: personal data goes, the books stay under a number.

Desk worker's thread. The journal and the ledger are never changed, so nothing personal may ever
come into them: the reason given here is looked at for that.
"""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.events import ClientChanged
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.domain.people import Client, Permission, fold
from clubdesk.domain.receipt import OrderSlip, Receipt
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import format_money
from clubdesk.foundation.translate import language, tr, trn
from clubdesk.services.balance import find_client
from clubdesk.services.client_facts import clean_reason
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.merging import check_is_idle

_TELLING_LETTERS = 3
_TELLING_DIGITS = 6


class EraseClient(Command, frozen=True, kw_only=True):
    """Takes the personal data out of card, papers and codes for good.

    Refused while the client plays or money or points are left: these are settled first.
    """

    client_id: int
    reason: str


def number_of(client_id: int) -> str:
    """What a client who was erased is called everywhere, in every language."""
    return f"#{client_id}"


def erase_client(deed: Deed, command: EraseClient) -> Done:
    """Forgets a client and the cards that were merged into the client's.

    Raises:
        DeskError: ``client.playing``, ``client.payment_open``, ``client.not_settled``,
            ``reason.missing``, ``reason.personal``, or what ``find_client`` raises.
    """
    client = find_client(deed, command.client_id)
    reason = clean_reason(command.reason)
    merged = [deed.work.clients.get(one) for one in deed.work.clients.merged_from(client.id)]
    cards = [client, *(card for card in merged if card is not None)]
    for card in cards:
        check_is_idle(deed, card)
        _check_is_settled(deed, card)
        _check_tells_nothing(reason, card)
    deed.reason = reason
    for card in cards:
        _forget(deed, card)
    deed.notes["cards"] = [card.id for card in cards]
    return Done()


def _forget(deed: Deed, card: Client) -> None:
    deed.work.codes.forget(card.id)
    deed.work.cards.forget(card.id)
    deed.work.reservations.forget(card.id, number_of(card.id))
    deed.work.orders.forget(card.id)
    for job in deed.work.print_jobs.of_client(card.id):
        deed.work.print_jobs.rewrite(job.id, _without_name(job.receipt, number_of(card.id)))
    deed.work.clients.save(
        Client(
            id=card.id,
            phone="",
            name=number_of(card.id),
            created_at=card.created_at,
            erased_at=deed.now,
            merged_into=card.merged_into,
        )
    )
    deed.tell(ClientChanged(card.id))


def _without_name(receipt: Receipt, number: str) -> Receipt:
    return replace(
        receipt,
        money=replace(receipt.money, payer=number) if receipt.money else None,
        bill=replace(receipt.bill, payer=number) if receipt.bill else None,
        explanation=replace(receipt.explanation, payer=number) if receipt.explanation else None,
        slip=replace(receipt.slip, payer=number) if receipt.slip else None,
        order=_order_without_name(receipt.order, number) if receipt.order else None,
    )


def _order_without_name(order: OrderSlip, number: str) -> OrderSlip:
    return replace(order, payer=number if order.payer else "", note="")


def _check_is_settled(deed: Deed, card: Client) -> None:
    money = deed.work.ledger.balance(AccountRef(AccountKind.GAME, card.id))
    points = deed.work.ledger.balance(AccountRef(AccountKind.BONUS, card.id))
    if not money and not points:
        return
    left = []
    if money:
        shown = format_money(money, deed.club.currency, language())
        left.append(tr("{amount} on the game account").format(amount=shown))
    if points:
        words = trn(
            "{count} point on the bonus account", "{count} points on the bonus account", points
        )
        left.append(words.format(count=points))
    raise DeskError(
        "client.not_settled",
        tr("{name} still has {left}.").format(name=card.name, left=", ".join(left)),
        tr("Refund the money and deduct the points first, then erase the client."),
        about_id=card.id,
    )


def _check_tells_nothing(reason: str, card: Client) -> None:
    said = fold(reason)
    digits = "".join(sign for sign in reason if sign.isdigit())
    names = [word for word in fold(card.name).split() if len(word) >= _TELLING_LETTERS]
    words = {word.strip(".,;:!?()\"'«»") for word in said.split()}
    told = bool(words.intersection(names)) or bool(card.email and fold(card.email) in said)
    if told or (card.phone and card.phone[-_TELLING_DIGITS:] in digits):
        raise DeskError(
            "reason.personal",
            tr("The reason names the client, and the journal is kept for good."),
            tr("Write the reason without the name, the phone and the email."),
            subject="reason",
        )


RULES: dict[type[Command], Rule] = {
    EraseClient: Rule(erase_client, Done, needs=Permission.MERGE_CLIENTS),
}
