"""Payments by card with a terminal of its own beside the till: the cashier tells the outcome.

Desk worker's thread. The wish is stored before the terminal is asked, so that nothing a terminal
did can be forgotten; one whose outcome nobody knows keeps the shift from closing.
"""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.card_payment import CardPayment, CardState
from clubdesk.domain.events import CardPaymentChanged
from clubdesk.domain.people import Client, Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import format_money
from clubdesk.foundation.translate import language, tr, trn
from clubdesk.services.balance import (
    MoneyAnswer,
    Taken,
    begun_by_own,
    book_top_up,
    find_client,
    payable_payment,
)
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.typed_money import check_amount, check_slip, give_reason, refuse_card_number
from clubdesk.services.typed_text import fitting

LONGEST_DETAIL = 200
_FAILURES = {
    state.value: state for state in (CardState.DECLINED, CardState.NO_CONNECTION, CardState.UNKNOWN)
}
_MOST_NAMED = 5


class BeginCardPayment(Command, frozen=True, kw_only=True):
    """Stores that the terminal is about to be asked for an amount.

    Attributes:
        guest: A guest pays, for a session: there is no client.
    """

    amount_minor: int
    client_id: int | None = None
    guest: bool = False


class CardPaymentBegun(Answer, frozen=True, kw_only=True):
    """The payment to tell the outcome of."""

    payment_id: int


class FailCardPayment(Command, frozen=True, kw_only=True):
    """The terminal did not take it: ``outcome`` is declined, no_connection or unknown."""

    PERSONAL = frozenset({"detail"})

    payment_id: int
    outcome: str
    detail: str = ""


class SettleCardPayment(Command, frozen=True, kw_only=True):
    """A person settles a payment whose outcome was not known, from the slip, with a reason.

    Attributes:
        approved: True books the top-up; False says that no money moved.
        slip: The slip's number; needed if approved.
    """

    PERSONAL = frozenset({"slip"})

    payment_id: int
    approved: bool
    reason: str
    slip: str = ""


class PaymentSettled(Answer, frozen=True, kw_only=True):
    """What became of a settled payment.

    Attributes:
        booked: The top-up; None if no money moved.
        client_id: Whose account it went to; None if no money moved.
    """

    payment_id: int
    booked: MoneyAnswer | None = None
    client_id: int | None = None


def begin_card_payment(deed: Deed, command: BeginCardPayment) -> CardPaymentBegun:
    """Stores the wish; the terminal is asked after that."""
    client_id = None if command.guest else find_client(deed, command.client_id or 0).id
    check_amount(command.amount_minor)
    payment = deed.work.card_payments.add(
        CardPayment(
            id=0,
            till_id=deed.till_id,
            shift_id=deed.open_shift.id,
            staff_id=deed.staff.id if deed.staff else 0,
            client_id=client_id,
            amount_minor=command.amount_minor,
            state=CardState.SENT,
            started_at=deed.now,
        )
    )
    deed.notes.update(payment_id=payment.id)
    deed.tell(CardPaymentChanged(payment.id, payment.till_id))
    return CardPaymentBegun(payment_id=payment.id)


def fail_card_payment(deed: Deed, command: FailCardPayment) -> Done:
    """Writes down that the terminal did not take the money, or that nobody knows.

    Raises:
        DeskError: ``payment.bad_outcome``, or ``payment.needs_settling`` once it is unknown.
    """
    payment = _told_of(deed, command.payment_id)
    state = _FAILURES.get(command.outcome)
    if state is None:
        raise DeskError(
            "payment.bad_outcome",
            tr("This outcome of a card payment is not known."),
            tr("Choose what the terminal says."),
            subject="outcome",
        )
    if payment.state is CardState.UNKNOWN:
        raise DeskError(
            "payment.needs_settling",
            tr("Nobody knows the outcome of this card payment."),
            tr("Look at the slip or ask the bank, then settle the payment with a reason."),
        )
    detail = fitting(command.detail[: LONGEST_DETAIL * 20], LONGEST_DETAIL, "detail")
    refuse_card_number(detail, "detail")
    deed.notes.update(detail=detail)
    _close(deed, payment, state, detail)
    return Done()


def settle_card_payment(deed: Deed, command: SettleCardPayment) -> PaymentSettled:
    """Books the top-up as if the cashier had told the slip's number, or says nothing was taken."""
    payment = _told_of(deed, command.payment_id)
    reason = give_reason(deed, command.reason)
    if not command.approved:
        _close(deed, payment, CardState.DECLINED, reason)
        return PaymentSettled(payment_id=payment.id)
    if payment.client_id is None:
        raise DeskError(
            "payment.of_guest",
            tr("This card payment is a guest's: there is no account to book it on."),
            tr("Start or end the guest's session with it, or settle it as not taken."),
        )
    slip = check_slip(command.slip)
    deed.notes.update(slip=slip, amount_minor=payment.amount_minor)
    client = _payer(deed, payment)
    booked = book_top_up(deed, client, Taken(payment=payment, slip=slip))
    return PaymentSettled(payment_id=payment.id, booked=booked, client_id=client.id)


def refuse_while_pending(deed: Deed) -> None:
    """Keeps a shift open while the outcome of one of its card payments is not known.

    Raises:
        DeskError: ``shift.payments_pending``.
    """
    pending = deed.work.card_payments.open_of_till(deed.till_id)
    if not pending:
        return
    shown = ", ".join(_named(deed, payment) for payment in pending[:_MOST_NAMED])
    raise DeskError(
        "shift.payments_pending",
        trn(
            "The outcome of {count} card payment is not known: {payments}",
            "The outcome of {count} card payments is not known: {payments}",
            len(pending),
        ).format(count=len(pending), payments=shown),
        tr("Settle them from the slips (Balance operations), then close the shift."),
    )


def _told_of(deed: Deed, payment_id: int) -> CardPayment:
    payment = payable_payment(deed, payment_id)
    deed.about_client = payment.client_id
    return payment


def _close(deed: Deed, payment: CardPayment, state: CardState, detail: str) -> None:
    deed.notes.update(amount_minor=payment.amount_minor, state=state.value)
    ended_at = None if state.is_open else deed.now
    deed.work.card_payments.save(replace(payment, state=state, detail=detail, ended_at=ended_at))
    deed.tell(CardPaymentChanged(payment.id, payment.till_id))


def _payer(deed: Deed, payment: CardPayment) -> Client:
    """Whose account the money is for; a card merged since then passed it on."""
    client = deed.work.clients.get(payment.client_id or 0)
    into = client.merged_into if client else None
    return find_client(deed, into or payment.client_id or 0)


def _named(deed: Deed, payment: CardPayment) -> str:
    amount = format_money(payment.amount_minor, deed.club.currency, language())
    client = deed.work.clients.get(payment.client_id or 0)
    return f"{amount} ({client.name})" if client else amount


RULES: dict[type[Command], Rule] = {
    BeginCardPayment: Rule(
        begin_card_payment, CardPaymentBegun, needs=Permission.TOP_UP, in_shift=True
    ),
    FailCardPayment: Rule(
        fail_card_payment,
        Done,
        needs=Permission.TOP_UP,
        in_shift=True,
        allowed_before=lambda deed, command: begun_by_own(deed, command.payment_id),
    ),
    # What a settled payment does cannot be told from the terminal any more: not a cashier's word.
    SettleCardPayment: Rule(
        settle_card_payment, PaymentSettled, needs=Permission.REFUND, in_shift=True
    ),
}
