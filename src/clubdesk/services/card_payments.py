"""Payments by card: stored before a terminal is asked, told by the cashier, settled by a person.

Desk worker's thread. The wish is stored before the terminal is asked, so that nothing a terminal
did can be forgotten; one whose outcome nobody knows, or that was approved and is not booked, keeps
the shift from closing. What a terminal that the desk drives says itself is in ``card_terminal``.
"""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.card_payment import BY_HAND, CardPayment, CardState, PaymentKind, Purpose
from clubdesk.domain.events import CardPaymentAsked, CardPaymentChanged
from clubdesk.domain.people import Client, Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import format_money
from clubdesk.foundation.translate import language, tr, trn
from clubdesk.services.balance import MoneyAnswer, Taken, book_top_up, find_client
from clubdesk.services.card_checks import (
    begun_by_own,
    in_progress,
    payable_payment,
    payment_of_till,
    settled_already,
)
from clubdesk.services.card_desk import DRIVEN
from clubdesk.services.commands import Answer, Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.session_payments import check_card_for_session
from clubdesk.services.typed_money import check_amount, check_slip, give_reason, refuse_card_number
from clubdesk.services.typed_text import fitting

LONGEST_DETAIL = 200
_FAILURES = {
    state.value: state for state in (CardState.DECLINED, CardState.NO_CONNECTION, CardState.UNKNOWN)
}
_MOST_NAMED = 5


_NEEDS = {
    Purpose.TOP_UP: Permission.TOP_UP,
    Purpose.GUEST: Permission.TOP_UP,
    Purpose.ORDER: Permission.SELL,
    Purpose.DEPOSIT: Permission.RUN_SESSIONS,
    Purpose.SESSION: Permission.RUN_SESSIONS,
}


class BeginCardPayment(Command, frozen=True, kw_only=True):
    """Stores that the terminal is about to be asked for an amount.

    Attributes:
        guest: A guest or a walk-in pays: there is no client.
        purpose: A ``Purpose``; empty for a top-up, or a guest's session.
        driver: ``manual``, or the driver that asks the terminal once this is stored.
        session_id: The stopped session of a guest who pays at the end; for that purpose alone.
    """

    amount_minor: int
    client_id: int | None = None
    guest: bool = False
    purpose: str = ""
    driver: str = BY_HAND
    session_id: int | None = None


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
        approved: True books it on the client's account, or, where there is no client, leaves it
            approved to be booked or paid back; False says that no money moved.
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
    """Stores the wish; the terminal is asked after that.

    Raises:
        DeskError: ``staff.not_allowed``, ``client.*``, ``money.*``, ``payment.bad_purpose``,
            ``payment.no_terminal``, ``payment.terminal_busy``, ``payment.unresolved``, or what
            keeps a guest's session from being paid for.
    """
    purpose = _purpose(command)
    deed.require(_NEEDS[purpose])
    client_id = None if command.guest else find_client(deed, command.client_id or 0).id
    check_amount(command.amount_minor)
    if command.session_id is not None:
        check_card_for_session(deed, command.session_id, command.amount_minor)
    wish = new_wish(deed, command.amount_minor, command.driver, purpose.value)
    wish = replace(wish, client_id=client_id, session_id=command.session_id)
    return CardPaymentBegun(payment_id=store_wish(deed, wish).id)


def new_wish(deed: Deed, amount_minor: int, driver: str, purpose: str) -> CardPayment:
    """A payment before anybody is asked for it, in the deed's shift and under its person."""
    return CardPayment(
        id=0,
        till_id=deed.till_id,
        shift_id=deed.open_shift.id,
        staff_id=deed.staff.id if deed.staff else 0,
        client_id=None,
        amount_minor=amount_minor,
        state=CardState.SENT,
        started_at=deed.now,
        driver=driver,
        purpose=purpose,
    )


def store_wish(deed: Deed, wish: CardPayment) -> CardPayment:
    """Stores a payment or a refund that a terminal is to be asked for.

    Raises:
        DeskError: ``payment.no_terminal``, ``payment.terminal_busy`` or ``payment.unresolved``.
    """
    if wish.is_driven:
        _check_terminal_is_free(deed, wish)
        wish = replace(wish, state=CardState.CREATED)
    payment = deed.work.card_payments.add(wish)
    deed.notes.update(payment_id=payment.id)
    deed.tell(CardPaymentChanged(payment.id, payment.till_id))
    if payment.is_driven:
        deed.tell(CardPaymentAsked(payment.id, payment.till_id))
    return payment


def _purpose(command: BeginCardPayment) -> Purpose:
    if not command.purpose:
        return Purpose.GUEST if command.guest else Purpose.TOP_UP
    of_session = command.purpose == Purpose.SESSION
    known = command.purpose in {purpose.value for purpose in _NEEDS}
    if not known or of_session != (command.session_id is not None) or of_session > command.guest:
        raise DeskError(
            "payment.bad_purpose",
            tr("Nobody knows what this card payment is for."),
            tr("Nothing was changed. Start again."),
        )
    return Purpose(command.purpose)


def _check_terminal_is_free(deed: Deed, wish: CardPayment) -> None:
    """Never a second request while the first one's end is open, nor twice for one payer."""
    if wish.driver not in DRIVEN:
        raise DeskError(
            "payment.no_terminal",
            tr("This desk has no card terminal."),
            tr("Nothing was changed. Take cash, or set the terminal up in Settings."),
        )
    for other in deed.work.card_payments.open_of_till(deed.till_id):
        if other.is_driven and other.state in (CardState.CREATED, CardState.SENT):
            raise DeskError(
                "payment.terminal_busy",
                tr("The terminal is still being asked for another card payment."),
                tr("Nothing was changed. Wait until it is over, or take cash."),
            )
        if other.is_driven and _is_the_same_wish(other, wish):
            raise DeskError(
                "payment.unresolved",
                tr("The end of this payer's last card payment is still open: {amount}.").format(
                    amount=format_money(other.amount_minor, deed.club.currency, language())
                ),
                tr("Nothing was charged again. See the pending card payments, or take cash."),
            )


def _is_the_same_wish(other: CardPayment, wish: CardPayment) -> bool:
    if other.client_id != wish.client_id or other.kind is not wish.kind:
        return False
    if wish.session_id is not None or other.session_id is not None:
        return wish.session_id == other.session_id
    # Guests have no name: the same amount may be the same guest's.
    return wish.client_id is not None or other.amount_minor == wish.amount_minor


def fail_card_payment(deed: Deed, command: FailCardPayment) -> Done:
    """Writes down that the terminal did not take the money, or that nobody knows.

    Raises:
        DeskError: ``payment.bad_outcome``, ``payment.needs_settling`` once it is unknown, or
            ``payment.in_progress`` where the terminal itself tells the end.
    """
    payment = payment_of_till(deed, command.payment_id)
    deed.about_client = payment.client_id
    state = _FAILURES.get(command.outcome)
    if state is None:
        raise DeskError(
            "payment.bad_outcome",
            tr("This outcome of a card payment is not known."),
            tr("Choose what the terminal says."),
            subject="outcome",
        )
    payable_payment(deed, payment.id)
    if payment.is_driven:
        raise settled_already()
    detail = fitting(command.detail[: LONGEST_DETAIL * 20], LONGEST_DETAIL, "detail")
    refuse_card_number(detail, "detail")
    deed.notes.update(detail=detail)
    close_payment(deed, payment, state, detail)
    return Done()


def settle_card_payment(deed: Deed, command: SettleCardPayment) -> PaymentSettled:
    """Books the top-up as if the cashier had told the slip's number, or says nothing was taken.

    Raises:
        DeskError: ``payment.*``, ``reason.*``, ``slip.*`` or what booking raises.
    """
    payment = _open_payment(deed, command.payment_id)
    reason = give_reason(deed, command.reason)
    if not command.approved:
        close_payment(deed, payment, CardState.DECLINED, reason)
        return PaymentSettled(payment_id=payment.id)
    slip = check_slip(command.slip)
    deed.notes.update(slip=slip, amount_minor=payment.amount_minor)
    if payment.client_id is None or payment.kind is not PaymentKind.PAYMENT:
        # There is no account to book it on by itself: it stays in the list, approved.
        approve_unbooked(deed, replace(payment, slip=slip, detail=reason))
        return PaymentSettled(payment_id=payment.id)
    client = payer_of(deed, payment)
    booked = book_top_up(deed, client, Taken(payment=payment, slip=slip))
    return PaymentSettled(payment_id=payment.id, booked=booked, client_id=client.id)


def _open_payment(deed: Deed, payment_id: int) -> CardPayment:
    payment = payment_of_till(deed, payment_id)
    deed.about_client = payment.client_id
    if not payment.state.is_open:
        raise settled_already()
    if payment.is_driven and payment.state is not CardState.UNKNOWN:
        raise in_progress()
    return payment


def refuse_while_pending(deed: Deed) -> None:
    """Keeps a shift open while the end of one of its card payments is not known or not booked.

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
            "{count} card payment is still open: {payments}",
            "{count} card payments are still open: {payments}",
            len(pending),
        ).format(count=len(pending), payments=shown),
        tr("Settle or book them (Balance operations), then close the shift."),
    )


def close_payment(deed: Deed, payment: CardPayment, state: CardState, detail: str) -> None:
    """Writes down a payment's end, of which nothing is booked."""
    deed.notes.update(amount_minor=payment.amount_minor, state=state.value)
    ended_at = None if state.is_open else deed.now
    deed.work.card_payments.save(replace(payment, state=state, detail=detail, ended_at=ended_at))
    deed.tell(CardPaymentChanged(payment.id, payment.till_id))


def approve_unbooked(deed: Deed, payment: CardPayment) -> CardPayment:
    """Writes down that the terminal took or gave the money; the books come after that.

    What takes back a payment that was booked nowhere is done with: both are paid back.
    """
    store = deed.work.card_payments
    original = store.get(payment.of_payment_id) if payment.of_payment_id is not None else None
    state = CardState.APPROVED
    if original is not None and original.waits_for_booking:
        state = CardState.PAID_BACK
        store.save(replace(original, state=state, ended_at=deed.now))
        deed.tell(CardPaymentChanged(original.id, original.till_id))
    approved = replace(payment, state=state, ended_at=deed.now)
    store.save(approved)
    deed.notes.update(amount_minor=payment.amount_minor, state=state.value)
    deed.tell(CardPaymentChanged(payment.id, payment.till_id))
    return approved


def payer_of(deed: Deed, payment: CardPayment) -> Client:
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
        begin_card_payment,
        CardPaymentBegun,
        needs=Permission.TOP_UP,
        in_shift=True,
        # The deed asks for the permission of what the card pays for.
        allowed_before=lambda deed, command: command.purpose not in ("", "top_up", "guest"),
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
