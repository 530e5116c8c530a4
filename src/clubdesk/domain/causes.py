"""Why a till may not hold what the books say, ranked by likelihood. Pure. Minor units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CauseCode(StrEnum):
    """What may have happened. A screen puts it into words."""

    CARD_UNRESOLVED = "card_unresolved"
    """Nobody knows what became of a card payment of that amount: it may have been paid in cash."""
    CARD_DECLINED = "card_declined"
    """A card payment of that amount was not taken: the cash may have come instead, not booked."""
    CARD_BOOKED_AS_CASH = "card_booked_as_cash"
    """Booked as cash, but it was paid by card."""
    CASH_BOOKED_AS_CARD = "cash_booked_as_card"
    """Booked as paid by card, but it was cash."""
    TEN_TIMES_TOO_HIGH = "ten_times_too_high"
    TEN_TIMES_TOO_LOW = "ten_times_too_low"
    """Typed with a nought too many or too few."""
    NOT_PAID_OUT = "not_paid_out"
    """An expense, a refund, a collection or a guest's rest of that amount is still in the till."""
    PAID_OUT_TWICE = "paid_out_twice"
    """What was paid out once by the books may have left the till twice."""
    NOT_PUT_IN = "not_put_in"
    """A cash-in or money taken of that amount may never have come into the till."""
    TAKEN_TWICE = "taken_twice"
    """The same amount was booked twice for the same payer within minutes."""
    BOOKED_ONCE = "booked_once"
    """Money of that amount may have come into the till twice and was booked once."""
    WRONG_CHANGE = "wrong_change"
    """Change of that amount may not have been given, or was given where none was due."""
    UNDONE = "undone"
    """An operation was undone in the books, but its cash stayed where it was."""
    REST_NOT_HANDED_OUT = "rest_not_handed_out"
    """A guest's rest was booked as paid out."""
    DEPOSIT = "deposit"
    """A reservation's deposit of that amount."""
    SWAPPED_DIGITS = "swapped_digits"
    """Two digits of this amount may have changed places."""
    MISCOUNTED = "miscounted"
    """One piece of a denomination more or less was counted (``amount`` is its value)."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that may have happened, and what it points at.

    Attributes:
        score: 0 to 100; the likeliest is the greatest.
        amount: What was booked, or what it is about.
        at: When it was written; None if it is about no deed.
        transaction_id: What was booked; None for a payment that was not.
        payment_id: The card payment.
        kind: The transaction's kind; empty if it is about no transaction.
        name: The client's, or the reason and category of what moved cash.
    """

    code: CauseCode
    score: int
    amount: int
    at: datetime | None = None
    transaction_id: int | None = None
    payment_id: int | None = None
    kind: str = ""
    name: str = ""
    staff_name: str = ""
