"""A whole command through the door against its own statements sent by the bare driver.

One top-up in cash: permission, domain, postings, journal, receipt, answer, commit with FULL sync.
The statements of one command are recorded, then sent again and again by the driver alone to a
copy of the same file, with fresh numbers and a commit each. Both write in turns, so that a slow
moment of the disk falls on both.
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

from clubdesk.foundation.clock import SystemClock
from clubdesk.services.balance import TopUp
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.rule_book import RULES
from clubdesk.storage import sqlite_driver
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.storage.reader import Look
from tests.support.club_world import World

ROUNDS = 40
DEEDS_A_ROUND = 25


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
        ours, bare = _in_turns(_Door(file, client, world.owner), _Driver(copy, statements))
    p99, floor = quantiles(ours, n=100)[98], median(bare)
    return [
        {
            "name": "command through the door, p99",
            "value": round(p99 * 1000, 2),
            "unit": "ms",
            "reference": f"bare driver's p99 {quantiles(bare, n=100)[98] * 1000:.2f} ms",
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


def _in_turns(door: _Door, driver: _Driver) -> tuple[list[float], list[float]]:
    ours: list[float] = []
    bare: list[float] = []
    for number in range(ROUNDS + 1):
        by_door = [door.once() for _ in range(DEEDS_A_ROUND)]
        by_driver = [driver.once() for _ in range(DEEDS_A_ROUND)]
        if number:  # the first round warms both up
            ours += by_door
            bare += by_driver
    door.close()
    driver.close()
    return ours, bare


class _Door:
    """The desk's own way."""

    def __init__(self, file: Path, client: int, owner: int) -> None:
        self._storage = open_storage(sqlite_url(file))
        self._door = Dispatcher(self._storage.begin, SystemClock(), 1, EventFeed(), RULES)
        self._client, self._owner = client, owner

    def once(self) -> float:
        began = time.perf_counter()
        self._door.carry_out(_command(self._client), self._owner)
        return time.perf_counter() - began

    def close(self) -> None:
        self._storage.close()


class _Driver:
    """The recorded statements, sent by the driver alone."""

    def __init__(self, file: Path, statements: list[tuple[str, object]]) -> None:
        self._link = sqlite_driver.connect(file)
        self._statements = statements
        top = "SELECT id, till_seq, hash FROM transactions ORDER BY id DESC LIMIT 1"
        self._number, self._seq, self._head = self._link.execute(top).fetchone()

    def once(self) -> float:
        self._number, self._seq = self._number + 1, self._seq + 1
        own = _Own(self._number, self._seq, self._head, f"{self._number:064x}")
        fresh = [(statement, own.fit(statement, given)) for statement, given in self._statements]
        self._head = own.hash
        began = time.perf_counter()
        self._link.execute("BEGIN IMMEDIATE")
        for statement, parameters in fresh:
            self._link.execute(statement, parameters).fetchall()
        self._link.execute("COMMIT")
        return time.perf_counter() - began

    def close(self) -> None:
        self._link.close()


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
