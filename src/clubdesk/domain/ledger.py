"""Double entry: accounts, postings and transactions that sum to zero, in money and in points.

Pure. Amounts are signed integers in minor units, debit positive: a top-up debits the till (+)
and credits the client's game account (-). ``shown`` turns a raw sum into what people call the
account's balance.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Unit(StrEnum):
    """What an account counts; a transaction balances in each separately."""

    MONEY = "money"
    POINTS = "points"


class AccountKind(StrEnum):
    """The accounts of a club."""

    GAME = "game"
    BONUS = "bonus"
    GUEST = "guest"
    DEPOSIT = "deposit"
    TILL_CASH = "till_cash"
    CARD_CLEARING = "card_clearing"
    SAFE = "safe"
    OUTSIDE = "outside"
    """An owner's own money that was put into a till."""
    PLAY_REVENUE = "play_revenue"
    BAR_REVENUE = "bar_revenue"
    EXPENSES = "expenses"
    BONUS_EXPENSE = "bonus_expense"
    CORRECTIONS = "corrections"
    OVER_SHORT = "over_short"

    @property
    def unit(self) -> Unit:
        """Points for the two bonus accounts, money for all others."""
        bonus = (AccountKind.BONUS, AccountKind.BONUS_EXPENSE)
        return Unit.POINTS if self in bonus else Unit.MONEY

    @property
    def normal(self) -> int:
        """+1 where a debit makes the balance grow (cash), -1 where a credit does (a client)."""
        return -1 if self in _CREDIT_NORMAL else 1

    @property
    def guarded(self) -> bool:
        """True for the accounts that never go below zero."""
        return self in _GUARDED


_GUARDED = (AccountKind.GAME, AccountKind.BONUS, AccountKind.GUEST, AccountKind.DEPOSIT)
_CREDIT_NORMAL = frozenset(
    {
        AccountKind.GAME,
        AccountKind.BONUS,
        AccountKind.GUEST,
        AccountKind.DEPOSIT,
        AccountKind.PLAY_REVENUE,
        AccountKind.BAR_REVENUE,
    }
)


class TransactionKind(StrEnum):
    """Why money moved."""

    OPENING_FLOAT = "opening_float"
    TOP_UP = "top_up"
    BONUS_CREDIT = "bonus_credit"
    DEDUCTION = "deduction"
    REFUND = "refund"
    SESSION_CHARGE = "session_charge"
    GUEST_PAYMENT = "guest_payment"
    GUEST_CHANGE = "guest_change"
    BAR_SALE = "bar_sale"
    BAR_CANCEL = "bar_cancel"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    COLLECTION = "collection"
    CLOSING_DIFFERENCE = "closing_difference"
    REVERSAL = "reversal"
    MERGE = "merge"
    DEPOSIT = "deposit"
    DEPOSIT_USED = "deposit_used"
    DEPOSIT_RETURNED = "deposit_returned"
    DEPOSIT_KEPT = "deposit_kept"


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An account by its kind and owner.

    Attributes:
        owner_id: A client's id (game, bonus), a session's (guest), a
            reservation's (deposit), a till's (till cash, card
            clearing); 0 for the club's own accounts.
    """

    kind: AccountKind
    owner_id: int = 0


@dataclass(frozen=True, slots=True)
class Posting:
    """One leg of a transaction; ``amount`` in minor units (or points), debit positive."""

    account: AccountRef
    amount: int


@dataclass(frozen=True, slots=True)
class TransactionDraft:
    """A transaction before the books give it a number and a hash.

    Attributes:
        at: When it was written, UTC.
        effective_at: When it took place, UTC (a session may have ended while the desk was off).
    """

    kind: TransactionKind
    postings: tuple[Posting, ...]
    till_id: int
    shift_id: int
    staff_id: int
    at: datetime
    effective_at: datetime
    client_id: int | None = None
    session_id: int | None = None
    reason: str = ""
    reverses_id: int | None = None

    def __post_init__(self) -> None:
        if problem := imbalance(self.postings):
            raise ValueError(problem)


@dataclass(frozen=True, slots=True)
class LedgerTransaction:
    """A transaction as it stands in the books, a link of its till's hash chain."""

    id: int
    till_seq: int
    prev_hash: str
    hash: str
    draft: TransactionDraft


def imbalance(postings: tuple[Posting, ...]) -> str:
    """Why a set of postings is not a transaction; empty if it is one."""
    if len(postings) < 2:
        return "a transaction has two postings or more"
    if any(posting.amount == 0 for posting in postings):
        return "a posting of zero moves nothing"
    if len({posting.account for posting in postings}) != len(postings):
        return "an account appears twice"
    for unit in Unit:
        total = sum(p.amount for p in postings if p.account.kind.unit is unit)
        if total:
            return f"{unit} is out of balance by {total}"
    return ""


def pair(*, debit: AccountRef, credit: AccountRef, amount: int) -> tuple[Posting, Posting]:
    """The two postings that move a positive amount from ``credit`` to ``debit``.

    Raises:
        ValueError: The amount is not positive.
    """
    if amount <= 0:
        raise ValueError("an amount to move is positive")
    return Posting(debit, amount), Posting(credit, -amount)


def shown(kind: AccountKind, raw_sum: int) -> int:
    """The balance as people say it: a client's credit and the till's debit are both positive."""
    return kind.normal * raw_sum


GENESIS = "0" * 64
"""What the first transaction of a till names as the hash before it."""


def chain_hash(prev_hash: str, till_seq: int, draft: TransactionDraft) -> str:
    """SHA-256 (hex) over the hash before and every fact of the transaction.

    The text that is hashed is line by line ``name=value`` with instants in ISO 8601 UTC to the
    microsecond and postings sorted, so that any program can work it out again.
    """
    legs = sorted((p.account.kind.value, p.account.owner_id, p.amount) for p in draft.postings)
    facts = [
        ("prev", prev_hash),
        ("till", draft.till_id),
        ("seq", till_seq),
        ("kind", draft.kind.value),
        ("shift", draft.shift_id),
        ("staff", draft.staff_id),
        ("at", draft.at.isoformat(timespec="microseconds")),
        ("effective", draft.effective_at.isoformat(timespec="microseconds")),
        ("client", draft.client_id or ""),
        ("session", draft.session_id or ""),
        ("reverses", draft.reverses_id or ""),
        ("reason", draft.reason.encode("unicode_escape").decode("ascii")),
        *((f"leg.{kind}.{owner}", amount) for kind, owner, amount in legs),
    ]
    text = "\n".join(f"{name}={value}" for name, value in facts)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
