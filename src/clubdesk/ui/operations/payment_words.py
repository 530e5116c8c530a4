"""Pending card payments in words: what is so, and what can be done about each. Pure."""

from __future__ import annotations

from enum import StrEnum

from clubdesk.domain.card_payment import BY_HAND, CardState, PaymentKind
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.views_people import PendingPayment

_STATES: dict[str, str] = {
    CardState.CREATED: mark("the terminal is being asked"),
    CardState.SENT: mark("the terminal is being asked"),
    CardState.UNKNOWN: mark("nobody knows whether it was charged"),
    CardState.APPROVED: mark("approved, not booked yet"),
}
_BACK: dict[str, str] = {
    CardState.UNKNOWN: mark("nobody knows whether it was paid back"),
    CardState.APPROVED: mark("paid back, not booked yet"),
}


class PaymentDeed(StrEnum):
    """What a person can do about a pending card payment."""

    ASK = "ask"
    SETTLE = "settle"
    BOOK = "book"
    PAY_BACK = "pay_back"


def state_words(payment: PendingPayment) -> str:
    """What is so."""
    if payment.driver == BY_HAND and payment.state == CardState.SENT:
        return tr("nobody said what the terminal did")
    back = payment.kind != PaymentKind.PAYMENT
    found = _BACK.get(payment.state) if back else None
    return tr(found or _STATES[payment.state])


def payer_words(payment: PendingPayment) -> str:
    """Whose card it was; a guest has no name."""
    if payment.seat_name:
        return tr("Guest · {station}").format(station=payment.seat_name)
    return payment.client_name or tr("Guest")


def deeds_for(payment: PendingPayment) -> tuple[PaymentDeed, ...]:
    """What can be done, the likeliest first."""
    if payment.state == CardState.APPROVED:
        is_payment = payment.kind == PaymentKind.PAYMENT
        return (PaymentDeed.BOOK, PaymentDeed.PAY_BACK) if is_payment else (PaymentDeed.BOOK,)
    if payment.driver == BY_HAND:
        return (PaymentDeed.SETTLE,)
    if payment.state == CardState.UNKNOWN:
        return PaymentDeed.ASK, PaymentDeed.SETTLE
    return ()


def deed_words(deed: PaymentDeed) -> str:
    """What stands on its button."""
    return {
        PaymentDeed.ASK: tr("Ask the terminal"),
        PaymentDeed.SETTLE: tr("Settle"),
        PaymentDeed.BOOK: tr("Book it"),
        PaymentDeed.PAY_BACK: tr("Pay back"),
    }[deed]
