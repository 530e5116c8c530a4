"""What moved cash beside sales, and what a shift asks of the till. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert

from clubdesk.domain.receipt import PassedPayment
from clubdesk.domain.shift import Shift
from clubdesk.services.ports_till import BesidePostings, CashMoveKind
from clubdesk.storage import shift_facts, tables_till
from clubdesk.storage.work_link import WorkLink

_KEEP_MOVE = insert(tables_till.cash_moves)
# The same words as in the partial index, or SQLite would not use it.
_WAITING = """
SELECT number FROM orders
WHERE till_id = :till_id AND state IN ('new', 'preparing') ORDER BY number
"""
_ANOTHER = "SELECT 1 FROM shifts WHERE closed_at IS NULL AND till_id <> :till_id LIMIT 1"


class SqlTillStore:
    """The till's own facts."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def keep_move(self, transaction_id: int, kind: CashMoveKind, category: str) -> None:
        """Writes down what a transaction with cash was for, once and for good."""
        values = {"transaction_id": transaction_id, "kind": kind.value, "category": category}
        self._link.write(_KEEP_MOVE, values)

    def open_orders(self, till_id: int) -> Sequence[int]:
        """The numbers of orders that somebody still waits for."""
        return [row.number for row in self._link.each(_WAITING, till_id=till_id)]

    def another_is_open(self, till_id: int) -> bool:
        """Whether a shift runs at another till of the club."""
        return self._link.value(_ANOTHER, till_id=till_id) is not None

    def passed_on(self, till_id: int) -> Sequence[PassedPayment]:
        """Card payments whose outcome nobody knows now."""
        return shift_facts.passed_on(self._link, till_id)

    def taken_over(self, shift: Shift) -> Sequence[PassedPayment]:
        """Card payments that earlier shifts left to this one."""
        return shift_facts.taken_over(self._link, shift)

    def beside_postings(self, shift_id: int) -> BesidePostings:
        """Figures of a shift that its postings alone do not tell."""
        return shift_facts.beside_postings(self._link, shift_id)
