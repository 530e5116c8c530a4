"""What the books say about a till that does not hold what they expect. Reading worker's thread.

The count stays blind: nothing is told for a count that nobody has tried to close with, and every
try is in the journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.cause_rules import likely_causes
from clubdesk.domain.causes import CardTry, CashDeed, Evidence
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind
from clubdesk.domain.shift import Shift
from clubdesk.services.counting import OVER_TOLERANCE, REASON_NEEDED
from clubdesk.services.views_till import CountCheck
from clubdesk.storage.instants import instant_of
from clubdesk.storage.ledger_reads import balance_of
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import receipt_of, shift_of
from clubdesk.storage.untyped import StoredRow

_OPEN = "SELECT * FROM shifts WHERE till_id = :till_id AND closed_at IS NULL"
_TRIES = f"""
SELECT details FROM journal
WHERE at >= :opened_at AND action IN ('CloseShift', 'HandOver')
    AND refused IN ('{OVER_TOLERANCE}', '{REASON_NEEDED}')
ORDER BY id DESC
"""  # noqa: S608 - no text from outside
# CROSS JOIN, because SQLite keeps its order: the shift's own rows first, then what belongs to them.
_DEEDS = """
SELECT t.id, t.at, t.kind, t.client_id, t.session_id, t.reason,
    coalesce(c.name, '') AS client_name, coalesce(f.name, '') AS staff_name,
    coalesce(m.category, '') AS category, d.cash, d.card
FROM (
    SELECT t.id,
        coalesce(sum(CASE WHEN a.kind = 'till_cash' THEN p.amount END), 0) AS cash,
        coalesce(sum(CASE WHEN a.kind = 'card_clearing' THEN p.amount END), 0) AS card
    FROM transactions t CROSS JOIN postings p CROSS JOIN accounts a
    WHERE t.shift_id = :shift_id AND p.transaction_id = t.id AND a.id = p.account_id
        AND a.kind IN ('till_cash', 'card_clearing')
    GROUP BY t.id
) d
JOIN transactions t ON t.id = d.id
LEFT JOIN clients c ON c.id = t.client_id
LEFT JOIN staff f ON f.id = t.staff_id
LEFT JOIN cash_moves m ON m.transaction_id = t.id
ORDER BY t.id
"""
_PAPERS = """
SELECT j.transaction_id, j.receipt FROM transactions t
CROSS JOIN print_jobs j
WHERE t.shift_id = :shift_id AND j.transaction_id = t.id
    AND t.kind IN ('top_up', 'guest_payment', 'bar_sale')
"""
_PAYMENTS = """
SELECT q.id, q.started_at, q.amount_minor, q.state, q.transaction_id,
    coalesce(c.name, '') AS client_name, coalesce(f.name, '') AS staff_name
FROM card_payments q
LEFT JOIN clients c ON c.id = q.client_id
LEFT JOIN staff f ON f.id = q.staff_id
WHERE q.till_id = :till_id AND q.kind = 'payment'
    AND (q.shift_id = :shift_id OR q.ended_at > :opened_at OR q.ended_at IS NULL)
ORDER BY q.id
"""


class _Tried(msgspec.Struct):
    """A count in the journal, as the refused deed was told."""

    counted_minor: int = -1
    parts: dict[int, int] = msgspec.field(default_factory=dict)


def count_check(look: Look, till_id: int, counted_minor: int) -> CountCheck | None:
    """What a count came to and why; None if no close of the running shift was tried with it."""
    row = look.one(_OPEN, till_id=till_id)
    if row is None:
        return None
    shift = shift_of(row)
    tried = next(
        (t for t in _tries(look, shift.opened_at) if t.counted_minor == counted_minor), None
    )
    if tried is None:
        return None
    expected = balance_of(look, AccountRef(AccountKind.TILL_CASH, till_id))
    evidence = Evidence(
        counted=counted_minor,
        expected=expected,
        deeds=tuple(_deeds(look, shift.id)),
        tries=tuple(_attempts(look, shift)),
        pieces=tuple(sorted(tried.parts)),
    )
    causes = likely_causes(evidence)
    return CountCheck(counted_minor, expected, evidence.difference, causes)


def _tries(look: Look, since: datetime) -> Iterator[_Tried]:
    for row in look.each(_TRIES, opened_at=since):
        yield msgspec.json.decode(row.details, type=_Tried)


def _deeds(look: Look, shift_id: int) -> Iterator[CashDeed]:
    change = {
        row.transaction_id: _change(row.receipt) for row in look.each(_PAPERS, shift_id=shift_id)
    }
    for row in look.rows(_DEEDS, shift_id=shift_id):
        yield CashDeed(
            transaction_id=row.id,
            at=instant_of(row.at),
            kind=TransactionKind(row.kind),
            cash=int(row.cash),
            card=int(row.card),
            payer=f"{row.client_id or ''}/{row.session_id or ''}/{row.category}",
            change=change.get(row.id, 0),
            name=_name(row),
            staff_name=row.staff_name,
        )


def _name(row: StoredRow) -> str:
    return str(row.client_name or row.category or row.reason)


def _change(text: str) -> int:
    receipt = receipt_of(text)
    if receipt.money is not None:
        return receipt.money.change
    return receipt.order.change if receipt.order is not None else 0


def _attempts(look: Look, shift: Shift) -> Iterator[CardTry]:
    given = {"till_id": shift.till_id, "shift_id": shift.id, "opened_at": shift.opened_at}
    for row in look.each(_PAYMENTS, **given):
        state = CardState(row.state)
        taken = state is CardState.APPROVED and row.transaction_id is not None
        unknown = state.is_open or (state is CardState.APPROVED and not taken)
        yield CardTry(
            payment_id=row.id,
            at=instant_of(row.started_at),
            amount=row.amount_minor,
            unresolved=unknown,
            taken=taken,
            name=row.client_name,
            staff_name=row.staff_name,
        )
