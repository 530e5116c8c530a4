"""What a shift's report says beside its postings' sums; the writing and the reading side share it.

Amounts are minor units, instants UTC.
"""

from __future__ import annotations

from clubdesk.domain.receipt import PassedPayment
from clubdesk.domain.shift import CategorySum, Shift
from clubdesk.services.ports_till import BesidePostings
from clubdesk.storage.instants import instant_of
from clubdesk.storage.payment_words import UNRESOLVED
from clubdesk.storage.reader import Look
from clubdesk.storage.shift_taxes import bar_taxes
from clubdesk.storage.untyped import StoredRow

_EXPENSES = """
SELECT m.category, sum(p.amount) AS amount
FROM transactions t
CROSS JOIN cash_moves m
CROSS JOIN postings p
CROSS JOIN accounts a
WHERE t.shift_id = :shift_id AND m.transaction_id = t.id AND m.kind = 'cash_out'
    AND p.transaction_id = t.id AND a.id = p.account_id AND a.kind = 'expenses'
GROUP BY m.category ORDER BY m.category
"""
# An order that cost nothing has no transaction and is no sale.
_ORDERS = """
SELECT count(*) FROM transactions t CROSS JOIN orders o
WHERE t.shift_id = :shift_id AND t.kind = 'bar_sale' AND o.transaction_id = t.id
"""
_PAYMENTS = """
SELECT q.id, q.started_at, q.amount_minor, q.state, coalesce('#' || q.client_id, '') AS client_name
FROM card_payments q
"""
_PASSED_ON = f"{_PAYMENTS} WHERE q.till_id = :till_id AND ({UNRESOLVED}) ORDER BY q.id"
# Begun in an earlier shift: open now, ended since this one began, or booked in it.
_TAKEN_OVER = f"""
{_PAYMENTS} JOIN shifts h ON h.id = q.shift_id
WHERE q.till_id = :till_id AND h.number < :number
    AND (({UNRESOLVED}) OR q.ended_at > :opened_at OR EXISTS (
        SELECT 1 FROM transactions t WHERE t.id = q.transaction_id AND t.shift_id = :shift_id))
ORDER BY q.id
"""  # noqa: S608 - no text from outside


def beside_postings(look: Look, shift_id: int) -> BesidePostings:
    """Expenses by category, and what of the bar's prices was tax."""
    return BesidePostings(
        expenses=tuple(
            CategorySum(row.category, int(row.amount))
            for row in look.each(_EXPENSES, shift_id=shift_id)
        ),
        orders=int(look.value(_ORDERS, shift_id=shift_id)),
        taxes=bar_taxes(look, shift_id),
    )


def passed_on(look: Look, till_id: int) -> list[PassedPayment]:
    """Card payments of a till whose outcome nobody knows, the oldest first."""
    return [_payment(row) for row in look.each(_PASSED_ON, till_id=till_id)]


def taken_over(look: Look, shift: Shift) -> list[PassedPayment]:
    """Card payments that earlier shifts left to this one, as they stand now."""
    rows = look.each(
        _TAKEN_OVER,
        till_id=shift.till_id,
        number=shift.number,
        opened_at=shift.opened_at,
        shift_id=shift.id,
    )
    return [_payment(row) for row in rows]


def _payment(row: StoredRow) -> PassedPayment:
    return PassedPayment(
        row.id, instant_of(row.started_at), row.amount_minor, row.state, row.client_name
    )
