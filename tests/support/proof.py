"""What is left of a deed with a client's money: in the ledger, in the journal, on paper."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass

from clubdesk.bootstrap.house import BOOKS
from clubdesk.domain.ledger import TransactionKind
from clubdesk.services.views_people import (
    HistoryFilter,
    JournalFilter,
    JournalRow,
    TransactionView,
)
from tests.support.reader import plain
from tests.support.real_desk import RealDesk


@dataclass(frozen=True, slots=True)
class Proof:
    """A client's newest transaction of a kind, the deed's line in the journal, the paper."""

    money: TransactionView
    line: JournalRow
    paper: str

    @property
    def legs(self) -> dict[str, int]:
        """The postings as they stand in the ledger: account and amount, debit positive."""
        return {leg.account: leg.amount for leg in self.money.legs}

    def says(self, *words: str) -> None:
        """All of this stands on the paper."""
        missing = [one for one in words if plain(one) not in self.paper]
        assert not missing, f"{missing} is not on the paper:\n{self.paper}"


def proof_of(
    real: RealDesk, client_id: int, action: str, kind: TransactionKind, papers: int
) -> Proof:
    """What a deed left behind, once so many papers came out of the printer."""
    real.until(lambda: len(real.papers) >= papers)
    assert len(real.papers) == papers
    queries = real.house.storage.queries
    newest = queries.transactions(client_id, 1, HistoryFilter(kinds=frozenset({kind})))[0]
    money = queries.transaction(newest.transaction_id)
    line = queries.journal_rows(JournalFilter(actions=frozenset({action})), 1)[0]
    assert line.entry.refused == ""
    assert line.entry.client_id == client_id
    return Proof(money, line, plain(" ".join(real.papers[-1].text)))


def books(real: RealDesk) -> dict[str, str]:
    """A fingerprint of every table that clients and money stand in."""
    tables = ("clients", "accounts", "transactions", "postings", "card_payments", "promotion_uses")
    path = real.house.folder / BOOKS
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return {table: _fingerprint(connection, table) for table in tables}


def _fingerprint(connection: sqlite3.Connection, table: str) -> str:
    rows = connection.execute(f"select * from {table}").fetchall()
    return f"{len(rows)} {hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()}"
