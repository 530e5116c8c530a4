"""What shifts need of the books beside sessions and postings, as protocols.

Desk worker's thread, inside one transaction. Amounts are minor units, instants UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from clubdesk.domain.receipt import PassedPayment
from clubdesk.domain.shift import CategorySum, Shift, TaxSum


class CashMoveKind(StrEnum):
    """What moved cash beside sales."""

    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class BesidePostings:
    """Figures of a shift that its postings alone do not tell."""

    expenses: tuple[CategorySum, ...] = field(default_factory=tuple)
    orders: int = 0
    taxes: tuple[TaxSum, ...] = field(default_factory=tuple)


class TillStore(Protocol):
    """The till's own facts.

    ``open_orders`` gives the numbers of orders that somebody still waits for; ``another_is_open``
    says whether a shift runs at another till of the club; ``passed_on`` are the card payments
    whose outcome nobody knows now, ``taken_over`` those that an earlier shift left to this one.
    """

    def keep_move(self, transaction_id: int, kind: CashMoveKind, category: str) -> None: ...
    def open_orders(self, till_id: int) -> Sequence[int]: ...
    def another_is_open(self, till_id: int) -> bool: ...
    def passed_on(self, till_id: int) -> Sequence[PassedPayment]: ...
    def taken_over(self, shift: Shift) -> Sequence[PassedPayment]: ...
    def beside_postings(self, shift_id: int) -> BesidePostings: ...
