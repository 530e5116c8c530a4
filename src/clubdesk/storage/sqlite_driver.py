"""Opens SQLite connections the one way that is safe for money; refuses a SQLite that is not.

Uses the SQLite that ships with the package, not the system's. No SQLAlchemy here: this is on the
way to the first window. Any thread.
"""

from __future__ import annotations

from pathlib import Path

from pysqlite3 import dbapi2

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage.untyped import DriverConnection

BUSY_TIMEOUT_MS = 5_000
_AFFECTED_FROM = (3, 7, 0)
_AFFECTED_TO = (3, 51, 2)


def refuse_affected(version: tuple[int, ...]) -> None:
    """Refuses a SQLite with the WAL-reset bug, which can damage a file with two connections.

    Raises:
        DeskError: ``storage.sqlite_affected``.
    """
    if _AFFECTED_FROM <= version[:3] <= _AFFECTED_TO:
        raise DeskError(
            "storage.sqlite_affected",
            tr("SQLite {version} can damage a database and is not used for money.").format(
                version=".".join(str(part) for part in version[:3])
            ),
            tr("Install the desk again: it brings SQLite 3.53 or newer."),
        )


def connect(file: Path, *, reading: bool = False) -> DriverConnection:
    """A connection in the driver's autocommit mode, with every safety switched on.

    Args:
        file: The database file; made if it is not there (its folder must be).
        reading: Refuses every write on this connection.
    """
    refuse_affected(dbapi2.sqlite_version_info)
    connection = dbapi2.connect(
        str(file),
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_TIMEOUT_MS / 1000,
        cached_statements=256,
    )
    try:
        _prepare(connection, reading=reading)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: DriverConnection, *, reading: bool) -> None:
    execute = connection.execute
    execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    execute("PRAGMA foreign_keys = ON")
    if reading:
        execute("PRAGMA query_only = ON")
        return
    if execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        execute("PRAGMA journal_mode = WAL")
    # FULL: a commit is on the disk before anyone is told that it is done.
    execute("PRAGMA synchronous = FULL")
    # What a client asked to have forgotten is gone from the file's bytes too, not only unlinked.
    execute("PRAGMA secure_delete = ON")
