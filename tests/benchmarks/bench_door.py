"""A whole command through the door against its own statements sent by the bare driver.

One top-up in cash: permission, domain, postings, journal, receipt, answer, commit with FULL sync.
The statements of one command are recorded, then sent again and again by the driver alone to a
copy of the same file, with fresh numbers and a commit each, in the same run.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from pysqlite3 import dbapi2
from sqlalchemy import event
from tests.support.club_world import World

from clubdesk.foundation.clock import SystemClock
from clubdesk.services.balance import TopUp
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.rule_book import RULES
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.storage.reader import Look

ROUNDS = 600


def run() -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "club.db"
        storage = open_storage(sqlite_url(file))
        world = World(storage)
        world.open_shift()
        client = world.client(1_000)
        copy = Path(folder) / "copy.db"
        _copy(file, copy)
        statements = _recorded(storage.engine, lambda: world.do(_command(client)))
        storage.close()
        ours = _timed_door(file, client, world.owner)
        bare = _timed_driver(copy, statements)
    p99, floor = quantiles(ours, n=100)[98], median(bare)
    return [
        {
            "name": "command through the door, p99",
            "value": round(p99 * 1000, 2),
            "unit": "ms",
            "reference": f"median {median(ours) * 1000:.2f} ms",
            "ratio": None,
            "target": "<= 5 ms",
            "met": p99 <= 0.005,
        },
        {
            "name": "command through the door, median",
            "value": round(median(ours) * 1000, 2),
            "unit": "ms",
            "reference": f"bare driver {floor * 1000:.2f} ms",
            "ratio": median(ours) / floor,
            "target": "<= 5x",
            "met": median(ours) <= 5 * floor,
        },
    ]


def _copy(file: Path, to: Path) -> None:
    with (
        contextlib.closing(dbapi2.connect(str(file))) as source,
        contextlib.closing(dbapi2.connect(str(to))) as target,
    ):
        source.backup(target)


def _command(client: int) -> TopUp:
    return TopUp(client_id=client, cash_minor=1_000)


def _recorded(engine, deed) -> list[tuple[str, object]]:
    seen: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, _context, many) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "PRAGMA")):
            seen.extend((statement, one) for one in (parameters if many else [parameters]))

    read = Look._run

    def note_read(look, cursor, sql, given):
        # A deed's questions go to the driver without SQLAlchemy.
        seen.append((sql, given))
        return read(look, cursor, sql, given)

    event.listen(engine, "before_cursor_execute", note)
    Look._run = note_read
    deed()
    Look._run = read
    event.remove(engine, "before_cursor_execute", note)
    return seen


def _timed_door(file: Path, client: int, owner: int) -> list[float]:

    storage = open_storage(sqlite_url(file))
    door = Dispatcher(storage.begin, SystemClock(), 1, EventFeed(), RULES)
    for _ in range(50):
        door.carry_out(_command(client), owner)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        door.carry_out(_command(client), owner)
        times.append(time.perf_counter() - began)
    storage.close()
    return times


def _timed_driver(file: Path, statements: list[tuple[str, object]]) -> list[float]:
    link = dbapi2.connect(str(file), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        link.execute(f"PRAGMA {pragma}")
    number, seq = link.execute("SELECT max(id), max(till_seq) FROM transactions").fetchone()
    head = link.execute("SELECT hash FROM transactions WHERE id = ?", (number,)).fetchone()[0]
    times = []
    for turn in range(1, ROUNDS + 1):
        own = _Own(number + turn, seq + turn, head, f"{turn:064x}")
        fresh = [(statement, own.fit(statement, given)) for statement, given in statements]
        head = own.hash
        began = time.perf_counter()
        link.execute("BEGIN IMMEDIATE")
        for statement, parameters in fresh:
            link.execute(statement, parameters).fetchall()
        link.execute("COMMIT")
        times.append(time.perf_counter() - began)
    link.close()
    return times


@dataclass(frozen=True)
class _Own:
    """What cannot be written twice: a transaction's numbers and hashes, a command's id."""

    number: int
    seq: int
    before: str
    hash: str

    def fit(self, statement: str, given):
        if statement.startswith("INSERT INTO postings"):
            return (self.number, *given[1:])
        if statement.startswith("INSERT INTO transactions"):
            return (self.number, given[1], self.seq, self.before, self.hash, *given[5:])
        if statement.startswith("INSERT INTO answers"):
            return (self.hash, *given[1:])
        return given
