"""Brings a database to the schema that this desk knows; refuses one that is newer.

The check is plain SQL. Alembic, slow to import, is only touched when there is something to do.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clubdesk.foundation.assets import migrations_folder
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage.address import Address, parse_address
from clubdesk.storage.backup import back_up
from clubdesk.storage.desk_lock import DeskLock
from clubdesk.storage.failures import failures_told
from clubdesk.storage.reader import Look, open_reader

if TYPE_CHECKING:
    from sqlalchemy import Connection

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
"""Every revision that this desk knows, the newest last. A test compares it with the migrations."""

_TABLES_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_TABLES_POSTGRES = "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade did: revisions before and after (empty for none), and the copy it made."""

    before: str
    after: str
    backup: Path | None = None

    def __str__(self) -> str:
        if self.before == self.after:
            return tr("The database is up to date (schema {after}).").format(after=self.after)
        done = tr("The database was brought to schema {after}.").format(after=self.after)
        if self.backup is None:
            return done
        return f"{done} " + tr("A copy from before is in {file}.").format(file=self.backup)


def upgrade(url: str) -> Upgrade:
    """Brings the database to the newest schema, with a verified backup first on SQLite.

    Raises:
        DeskError: ``storage.in_use``, ``storage.newer_schema``, ``storage.not_clubdesk``,
            ``storage.upgrade_failed`` or a failure of the database.
    """
    address = parse_address(url)
    if not address.is_sqlite:
        return ensure_current(address)
    lock = DeskLock(address.sqlite_file)
    lock.take()
    try:
        return ensure_current(address)
    finally:
        lock.release()


def ensure_current(address: Address) -> Upgrade:
    """As ``upgrade``, for a caller who holds the desk's lock. Any thread."""
    before = stored_revision(address)
    newest = REVISIONS[-1]
    if before == newest:
        return Upgrade(before, newest)
    worth_a_copy = address.is_sqlite and before != ""
    copy = back_up(address.sqlite_file, f"before-{newest}") if worth_a_copy else None
    migrate(address, newest)
    log.info("The schema was brought from %s to %s", before or "nothing", newest)
    return Upgrade(before, newest, copy)


def stored_revision(address: Address) -> str:
    """The revision that the database says it has; empty for a fresh one.

    Raises:
        DeskError: ``storage.newer_schema`` or ``storage.not_clubdesk``.
    """
    reader = open_reader(address)
    try:
        with reader.look() as look:
            return revision_seen(look, postgres=not address.is_sqlite)
    finally:
        reader.close()


def revision_seen(look: Look, *, postgres: bool) -> str:
    """As ``stored_revision``, in a look that is open already."""
    names = {row.name for row in look.rows(_TABLES_POSTGRES if postgres else _TABLES_SQLITE)}
    if not names:
        return ""
    if "alembic_version" not in names:
        raise _not_ours()
    found = look.value("SELECT version_num FROM alembic_version")
    if found is None and names == {"alembic_version"}:
        return ""
    if found is None:
        raise _not_ours()
    if found not in REVISIONS:
        raise _newer(str(found))
    return str(found)


def migrate(address: Address, revision: str) -> None:
    """Runs the migrations up to a revision (or down: ``base``) in one transaction.

    Raises:
        DeskError: ``storage.upgrade_failed`` or a failure of the database.
    """
    from clubdesk.storage.engine import make_engine

    engine = make_engine(address, foreign_keys=False)
    try:
        with failures_told(), engine.begin() as connection:
            _run(connection, revision)
            if address.is_sqlite:
                _check_references(connection)
    finally:
        engine.dispose()


def _run(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    if revision in REVISIONS and _is_above(connection, revision):
        command.upgrade(config, revision)
    else:
        command.downgrade(config, revision)


def _is_above(connection: Connection, revision: str) -> bool:
    """Another desk may have migrated while this one waited for the writers' lock."""
    from alembic.migration import MigrationContext

    current = MigrationContext.configure(connection).get_current_revision()
    return current is None or REVISIONS.index(revision) >= REVISIONS.index(current)


def _check_references(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise DeskError(
            "storage.upgrade_failed",
            tr("The database could not be brought to the new version. Nothing was changed."),
            tr("Go on with the earlier version of the desk and tell its makers."),
        )


def _newer(found: str) -> DeskError:
    return DeskError(
        "storage.newer_schema",
        tr("This database was written by a newer version of the desk (schema {found}).").format(
            found=found[:20]
        ),
        tr("Nothing was changed. Install the newer version, or open another database."),
    )


def _not_ours() -> DeskError:
    return DeskError(
        "storage.not_clubdesk",
        tr("This database belongs to another program."),
        tr("Nothing was changed. Choose another database."),
    )
