"""Who works here, in lists. Reading worker's thread, inside one look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from clubdesk.domain.ledger import AccountKind, TransactionKind, shown
from clubdesk.domain.people import Permission, StaffRole
from clubdesk.services.views import SignInName
from clubdesk.services.views_people import StaffDeeds, StaffRow
from clubdesk.storage.reader import Look
from clubdesk.storage.role_rows import ROLES, roles_of
from clubdesk.storage.rows import STAFF, staff_of
from clubdesk.storage.untyped import StoredRow
from clubdesk.storage.views_journal import REFUSED

_MONEY_DEEDS = """
SELECT t.staff_id, t.kind, count(DISTINCT t.id) AS times, sum(p.amount) AS amount,
    sum(abs(p.amount)) AS moved, a.kind AS account
FROM transactions t
JOIN postings p ON p.transaction_id = t.id
JOIN accounts a ON a.id = p.account_id AND a.kind IN ('game', 'bonus')
LEFT JOIN promotion_uses u ON u.transaction_id = t.id
WHERE t.at >= :since AND t.at < :until
    AND t.kind IN ('bonus_credit', 'deduction', 'refund', 'reversal')
    AND NOT (t.kind = 'bonus_credit' AND u.cause_id IS NOT NULL)
GROUP BY t.staff_id, t.kind, a.kind
"""
"""Sums of the clients' side of the books; what a top-up's promotion gave is nobody's own deed."""

_JOURNALED = f"""
SELECT staff_id,
    sum(CASE WHEN action = 'CancelSession' AND refused = '' THEN 1 ELSE 0 END) AS cancelled,
    sum(CASE WHEN action = 'UndoOperation' AND refused = '' THEN 1 ELSE 0 END) AS undone,
    sum(CASE WHEN {REFUSED} THEN 1 ELSE 0 END) AS refusals
FROM journal WHERE at >= :since AND at < :until GROUP BY staff_id
"""  # noqa: S608 - no text from outside
_APPROVED = """
SELECT approved_by AS staff_id, count(*) AS times
FROM journal WHERE at >= :since AND at < :until AND approved_by IS NOT NULL AND refused = ''
GROUP BY approved_by
"""


def roles(look: Look) -> list[StaffRole]:
    """Built-in roles first, then the club's own by name."""
    return roles_of(look.rows(ROLES))


def people(look: Look) -> list[StaffRow]:
    """Everyone: those who work here first, by name; then those who left."""
    by_key = {role.key: role for role in roles(look)}
    rows = [staff_of(row) for row in look.rows(f"{STAFF} ORDER BY s.active DESC, s.name, s.id")]
    return [
        StaffRow(
            id=one.id,
            login=one.login,
            name=one.name,
            role=by_key.get(one.role) or StaffRole(one.role, one.role_name, frozenset()),
            has_pin=bool(one.pin_hash),
            active=one.active,
            locked_until=one.locked_until,
        )
        for one in rows
    ]


def approvers(look: Look, permission: Permission) -> list[SignInName]:
    """Who works here, has the permission and a PIN, by name."""
    rows = [staff_of(row) for row in look.rows(f"{STAFF} WHERE s.active ORDER BY s.name, s.id")]
    return [
        SignInName(one.login, one.name, one.role, one.role_name, has_pin=True)
        for one in rows
        if one.pin_hash and permission in one.permissions
    ]


def staff_deeds(look: Look, since: datetime, until: datetime) -> list[StaffDeeds]:
    """What each person did by hand in a period, by name; who did nothing of it has zeros.

    Amounts come from the ledger, in minor units or points; ``since`` and ``until`` are UTC.
    """
    found: dict[int, dict[str, Any]] = {
        row.id: {"staff_name": row.name, "active": row.active}
        for row in look.rows("SELECT id, name, active FROM staff ORDER BY name, id")
    }
    for row in look.rows(_MONEY_DEEDS, since=since, until=until):
        if row.staff_id in found:
            _add_money(found[row.staff_id], row)
    for row in look.rows(_JOURNALED, since=since, until=until):
        if row.staff_id in found:
            counted = {
                "cancelled_sessions": row.cancelled,
                "undone": row.undone,
                "refusals": row.refusals,
            }
            found[row.staff_id].update({name: int(count) for name, count in counted.items()})
    for row in look.rows(_APPROVED, since=since, until=until):
        if row.staff_id in found:
            found[row.staff_id]["approvals_given"] = row.times
    told = {staff_id: facts for staff_id, facts in found.items() if _is_told(facts)}
    return [StaffDeeds(staff_id=staff_id, **facts) for staff_id, facts in told.items()]


def _is_told(facts: dict[str, Any]) -> bool:
    """Whoever works here, and who left but did something in the period."""
    works_here = facts.pop("active")
    return bool(works_here) or any(facts[name] for name in facts if name != "staff_name")


def _add_money(facts: dict[str, Any], row: StoredRow) -> None:
    """Adds one kind of deed on one kind of account to what a person did."""
    amount = shown(AccountKind(row.account), int(row.amount))
    kind = TransactionKind(row.kind)
    if kind is TransactionKind.BONUS_CREDIT:
        _add(facts, bonuses=row.times, bonus_points=amount)
    elif kind is TransactionKind.DEDUCTION:
        taken = "deducted" if row.account == AccountKind.GAME else "deducted_points"
        _add(facts, deductions=row.times, **{taken: -amount})
    elif kind is TransactionKind.REFUND:
        _add(facts, refunds=row.times, refunded=-amount)
    elif row.account == AccountKind.GAME:
        _add(facts, undone_minor=int(row.moved))


def _add(facts: dict[str, Any], **more: int) -> None:
    for name, count in more.items():
        facts[name] = facts.get(name, 0) + int(count)
