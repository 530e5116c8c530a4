"""A client's Transaction History and one transaction in full. Reading worker, inside one look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clubdesk.domain.ledger import AccountKind, TransactionKind, Unit, shown
from clubdesk.services.views import TransactionRow
from clubdesk.services.views_people import HistoryFilter, LegRow, TransactionView
from clubdesk.storage.instants import instant_of
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.rows import receipt_of
from clubdesk.storage.untyped import StoredRow

CLIENT_ACCOUNTS = (AccountKind.GAME, AccountKind.BONUS)

# The balance after a posting is that of today less all that was posted later to that account:
# right whatever is filtered out, and read from the account's own postings alone.
_HISTORY = """
SELECT t.id, t.at, t.kind, t.reason, t.session_id, m.account, m.owner_id, m.amount, m.after,
    coalesce(f.name, '') AS staff_name, coalesce(w.name, '') AS station_name,
    r.id AS reversed_by, coalesce(x.name, '') AS promotion
FROM (
    SELECT p.id, p.transaction_id, p.amount, a.kind AS account, a.owner_id,
        a.balance - coalesce(sum(p.amount) OVER (
            PARTITION BY p.account_id ORDER BY p.id DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS after
    FROM accounts a JOIN postings p ON p.account_id = a.id
    WHERE a.kind IN ({accounts}) AND a.owner_id IN ({owners})
) m
JOIN transactions t ON t.id = m.transaction_id
LEFT JOIN transactions r ON r.reverses_id = t.id
LEFT JOIN staff f ON f.id = t.staff_id
LEFT JOIN sessions s ON s.id = t.session_id
LEFT JOIN stations w ON w.id = s.station_id
LEFT JOIN promotion_uses u ON u.transaction_id = t.id
LEFT JOIN promotions x ON x.id = u.promotion_id
WHERE {conditions} ORDER BY t.id DESC, m.id DESC LIMIT :most
"""
_TRANSACTION = """
SELECT t.*, s.number AS shift_number, coalesce(f.name, '') AS staff_name,
    coalesce(c.name, '') AS client_name, r.id AS reversed_by, coalesce(x.name, '') AS promotion
FROM transactions t
JOIN shifts s ON s.id = t.shift_id
LEFT JOIN staff f ON f.id = t.staff_id
LEFT JOIN clients c ON c.id = t.client_id
LEFT JOIN transactions r ON r.reverses_id = t.id
LEFT JOIN promotion_uses u ON u.transaction_id = t.id
LEFT JOIN promotions x ON x.id = u.promotion_id
WHERE t.id = :id
"""
_LEGS = """
SELECT a.kind, a.unit, p.amount, coalesce(c.name, '') AS owner
FROM postings p
JOIN accounts a ON a.id = p.account_id
LEFT JOIN clients c ON c.id = a.owner_id AND a.kind IN ('game', 'bonus')
WHERE p.transaction_id = :id ORDER BY p.id
"""
_PAPER = "SELECT id, receipt FROM print_jobs WHERE transaction_id = :id ORDER BY id LIMIT 1"


def cards_of(look: Look, client_id: int) -> list[int]:
    """The client and the cards that were merged into it."""
    merged = look.rows("SELECT id FROM clients WHERE merged_into = :id ORDER BY id", id=client_id)
    return [client_id, *(row.id for row in merged)]


def history(
    look: Look, client_id: int, limit: int, only: HistoryFilter | None = None
) -> list[TransactionRow]:
    """What moved on a client's accounts, merged cards' included, newest first.

    A line's balance is that of the account it moved, just after it.
    """
    only = only or HistoryFilter()
    accounts, given = listed(
        "account", [kind for kind in CLIENT_ACCOUNTS if only.account in ("", kind)]
    )
    owners, owned = listed("owner", cards_of(look, client_id))
    conditions, wanted = _conditions(look, only)
    sql = _HISTORY.format(accounts=accounts, owners=owners, conditions=conditions)
    return [_line(row) for row in look.each(sql, most=limit, **given, **owned, **wanted)]


def transaction(look: Look, transaction_id: int) -> TransactionView | None:
    """One transaction with its legs and its paper; None if there is none."""
    row = look.one(_TRANSACTION, id=transaction_id)
    if row is None:
        return None
    paper = look.one(_PAPER, id=transaction_id)
    return TransactionView(
        id=row.id,
        till_id=row.till_id,
        till_seq=row.till_seq,
        hash=row.hash,
        kind=TransactionKind(row.kind),
        at=instant_of(row.at),
        effective_at=instant_of(row.effective_at),
        staff_name=row.staff_name,
        client_name=row.client_name,
        shift_number=row.shift_number,
        reason=row.reason,
        legs=_legs(look.rows(_LEGS, id=transaction_id)),
        promotion=row.promotion,
        reverses=row.reverses_id,
        reversed_by=row.reversed_by,
        paper_job_id=None if paper is None else paper.id,
        paper=None if paper is None else receipt_of(paper.receipt),
    )


def _conditions(look: Look, only: HistoryFilter) -> tuple[str, dict[str, Any]]:
    conditions = ["1 = 1"]
    given: dict[str, Any] = {}
    if only.kinds:
        kinds, named = listed("kind", sorted(kind.value for kind in only.kinds))
        conditions.append(f"t.kind IN ({kinds})")
        given |= named
    zone = ZoneInfo(str(look.value("SELECT time_zone FROM clubs") or "UTC"))
    if only.since is not None:
        conditions.append("t.at >= :since")
        given["since"] = _midnight(only.since, zone)
    if only.until is not None and only.until < date.max:
        conditions.append("t.at < :until")
        given["until"] = _midnight(only.until + timedelta(days=1), zone)
    return " AND ".join(conditions), given


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins on the club's wall, UTC."""
    # The calendar's own ends cannot be turned into another zone.
    within = min(max(day, date(1900, 1, 1)), date(9000, 1, 1))
    return datetime.combine(within, time(), zone).astimezone(UTC)


def _line(row: StoredRow) -> TransactionRow:
    kind = AccountKind(row.account)
    return TransactionRow(
        transaction_id=row.id,
        at=instant_of(row.at),
        kind=row.kind,
        amount=shown(kind, row.amount),
        balance_after=shown(kind, int(row.after)),
        staff_name=row.staff_name,
        reason=row.reason,
        station_name=row.station_name,
        in_points=kind.unit is Unit.POINTS,
        reversed_by=row.reversed_by,
        session_id=row.session_id,
        promotion=row.promotion,
        card_id=row.owner_id,
    )


def _legs(rows: Sequence[StoredRow]) -> tuple[LegRow, ...]:
    return tuple(
        LegRow(row.kind, row.owner, row.amount, row.unit == Unit.POINTS.value) for row in rows
    )
