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
SELECT q.id, q.kind, q.amount_minor, coalesce(sum(p.amount), 0) AS booked
FROM card_payments q
LEFT JOIN (
    SELECT p.transaction_id, p.amount FROM postings p
    JOIN accounts a ON a.id = p.account_id AND a.kind = 'card_clearing'
) p ON p.transaction_id = q.transaction_id
WHERE q.state = 'approved' AND q.transaction_id IS NOT NULL
GROUP BY q.id, q.kind, q.amount_minor
HAVING coalesce(sum(p.amount), 0)
    <> CASE WHEN q.kind = 'payment' THEN q.amount_minor ELSE -q.amount_minor END
ORDER BY q.id
"""
# A hand-over passes them on, until the till is closed for good.
_LEFT_BEHIND = """
SELECT q.id, q.state FROM card_payments q
JOIN shifts h ON h.id = q.shift_id AND h.closed_at IS NOT NULL
WHERE (q.state IN ('created', 'sent', 'unknown')
    OR (q.state = 'approved' AND q.transaction_id IS NULL))
AND (
    NOT EXISTS (SELECT 1 FROM shifts o WHERE o.till_id = h.till_id AND o.closed_at IS NULL)
    OR EXISTS (
        SELECT 1 FROM shifts n
        WHERE n.till_id = h.till_id AND n.number > h.number AND n.taken_over_from IS NULL
    )
)
ORDER BY q.id
"""
_BACK_TWICE = """
SELECT q.id, q.amount_minor, sum(b.amount_minor) AS back FROM card_payments q
JOIN card_payments b ON b.of_payment_id = q.id AND b.state IN ('approved', 'paid_back')
GROUP BY q.id, q.amount_minor HAVING sum(b.amount_minor) > q.amount_minor ORDER BY q.id
"""


def reversals_hold(look: Look) -> Iterator[Problem]:
    """A reversal and what it undid come to nothing on every account."""
    for row in look.walk(_REVERSALS):
        found = f"transactions {row.reverses_id}: {row.kind} {row.owner_id}: {row.rest}"
        yield Problem("books.reversal", "transactions", row.id, "0", found)


def payments_hold(look: Look) -> Iterator[Problem]:
    """A card payment is booked as it was approved, and never goes back twice.

    A closed shift left none open, but to the one that took the till over.
    """
    for row in look.walk(_APPROVED):
        wanted = row.amount_minor if row.kind == "payment" else -row.amount_minor
        yield Problem("payment.booked", "card_payments", row.id, str(wanted), str(row.booked))
    for row in look.walk(_LEFT_BEHIND):
        yield Problem("payment.pending", "card_payments", row.id, "", row.state)
    for row in look.walk(_BACK_TWICE):
        most, back = f"<= {row.amount_minor}", str(row.back)
        yield Problem("payment.back", "card_payments", row.id, most, back)
