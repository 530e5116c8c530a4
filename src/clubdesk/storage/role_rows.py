"""From stored rows to the club's roles, for the writing side and the plain reader alike. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from clubdesk.domain.people import ROLE_PERMISSIONS, Role, StaffRole
from clubdesk.storage.rows import permissions_of
from clubdesk.storage.untyped import StoredRow

ROLES = "SELECT key, name, permissions FROM roles ORDER BY key"
"""Rows that ``roles_of`` reads."""


def roles_of(rows: Sequence[StoredRow]) -> list[StaffRole]:
    """The built-in roles, as they stand or as the club changed them, then the club's own."""
    kept = {row.key: row for row in rows}
    found = [_built_in(role, kept.get(role.value)) for role in Role]
    built_in = {role.value for role in Role}
    own = [
        StaffRole(row.key, row.name, permissions_of(row.permissions))
        for row in rows
        if row.key not in built_in
    ]
    return found + sorted(own, key=lambda role: (role.name.casefold(), role.key))


def _built_in(role: Role, row: StoredRow | None) -> StaffRole:
    if row is None or role is Role.OWNER:
        return StaffRole(role.value, "", ROLE_PERMISSIONS[role], built_in=True)
    return StaffRole(role.value, "", permissions_of(row.permissions), built_in=True)
