"""The laws of the ledger: chains without a gap, transactions that balance, balances that add up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from clubdesk.domain.ledger import GENESIS, AccountKind, Unit, chain_hash, shown
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import UNREADABLE, draft_of, posting_of
from clubdesk.storage.untyped import StoredRow
from clubdesk.storage.verdict import Problem

_CHAINS = """
SELECT t.id, t.till_id, t.till_seq, t.prev_hash, t.hash, t.kind AS why, t.shift_id, t.staff_id,
    t.at, t.effective_at, t.client_id, t.session_id, t.reason, t.reverses_id,
    p.id AS posting_id, p.account_id, p.amount, a.kind, a.owner_id
FROM transactions t
LEFT JOIN postings p ON p.transaction_id = t.id
LEFT JOIN accounts a ON a.id = p.account_id
ORDER BY t.till_id, t.till_seq, t.id, p.id
"""
_ACCOUNTS = """
SELECT a.id, a.kind, a.owner_id, a.unit, a.balance, a.last_posting_id,
    coalesce(sum(p.amount), 0) AS total, coalesce(max(p.id), 0) AS newest
FROM accounts a LEFT JOIN postings p ON p.account_id = a.id
GROUP BY a.id, a.kind, a.owner_id, a.unit, a.balance, a.last_posting_id
ORDER BY a.id
"""
_WRONG_ACCOUNTS = f"SELECT id FROM ({_ACCOUNTS}) AS x WHERE balance <> total"  # noqa: S608
_ORPHANS = """
SELECT p.id, p.transaction_id FROM postings p
LEFT JOIN transactions t ON t.id = p.transaction_id
WHERE t.id IS NULL ORDER BY p.id
"""


def chains_hold(look: Look) -> Iterator[Problem]:
    """Every till's chain: numbers, links, hashes, and each transaction in balance."""
    wrong = {row.id for row in look.rows(_WRONG_ACCOUNTS)}
    till, seq, head = None, 0, GENESIS
    for _, group in groupby(look.walk(_CHAINS), key=attrgetter("id")):
        legs = list(group)
        row = legs[0]
        if row.till_id != till:
            till, seq, head = row.till_id, 0, GENESIS
        yield from _link(row, seq, head)
        yield from _facts(row, legs, wrong)
        seq, head = row.till_seq, row.hash


def postings_belong(look: Look) -> Iterator[Problem]:
    """No posting without its transaction."""
    for row in look.walk(_ORPHANS):
        yield Problem("books.orphan", "postings", row.id, f"transactions {row.transaction_id}")


def accounts_hold(look: Look) -> Iterator[Problem]:
    """Every balance is the sum of its postings; nobody owes the club."""
    for row in look.walk(_ACCOUNTS):
        name = f"{row.kind} {row.owner_id}"
        if row.balance != row.total:
            wanted, found = f"{name}: {row.total}", f"{name}: {row.balance}"
            yield Problem("books.balance", "accounts", row.id, wanted, found)
        elif row.last_posting_id != row.newest:
            wanted, found = f"postings {row.last_posting_id}", f"postings {row.newest}"
            yield Problem("books.last_posting", "accounts", row.id, wanted, found)
        kind = _known(row.kind)
        if kind is None or kind.unit.value != row.unit:
            yield Problem("books.readable", "accounts", row.id, "", f"{row.kind}, {row.unit}")
        elif kind.guarded and shown(kind, row.balance) < 0:
            yield Problem(
                "books.below_zero", "accounts", row.id, "0", str(shown(kind, row.balance))
            )


def _link(row: StoredRow, seq: int, head: str) -> Iterator[Problem]:
    if row.till_seq != seq + 1:
        wanted = f"{row.till_id}/{seq + 1}"
        found = f"{row.till_id}/{row.till_seq}"
        yield Problem("chain.number", "transactions", row.id, wanted, found)
    elif row.prev_hash != head:
        yield Problem("chain.before", "transactions", row.id, head, row.prev_hash)


def _facts(row: StoredRow, legs: list[StoredRow], wrong: set[int]) -> Iterator[Problem]:
    if off := _out_of_balance(legs):
        # The leg whose account no longer adds up is the one that was changed.
        changed = [leg.posting_id for leg in legs if leg.account_id in wrong]
        table, row_id = ("postings", changed[0]) if len(changed) == 1 else ("transactions", row.id)
        yield Problem("books.balanced", table, row_id, "0", off)
        return
    try:
        draft = draft_of(row._replace(kind=row.why), tuple(posting_of(leg) for leg in legs))
    except UNREADABLE as error:
        yield Problem("books.readable", "transactions", row.id, "", str(error))
        return
    wanted = chain_hash(row.prev_hash, row.till_seq, draft)
    if wanted == row.hash:
        return
    changed = [leg.posting_id for leg in legs if leg.account_id in wrong]
    if changed:
        yield Problem("books.amount", "postings", changed[0], row.hash, wanted)
    else:
        yield Problem("chain.hash", "transactions", row.id, wanted, row.hash)


def _out_of_balance(legs: list[StoredRow]) -> str:
    if any(leg.posting_id is None or leg.kind is None for leg in legs):
        return "no postings"
    for unit in Unit:
        total = sum(leg.amount for leg in legs if _unit(leg.kind) is unit)
        if total:
            return f"{unit.value} {total}"
    return ""


def _unit(kind: str) -> Unit | None:
    known = _known(kind)
    return None if known is None else known.unit


def _known(kind: str) -> AccountKind | None:
    try:
        return AccountKind(kind)
    except ValueError:
        return None
