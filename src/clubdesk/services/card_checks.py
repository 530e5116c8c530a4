"""Whether a card payment may be booked, told or settled: the checks that its deeds share.

Desk worker's thread, inside the deed's transaction.
"""

from __future__ import annotations

from clubdesk.domain.card_payment import CardPayment, CardState
from clubdesk.domain.ledger import TransactionKind
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.card_evidence import evidence_of, slip_of
from clubdesk.services.deed import Deed
from clubdesk.services.typed_money import check_slip


def begun_by_own(deed: Deed, payment_id: int | None) -> bool:
    """Whether the person at the desk began this card payment, and it only has to be ended.

    Who may begin was asked then, of this person or of the one who approved it.
    """
    payment = deed.work.card_payments.get(payment_id) if payment_id is not None else None
    if payment is None or deed.staff is None:
        return False
    told_by_hand = payment.state is CardState.SENT and not payment.is_driven
    if not told_by_hand and not payment.waits_for_booking:
        return False
    return (payment.staff_id, payment.till_id) == (deed.staff.id, deed.till_id)


def payment_of_till(deed: Deed, payment_id: int) -> CardPayment:
    """A card payment of this till.

    Raises:
        DeskError: ``payment.unknown``.
    """
    payment = deed.work.card_payments.get(payment_id)
    if payment is None or payment.till_id != deed.till_id:
        raise DeskError(
            "payment.unknown",
            tr("This card payment does not exist at this till."),
            tr("Nothing was changed. Begin the payment again."),
        )
    return payment


def payable_payment(deed: Deed, payment_id: int) -> CardPayment:
    """A payment that can be booked: approved by a driven terminal, or the cashier says so now.

    Raises:
        DeskError: ``payment.unknown``, ``payment.settled``, ``payment.needs_settling``,
            ``payment.in_progress`` or ``payment.going_back``.
    """
    payment = payment_of_till(deed, payment_id)
    if payment.waits_for_booking:
        refuse_going_back(deed, payment)
        return payment
    if payment.state is CardState.UNKNOWN:
        raise needs_settling()
    if not payment.state.is_open:
        raise settled_already()
    if payment.is_driven:
        raise in_progress()
    return payment


def settled_already() -> DeskError:
    """The refusal to tell an end of a payment that has one."""
    return DeskError(
        "payment.settled",
        tr("The outcome of this card payment is known already."),
        tr("Nothing was changed. See the client's Transaction History."),
    )


def needs_settling() -> DeskError:
    """The refusal to book what nobody knows: settling it needs a permission and a reason."""
    return DeskError(
        "payment.needs_settling",
        tr("Nobody knows the outcome of this card payment."),
        tr("Look at the slip or ask the bank, then settle the payment with a reason."),
    )


def in_progress() -> DeskError:
    """The refusal to touch a payment while the terminal is being asked for it."""
    return DeskError(
        "payment.in_progress",
        tr("The terminal is still being asked for this card payment."),
        tr("Nothing was changed. Wait for the terminal."),
    )


def refuse_going_back(deed: Deed, payment: CardPayment) -> None:
    """Refuses to book what the terminal is taking back.

    Raises:
        DeskError: ``payment.going_back``.
    """
    if deed.work.card_payments.gone_back(payment.id):
        raise DeskError(
            "payment.going_back",
            tr("This card payment is being paid back."),
            tr("Nothing was changed. See the pending card payments."),
        )


def refuse_for_order(deed: Deed, gone: CardPayment) -> None:
    """Refuses to take off an account what went back to the card that had paid an order.

    Raises:
        DeskError: ``payment.of_an_order``.
    """
    store, ledger = deed.work.card_payments, deed.work.ledger
    original = store.get(gone.of_payment_id) if gone.of_payment_id is not None else None
    sale = ledger.get(original.transaction_id or 0) if original is not None else None
    if sale is not None and sale.draft.kind is TransactionKind.BAR_SALE:
        raise DeskError(
            "payment.of_an_order",
            tr("The terminal paid this back for an order, not for the game account."),
            tr("Nothing was changed. Cancel the same pieces of the order: that books it."),
        )


def slip_number(payment: CardPayment, typed: str) -> str:
    """The slip's number: a driven terminal or whoever settled it has told it, else it was typed.

    Raises:
        DeskError: ``slip.*``.
    """
    if payment.waits_for_booking and (payment.slip or payment.is_driven):
        return payment.slip or slip_of(evidence_of(payment.evidence), payment.id)
    return check_slip(typed)


def other_way() -> DeskError:
    """The refusal to book a refund as a payment, or a payment as a refund."""
    return DeskError(
        "payment.other_way",
        tr("This card payment went the other way."),
        tr("Nothing was changed. See the pending card payments."),
        subject="card",
    )
