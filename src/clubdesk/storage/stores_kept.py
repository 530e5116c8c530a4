"""Minutes of packages that clients have left, in the books. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, insert, update

from clubdesk.services.ports import KeptMinutes
from clubdesk.storage.rows import kept_of, to_json
from clubdesk.storage.rows_rates import USABLE
from clubdesk.storage.tables_rates import kept_minutes
from clubdesk.storage.work_link import WorkLink

_kept = kept_minutes
_ADD = insert(_kept)
_USE = (
    update(_kept)
    .where(_kept.c.id == bindparam("of_id"))
    .values(used_by_session_id=bindparam("by_id"))
)
_HAND_OVER = (
    update(_kept)
    .where(_kept.c.client_id == bindparam("from_id"))
    .values(client_id=bindparam("to_id"))
)


class SqlKeptStore:
    """What is left of packages."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def usable(self, client_id: int, now: datetime) -> Sequence[KeptMinutes]:
        """What a client can still use, the first to expire first."""
        return [kept_of(row) for row in self._link.rows(USABLE, client_id=client_id, now=now)]

    def add(self, kept: KeptMinutes) -> KeptMinutes:
        """Keeps minutes; the id that is given back is the books'."""
        values = {
            "client_id": kept.client_id,
            "from_session_id": kept.from_session_id,
            "position": kept.position,
            "left_s": kept.left_s,
            "expires_at": kept.expires_at,
            "cover": to_json(kept.cover),
        }
        return replace(kept, id=self._link.insert(_ADD, values))

    def use(self, kept_id: int, session_id: int) -> None:
        """Marks minutes as taken into a session."""
        self._link.write(_USE, {"of_id": kept_id, "by_id": session_id})

    def free(self, kept_id: int) -> None:
        """Makes minutes usable again: the session that took them was cancelled."""
        self._link.write(_USE, {"of_id": kept_id, "by_id": None})

    def hand_over(self, from_client_id: int, to_client_id: int) -> None:
        """Gives a client's minutes to another card of the same person."""
        self._link.write(_HAND_OVER, {"from_id": from_client_id, "to_id": to_client_id})
