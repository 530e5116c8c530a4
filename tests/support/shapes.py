"""The shape of a schema as comparable text: columns, constraints, indexes, triggers."""

from __future__ import annotations

import re

from clubdesk.storage.reader import Look

_SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
_POSTGRES = {
    "column": """
        SELECT table_name || '.' || column_name AS name, data_type || ' ' || is_nullable || ' '
            || coalesce(column_default, '') || ' ' || coalesce(collation_name, '') AS shape
        FROM information_schema.columns WHERE table_schema = current_schema()""",
    "constraint": """
        SELECT conrelid::regclass || '.' || conname AS name,
            pg_get_constraintdef(oid) AS shape
        FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
            AND contype <> 'n'""",
    "index": """
        SELECT indexname AS name, indexdef AS shape
        FROM pg_indexes WHERE schemaname = current_schema()""",
}


def shape_of(look: Look, *, sqlite: bool) -> dict[str, str]:
    """Every table, column, constraint and index by name; the guards are compared elsewhere."""
    if not sqlite:
        return {
            f"{kind} {row.name}": row.shape
            for kind, sql in _POSTGRES.items()
            for row in look.rows(sql)
            if "alembic_version" not in row.name
        }
    found = {}
    for row in look.rows(_SQLITE):
        if row.type != "trigger" and row.name != "alembic_version":
            found[f"{row.type} {row.name}"] = _settled(row.sql)
    return found


def _settled(sql: str | None) -> str:
    """A CREATE TABLE with its lines sorted: the order of constraints says nothing."""
    lines = [line.strip().rstrip(",") for line in re.split(r"\n", sql or "")]
    return "\n".join(sorted(filter(None, lines)))
