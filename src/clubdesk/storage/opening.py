"""Opens the books for a desk: lock, version checks, schema, then the two ways in.

SQLAlchemy is imported at the first write (or by ``warm``), so that the hall can be read before.
"""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.ports import BeginWork, UnitOfWork
from clubdesk.services.views import DeskQueries
from clubdesk.storage.address import Address, parse_address
from clubdesk.storage.desk_lock import DeskLock
from clubdesk.storage.reader import Reader, open_reader
from clubdesk.storage.schema import Upgrade, ensure_current
from clubdesk.storage.view_queries import SqlDeskQueries

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Storage:
    """The books of one desk, open: ``begin`` writes, ``queries`` reads, ``close`` ends it.

    Attributes:
        upgrade: What was done to the schema on the way.
    """

    def __init__(self, address: Address, lock: DeskLock | None, upgrade: Upgrade) -> None:
        self.address = address
        self.upgrade = upgrade
        self._lock = lock
        self._reader: Reader = open_reader(address)
        self.queries: DeskQueries = SqlDeskQueries(self._reader)
        self._engine: Engine | None = None
        self._begin: BeginWork | None = None
        self._making = threading.Lock()
        self._closed = False

    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """Opens a write transaction (``services.ports.BeginWork``)."""
        return self._writing()()

    def warm(self) -> None:
        """Imports what writing needs and connects; called behind the first window."""
        with self.begin():
            pass

    def close(self) -> None:
        """Closes both ways in and gives the desk's lock back; once more does nothing."""
        self._closed = True
        self._reader.close()
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
            self._begin = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @property
    def engine(self) -> Engine:
        """The writing engine, for tests and tools inside this package."""
        self._writing()
        assert self._engine is not None  # noqa: S101 - made by the line above
        return self._engine

    def _writing(self) -> BeginWork:
        from clubdesk.storage.engine import make_engine
        from clubdesk.storage.unit_of_work import begin_work

        with self._making:
            if self._closed:
                raise RuntimeError("the books are closed")
            if self._begin is None:
                self._engine = make_engine(self.address)
                self._begin = begin_work(self._engine)
            return self._begin


def open_storage(url: str) -> Storage:
    """Opens the books at an address, makes them if they are not there, upgrades them if needed.

    Raises:
        DeskError: ``storage.in_use`` (another desk has the SQLite file), ``storage.newer_schema``,
            ``storage.not_clubdesk``, ``storage.sqlite_affected``, ``storage.unknown_address`` or
            a failure of the database.
    """
    address = parse_address(url)
    if not address.is_sqlite:
        return Storage(address, None, ensure_current(address))
    _make_folder(address)
    lock = DeskLock(address.sqlite_file)
    lock.take()
    try:
        return Storage(address, lock, ensure_current(address))
    except BaseException:
        lock.release()
        raise


def _make_folder(address: Address) -> None:
    folder = address.sqlite_file.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(
            "storage.read_only",
            tr("The folder {folder} cannot be made.").format(folder=folder),
            tr("Choose another folder for the database."),
        ) from error
