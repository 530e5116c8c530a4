"""Money back to a client from the till now open. Desk worker's thread. Amounts: minor units."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from clubdesk.domain.card_payment import CardPayment, PaymentKind
from clubdesk.domain.events import CardPaymentChanged
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Client, Permission
from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import (
    Available,
    available,
    money_text,
    require_money,
    till_holds,
)
from clubdesk.services.balance import find_client
from clubdesk.services.card_checks import (
    needs_settling,
    other_way,
    payment_of_till,
    refuse_for_order,
    settled_already,
    slip_number,
)
from clubdesk.services.commands import Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.slips import Move, SlipAnswer, write_slip
from clubdesk.services.typed_money import (
    check_amount,
    check_slip,
    give_reason,
    till_too_little,
)


class Tender(StrEnum):
    """How money changes hands."""

    CASH = "cash"
    CARD = "card"

    @property
    def account(self) -> AccountKind:
        """Where it lies after that; a till owns both."""
        return AccountKind.CARD_CLEARING if self is Tender.CARD else AccountKind.TILL_CASH


class Refund(Command, frozen=True, kw_only=True):
    """Pays money out of a game account: never more than was paid in that way, less what went back.

    Attributes:
        slip: The number on the terminal's slip; for a refund by card that a person did there.
        card_payment_id: What the terminal that the desk drives paid back (``BeginCardRefund``).
    """

    PERSONAL = frozenset({"slip"})

    client_id: int
    amount_minor: int
    reason: str
    tender: Tender = Tender.CASH
    slip: str = ""
    card_payment_id: int | None = None


def refund(deed: Deed, command: Refund) -> SlipAnswer:
    """Pays the money out and prints the slip that the client signs."""
    client, tender = find_client(deed, command.client_id), Tender(command.tender)
    check_amount(command.amount_minor)
    give_reason(deed, command.reason)
    if tender is Tender.CARD and command.card_payment_id is not None:
        gone = _gone_back(deed, command, client)
        return book_refund(deed, client, command.amount_minor, tender, gone=gone)
    slip = check_slip(command.slip) if tender is Tender.CARD else ""
    return book_refund(deed, client, command.amount_minor, tender, slip)


def book_refund(
    deed: Deed,
    client: Client,
    amount_minor: int,
    tender: Tender,
    slip: str = "",
    gone: CardPayment | None = None,
) -> SlipAnswer:
    """Books money that goes back, prints the slip.

    Args:
        deed: With its reason.
        client: Whose account it comes from.
        amount_minor: How much.
        tender: How it goes back.
        slip: The number that was typed.
        gone: What the terminal paid back already.

    Raises:
        DeskError: ``balance.too_little``, ``refund.more_than_paid``, ``till.too_little`` or
            ``payment.of_an_order``.
    """
    if gone is not None:
        refuse_for_order(deed, gone)
    there = check_refund(deed, client, amount_minor, tender)
    if tender is Tender.CASH:
        require_in_till(deed, amount_minor)
    if gone is not None:
        slip = slip_number(gone, "")
    way = AccountRef(tender.account, deed.till_id)
    game = AccountRef(AccountKind.GAME, client.id)
    legs = pair(debit=game, credit=way, amount=amount_minor)
    booked = deed.post(TransactionKind.REFUND, legs, client_id=client.id)
    if slip:
        deed.notes.update(slip=slip)
    if gone is not None:
        deed.work.card_payments.save(replace(gone, slip=slip, transaction_id=booked.id))
        deed.tell(CardPaymentChanged(gone.id, gone.till_id))
    move = Move(
        client,
        amount_minor,
        there.balance,
        there.balance - amount_minor,
        cash=amount_minor if tender is Tender.CASH else 0,
        card=amount_minor if tender is Tender.CARD else 0,
        slip=slip,
    )
    return write_slip(deed, PaperKind.REFUND, booked, move)


def check_refund(deed: Deed, client: Client, amount_minor: int, tender: Tender) -> Available:
    """What is free on the account, of which this much may go back.

    Raises:
        DeskError: ``balance.too_little`` or ``refund.more_than_paid``.
    """
    there = available(deed, client.id)
    require_money(deed, there, amount_minor)
    _require_paid_in(deed, client, amount_minor, tender)
    return there


def _gone_back(deed: Deed, command: Refund, client: Client) -> CardPayment:
    gone = payment_of_till(deed, command.card_payment_id or 0)
    if gone.kind is PaymentKind.PAYMENT:
        raise other_way()
    if not gone.waits_for_booking:
        raise needs_settling() if gone.state.is_open else settled_already()
    if gone.client_id != client.id or gone.amount_minor != command.amount_minor:
        raise DeskError(
            "payment.other_amount",
            tr("The terminal was asked to pay back something else."),
            tr("Nothing was changed. See the pending card payments."),
            subject="amount",
        )
    return gone


def require_in_till(deed: Deed, amount_minor: int) -> None:
    """Refuses to pay out cash that the till does not hold by the books.

    Raises:
        DeskError: ``till.too_little``.
    """
    holds = till_holds(deed)
    if amount_minor <= holds:
        return
    raise till_too_little(holds, deed.club.currency)


def _require_paid_in(deed: Deed, client: Client, amount_minor: int, tender: Tender) -> None:
    cards = [client.id, *deed.work.clients.merged_from(client.id)]
    most = max(0, deed.work.ledger.paid_in(cards, tender.account))
    if amount_minor <= most:
        return
    shown = money_text(deed, most)
    by_card = tender is Tender.CARD
    text = (
        tr("By card only {amount} can go back: no more was paid in that way.")
        if by_card
        else tr("In cash only {amount} can go back: no more was paid in that way.")
    )
    raise DeskError(
        "refund.more_than_paid",
        text.format(amount=shown),
        tr("Nothing was changed. Refund at most this, or the other way for what was paid so."),
        subject="amount",
    )


RULES: dict[type[Command], Rule] = {
    Refund: Rule(refund, SlipAnswer, needs=Permission.REFUND, in_shift=True),
}
