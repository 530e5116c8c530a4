"""Whose points have expired, in SQL that the writing and the reading side share.

Points go out in the order they came in: whatever was spent, deducted or moved away takes the
oldest credits first. What was undone counts on neither side: not the credit or deduction itself,
and not its reversal. Points that a merge of two cards brought count from the day of the merge.

Who plays now is left out until the session ends: its points may be what the play is paid with, and
are in the books only when it is settled.
"""

from __future__ import annotations

from datetime import datetime

from clubdesk.services.ports_people import ExpiredPoints
from clubdesk.storage.instants import instant_of
from clubdesk.storage.reader import Look

# Accounts without points are left out first: they have nothing that could expire.
_EXPIRED = """
WITH moves AS (
    SELECT a.owner_id AS client_id, p.id AS id, p.amount AS amount, t.at AS at
    FROM accounts a
    JOIN postings p ON p.account_id = a.id
    JOIN transactions t ON t.id = p.transaction_id
    WHERE a.kind = 'bonus' AND a.balance < 0
    AND NOT EXISTS (
        SELECT 1 FROM sessions s
        WHERE s.client_id = a.owner_id AND s.state IN ('active', 'paused')
    )
    AND NOT EXISTS (
        SELECT 1 FROM postings b
        WHERE b.account_id = a.id AND b.transaction_id = t.reverses_id
    )
    AND NOT EXISTS (
        SELECT 1 FROM transactions r
        JOIN postings b ON b.transaction_id = r.id AND b.account_id = a.id
        WHERE r.reverses_id = t.id
    )
),
gone AS (
    SELECT client_id, sum(amount) AS points FROM moves WHERE amount > 0 GROUP BY client_id
),
credits AS (
    SELECT client_id, at,
        sum(-amount) OVER (PARTITION BY client_id ORDER BY at, id) AS so_far
    FROM moves WHERE amount < 0 AND at < :credited_before
)
SELECT c.client_id, k.name, max(c.so_far) - coalesce(max(g.points), 0) AS points,
    min(c.at) AS oldest_at
FROM credits c
JOIN clients k ON k.id = c.client_id
LEFT JOIN gone g ON g.client_id = c.client_id
WHERE c.so_far > coalesce(g.points, 0)
GROUP BY c.client_id, k.name
ORDER BY k.name, c.client_id
"""


def expired_points(look: Look, credited_before: datetime) -> list[ExpiredPoints]:
    """Clients with points that were credited before an instant and not spent, by name."""
    return [
        ExpiredPoints(row.client_id, row.name, int(row.points), instant_of(row.oldest_at))
        for row in look.rows(_EXPIRED, credited_before=credited_before)
    ]
