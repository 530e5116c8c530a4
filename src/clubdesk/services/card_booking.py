"""What a terminal approved and the books do not know of yet: booked, or paid back; none is lost.

Desk worker's thread. A form books what it began by itself; these deeds are for what is left when a
form was closed, a desk ended, or a person settled a payment from the slip.
"""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.card_payment import CardPayment, CardState, PaymentKind, Purpose
from clubdesk.domain.events import CardPaymentChanged
from clubdesk.domain.ledger import TransactionKind
from clubdesk.domain.people import Client, Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import Taken, book_top_up, find_client
from clubdesk.services.card_checks import (
    needs_settling,
    payable_payment,
    payment_of_till,
    refuse_going_back,
    settled_already,
    slip_number,
)
from clubdesk.services.card_payments import CardPaymentBegun, new_wish, payer_of, store_wish
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.refunds import Tender, book_refund, check_refund
from clubdesk.services.sessions import EndSession, end_session
from clubdesk.services.typed_money import check_amount, check_slip, give_reason

_ONTO_ACCOUNT = frozenset({TransactionKind.TOP_UP, TransactionKind.DEPOSIT})
"""What a card pays in; an order's card part goes back with the order's cancel."""


class BookCardPayment(Command, frozen=True, kw_only=True):
    """Books what the terminal approved: onto the payer's account, a refund off it.

    Where it is the whole price of a guest's stopped session, it ends that session.

    Attributes:
        client_id: Whose account, where the payment was a guest's or a walk-in's.
    """

    payment_id: int
    client_id: int | None = None


class CardPaymentBooked(Answer, frozen=True, kw_only=True):
    """The transaction, whose account, its balance after it, and the paper's print job.

    Of a guest's session that ended with it: ``session_id``; there is no account then (0).
    """

    payment_id: int
    client_id: int
    transaction_id: int
    balance_minor: int
    job_id: int
    session_id: int | None = None


class PayBackCardPayment(Command, frozen=True, kw_only=True):
    """Takes back at the terminal what it approved and nothing was booked for.

    Attributes:
        slip: The number on the terminal's slip, where a person took it back there by hand; without
            one the terminal is asked to.
        driver: The driver that is asked.
    """

    PERSONAL = frozenset({"slip"})

    payment_id: int
    reason: str
    slip: str = ""
    driver: str = ""


class BeginCardRefund(Command, frozen=True, kw_only=True):
    """Stores that the terminal is about to be asked to pay an amount back to a client's card."""

    client_id: int
    amount_minor: int
    reason: str
    driver: str


def book_card_payment(deed: Deed, command: BookCardPayment) -> CardPaymentBooked:
    """Books it.

    Raises:
        DeskError: ``payment.*``, ``client.*``, ``money.not_the_price`` where a session costs more,
            or what booking a refund raises.
    """
    payment = payment_of_till(deed, command.payment_id)
    if not payment.waits_for_booking:
        raise needs_settling() if payment.state.is_open else settled_already()
    if payment.kind is not PaymentKind.PAYMENT:
        return _book_refund(deed, payment)
    payable_payment(deed, payment.id)
    if payment.session_id is not None and _is_owed(deed, payment.session_id):
        return _end_with(deed, payment, payment.session_id)
    client = _account_holder(deed, payment, command.client_id)
    slip = slip_number(payment, payment.slip)
    deed.notes.update(slip=slip, amount_minor=payment.amount_minor)
    booked = book_top_up(deed, client, Taken(payment=payment, slip=slip))
    return CardPaymentBooked(
        payment_id=payment.id,
        client_id=client.id,
        transaction_id=booked.transaction_id,
        balance_minor=booked.balance_minor,
        job_id=booked.job_id,
    )


def pay_back_card_payment(deed: Deed, command: PayBackCardPayment) -> CardPaymentBegun:
    """Has the terminal take it back, or writes down that a person did.

    Raises:
        DeskError: ``payment.*``, ``reason.*`` or ``slip.*``.
    """
    payment = payment_of_till(deed, command.payment_id)
    deed.about_client = payment.client_id
    if not payment.waits_for_booking or payment.kind is not PaymentKind.PAYMENT:
        raise settled_already()
    reason = give_reason(deed, command.reason)
    refuse_going_back(deed, payment)
    if command.slip or not command.driver:
        return _paid_back_by_hand(deed, payment, check_slip(command.slip), reason)
    wish = replace(
        new_wish(deed, payment.amount_minor, command.driver, payment.purpose),
        client_id=payment.client_id,
        kind=PaymentKind.REVERSAL,
        of_payment_id=payment.id,
    )
    return CardPaymentBegun(payment_id=store_wish(deed, wish).id)


def begin_card_refund(deed: Deed, command: BeginCardRefund) -> CardPaymentBegun:
    """Stores the wish, once everything that booking it will ask for was asked.

    Raises:
        DeskError: ``refund.not_by_terminal`` where no single payment of the client on the terminal
            is as large, ``payment.*``, or what a refund by card raises.
    """
    client = find_client(deed, command.client_id)
    check_amount(command.amount_minor)
    give_reason(deed, command.reason)
    check_refund(deed, client, command.amount_minor, Tender.CARD)
    original = _original(deed, client, command.amount_minor)
    whole = original.amount_minor == command.amount_minor
    today = original.shift_id == deed.open_shift.id
    wish = replace(
        new_wish(deed, command.amount_minor, command.driver, Purpose.REFUND.value),
        client_id=client.id,
        kind=PaymentKind.REVERSAL if whole and today else PaymentKind.REFUND,
        of_payment_id=original.id,
    )
    return CardPaymentBegun(payment_id=store_wish(deed, wish).id)


def _original(deed: Deed, client: Client, amount_minor: int) -> CardPayment:
    """The newest payment of the client of which so much is still there."""
    store = deed.work.card_payments
    for card in (client.id, *deed.work.clients.merged_from(client.id)):
        for payment in store.booked_of_client(card):
            left = payment.amount_minor - store.gone_back(payment.id)
            if left >= amount_minor and _can_go_back(deed, payment):
                return payment
    raise DeskError(
        "refund.not_by_terminal",
        tr("No single payment of this client on this terminal is as large as that."),
        tr("Nothing was changed. Refund it on the terminal by hand and type the slip's number."),
        subject="slip",
    )


def _can_go_back(deed: Deed, payment: CardPayment) -> bool:
    """Whether this terminal took it for an account, and nobody undid that since."""
    booked = deed.work.ledger.get(payment.transaction_id or 0)
    return (
        payment.till_id == deed.till_id
        and booked is not None
        and booked.draft.kind in _ONTO_ACCOUNT
        and deed.work.ledger.reversal_of(booked.id) is None
    )


def _book_refund(deed: Deed, payment: CardPayment) -> CardPaymentBooked:
    deed.require(Permission.REFUND)
    client = payer_of(deed, payment)
    deed.reason = tr("The terminal paid it back")
    done = book_refund(deed, client, payment.amount_minor, Tender.CARD, gone=payment)
    return CardPaymentBooked(
        payment_id=payment.id,
        client_id=client.id,
        transaction_id=done.transaction_id,
        balance_minor=done.balance_after,
        job_id=done.job_id,
    )


def _account_holder(deed: Deed, payment: CardPayment, chosen: int | None) -> Client:
    if payment.client_id is None:
        return find_client(deed, chosen or 0)
    client = payer_of(deed, payment)
    if chosen is not None and chosen != client.id:
        raise DeskError(
            "payment.other_client",
            tr("This card payment was begun for another client."),
            tr("Nothing was changed. Book it on that client's account."),
            subject="client",
        )
    return client


def _is_owed(deed: Deed, session_id: int) -> bool:
    session = deed.work.sessions.get(session_id)
    return session is not None and session.state.is_open and session.postpaid


def _end_with(deed: Deed, payment: CardPayment, session_id: int) -> CardPaymentBooked:
    """A part of the price is not booked alone: the rest is taken where the session ends."""
    deed.notes.update(amount_minor=payment.amount_minor)
    wish = EndSession(
        session_id=session_id,
        card_minor=payment.amount_minor,
        card_payment_id=payment.id,
        slip=payment.slip,
    )
    ended = end_session(deed, wish)
    booked = deed.work.card_payments.get(payment.id)
    return CardPaymentBooked(
        payment_id=payment.id,
        client_id=0,
        transaction_id=booked.transaction_id or 0 if booked is not None else 0,
        balance_minor=0,
        job_id=ended.job_id,
        session_id=session_id,
    )


def _paid_back_by_hand(
    deed: Deed, payment: CardPayment, slip: str, reason: str
) -> CardPaymentBegun:
    deed.notes.update(slip=slip, amount_minor=payment.amount_minor)
    paid_back = replace(
        payment, state=CardState.PAID_BACK, slip=slip, detail=reason, ended_at=deed.now
    )
    deed.work.card_payments.save(paid_back)
    deed.tell(CardPaymentChanged(payment.id, payment.till_id))
    return CardPaymentBegun(payment_id=payment.id)


RULES: dict[type[Command], Rule] = {
    BookCardPayment: Rule(
        book_card_payment, CardPaymentBooked, needs=Permission.TOP_UP, in_shift=True
    ),
    PayBackCardPayment: Rule(
        pay_back_card_payment, CardPaymentBegun, needs=Permission.REFUND, in_shift=True
    ),
    BeginCardRefund: Rule(
        begin_card_refund, CardPaymentBegun, needs=Permission.REFUND, in_shift=True
    ),
}
