"""The journal with the names a person reads, newest first. Reading worker's thread, in one look.

Made for a million lines: a page is found by an index or by walking back from the newest line, and
a period becomes a range of ids first, so that nothing is sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clubdesk.services.typed_text import one_line
from clubdesk.services.views_people import JournalFilter, JournalRow
from clubdesk.storage import views_search
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.rows import journal_entry_of
from clubdesk.storage.untyped import StoredRow

MOST_CLIENTS = 200
"""So many clients by a name; a text that more have is looked for among these."""

REFUSED = """refused <> '' AND NOT (refused = 'staff.not_allowed'
    AND EXISTS (SELECT 1 FROM answers a WHERE a.command_id = journal.command_id))"""
"""A refusal that stood; one for a missing permission is over once the same deed was approved."""

_LONGEST = 200
_SAME = frozenset("еёЕЁ")
_OUT_OF_ORDER = 1_000
"""Lines are written in the order of time, but for moments between two desks over one database."""

_NAMED = """
SELECT j.*, coalesce(s.name, '') AS staff_name, coalesce(c.name, '') AS client_name,
    coalesce(w.name, '') AS station_name, coalesce(a.name, '') AS approver_name
FROM ({lines}) j
LEFT JOIN staff s ON s.id = j.staff_id
LEFT JOIN staff a ON a.id = j.approved_by
LEFT JOIN clients c ON c.id = j.client_id
LEFT JOIN stations w ON w.id = j.station_id
ORDER BY j.id DESC
"""
_ALL = "SELECT * FROM"
_NEWEST = "ORDER BY id DESC LIMIT :most"
_FIRST_OF = "SELECT id FROM journal WHERE at >= :at ORDER BY at LIMIT :some"
_LAST_OF = "SELECT id FROM journal WHERE at < :at ORDER BY at DESC LIMIT :some"


def journal_rows(look: Look, only: JournalFilter, limit: int) -> list[JournalRow]:
    """A page of the journal."""
    conditions, given = _conditions(look, only)
    if conditions is None:
        return []
    sql = _NAMED.format(lines=_lines(conditions, sorted(only.actions), given))
    return [_row(row) for row in look.each(sql, most=limit, **given)]


def _lines(conditions: Sequence[str], actions: Sequence[str], given: dict[str, Any]) -> str:
    """One walk, or one for each kind of deed, so that each is served by its index in order."""
    if not actions:
        return _walk(conditions)
    walks = []
    for number, action in enumerate(actions):
        given[f"action_{number}"] = action
        walk = _walk([*conditions, f"action = :action_{number}"])
        walks.append(f"{_ALL} ({walk}) w")
    return f"{_ALL} ({' UNION ALL '.join(walks)}) u {_NEWEST}"


def _walk(conditions: Sequence[str]) -> str:
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"{_ALL} journal{where} {_NEWEST}"


def _conditions(look: Look, only: JournalFilter) -> tuple[list[str] | None, dict[str, Any]]:
    """What a line must be; None where no line can be so."""
    found: list[str] = []
    given: dict[str, Any] = {}
    for name, value in (
        ("staff_id", only.staff_id),
        ("client_id", only.client_id),
        ("station_id", only.station_id),
    ):
        if value is not None:
            found.append(f"{name} = :{name}")
            given[name] = value
    if only.before_id is not None:
        found.append("id < :before_id")
        given["before_id"] = only.before_id
    if only.only_refused:
        found.append(REFUSED)
    if only.only_approved:
        found.append("approved_by IS NOT NULL")
    if not _add_period(look, only, found, given):
        return None, given
    if text := one_line(only.text):
        _add_text(look, text, found, given)
    return found, given


def _add_period(look: Look, only: JournalFilter, found: list[str], given: dict[str, Any]) -> bool:
    """Adds the period as ids and as instants; False if there is no line in it."""
    if only.since is not None:
        ids = [row.id for row in look.each(_FIRST_OF, at=only.since, some=_OUT_OF_ORDER)]
        if not ids:
            return False
        found += ["id >= :first_id", "NOT (at < :since)"]
        given.update(first_id=min(ids), since=only.since)
    if only.until is not None:
        ids = [row.id for row in look.each(_LAST_OF, at=only.until, some=_OUT_OF_ORDER)]
        if not ids:
            return False
        # NOT keeps SQLite from walking by the index on "at", whose order is not the one asked for.
        found += ["id <= :last_id", "NOT (at >= :until)"]
        given.update(last_id=max(ids), until=only.until)
    return True


def _add_text(look: Look, text: str, found: list[str], given: dict[str, Any]) -> None:
    """Adds a text: in reason or details, or in the name of the line's client or station."""
    within = "~" if look.postgres else "GLOB"
    given["text"] = _any_case(text, postgres=look.postgres)
    parts = [f"{column} {within} :text" for column in ("reason", "details")]
    stations = look.rows(
        f"SELECT id FROM stations WHERE name {within} :text",  # noqa: S608 - one of two words
        text=given["text"],
    )
    clients = views_search.found(look, text, MOST_CLIENTS)
    for column, ids in (
        ("station_id", [row.id for row in stations]),
        ("client_id", clients),
    ):
        if ids:
            inside, values = listed(column, ids)
            given.update(values)
            parts.append(f"{column} IN ({inside})")
    found.append(f"({' OR '.join(parts)})")


def _any_case(text: str, *, postgres: bool) -> str:
    """A pattern for a text in whatever case; both databases themselves fold Latin letters alone."""
    signs = "".join(_any_case_of(sign, postgres=postgres) for sign in text[:_LONGEST])
    return signs if postgres else f"*{signs}*"


def _any_case_of(sign: str, *, postgres: bool) -> str:
    if sign.isalpha():
        forms = {sign, *(one for one in (sign.lower(), sign.upper()) if len(one) == 1)}
        if forms & _SAME:
            forms |= _SAME
        return f"[{''.join(sorted(forms))}]" if len(forms) > 1 else sign
    if postgres:
        return sign if sign.isalnum() or sign.isspace() else f"\\{sign}"
    return f"[{sign}]" if sign in "*?[" else sign


def _row(row: StoredRow) -> JournalRow:
    return JournalRow(
        id=row.id,
        entry=journal_entry_of(row),
        staff_name=row.staff_name,
        client_name=row.client_name,
        station_name=row.station_name,
        approved_by=row.approver_name,
    )
