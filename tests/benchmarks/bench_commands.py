"""Posting money through the ledger's store against the same statements sent by the bare driver.

Both write a top-up of two postings with FULL sync, each into its own copy of one file, in turns, so
that a slow moment of the disk falls on both. The bare driver's part does what the store must:
number, chain, look the accounts up, write the legs and the header, commit.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from clubdesk.domain.ledger import GENESIS, TransactionDraft, chain_hash
from clubdesk.storage import sqlite_driver
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.instants import to_micros
from clubdesk.storage.opening import Storage, open_storage
from tests.support.drafts import a_client, a_shift, a_staff, topped_up

ROUNDS = 40
POSTS_A_ROUND = 25
LAST_MS = 5.0
MOST_TIMES = 5.0


def run() -> list[dict[str, Any]]:
    """The median and the 99th percentile of a post, and how many times the driver's it takes."""
    with tempfile.TemporaryDirectory() as folder:
        file, copy = Path(folder) / "club.db", Path(folder) / "copy.db"
        draft = _prepare(file)
        shutil.copyfile(file, copy)
        ours, bare = _in_turns(file, copy, draft)
    times = median(ours) / median(bare)
    last = quantiles(ours, n=100)[98] * 1000
    return [
        {
            "name": "posting through the ledger, median",
            "value": round(median(ours) * 1000, 3),
            "unit": "ms",
            "reference": f"bare driver {median(bare) * 1000:.3f} ms",
            "ratio": times,
            "target": f"<= {MOST_TIMES:g}x",
            "met": times <= MOST_TIMES,
        },
        {
            "name": "posting through the ledger, p99",
            "value": round(last, 3),
            "unit": "ms",
            "reference": f"{1 / median(ours):,.0f} posts a second",
            "ratio": None,
            "target": f"<= {LAST_MS:g} ms",
            "met": last <= LAST_MS,
        },
    ]


def _prepare(file: Path) -> TransactionDraft:
    """A file with an open shift, a client and accounts that exist already."""
    storage = open_storage(sqlite_url(file))
    with storage.begin() as work:
        staff = work.staff.add(a_staff())
        shift = work.shifts.add(a_shift(staff.id))
        client = work.clients.add(a_client())
        draft = replace(topped_up(shift.id, client.id, 100), staff_id=staff.id)
        work.ledger.post(draft)
    storage.close()
    return draft


def _in_turns(file: Path, copy: Path, draft: TransactionDraft) -> tuple[list[float], list[float]]:
    storage = open_storage(sqlite_url(file))
    link = sqlite_driver.connect(copy)
    ours: list[float] = []
    bare: list[float] = []
    try:
        for number in range(ROUNDS + 1):
            through_store = _timed(lambda: _post(storage, draft))
            by_driver = _timed(lambda: _post_bare(link, draft))
            if number:  # the first round warms both up
                ours += through_store
                bare += by_driver
    finally:
        link.close()
        storage.close()
    return ours, bare


def _timed(post: Callable[[], None]) -> list[float]:
    times = []
    for _ in range(POSTS_A_ROUND):
        began = perf_counter()
        post()
        times.append(perf_counter() - began)
    return times


def _post(storage: Storage, draft: TransactionDraft) -> None:
    with storage.begin() as work:
        work.ledger.post(draft)


def _post_bare(link: Any, draft: TransactionDraft) -> None:
    link.execute("BEGIN IMMEDIATE")
    head = link.execute(
        "SELECT till_seq, hash FROM transactions WHERE till_id = ? ORDER BY till_seq DESC LIMIT 1",
        (draft.till_id,),
    ).fetchone()
    seq, prev = head or (0, GENESIS)
    number = link.execute("SELECT coalesce(max(id), 0) + 1 FROM transactions").fetchone()[0]
    for posting in draft.postings:
        account = link.execute(
            "SELECT id, balance FROM accounts WHERE kind = ? AND owner_id = ?",
            (posting.account.kind.value, posting.account.owner_id),
        ).fetchone()
        link.execute(
            "INSERT INTO postings (transaction_id, account_id, amount) VALUES (?, ?, ?)",
            (number, account[0], posting.amount),
        )
    link.execute(
        "INSERT INTO transactions (id, till_id, till_seq, prev_hash, hash, kind, shift_id,"
        " staff_id, at, effective_at, client_id, session_id, reason, reverses_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            draft.till_id,
            seq + 1,
            prev,
            chain_hash(prev, seq + 1, draft),
            draft.kind.value,
            draft.shift_id,
            draft.staff_id,
            to_micros(draft.at),
            to_micros(draft.effective_at),
            draft.client_id,
            draft.session_id,
            draft.reason,
            draft.reverses_id,
        ),
    )
    link.execute("COMMIT")
