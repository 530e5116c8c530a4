"""A payment by card from the wish to its end: stored before a terminal is asked. Pure.

created -> sent -> approved | declined | cancelled | no_connection | not_started | unknown. An
unknown one is never tried again blindly: the terminal is asked what became of it, or a person
settles it from the slip, with a reason. What a terminal approved stays open until it is booked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CardState(StrEnum):
    """Where a card payment is."""

    CREATED = "created"
    """Stored; not one byte has gone to the terminal."""
    SENT = "sent"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NO_CONNECTION = "no_connection"
    NOT_STARTED = "not_started"
    UNKNOWN = "unknown"
    PAID_BACK = "paid_back"
    """Approved, booked nowhere, and taken back at the terminal."""

    @property
    def is_open(self) -> bool:
        """True while nobody knows whether money moved."""
        return self in (CardState.CREATED, CardState.SENT, CardState.UNKNOWN)


class PaymentKind(StrEnum):
    """Which way the money goes."""

    PAYMENT = "payment"
    REFUND = "refund"
    """An amount back to a card."""
    REVERSAL = "reversal"
    """A payment taken back as a whole."""


class Purpose(StrEnum):
    """What a card pays for."""

    TOP_UP = "top_up"
    GUEST = "guest"
    ORDER = "order"
    DEPOSIT = "deposit"
    SESSION = "session"
    """What a guest played, at the end."""
    REFUND = "refund"


BY_HAND = "manual"
"""The driver of a terminal that stands beside the till: the cashier tells what it said."""


@dataclass(frozen=True, slots=True)
class CardPayment:
    """One attempt at a terminal.

    Attributes:
        amount_minor: Minor units, positive.
        slip: The number on the terminal's slip, as typed; never a card's number.
        detail: The terminal's own words, or why a person settled it.
        transaction_id: What was booked for it; None if nothing was.
        driver: How the terminal was reached, ``BY_HAND`` if a person did.
        purpose: A ``Purpose``; empty for those of earlier versions.
        mark: What the driver noted of the terminal before it asked.
        code: The terminal's own code of the outcome.
        evidence: What the terminal told of it, masked, as JSON.
        of_payment_id: The payment that goes back; for refunds and reversals.
        session_id: The session of a guest who pays at the end; None for all else.
    """

    id: int
    till_id: int
    shift_id: int
    staff_id: int
    client_id: int | None
    amount_minor: int
    state: CardState
    started_at: datetime
    ended_at: datetime | None = None
    slip: str = ""
    detail: str = ""
    transaction_id: int | None = None
    kind: PaymentKind = PaymentKind.PAYMENT
    driver: str = BY_HAND
    purpose: str = ""
    mark: str = ""
    code: str = ""
    evidence: str = "{}"
    of_payment_id: int | None = None
    session_id: int | None = None

    @property
    def is_driven(self) -> bool:
        """Whether the desk itself talks to the terminal."""
        return self.driver != BY_HAND

    @property
    def waits_for_booking(self) -> bool:
        """Approved by the terminal, and not in the books yet."""
        return self.state is CardState.APPROVED and self.transaction_id is None

    @property
    def is_open(self) -> bool:
        """True while it keeps the shift from closing: its end is not known, or not booked."""
        return self.state.is_open or self.waits_for_booking
