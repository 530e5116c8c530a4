"""Lets one desk at a time work on a SQLite file. The operating system frees the lock at a crash."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr


class DeskLock:
    """A lock on ``<database>.lock``, held until ``release`` or the end of the process."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Takes the lock.

        Raises:
            DeskError: ``storage.in_use`` or ``storage.read_only``.
        """
        try:
            file = self._path.open("ab")
        except OSError as error:
            raise _cannot_write(self._path.parent) from error
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise _in_use() from error
        self._file = file

    def release(self) -> None:
        """Gives the lock back; the file stays, because removing it would be a race."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(file.fileno(), 0, os.SEEK_SET)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _in_use() -> DeskError:
    return DeskError(
        "storage.in_use",
        tr("Another desk is working with this database already."),
        tr(
            "Go to the window that is open, or close it first. Several desks at once need a "
            "Postgres server."
        ),
    )


def _cannot_write(folder: Path) -> DeskError:
    return DeskError(
        "storage.read_only",
        tr("The folder {folder} cannot be written to.").format(folder=folder),
        tr("Allow this desk to write there, or choose another folder for the database."),
    )
