"""The read-only way to the books: plain SQL on a connection of its own, no SQLAlchemy.

The hall is read through it before anything heavy is imported. A look sees one committed state;
looks of one reader come one after the other. Runs on the reading worker, in practice.
"""

from __future__ import annotations

import re
import threading
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from clubdesk.storage import postgres_driver, sqlite_driver
from clubdesk.storage.address import Address
from clubdesk.storage.failures import failures_told
from clubdesk.storage.instants import to_micros
from clubdesk.storage.untyped import DriverConnection, Parameter, StoredRow

_BEGIN_ON_POSTGRES = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_NAMED = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)")


class Look:
    """One committed state of the books; SQL takes ``:name`` parameters on both databases."""

    def __init__(self, connection: DriverConnection, *, postgres: bool) -> None:
        self._connection = connection
        self.postgres = postgres
        self._walks = 0

    def rows(self, sql: str, **given: Parameter) -> list[StoredRow]:
        """All rows, with their columns as attributes."""
        return list(self.each(sql, **given))

    def each(self, sql: str, **given: Parameter) -> Iterator[StoredRow]:
        """The rows one after the other."""
        return self._run(self._connection.cursor(), sql, given)

    def walk(self, sql: str, **given: Parameter) -> Iterator[StoredRow]:
        """The rows of a table that grows with the years, without holding all of them at once."""
        if not self.postgres:
            yield from self.each(sql, **given)
            return
        # A cursor with a name stays on the server and hands out the rows in portions.
        self._walks += 1
        with self._connection.cursor(name=f"walk_{self._walks}") as cursor:
            cursor.itersize = 5_000
            yield from self._run(cursor, sql, given)

    def _run(
        self, cursor: DriverConnection, sql: str, given: Mapping[str, Parameter]
    ) -> Iterator[StoredRow]:
        if self.postgres:
            cursor.execute(_psycopg_form(sql), given)
        else:
            cursor.execute(sql, _for_sqlite(given))
        make = _row_type(tuple(column[0] for column in cursor.description))
        return map(make, cursor)

    def one(self, sql: str, **given: Parameter) -> StoredRow:
        """The first row, or None."""
        found = self.rows(sql, **given)
        return found[0] if found else None

    def value(self, sql: str, **given: Parameter) -> Parameter:
        """The first column of the first row, or None."""
        row = self.one(sql, **given)
        return None if row is None else row[0]


class Reader(Protocol):
    """Where looks come from."""

    def look(self) -> AbstractContextManager[Look]:
        """A context manager that gives a ``Look``."""
        ...

    def close(self) -> None:
        """Closes the connection; the next look opens another."""
        ...


class SqliteReader:
    """Reads a SQLite file through a connection that refuses every write."""

    def __init__(self, address: Address) -> None:
        self._file = address.sqlite_file
        self._connection: DriverConnection = None
        self._lock = threading.Lock()

    @contextmanager
    def look(self) -> Iterator[Look]:
        """One committed state.

        Raises:
            DeskError: ``storage.busy``, ``storage.lost`` or ``storage.damaged``.
        """
        with self._lock, failures_told():
            if self._connection is None:
                self._connection = sqlite_driver.connect(self._file, reading=True)
            self._connection.execute("BEGIN")
            try:
                yield Look(self._connection, postgres=False)
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Closes the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


class PostgresReader:
    """Reads from a Postgres server; a lost connection is opened anew at the next look."""

    def __init__(self, address: Address) -> None:
        self._dsn = address.dsn
        self._connection: DriverConnection = None
        self._lock = threading.Lock()

    @contextmanager
    def look(self) -> Iterator[Look]:
        """One committed state (repeatable read).

        Raises:
            DeskError: ``storage.busy`` or ``storage.lost``.
        """
        with self._lock, failures_told():
            self._begin()
            try:
                yield Look(self._connection, postgres=True)
                # Nothing was written, but psycopg forgets its prepared statements at a rollback.
                self._connection.execute("END", prepare=False)
            finally:
                if not self._connection.closed:
                    self._connection.rollback()

    def close(self) -> None:
        """Closes the connection."""
        with self._lock:
            self._drop()

    def _begin(self) -> None:
        known = self._connection is not None and not self._connection.closed
        if not known:
            self._connect()
        try:
            self._connection.execute(_BEGIN_ON_POSTGRES, prepare=False)
        except Exception:
            # The server was restarted since the last look: reading again is harmless.
            self._drop()
            if not known:
                raise
            self._connect()
            self._connection.execute(_BEGIN_ON_POSTGRES, prepare=False)

    def _connect(self) -> None:
        self._connection = postgres_driver.connect(self._dsn)
        # A look begins by itself, so that one question less goes to the server.
        self._connection.autocommit = True

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def open_reader(address: Address) -> Reader:
    """The reader of an address; connects at its first look."""
    return SqliteReader(address) if address.is_sqlite else PostgresReader(address)


def listed(name: str, values: Iterable[Parameter]) -> tuple[str, Mapping[str, Parameter]]:
    """The inside of ``IN (...)`` for some values, and its parameters."""
    given = {f"{name}_{index}": value for index, value in enumerate(values)}
    return ", ".join(f":{key}" for key in given) or "NULL", given


@lru_cache(maxsize=256)
def _psycopg_form(sql: str) -> str:
    return _NAMED.sub(r"%(\1)s", sql.replace("%", "%%"))


def _for_sqlite(given: Mapping[str, Parameter]) -> dict[str, Parameter]:
    return {
        name: to_micros(value) if isinstance(value, datetime) else value
        for name, value in given.items()
    }


@lru_cache(maxsize=256)
def _row_type(columns: tuple[str, ...]) -> Callable[..., StoredRow]:
    made: StoredRow = namedtuple("Row", columns, rename=True)  # type: ignore[misc]
    make: Callable[..., StoredRow] = made._make
    return make
