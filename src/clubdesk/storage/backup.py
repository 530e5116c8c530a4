"""A verified copy of a SQLite file, made with SQLite's own backup and never by copying the file.

Any thread; the writer waits for milliseconds.
"""

from __future__ import annotations

from pathlib import Path

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage import sqlite_driver
from clubdesk.storage.failures import failures_told
from clubdesk.storage.untyped import DriverConnection

FOLDER = "backups"


def back_up(database: Path, label: str) -> Path:
    """Copies the books into ``backups/`` beside the file and proves that the copy is whole.

    Args:
        database: The SQLite file.
        label: Goes into the copy's name; an existing copy is never overwritten.

    Raises:
        DeskError: ``storage.backup_failed``, or ``storage.full`` and its kin.
    """
    with failures_told():
        target = _free_name(database, label)
        source = sqlite_driver.connect(database, reading=True)
        try:
            _copy(source, target)
        finally:
            source.close()
    return target


def _free_name(database: Path, label: str) -> Path:
    folder = database.parent / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _failed(str(error)) from error
    number = 1
    while (target := folder / f"{database.stem}-{label}-{number}{database.suffix}").exists():
        number += 1
    return target


def _copy(source: DriverConnection, target: Path) -> None:
    # Under another name until it is proved, so that a half-written copy is never taken for one.
    half = target.with_name(target.name + ".half")
    half.unlink(missing_ok=True)
    copy = sqlite_driver.connect(half, reading=False)
    try:
        # All pages in one step: in smaller ones it starts over at every write and never ends.
        source.backup(copy, pages=-1)
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    if found != "ok":
        raise _failed(str(found))
    half.rename(target)


def _failed(why: str) -> DeskError:
    return DeskError(
        "storage.backup_failed",
        tr("The backup could not be made: {why}").format(why=why[:120]),
        tr("Nothing was changed. Check the disk and start again."),
    )
