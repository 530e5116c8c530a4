"""Turns what the database drivers report (full disk, lost server) into words for the desk.

Knows both drivers by their error codes and imports neither. Any thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr

# SQLite's primary result codes, https://sqlite.org/rescode.html
_SQLITE = {5: "busy", 6: "busy", 8: "read_only", 10: "lost", 11: "damaged", 13: "full"}
_SQLITE |= {14: "lost", 26: "damaged"}
# Postgres' SQLSTATE codes; a class of two letters stands for all of its codes.
_POSTGRES = {"53100": "full", "25006": "read_only", "55P03": "busy", "40P01": "busy"}
_POSTGRES |= {"57014": "busy", "08": "lost", "57": "lost", "53": "lost", "28": "lost"}
_POSTGRES |= {"3D": "lost", "40": "busy"}
# A table was changed by another desk's upgrade under a statement that had been prepared.
_POSTGRES |= {"0A000": "busy"}


def failure_of(error: BaseException, *, committing: bool = False) -> DeskError | None:
    """What a driver's (or SQLAlchemy's) error means at the desk; None if it is a bug instead.

    Args:
        error: The error as it was raised.
        committing: The connection was lost in the very moment of storing, so that nobody knows
            on which side of it.
    """
    if type(error).__module__ == "sqlalchemy.exc" and type(error).__name__ == "TimeoutError":
        return _words("busy")
    kind = _kind_of(getattr(error, "orig", None) or error)
    if kind == "lost" and committing:
        return _unsure()
    return _words(kind) if kind else None


def _kind_of(error: BaseException) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        return _SQLITE.get(code & 0xFF, "")
    if type(error).__module__.partition(".")[0] != "psycopg":
        return ""
    state = getattr(error, "sqlstate", None)
    if state:
        return _POSTGRES.get(state) or _POSTGRES.get(state[:2], "")
    return "lost" if type(error).__name__ == "OperationalError" else ""


@contextmanager
def failures_told() -> Iterator[None]:
    """Raises a ``DeskError`` in place of a driver's error that is no bug."""
    try:
        yield
    except DeskError:
        raise
    except Exception as error:
        told = failure_of(error)
        if told is None:
            raise
        raise told from error


def _words(kind: str) -> DeskError:
    nothing = tr("Nothing was changed.")
    if kind == "full":
        return DeskError(
            "storage.full",
            tr("The disk is full, so the deed could not be stored.") + " " + nothing,
            tr("Make room on the disk of the database and do it again."),
        )
    if kind == "read_only":
        return DeskError(
            "storage.read_only",
            tr("The database may only be read, so the deed could not be stored.") + " " + nothing,
            tr("Allow this desk to write to the database and its folder, then do it again."),
        )
    if kind == "busy":
        return DeskError(
            "storage.busy",
            tr("The database is busy with something else.") + " " + nothing,
            tr("Wait a moment and do it again."),
        )
    if kind == "damaged":
        return DeskError(
            "storage.damaged",
            tr("The database file is damaged.") + " " + nothing,
            tr("Stop working with it and bring back the last backup."),
        )
    return DeskError(
        "storage.lost",
        tr("The database cannot be reached.") + " " + nothing,
        tr("Check the disk, the network and the database server, then do it again."),
    )


def _unsure() -> DeskError:
    return DeskError(
        "storage.lost",
        tr(
            "The database was lost while the deed was being stored: it is done whole or not at all."
        ),
        tr("When the database is back, look at the balance and the seat before doing it again."),
    )
