"""Client groups in the books. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import bindparam, delete, insert, update

from clubdesk.domain.people import ClientGroup
from clubdesk.storage import tables
from clubdesk.storage.rows_points import GROUPS, group_of
from clubdesk.storage.work_link import WorkLink

_groups = tables.client_groups
_ADD = insert(_groups)
_SAVE = update(_groups).where(_groups.c.id == bindparam("of_id"))
_REMOVE = delete(_groups).where(_groups.c.id == bindparam("of_id"))


class SqlGroupStore:
    """Groups with their discount and points share."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, group_id: int) -> ClientGroup | None:
        """A group by id."""
        row = self._link.one("SELECT * FROM client_groups WHERE id = :id", id=group_id)
        return None if row is None else group_of(row)

    def all(self) -> Sequence[ClientGroup]:
        """All groups, in their order."""
        return [group_of(row) for row in self._link.rows(GROUPS)]

    def add(self, group: ClientGroup) -> ClientGroup:
        """Adds a group; the id that is given back is the books'."""
        return replace(group, id=self._link.insert(_ADD, _values(group)))

    def save(self, group: ClientGroup) -> None:
        """Writes what changed."""
        self._link.write(_SAVE, {**_values(group), "of_id": group.id})

    def remove(self, group_id: int) -> None:
        """Takes a group away.

        Raises:
            sqlalchemy.exc.IntegrityError: A client is in it.
        """
        self._link.write(_REMOVE, {"of_id": group_id})

    def members(self, group_id: int) -> int:
        """How many clients are in it."""
        return int(
            self._link.value("SELECT count(*) FROM clients WHERE group_id = :id", id=group_id)
        )


def _values(group: ClientGroup) -> dict[str, str | int]:
    return {
        "name": group.name,
        "discount_percent": group.discount_percent,
        "points_percent": group.points_percent,
        "position": group.position,
    }
