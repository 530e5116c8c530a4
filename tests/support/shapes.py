"""The shape of a schema as comparable text: columns, constraints, indexes, triggers."""

from __future__ import annotations

import re

from clubdesk.storage.reader import Look

_SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
_SEARCH = ("clients_found", "ix_clients_name_parts")
"""What only the migration makes: a search engine's own tables, an index over a function."""
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
            if "alembic_version" not in row.name and row.name not in _SEARCH
        }
    found = {}
    for row in look.rows(_SQLITE):
        if row.name.startswith(_SEARCH):
            continue
        if row.type == "index":
            found[f"index {row.name}"] = row.sql or ""
        elif row.type == "table" and row.name != "alembic_version":
            found[f"table {row.name}"] = _table(look, row.name, row.sql)
    return found


def _table(look: Look, name: str, sql: str) -> str:
    """Columns, references and constraints, however the table came to have them."""
    columns = look.rows(f"SELECT * FROM pragma_table_info('{name}')")
    references = look.rows(
        'SELECT "from" AS here, "table" AS there, "to" AS what, on_delete'
        f" FROM pragma_foreign_key_list('{name}')"
    )
    lines = [f"{c.name} {c.type} {c.notnull} {c.dflt_value} {c.pk}" for c in columns]
    lines += [f"{r.here} -> {r.there}.{r.what} {r.on_delete}" for r in references]
    return "\n".join(sorted(lines + _constraints(" ".join(sql.split()))))


def _constraints(sql: str) -> list[str]:
    """Every named check, key and unique constraint, up to its closing bracket."""
    found = []
    for start in re.finditer(r"CONSTRAINT (?:ck|uq|pk)_\w+ [A-Z ]+\(", sql):
        end, depth = start.end(), 1
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        found.append(sql[start.start() : end])
    return found
