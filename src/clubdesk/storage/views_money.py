"""A client's money, what an undo would do, and payments whose outcome nobody knows.

Reading worker's thread, inside one look.
"""

from __future__ import annotations

from datetime import datetime

from clubdesk.domain.ledger import AccountKind, AccountRef, LedgerTransaction
from clubdesk.foundation.translate import tr
from clubdesk.services.available import Available, available_of
from clubdesk.services.undo_effect import (
    UNDOABLE,
    Effect,
    Holdings,
    effect_of,
    gone_for_good,
    obstacle,
)
from clubdesk.services.views_people import ClientMoney, PendingPayment, UndoView
from clubdesk.storage.instants import instant_of
from clubdesk.storage.ledger_reads import (
    balance_of,
    newest_of_client,
    open_session_of_client,
    paid_in,
    set_off_by,
)
from clubdesk.storage.payment_words import UNRESOLVED
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import club_of

_PENDING = f"""
SELECT q.id, q.started_at, q.amount_minor, q.state, q.detail, q.code, q.kind, q.driver, q.purpose,
    q.client_id, coalesce(f.name, '') AS staff_name, coalesce(c.name, '') AS client_name,
    s.id AS session_id, coalesce(p.name, '') AS seat_name
FROM (SELECT * FROM card_payments WHERE till_id = :till_id AND ({UNRESOLVED})) q
LEFT JOIN staff f ON f.id = q.staff_id
LEFT JOIN clients c ON c.id = q.client_id
LEFT JOIN sessions s ON s.id = q.session_id AND s.state IN ('active', 'paused')
LEFT JOIN stations p ON p.id = s.station_id
ORDER BY q.id
"""  # noqa: S608 - no text from outside
_BY_TERMINAL = """
SELECT 1 FROM card_payments
WHERE transaction_id = :id AND kind <> 'payment' AND driver <> 'manual'
"""
_SHIFT = """
SELECT h.closed_at, coalesce(f.name, '') AS staff_name FROM transactions t
JOIN shifts h ON h.id = t.shift_id LEFT JOIN staff f ON f.id = t.staff_id
WHERE t.id = :id
"""


def money_of(look: Look, client_id: int, now: datetime) -> ClientMoney | None:
    """A client's balances, what is free of them, and what may go back; None if unknown."""
    if look.value("SELECT id FROM clients WHERE id = :id", id=client_id) is None:
        return None
    there = _available(look, client_id, now)
    rows = look.rows("SELECT id FROM clients WHERE merged_into = :id", id=client_id)
    cards = [client_id, *(row.id for row in rows)]

    def refundable(by: AccountKind) -> int:
        return max(0, min(there.money_free, paid_in(look, cards, by)))

    return ClientMoney(
        balance=there.balance,
        available=there.money_free,
        points=there.points,
        points_available=there.points_free,
        refundable_cash=refundable(AccountKind.TILL_CASH),
        refundable_card=refundable(AccountKind.CARD_CLEARING),
    )


def undo_view(look: Look, client_id: int, till_id: int, now: datetime) -> UndoView:
    """What undoing the client's newest operation would do at this till, or why it cannot be."""
    there = _available(look, client_id, now)
    operation = newest_of_client(look, client_id, UNDOABLE)
    if operation is None:
        return UndoView(
            0,
            balance_before=there.balance,
            balance_after=there.balance,
            points_before=there.points,
            points_after=there.points,
            why_not=tr("There is no operation to undo."),
        )
    till_cash = balance_of(look, AccountRef(AccountKind.TILL_CASH, till_id))
    effect = effect_of([operation, *set_off_by(look, operation.id)])
    held = Holdings(there, till_cash)
    return _view(look, operation, effect, held)


def pending_payments(look: Look, till_id: int) -> tuple[PendingPayment, ...]:
    """Card payments of a till whose end is not known or not booked, the oldest first."""
    return tuple(
        PendingPayment(
            payment_id=row.id,
            started_at=instant_of(row.started_at),
            amount=row.amount_minor,
            staff_name=row.staff_name,
            client_name=row.client_name,
            state=row.state,
            detail=row.detail,
            code=row.code,
            kind=row.kind,
            driver=row.driver,
            purpose=row.purpose,
            client_id=row.client_id,
            session_id=row.session_id,
            seat_name=row.seat_name,
        )
        for row in look.each(_PENDING, till_id=till_id)
    )


def _available(look: Look, client_id: int, now: datetime) -> Available:
    return available_of(
        balance_of(look, AccountRef(AccountKind.GAME, client_id)),
        balance_of(look, AccountRef(AccountKind.BONUS, client_id)),
        open_session_of_client(look, client_id),
        now,
    )


def _view(look: Look, operation: LedgerTransaction, effect: Effect, held: Holdings) -> UndoView:
    shift = look.one(_SHIFT, id=operation.id)
    why_not = obstacle(effect, held, club_of(look.one("SELECT * FROM clubs")).currency)
    if effect.card_out < 0 and look.value(_BY_TERMINAL, id=operation.id) is not None:
        why_not = gone_for_good()
    there, first = held.there, effect_of([operation])
    return UndoView(
        operation.id,
        kind=operation.draft.kind,
        at=operation.draft.at,
        staff_name=shift.staff_name,
        reason=operation.draft.reason,
        balance_before=there.balance,
        balance_after=there.balance + effect.money,
        points_before=there.points,
        points_after=there.points + effect.points,
        cash_out=effect.cash_out,
        card_out=effect.card_out,
        with_points=first.points - effect.points,
        closed_shift=shift.closed_at is not None,
        why_not=why_not.text if why_not is not None else "",
    )
