"""The laws of balance operations: undone exactly, card payments booked, none left behind."""

from __future__ import annotations

from collections.abc import Iterator

from clubdesk.storage.reader import Look
from clubdesk.storage.verdict import Problem

# Cash and card go back through the till that undid it, which may be another one.
_REVERSALS = """
SELECT t.id, t.reverses_id, a.kind,
    CASE WHEN a.kind IN ('till_cash', 'card_clearing') THEN 0 ELSE a.owner_id END AS owner_id,
    sum(p.amount) AS rest
FROM transactions t
JOIN postings p ON p.transaction_id = t.id OR p.transaction_id = t.reverses_id
JOIN accounts a ON a.id = p.account_id
WHERE t.reverses_id IS NOT NULL
GROUP BY t.id, t.reverses_id, a.kind,
    CASE WHEN a.kind IN ('till_cash', 'card_clearing') THEN 0 ELSE a.owner_id END
HAVING sum(p.amount) <> 0
ORDER BY t.id
"""
_APPROVED = """
SELECT q.id, q.amount_minor, coalesce(sum(p.amount), 0) AS booked
FROM card_payments q
LEFT JOIN (
    SELECT p.transaction_id, p.amount FROM postings p
    JOIN accounts a ON a.id = p.account_id AND a.kind = 'card_clearing'
) p ON p.transaction_id = q.transaction_id
WHERE q.state = 'approved'
GROUP BY q.id, q.amount_minor
HAVING coalesce(sum(p.amount), 0) <> q.amount_minor
ORDER BY q.id
"""
_LEFT_BEHIND = """
SELECT q.id, q.state FROM card_payments q
JOIN shifts h ON h.id = q.shift_id AND h.closed_at IS NOT NULL
WHERE q.state IN ('sent', 'unknown') ORDER BY q.id
"""


def reversals_hold(look: Look) -> Iterator[Problem]:
    """A reversal and what it undid come to nothing on every account."""
    for row in look.walk(_REVERSALS):
        found = f"transactions {row.reverses_id}: {row.kind} {row.owner_id}: {row.rest}"
        yield Problem("books.reversal", "transactions", row.id, "0", found)


def payments_hold(look: Look) -> Iterator[Problem]:
    """An approved card payment is in the books; a closed shift left none open."""
    for row in look.walk(_APPROVED):
        wanted, found = str(row.amount_minor), str(row.booked)
        yield Problem("payment.booked", "card_payments", row.id, wanted, found)
    for row in look.walk(_LEFT_BEHIND):
        yield Problem("payment.pending", "card_payments", row.id, "", row.state)
