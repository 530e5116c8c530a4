"""The books. Posting numbers a transaction, chains it, writes its legs and seals it.

Desk worker's thread. The triggers move the balances; the check constraint keeps a client's money
from going below zero even if this file were wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.ledger import (
    GENESIS,
    AccountRef,
    LedgerTransaction,
    TransactionDraft,
    Unit,
    chain_hash,
    shown,
)
from clubdesk.domain.shift import LegSum, RateUse
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import format_money
from clubdesk.foundation.translate import language, tr
from clubdesk.storage import tables
from clubdesk.storage.inserted import new_id
from clubdesk.storage.rows import sessions_of
from clubdesk.storage.shift_sums import ENDED_SEGMENTS, ENDED_SESSIONS, SUMS, leg_sums, rate_uses
from clubdesk.storage.stores_club import SqlClubStore
from clubdesk.storage.violations import broken_law

_transactions = tables.transactions
_postings = tables.postings
_accounts = tables.accounts

_ACCOUNT = select(_accounts.c.id, _accounts.c.balance).where(
    _accounts.c.kind == bindparam("kind"), _accounts.c.owner_id == bindparam("owner_id")
)
_HEAD = (
    select(_transactions.c.till_seq, _transactions.c.hash)
    .where(_transactions.c.till_id == bindparam("till_id"))
    .order_by(_transactions.c.till_seq.desc())
    .limit(1)
)
# The header is written last, so its id is chosen before; writers go one at a time.
_NEXT_ID = select(func.coalesce(func.max(_transactions.c.id), 0) + 1)
_INSERT_POSTING = insert(_postings)
_INSERT_HEADER = insert(_transactions)


@dataclass(frozen=True, slots=True)
class _Account:
    id: int
    balance: int


class SqlLedgerStore:
    """Balanced, numbered, chained and never changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def post(self, draft: TransactionDraft) -> LedgerTransaction:
        """Writes a transaction for good.

        Raises:
            DeskError: ``ledger.below_zero``.
        """
        seq, prev = self.head(draft.till_id)
        transaction_id = int(self._connection.execute(_NEXT_ID).scalar_one())
        legs = [
            {"transaction_id": transaction_id, "account_id": account_id, "amount": amount}
            for account_id, amount in self._legs(draft)
        ]
        try:
            self._connection.execute(_INSERT_POSTING, legs)
        except IntegrityError as error:
            if broken_law(error) != "ck_accounts_never_below_zero":
                raise
            raise self._below_zero(draft) from error
        digest = chain_hash(prev, seq + 1, draft)
        posted = LedgerTransaction(transaction_id, seq + 1, prev, digest, draft)
        self._connection.execute(_INSERT_HEADER, _header(posted))
        return posted

    def balance(self, account: AccountRef) -> int:
        """The balance as people say it; 0 for an account that was never used."""
        found = self._find(account)
        return 0 if found is None else shown(account.kind, found.balance)

    def head(self, till_id: int) -> tuple[int, str]:
        """The number and hash of the till's last transaction."""
        row = self._connection.execute(_HEAD, {"till_id": till_id}).first()
        return (0, GENESIS) if row is None else (row.till_seq, row.hash)

    def sums_of_shift(self, shift_id: int) -> Sequence[LegSum]:
        """The shift's postings, summed by kind of transaction and of account."""
        return leg_sums(self._connection.execute(text(SUMS), {"shift_id": shift_id}))

    def rates_of_shift(self, shift_id: int) -> Sequence[RateUse]:
        """The sessions that ended in the shift, by rate."""
        given = {"shift_id": shift_id}
        rows = self._connection.execute(text(ENDED_SESSIONS), given).all()
        segments = self._connection.execute(text(ENDED_SEGMENTS), given).all()
        return rate_uses(sessions_of(rows, segments))

    def _legs(self, draft: TransactionDraft) -> list[tuple[int, int]]:
        legs = []
        for posting in draft.postings:
            account = self._find(posting.account) or self._open(posting.account)
            kind = posting.account.kind
            if kind.guarded and shown(kind, account.balance + posting.amount) < 0:
                raise self._below_zero(draft)
            legs.append((account.id, posting.amount))
        return legs

    def _find(self, account: AccountRef) -> _Account | None:
        given = {"kind": account.kind.value, "owner_id": account.owner_id}
        row = self._connection.execute(_ACCOUNT, given).first()
        return None if row is None else _Account(row.id, row.balance)

    def _open(self, account: AccountRef) -> _Account:
        values = {
            "kind": account.kind.value,
            "owner_id": account.owner_id,
            "unit": account.kind.unit.value,
        }
        done = self._connection.execute(insert(_accounts).values(values))
        return _Account(new_id(done), 0)

    def _below_zero(self, draft: TransactionDraft) -> DeskError:
        short = next(
            posting
            for posting in draft.postings
            if posting.account.kind.guarded and shown(posting.account.kind, posting.amount) < 0
        )
        needed = -shown(short.account.kind, short.amount)
        there = self.balance(short.account)
        if short.account.kind.unit is Unit.POINTS:
            return DeskError(
                "ledger.below_zero",
                tr("Not enough bonus points: {there} are there, {needed} are needed.").format(
                    there=there, needed=needed
                ),
                tr("Nothing was changed. Take fewer points."),
            )
        return DeskError(
            "ledger.below_zero",
            tr("Not enough money on the account: {there} is there, {needed} is needed.").format(
                there=self._money(there), needed=self._money(needed)
            ),
            tr("Nothing was changed. Top up the balance, or take less."),
        )

    def _money(self, minor: int) -> str:
        club = SqlClubStore(self._connection).find()
        return format_money(minor, club.currency, language()) if club else str(minor)


def _header(posted: LedgerTransaction) -> dict[str, object]:
    draft = posted.draft
    return {
        "id": posted.id,
        "till_id": draft.till_id,
        "till_seq": posted.till_seq,
        "prev_hash": posted.prev_hash,
        "hash": posted.hash,
        "kind": draft.kind.value,
        "shift_id": draft.shift_id,
        "staff_id": draft.staff_id or None,
        "at": draft.at,
        "effective_at": draft.effective_at,
        "client_id": draft.client_id,
        "session_id": draft.session_id,
        "reason": draft.reason,
        "reverses_id": draft.reverses_id,
    }
