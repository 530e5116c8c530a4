"""The writing engine: every choice that depends on the database's dialect is made here.

One connection on SQLite, because one writer is the fastest and the only fair number there. On
Postgres each write transaction first takes a lock, so that several desks write one at a time.
"""

from __future__ import annotations

from pysqlite3 import dbapi2
from sqlalchemy import Connection, Engine, PoolProxiedConnection, QueuePool, create_engine, event

from clubdesk.storage import postgres_driver, sqlite_driver
from clubdesk.storage.address import Address
from clubdesk.storage.untyped import DriverConnection

_WAIT_S = 10.0


def make_engine(address: Address, *, foreign_keys: bool = True) -> Engine:
    """An engine whose transactions begin as writers.

    Args:
        address: Where the books are.
        foreign_keys: False only for migrations on SQLite, which copy tables to change them.
    """
    if address.is_sqlite:
        return _sqlite_engine(address, foreign_keys=foreign_keys)
    return _postgres_engine(address)


def _sqlite_engine(address: Address, *, foreign_keys: bool) -> Engine:
    def open_connection() -> object:
        connection = sqlite_driver.connect(address.sqlite_file)
        if not foreign_keys:
            connection.execute("PRAGMA foreign_keys = OFF")
        return connection

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=open_connection,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=_WAIT_S,
    )

    # In the dialect's own place for it: a listener would cost every statement a tenth of its time.
    engine.dialect.do_begin = _begin_as_writer  # type: ignore[method-assign]
    return engine


def _begin_as_writer(dbapi_connection: PoolProxiedConnection) -> None:
    """Begins at once as a writer: a deferred one may find halfway that another has written."""
    driver: DriverConnection = dbapi_connection.driver_connection
    driver.execute("BEGIN IMMEDIATE")


def _postgres_engine(address: Address) -> Engine:
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: postgres_driver.connect(address.dsn),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=_WAIT_S,
        pool_pre_ping=True,
    )

    @event.listens_for(engine, "begin")
    def _one_writer_at_a_time(connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({postgres_driver.WRITERS_KEY})")

    return engine
