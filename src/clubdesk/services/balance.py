"""Money onto a client's account, in cash, by card or both. Desk worker's thread. Minor units."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clubdesk.domain.card_payment import CardPayment, CardState, PaymentKind
from clubdesk.domain.events import BalanceChanged, CardPaymentChanged
from clubdesk.domain.ledger import (
    AccountKind,
    AccountRef,
    LedgerTransaction,
    Posting,
    TransactionKind,
)
from clubdesk.domain.people import Client, Permission
from clubdesk.domain.receipt import MoneyTaken, PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import plan_anew
from clubdesk.services.card_checks import (
    begun_by_own,
    other_way,
    payable_payment,
    slip_number,
)
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.paper_facts import money_paper, queue_paper
from clubdesk.services.ports_money import Tendered
from clubdesk.services.promotion_credits import promotions_on_top_up
from clubdesk.services.typed_money import check_amount


class TopUp(Command, frozen=True, kw_only=True):
    """Takes money for a client's game account, in cash, by card, or both.

    Attributes:
        received_minor: What the client handed over in cash; None if it was the exact amount.
        card_minor: What the terminal took; its payment was begun before (``card_payment_id``).
        slip: The number on the terminal's slip.
    """

    # Whoever types a card's number there by mistake does not find it in the journal for ever.
    PERSONAL = frozenset({"slip"})

    client_id: int
    cash_minor: int = 0
    received_minor: int | None = None
    card_minor: int = 0
    card_payment_id: int | None = None
    slip: str = ""


class MoneyAnswer(Answer, frozen=True, kw_only=True):
    """The transaction, the balance after it, and the receipt's print job."""

    transaction_id: int
    balance_minor: int
    job_id: int
    change_minor: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """Money as it was handed over; ``payment`` is the terminal's part, still to be approved."""

    cash: int = 0
    received: int = 0
    change: int = 0
    payment: CardPayment | None = None
    slip: str = ""

    @property
    def card(self) -> int:
        """What the terminal took, minor units."""
        return self.payment.amount_minor if self.payment else 0

    @property
    def amount(self) -> int:
        """All of it."""
        return self.cash + self.card


def check_cash(amount_minor: int, received_minor: int | None) -> tuple[int, int]:
    """What was handed over and the change for it.

    Raises:
        DeskError: ``money.not_positive``, ``money.too_large`` or ``money.too_little``.
    """
    check_amount(amount_minor)
    received = amount_minor if received_minor is None else received_minor
    if received < amount_minor:
        raise DeskError(
            "money.too_little",
            tr("Less was received than the amount to pay."),
            tr("Correct what was received, or the amount."),
            subject="received",
        )
    check_amount(received)
    return received, received - amount_minor


def find_client(deed: Deed, client_id: int) -> Client:
    """The client, noted for the journal.

    Raises:
        DeskError: ``client.unknown``, ``client.merged`` or ``client.erased``.
    """
    client = deed.work.clients.get(client_id)
    if client is None:
        raise DeskError(
            "client.unknown", tr("This client does not exist."), tr("Search for the client again.")
        )
    deed.about_client = client.id
    if client.merged_into is not None:
        raise DeskError(
            "client.merged",
            tr("This card was merged into another one."),
            tr("Search for the client again and open the card that is left."),
            about_id=client.merged_into,
        )
    if client.erased_at is not None:
        raise DeskError(
            "client.erased",
            tr("The data of this client was erased; nothing can be booked on the card."),
            tr("Add the client again."),
        )
    return client


def top_up(deed: Deed, command: TopUp) -> MoneyAnswer:
    """Books a top-up; a running session of the client lasts longer at once."""
    client = find_client(deed, command.client_id)
    return book_top_up(deed, client, money_taken(deed, command, client.id))


def book_top_up(deed: Deed, client: Client, taken: Taken) -> MoneyAnswer:
    """Writes the money into the books, its receipt and the payment's approval."""
    account = AccountRef(AccountKind.GAME, client.id)
    before = deed.work.ledger.balance(account)
    booked = deed.post(
        TransactionKind.TOP_UP, taken_legs(deed, account, taken), client_id=client.id
    )
    after = deed.work.ledger.balance(account)
    credited = promotions_on_top_up(deed, client, booked.id, taken.amount)
    money = MoneyTaken(
        payer=client.name,
        amount=taken.amount,
        cash=taken.cash,
        card=taken.card,
        received=taken.received,
        change=taken.change,
        balance_before=before,
        balance_after=after,
        slip=taken.slip,
        points_credited=credited.points,
        promotion=", ".join(credited.names),
    )
    receipt = money_paper(deed, PaperKind.TOP_UP, booked.id, money)
    job_id = queue_paper(deed, receipt, client_id=client.id, transaction_id=booked.id)
    approve_payment(deed, taken, booked)
    deed.notes.update(balance_before=before, balance_after=after)
    deed.tell(BalanceChanged(client.id))
    plan_anew(deed, client.id)
    return MoneyAnswer(
        transaction_id=booked.id, balance_minor=after, job_id=job_id, change_minor=taken.change
    )


def money_taken(
    deed: Deed, command: Tendered, client_id: int | None, session_id: int | None = None
) -> Taken:
    """Checks money as it was handed over, in cash, by card or both; nothing is booked yet.

    ``session_id`` is the session of a guest who pays at the end.

    Raises:
        DeskError: ``money.*``, ``payment.*`` or ``slip.*``, with the field as subject.
    """
    _check_parts(command)
    payment, slip = None, ""
    if command.card_minor:
        payment = _payment_of(deed, command, client_id)
        _check_session(payment, session_id)
        slip = slip_number(payment, command.slip)
        deed.notes.update(slip=slip)
    if not command.cash_minor:
        return Taken(payment=payment, slip=slip)
    received, change = check_cash(command.cash_minor, command.received_minor)
    return Taken(command.cash_minor, received, change, payment, slip)


def _check_parts(command: Tendered) -> None:
    # Neither part may be negative, even where the sum is right.
    check_amount(command.cash_minor + command.card_minor)
    if command.cash_minor or not command.card_minor:
        check_amount(command.cash_minor)
    if command.card_minor:
        check_amount(command.card_minor, "card")
    if command.received_minor and not command.cash_minor:
        raise DeskError(
            "money.no_cash_part",
            tr("Nothing is paid in cash, so there is no change for it."),
            tr("Clear what was received, or type the part in cash."),
            subject="received",
        )
    if command.card_payment_id is not None and not command.card_minor:
        raise _other_amount()


def _payment_of(deed: Deed, command: Tendered, client_id: int | None) -> CardPayment:
    if command.card_payment_id is None:
        raise DeskError(
            "payment.not_begun",
            tr("The card payment was not begun."),
            tr("Nothing was changed. Choose Card and start again."),
            subject="card",
        )
    payment = payable_payment(deed, command.card_payment_id)
    if payment.kind is not PaymentKind.PAYMENT:
        raise other_way()
    if payment.client_id != client_id:
        raise DeskError(
            "payment.other_client",
            tr("This card payment was begun for another client."),
            tr("Nothing was changed. Start the top-up again."),
            subject="card",
        )
    if payment.amount_minor != command.card_minor:
        raise _other_amount()
    return payment


def _check_session(payment: CardPayment, session_id: int | None) -> None:
    if payment.session_id not in (None, session_id):
        raise DeskError(
            "payment.other_session",
            tr("This card payment was begun for another session."),
            tr("Nothing was changed. End that session: the payment is booked with it."),
            subject="card",
        )


def _other_amount() -> DeskError:
    return DeskError(
        "payment.other_amount",
        tr("The terminal was asked for another amount."),
        tr("Nothing was changed. Top up by exactly what the slip says."),
        subject="card",
    )


def taken_legs(deed: Deed, account: AccountRef, taken: Taken) -> tuple[Posting, ...]:
    """The postings that put money that was taken onto an account."""
    parts = (
        Posting(AccountRef(AccountKind.TILL_CASH, deed.till_id), taken.cash),
        Posting(AccountRef(AccountKind.CARD_CLEARING, deed.till_id), taken.card),
        Posting(account, -taken.amount),
    )
    return tuple(part for part in parts if part.amount)


def approve_payment(deed: Deed, taken: Taken, booked: LedgerTransaction) -> None:
    """Writes down that the terminal's part was approved, if there is one."""
    if taken.payment is None:
        return
    approved = replace(
        taken.payment,
        state=CardState.APPROVED,
        ended_at=taken.payment.ended_at or deed.now,
        slip=taken.slip,
        detail=deed.reason or taken.payment.detail,
        transaction_id=booked.id,
    )
    deed.work.card_payments.save(approved)
    deed.tell(CardPaymentChanged(approved.id, approved.till_id))


def _only_ends_a_payment(deed: Deed, command: TopUp) -> bool:
    return not command.cash_minor and begun_by_own(deed, command.card_payment_id)


RULES: dict[type[Command], Rule] = {
    TopUp: Rule(
        top_up,
        MoneyAnswer,
        needs=Permission.TOP_UP,
        in_shift=True,
        allowed_before=_only_ends_a_payment,
    ),
}
