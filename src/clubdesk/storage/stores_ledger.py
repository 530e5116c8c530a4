"""The books. Posting numbers a transaction, chains it, writes its legs and seals it.

Desk worker's thread. The triggers move the balances; the check constraint keeps a client's money
from going below zero even if this file were wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.ledger import (
    GENESIS,
    AccountKind,
    AccountRef,
    LedgerTransaction,
    TransactionDraft,
    TransactionKind,
    Unit,
    chain_hash,
    shown,
)
from clubdesk.domain.shift import LegSum, RateUse
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import format_money
from clubdesk.foundation.translate import language, tr
from clubdesk.services.ports_people import ExpiredPoints
from clubdesk.storage import ledger_reads, tables
from clubdesk.storage.expired_points import expired_points
from clubdesk.storage.rows import sessions_of
from clubdesk.storage.shift_sums import ENDED_SEGMENTS, ENDED_SESSIONS, SUMS, leg_sums, rate_uses
from clubdesk.storage.stores_club import SqlClubStore
from clubdesk.storage.violations import broken_law
from clubdesk.storage.work_link import WorkLink

_ACCOUNT = "SELECT id, balance FROM accounts WHERE kind = :kind AND owner_id = :owner_id"
_HEAD = """
SELECT till_seq, hash FROM transactions WHERE till_id = :till_id ORDER BY till_seq DESC LIMIT 1
"""
# The header is written last, so its id is chosen before; writers go one at a time.
_NEXT_ID = "SELECT coalesce(max(id), 0) + 1 FROM transactions"
_ADD_ACCOUNT = insert(tables.accounts)
_ADD_POSTING = insert(tables.postings)
_ADD_HEADER = insert(tables.transactions)


@dataclass(frozen=True, slots=True)
class _Account:
    id: int
    balance: int


class SqlLedgerStore:
    """Balanced, numbered, chained and never changed."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def post(self, draft: TransactionDraft) -> LedgerTransaction:
        """Writes a transaction for good.

        Raises:
            DeskError: ``ledger.below_zero``.
        """
        seq, prev = self.head(draft.till_id)
        transaction_id = int(self._link.value(_NEXT_ID))
        legs = [
            {"transaction_id": transaction_id, "account_id": account_id, "amount": amount}
            for account_id, amount in self._legs(draft)
        ]
        try:
            self._link.write(_ADD_POSTING, legs)
        except IntegrityError as error:
            if broken_law(error) != "ck_accounts_never_below_zero":
                raise
            raise self._below_zero(draft) from error
        digest = chain_hash(prev, seq + 1, draft)
        posted = LedgerTransaction(transaction_id, seq + 1, prev, digest, draft)
        self._link.write(_ADD_HEADER, _header(posted))
        return posted

    def balance(self, account: AccountRef) -> int:
        """The balance as people say it; 0 for an account that was never used."""
        found = self._find(account)
        return 0 if found is None else shown(account.kind, found.balance)

    def head(self, till_id: int) -> tuple[int, str]:
        """The number and hash of the till's last transaction."""
        row = self._link.one(_HEAD, till_id=till_id)
        return (0, GENESIS) if row is None else (row.till_seq, row.hash)

    def sums_of_shift(self, shift_id: int) -> Sequence[LegSum]:
        """The shift's postings, summed by kind of transaction and of account."""
        return leg_sums(self._link.each(SUMS, shift_id=shift_id))

    def rates_of_shift(self, shift_id: int) -> Sequence[RateUse]:
        """The sessions that ended in the shift, by rate."""
        rows = self._link.rows(ENDED_SESSIONS, shift_id=shift_id)
        segments = self._link.rows(ENDED_SEGMENTS, shift_id=shift_id)
        return rate_uses(sessions_of(rows, segments))

    def get(self, transaction_id: int) -> LedgerTransaction | None:
        """A transaction with its postings."""
        return ledger_reads.transaction_by_id(self._link, transaction_id)

    def reversal_of(self, transaction_id: int) -> int | None:
        """The transaction that undid this one; None if none did."""
        return ledger_reads.reversal_of(self._link, transaction_id)

    def newest_of_client(
        self, client_id: int, kinds: Sequence[TransactionKind]
    ) -> LedgerTransaction | None:
        """The client's newest transaction of these kinds that was not undone."""
        return ledger_reads.newest_of_client(self._link, client_id, kinds)

    def paid_in(self, client_ids: Sequence[int], by: AccountKind) -> int:
        """What these clients paid that way (till cash or card clearing) less what went back."""
        return ledger_reads.paid_in(self._link, client_ids, by)

    def expired_points(self, credited_before: datetime) -> Sequence[ExpiredPoints]:
        """Whose points, credited before an instant, were not spent; the oldest go first."""
        return expired_points(self._link, credited_before)

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
        row = self._link.one(_ACCOUNT, kind=account.kind.value, owner_id=account.owner_id)
        return None if row is None else _Account(row.id, row.balance)

    def _open(self, account: AccountRef) -> _Account:
        values = {
            "kind": account.kind.value,
            "owner_id": account.owner_id,
            "unit": account.kind.unit.value,
        }
        return _Account(self._link.insert(_ADD_ACCOUNT, values), 0)

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
        club = SqlClubStore(self._link).find()
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
