"""Walks the whole books and says the first place where a law of the club does not hold.

Reads one committed state, changes nothing, may run beside an open desk. Any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage import schema
from clubdesk.storage.address import Address, parse_address
from clubdesk.storage.guards import (
    GUARDS,
    POSTGRES_GUARDS,
    POSTGRES_GUARDS_SQL,
    SQLITE_GUARDS,
    SQLITE_GUARDS_SQL,
)
from clubdesk.storage.reader import Look, open_reader
from clubdesk.storage.verdict import Problem, Verdict
from clubdesk.storage.verify_bar import bar_holds
from clubdesk.storage.verify_books import accounts_hold, chains_hold, postings_belong
from clubdesk.storage.verify_money import payments_hold, reversals_hold
from clubdesk.storage.verify_rates import kept_minutes_hold, versions_stand
from clubdesk.storage.verify_reservations import reservations_hold
from clubdesk.storage.verify_sessions import one_open_session, sessions_hold
from clubdesk.storage.verify_shifts import cash_moves_hold, shifts_hold

MOST_PROBLEMS = 100
_COUNTED = ("transactions", "postings", "accounts", "sessions", "shifts", "shift_reports")

# The books first: whoever changed a row by force had to remove the guards before.
_WALKS: tuple[Callable[[Look], Iterator[Problem]], ...] = (
    chains_hold,
    postings_belong,
    accounts_hold,
    reversals_hold,
    payments_hold,
    sessions_hold,
    one_open_session,
    kept_minutes_hold,
    versions_stand,
    shifts_hold,
    cash_moves_hold,
    reservations_hold,
    bar_holds,
)


def verify(url: str) -> Verdict:
    """Checks every chain, balance, operation, session, shift and guard.

    Raises:
        DeskError: ``storage.missing``, ``storage.old_schema``, ``storage.newer_schema``,
            ``storage.not_clubdesk``, ``storage.damaged`` or another failure of the database.
    """
    address = parse_address(url)
    if address.is_sqlite and not address.sqlite_file.is_file():
        raise _missing(address)
    reader = open_reader(address)
    try:
        with reader.look() as look:
            return _verdict(look, address)
    finally:
        reader.close()


def _verdict(look: Look, address: Address) -> Verdict:
    if schema.revision_seen(look, postgres=not address.is_sqlite) != schema.REVISIONS[-1]:
        raise _old_schema()
    walks = [walk(look) for walk in _WALKS]
    walks.append(_guards_stand(look, postgres=not address.is_sqlite))
    if address.is_sqlite:
        walks.append(_file_is_whole(look))
    problems = tuple(islice(chain.from_iterable(walks), MOST_PROBLEMS))
    counts = {name: int(look.value(f"SELECT count(*) FROM {name}")) for name in _COUNTED}  # noqa: S608
    return Verdict(problems, counts)


def _guards_stand(look: Look, *, postgres: bool) -> Iterator[Problem]:
    there = {row.name for row in look.rows(POSTGRES_GUARDS_SQL if postgres else SQLITE_GUARDS_SQL)}
    wanted = GUARDS | (POSTGRES_GUARDS if postgres else SQLITE_GUARDS)
    for name in sorted(wanted - there):
        yield Problem("schema.guards", "schema", 0, name, "")


def _file_is_whole(look: Look) -> Iterator[Problem]:
    found = look.rows("PRAGMA integrity_check(10)")
    for row in found:
        if row[0] != "ok":
            yield Problem("schema.file", "schema", 0, "ok", str(row[0])[:200])
    for row in look.rows("PRAGMA foreign_key_check"):
        yield Problem("schema.references", row[0], int(row[1] or 0), str(row[2]), "")


def _missing(address: Address) -> DeskError:
    return DeskError(
        "storage.missing",
        tr("There is no database at {place}.").format(place=address.shown),
        tr("Check the address."),
    )


def _old_schema() -> DeskError:
    return DeskError(
        "storage.old_schema",
        tr("The database was written by an earlier version of the desk."),
        tr("Run “clubdesk migrate” first; it makes a backup."),
    )
