"""Clients of a list that is being imported, in the books and not seen yet. Desk worker's thread.

They come in portions, so that nobody waits for a whole list; one short write makes all of them
clients, or each portion is taken out again.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, update

from clubdesk.domain.people import Client
from clubdesk.storage.stores_clients import SqlClientStore
from clubdesk.storage.tables import clients
from clubdesk.storage.tables_people import staged_clients
from clubdesk.storage.work_link import WorkLink

_MARK = insert(staged_clients)
_UNMARK_ALL = delete(staged_clients).where(staged_clients.c.list_key == bindparam("of_list"))
_UNMARK = delete(staged_clients).where(staged_clients.c.first_id == bindparam("of_first"))
_PORTION = (clients.c.id.between(bindparam("of_first"), bindparam("of_last")), clients.c.staged)
_SHOW = update(clients).where(*_PORTION).values(staged=False)
_DROP = delete(clients).where(*_PORTION)


class SqlStagedStore:
    """Portions of lists."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def add(self, list_key: str, till_id: int, portion: Sequence[Client]) -> int:
        """Adds a portion; returns how many clients it has.

        Raises:
            DeskError: ``client.phone_taken`` or ``client.card_taken``.
        """
        if portion:
            # One transaction writes at a time, so that the ids of a portion stand together.
            before = self._newest()
            SqlClientStore(self._link).add_many(portion, staged=True)
            self._link.write(
                _MARK,
                {
                    "first_id": before + 1,
                    "last_id": self._newest(),
                    "list_key": list_key,
                    "till_id": till_id,
                },
            )
        return len(portion)

    def show(self, list_key: str) -> int:
        """Makes the whole list clients as all others; returns how many they are."""
        portions = self._link.rows(
            "SELECT first_id, last_id FROM staged_clients WHERE list_key = :key", key=list_key
        )
        shown = 0
        for portion in portions:
            given = {"of_first": portion.first_id, "of_last": portion.last_id}
            shown += self._link.write(_SHOW, given).rowcount
        self._link.write(_UNMARK_ALL, {"of_list": list_key})
        return shown

    def drop_portion(self, till_id: int, list_key: str = "") -> bool:
        """Takes one portion out again: of a list, or of any that this till left behind.

        Returns:
            False once there is none.
        """
        wanted = " AND list_key = :key" if list_key else ""
        given = {"key": list_key} if list_key else {}
        portion = self._link.one(
            f"SELECT first_id, last_id FROM staged_clients WHERE till_id = :till{wanted}"  # noqa: S608
            " ORDER BY first_id DESC LIMIT 1",
            till=till_id,
            **given,
        )
        if portion is None:
            return False
        self._link.write(_DROP, {"of_first": portion.first_id, "of_last": portion.last_id})
        self._link.write(_UNMARK, {"of_first": portion.first_id})
        return True

    def _newest(self) -> int:
        return int(self._link.value("SELECT coalesce(max(id), 0) FROM clients"))
