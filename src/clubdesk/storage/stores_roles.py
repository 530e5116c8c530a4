"""Roles as the club has them. Desk worker's thread.

A built-in role has a row only once the club changed what it may do; the owner's has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from clubdesk.domain.people import StaffRole
from clubdesk.storage import tables
from clubdesk.storage.role_rows import ROLES, roles_of
from clubdesk.storage.rows import to_json
from clubdesk.storage.work_link import WorkLink

_ADD = insert(tables.roles)
_SAVE = update(tables.roles).where(tables.roles.c.key == bindparam("of_key"))
_REMOVE = delete(tables.roles).where(tables.roles.c.key == bindparam("of_key"))


class SqlRoleStore:
    """Built-in roles and the club's own."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, key: str) -> StaffRole | None:
        """A role by key."""
        return next((role for role in self.all() if role.key == key), None)

    def all(self) -> Sequence[StaffRole]:
        """Built-in ones first, then the club's own by name."""
        return roles_of(self._link.rows(ROLES))

    def save(self, role: StaffRole) -> None:
        """Writes a role, the first time or again."""
        values: dict[str, Any] = {
            "name": "" if role.built_in else role.name,
            "permissions": to_json(sorted(role.permissions)),
        }
        if self._link.write(_SAVE, {**values, "of_key": role.key}).rowcount == 0:
            self._link.write(_ADD, {"key": role.key, **values})

    def remove(self, key: str) -> None:
        """Removes a role of the club's own."""
        self._link.write(_REMOVE, {"of_key": key})

    def members(self, key: str) -> int:
        """How many people have it, those who left included."""
        return int(self._link.value("SELECT count(*) FROM staff WHERE role = :key", key=key))
