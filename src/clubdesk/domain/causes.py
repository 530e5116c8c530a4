"""Why a till may not hold what the books say, ranked by likelihood. Pure. Minor units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clubdesk.domain.ledger import TransactionKind


class CauseCode(StrEnum):
    """What may have happened. A screen puts it into words."""

    CARD_UNRESOLVED = "card_unresolved"
    """Nobody knows what became of a card payment of that amount; cash may have come instead."""
    CARD_DECLINED = "card_declined"
    """A card payment of that amount was not taken: cash came instead and was not booked."""
    CARD_BOOKED_AS_CASH = "card_booked_as_cash"
    """Booked as cash, but it was paid by card; ``payment_id`` is an attempt of that amount."""
    CASH_BOOKED_AS_CARD = "cash_booked_as_card"
    """Booked as paid by card, but it was cash."""
    TEN_TIMES_TOO_HIGH = "ten_times_too_high"
    """Booked with a nought too many."""
    TEN_TIMES_TOO_LOW = "ten_times_too_low"
    """Booked with a nought too few."""
    BOOKED_TWICE = "booked_twice"
    """The same amount was booked twice within minutes, and the cash moved once."""
    MOVED_TWICE = "moved_twice"
    """Booked once, but the cash of it came in or went out twice."""
    NOT_TAKEN_OUT = "not_taken_out"
    """An expense, a refund or a collection: booked, but its cash is still in the till."""
    NOT_PUT_IN = "not_put_in"
    """Booked as put into the till or paid in cash, but its cash is not there."""
    CHANGE_KEPT = "change_kept"
    """Change of that amount was not handed out."""
    CHANGE_TWICE = "change_twice"
    """Change of that amount was handed out twice, or where none was due."""
    UNDONE = "undone"
    """An operation was undone in the books, but its cash stayed where it was."""
    REST_NOT_HANDED_OUT = "rest_not_handed_out"
    """A guest's rest is booked as paid out, and is still in the till."""
    DEPOSIT = "deposit"
    """A deposit's cash did not go the way it is booked."""
    SWAPPED_DIGITS = "swapped_digits"
    """Two neighbouring digits of an amount, or of the count itself, changed places."""
    MISCOUNTED = "miscounted"
    """One piece of a denomination too many or too few was counted (``amount`` is its value)."""


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
        name: The client's; of an expense its category, of a cash-in its reason.
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


@dataclass(frozen=True, slots=True)
class CashDeed:
    """What one transaction did with cash and cards; signed, into the till or clearing positive.

    Attributes:
        payer: Tells whose it was (a client's or a session's id), for deeds that were done twice.
        change: What the receipt says was handed back.
    """

    transaction_id: int
    at: datetime
    kind: TransactionKind
    cash: int
    card: int = 0
    payer: str = ""
    change: int = 0
    name: str = ""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class CardTry:
    """One attempt at a terminal: ``unresolved`` if nobody knows its end, ``taken`` if it took."""

    payment_id: int
    at: datetime
    amount: int
    unresolved: bool
    taken: bool
    name: str = ""
    staff_name: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a shift's books say about its till.

    Attributes:
        counted: The count; ``expected`` is what the books say.
        pieces: The denominations that were counted, minor units; empty where a total was typed.
    """

    counted: int
    expected: int
    deeds: tuple[CashDeed, ...] = ()
    tries: tuple[CardTry, ...] = ()
    pieces: tuple[int, ...] = ()

    @property
    def difference(self) -> int:
        """Counted less expected."""
        return self.counted - self.expected
