"""The balance operations of a shift, for the cashier who made them.

Reading worker's thread, inside one look.
"""

from __future__ import annotations

from clubdesk.domain.ledger import AccountKind, TransactionKind, shown
from clubdesk.services.undo_effect import UNDOABLE
from clubdesk.services.views_people import OperationRow
from clubdesk.storage.instants import instant_of
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.untyped import StoredRow

_SHOWN = (*UNDOABLE, TransactionKind.REVERSAL)
# What a top-up set off goes with its top-up: it is shown, but never undone by itself.
_OPERATIONS = """
SELECT t.id, t.at, t.kind, t.client_id, t.reason, c.name AS client_name,
    coalesce(f.name, '') AS staff_name, r.id AS reversed_by, u.cause_id,
    coalesce(sum(CASE WHEN a.kind = 'game' THEN p.amount END), 0) AS game,
    coalesce(sum(CASE WHEN a.kind = 'bonus' THEN p.amount END), 0) AS bonus,
    coalesce(sum(CASE WHEN a.kind = 'till_cash' THEN p.amount END), 0) AS cash,
    coalesce(sum(CASE WHEN a.kind = 'card_clearing' THEN p.amount END), 0) AS card
FROM transactions t
JOIN clients c ON c.id = t.client_id
JOIN postings p ON p.transaction_id = t.id
JOIN accounts a ON a.id = p.account_id
LEFT JOIN staff f ON f.id = t.staff_id
LEFT JOIN transactions r ON r.reverses_id = t.id
LEFT JOIN promotion_uses u ON u.transaction_id = t.id
WHERE t.shift_id = :shift_id AND t.kind IN ({kinds})
GROUP BY t.id, t.at, t.kind, t.client_id, t.reason, c.name, f.name, r.id, u.cause_id
ORDER BY t.id DESC LIMIT :most
"""
_NEWER = """
SELECT t.client_id, max(t.id) AS newest FROM transactions t
WHERE t.client_id IN ({clients}) AND t.kind IN ({kinds})
AND NOT EXISTS (SELECT 1 FROM transactions r WHERE r.reverses_id = t.id)
AND NOT EXISTS (
    SELECT 1 FROM promotion_uses u WHERE u.transaction_id = t.id AND u.cause_id IS NOT NULL
)
GROUP BY t.client_id
"""


def operations_of_shift(look: Look, shift_id: int, limit: int) -> list[OperationRow]:
    """What was done on clients' accounts in a shift, newest first.

    A row can be undone if it is its client's newest operation that stands; whether the money is
    still there is for ``undo_view`` to say.
    """
    kinds, given = listed("kind", [kind.value for kind in _SHOWN])
    rows = look.rows(_OPERATIONS.format(kinds=kinds), shift_id=shift_id, most=limit, **given)
    newest = _newest(look, {row.client_id for row in rows})
    return [_row(row, newest.get(row.client_id) == row.id) for row in rows]


def _newest(look: Look, client_ids: set[int]) -> dict[int, int]:
    kinds, given = listed("kind", [kind.value for kind in UNDOABLE])
    clients, of = listed("client", sorted(client_ids))
    found = look.each(_NEWER.format(kinds=kinds, clients=clients), **given, **of)
    return {row.client_id: row.newest for row in found}


def _row(row: StoredRow, newest: bool) -> OperationRow:
    game = shown(AccountKind.GAME, int(row.game))
    bonus = shown(AccountKind.BONUS, int(row.bonus))
    return OperationRow(
        transaction_id=row.id,
        at=instant_of(row.at),
        client_id=row.client_id,
        client_name=row.client_name,
        kind=row.kind,
        amount=game or bonus,
        in_points=not game,
        staff_name=row.staff_name,
        reason=row.reason,
        cash=int(row.cash),
        card=int(row.card),
        reversed_by=row.reversed_by,
        can_undo=newest,
    )
