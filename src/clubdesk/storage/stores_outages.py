"""Outages of PCs in the books. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import bindparam, insert, update

from clubdesk.services.ports_play import Outage
from clubdesk.storage.outage_rows import outage_of
from clubdesk.storage.tables_play import outages
from clubdesk.storage.work_link import WorkLink

_ADD = insert(outages)
_DECIDE = (
    update(outages)
    .where(outages.c.id == bindparam("of_id"))
    .values(credited_minutes=bindparam("minutes"))
)


class SqlOutageStore:
    """How long PCs were gone in sessions."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, outage_id: int) -> Outage | None:
        """An outage by id."""
        row = self._link.one("SELECT * FROM outages WHERE id = :id", id=outage_id)
        return None if row is None else outage_of(row)

    def add(self, outage: Outage) -> Outage | None:
        """Adds one; None if this loss of this session is there already."""
        known = {(one.station_id, one.lost_at) for one in self.of_session(outage.session_id)}
        if (outage.station_id, outage.lost_at) in known:
            return None
        values = {
            "station_id": outage.station_id,
            "session_id": outage.session_id,
            "lost_at": outage.lost_at,
            "back_at": outage.back_at,
            "lost_s": outage.lost_s,
        }
        return replace(outage, id=self._link.insert(_ADD, values))

    def decide(self, outage_id: int, credited_minutes: int) -> None:
        """Writes down what was given back; 0 for nothing."""
        self._link.write(_DECIDE, {"of_id": outage_id, "minutes": credited_minutes})

    def of_session(self, session_id: int) -> Sequence[Outage]:
        """All of a session's, the first first."""
        rows = self._link.rows(
            "SELECT * FROM outages WHERE session_id = :id ORDER BY id", id=session_id
        )
        return [outage_of(row) for row in rows]
