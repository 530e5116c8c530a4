"""The sums behind an X- or Z-report, in SQL that the writing and the reading side share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from clubdesk.domain.ledger import AccountKind, TransactionKind
from clubdesk.domain.session import PlaySession, played
from clubdesk.domain.shift import LegSum, RateUse
from clubdesk.storage.untyped import StoredRow

# CROSS JOIN, because SQLite keeps its order: the shift's own rows first, then what belongs to them.
SUMS = """
SELECT t.kind AS kind, o.kind AS undone, a.kind AS account,
    sum(p.amount) AS amount, count(*) AS legs
FROM transactions t
CROSS JOIN postings p
CROSS JOIN accounts a
LEFT JOIN transactions o ON o.id = t.reverses_id
WHERE t.shift_id = :shift_id AND p.transaction_id = t.id AND a.id = p.account_id
GROUP BY t.kind, o.kind, a.kind
ORDER BY t.kind, o.kind, a.kind
"""

ENDED_SESSIONS = """
SELECT * FROM sessions
WHERE ended_shift_id = :shift_id AND state = 'ended'
ORDER BY id
"""

ENDED_SEGMENTS = """
SELECT g.* FROM sessions s
CROSS JOIN segments g
WHERE g.session_id = s.id AND s.ended_shift_id = :shift_id AND s.state = 'ended'
ORDER BY g.session_id, g.position
"""


def leg_sums(rows: Iterable[StoredRow]) -> list[LegSum]:
    """One shift's sums by kind of transaction, of what it undid, and of account."""
    return [
        LegSum(
            TransactionKind(row.kind),
            AccountKind(row.account),
            int(row.amount),
            int(row.legs),
            TransactionKind(row.undone) if row.undone else None,
        )
        for row in rows
    ]


def rate_uses(sessions: Iterable[PlaySession]) -> list[RateUse]:
    """Ended sessions by the rate they ended with; the names in order."""
    counts: dict[str, int] = {}
    times: dict[str, timedelta] = {}
    for session in sessions:
        name, end = session.terms.rate_name, session.ended_at
        counts[name] = counts.get(name, 0) + 1
        if end is not None:
            times[name] = times.get(name, timedelta()) + played(session, end)
    return [
        RateUse(name, counts[name], int(times.get(name, timedelta()).total_seconds()))
        for name in sorted(counts)
    ]
