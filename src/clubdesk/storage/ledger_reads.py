"""What deeds and screens both ask of the books, in SQL that the two sides share.

Writing side: desk worker's thread; reading side: reading worker's. Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Sequence

from clubdesk.domain.ledger import (
    AccountKind,
    AccountRef,
    LedgerTransaction,
    TransactionKind,
    shown,
)
from clubdesk.domain.session import PlaySession
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.rows import posting_of, sessions_of, transaction_of

_TRANSACTION = "SELECT * FROM transactions WHERE id = :id"
_POSTINGS = """
SELECT p.amount, a.kind, a.owner_id FROM postings p JOIN accounts a ON a.id = p.account_id
WHERE p.transaction_id = :id ORDER BY p.id
"""
# A credit that a top-up set off goes with its top-up and is never an operation of its own.
_NEWEST = """
SELECT t.id FROM transactions t
WHERE t.client_id = :client_id AND t.kind IN ({kinds})
AND NOT EXISTS (SELECT 1 FROM transactions r WHERE r.reverses_id = t.id)
AND NOT EXISTS (
    SELECT 1 FROM promotion_uses u WHERE u.transaction_id = t.id AND u.cause_id IS NOT NULL
)
ORDER BY t.id DESC LIMIT 1
"""
# A deposit is cash, and is the client's once it came to the game account.
_PAID_IN = """
SELECT coalesce(sum(CASE WHEN t.kind = 'deposit_used' THEN -p.amount ELSE p.amount END), 0)
FROM transactions t
JOIN postings p ON p.transaction_id = t.id
JOIN accounts a ON a.id = p.account_id
WHERE t.client_id IN ({clients}) AND (
    (t.kind IN ('top_up', 'refund', 'reversal') AND a.kind = :by)
    OR (t.kind = 'deposit_used' AND a.kind = 'game' AND :by = CASE WHEN EXISTS (
        SELECT 1 FROM postings used
        JOIN accounts held ON held.id = used.account_id AND held.kind = 'deposit'
        JOIN postings taken ON taken.account_id = held.id
        JOIN postings way ON way.transaction_id = taken.transaction_id
        JOIN accounts card ON card.id = way.account_id AND card.kind = 'card_clearing'
        WHERE used.transaction_id = t.id) THEN 'card_clearing' ELSE 'till_cash' END))
"""
_SET_OFF = """
SELECT u.transaction_id FROM promotion_uses u
WHERE u.cause_id = :id
AND NOT EXISTS (SELECT 1 FROM transactions r WHERE r.reverses_id = u.transaction_id)
ORDER BY u.transaction_id
"""
_OPEN_SESSION = "SELECT * FROM sessions WHERE client_id = :id AND state IN ('active', 'paused')"


def balance_of(look: Look, account: AccountRef) -> int:
    """The balance as people say it; 0 for an account that was never used."""
    raw = look.value(
        "SELECT balance FROM accounts WHERE kind = :kind AND owner_id = :owner_id",
        kind=account.kind.value,
        owner_id=account.owner_id,
    )
    return shown(account.kind, int(raw or 0))


def transaction_by_id(look: Look, transaction_id: int) -> LedgerTransaction | None:
    """A transaction with its postings; None if there is none."""
    row = look.one(_TRANSACTION, id=transaction_id)
    if row is None:
        return None
    legs = tuple(posting_of(leg) for leg in look.each(_POSTINGS, id=transaction_id))
    return transaction_of(row, legs)


def reversal_of(look: Look, transaction_id: int) -> int | None:
    """The transaction that undid this one; None if none did."""
    found = look.value("SELECT id FROM transactions WHERE reverses_id = :id", id=transaction_id)
    return None if found is None else int(found)


def newest_of_client(
    look: Look, client_id: int, kinds: Sequence[TransactionKind]
) -> LedgerTransaction | None:
    """The client's newest transaction of these kinds that stands and was done by itself."""
    inside, given = listed("kind", [kind.value for kind in kinds])
    found = look.value(_NEWEST.format(kinds=inside), client_id=client_id, **given)
    return None if found is None else transaction_by_id(look, int(found))


def set_off_by(look: Look, transaction_id: int) -> list[LedgerTransaction]:
    """The credits of promotions that a top-up set off and that still stand."""
    rows = look.rows(_SET_OFF, id=transaction_id)
    found = [transaction_by_id(look, row.transaction_id) for row in rows]
    return [transaction for transaction in found if transaction is not None]


def paid_in(look: Look, client_ids: Sequence[int], by: AccountKind) -> int:
    """What these clients paid for top-ups that way, less what went back that way."""
    inside, given = listed("client", client_ids)
    return int(look.value(_PAID_IN.format(clients=inside), by=by.value, **given) or 0)


def open_session_of_client(look: Look, client_id: int) -> PlaySession | None:
    """The session that a client is in."""
    rows = look.rows(_OPEN_SESSION, id=client_id)
    if not rows:
        return None
    segments = look.rows(
        "SELECT * FROM segments WHERE session_id = :id ORDER BY position", id=rows[0].id
    )
    return sessions_of(rows, segments)[0]
