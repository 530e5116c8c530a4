"""Sessions and their segments in the books. Desk worker's thread.

A closed segment is history: it is written once and never again. That one seat and one client have
one open session is the database's own law; here it gets its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.session import PlaySession, Segment
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage import tables
from clubdesk.storage.reader import listed
from clubdesk.storage.rows import sessions_of, to_json
from clubdesk.storage.untyped import Parameter, StoredRow
from clubdesk.storage.violations import broken_law
from clubdesk.storage.work_link import WorkLink

_segments = tables.segments
_ADD = insert(tables.sessions)
_SAVE = update(tables.sessions).where(tables.sessions.c.id == bindparam("of_id"))
_ADD_SEGMENT = insert(_segments)
_CLOSE_SEGMENT = (
    update(_segments)
    .where(
        _segments.c.session_id == bindparam("of_session"),
        _segments.c.position == bindparam("at_position"),
    )
    .values(ended_at=bindparam("closed_at"))
)
_SEAT = (
    update(tables.sessions)
    .where(tables.sessions.c.id == bindparam("of_id"))
    .values(station_id=bindparam("seat"))
)
_ADD_SEAT = insert(tables.stations)
_DROP_SEAT = delete(tables.stations).where(tables.stations.c.id == bindparam("of_id"))
_OPEN = f" AND {tables.OPEN_STATES}"
# The open shift that a session ends in; where it was charged last, if several tills are open.
_SHIFT_OF_END = """
SELECT id FROM shifts WHERE closed_at IS NULL ORDER BY CASE WHEN id = (
    SELECT shift_id FROM transactions WHERE session_id = :id ORDER BY id DESC LIMIT 1
) THEN 0 ELSE 1 END, id LIMIT 1
"""


class SqlSessionStore:
    """Stays of clients and guests."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def get(self, session_id: int) -> PlaySession | None:
        """A session by id, with all its segments."""
        return self._first("id = :id", id=session_id)

    def add(self, session: PlaySession) -> PlaySession:
        """Adds a session; the id that is given back is the books'.

        Raises:
            DeskError: ``session.station_taken`` or ``session.client_playing``.
        """
        values = {**_values(session), "started_at": session.started_at}
        try:
            new_id = self._link.insert(_ADD, values)
        except IntegrityError as error:
            raise _told(error) from error
        stored = replace(session, id=new_id)
        self._append(stored, 0)
        return stored

    def save(self, session: PlaySession) -> None:
        """Writes the session's state, closes its last stored segment and adds the new ones.

        Raises:
            DeskError: ``session.station_taken`` or ``session.client_playing``.
        """
        values = {**_values(session), "of_id": session.id}
        if not session.state.is_open:
            values["ended_shift_id"] = self._link.value(_SHIFT_OF_END, id=session.id)
        try:
            self._link.write(_SAVE, values)
        except IntegrityError as error:
            raise _told(error) from error
        self._append(session, self._close_segments(session))

    def change_places(self, session: PlaySession, other: PlaySession) -> None:
        """Saves two sessions of which each sits where the other was.

        No seat is ever held twice, so one of them waits at a seat that only this transaction sees.
        """
        waiting = self._link.insert(_ADD_SEAT, _waiting_seat(self._link))
        self._link.write(_SEAT, {"of_id": session.id, "seat": waiting})
        self.save(other)
        self.save(session)
        self._link.write(_DROP_SEAT, {"of_id": waiting})

    def open_on_station(self, station_id: int) -> PlaySession | None:
        """The session that holds a station."""
        return self._first("station_id = :id" + _OPEN, id=station_id)

    def open_of_client(self, client_id: int) -> PlaySession | None:
        """The session that a client is in."""
        return self._first("client_id = :id" + _OPEN, id=client_id)

    def of_client(self, client_id: int, since: datetime) -> Sequence[PlaySession]:
        """A client's sessions that were open at an instant or began after it, not cancelled."""
        return self._all(
            "client_id = :id AND state <> 'cancelled' AND (ended_at IS NULL OR ended_at > :since)",
            id=client_id,
            since=since,
        )

    def all_open(self) -> Sequence[PlaySession]:
        """Every active or paused session, the oldest first."""
        return self._all(tables.OPEN_STATES)

    def due(self, now: datetime) -> Sequence[PlaySession]:
        """Active sessions whose money has run out by ``now``, the earliest first."""
        over = self._all("state = 'active' AND ends_at <= :now" + _OPEN, now=now)
        return sorted(over, key=lambda session: (session.ends_at or now, session.id))

    def _first(self, condition: str, **given: Parameter) -> PlaySession | None:
        found = self._all(condition, **given)
        return found[0] if found else None

    def _all(self, condition: str, **given: Parameter) -> list[PlaySession]:
        wanted = f"SELECT * FROM sessions WHERE {condition} ORDER BY id"  # noqa: S608 - constants
        rows = self._link.rows(wanted, **given)
        return sessions_of(rows, self._segment_rows([row.id for row in rows])) if rows else []

    def _segment_rows(self, session_ids: list[int]) -> list[StoredRow]:
        inside, given = listed("session", session_ids)
        return self._link.rows(
            f"SELECT * FROM segments WHERE session_id IN ({inside})"  # noqa: S608 - names
            " ORDER BY session_id, position",
            **given,
        )

    def _close_segments(self, session: PlaySession) -> int:
        """Writes the ends that were open so far; returns how many segments are stored."""
        stored = self._segment_rows([session.id])
        for row in stored:
            segment = session.segments[row.position]
            if row.ended_at is None and segment.ended_at is not None:
                self._link.write(_CLOSE_SEGMENT, _place(session.id, row.position, segment))
        return len(stored)

    def _append(self, session: PlaySession, stored: int) -> None:
        fresh = [
            _segment_values(session.id, position, segment)
            for position, segment in enumerate(session.segments)
            if position >= stored
        ]
        if fresh:
            self._link.write(_ADD_SEGMENT, fresh)


def _waiting_seat(link: WorkLink) -> dict[str, Any]:
    zone_id = link.value("SELECT min(id) FROM zones")
    return {"zone_id": zone_id, "number": -1, "name": "", "kind": "console"}


def _place(session_id: int, position: int, segment: Segment) -> dict[str, Any]:
    return {"of_session": session_id, "at_position": position, "closed_at": segment.ended_at}


def _values(session: PlaySession) -> dict[str, Any]:
    return {
        "client_id": session.client_id,
        "station_id": session.station_id,
        "state": session.state.value,
        "charged_minor": session.charged_minor,
        "charged_points": session.charged_points,
        "ended_at": session.ended_at,
        "ends_at": session.ends_at,
        "covers": to_json(session.covers),
        "go_on_hourly": session.go_on_hourly,
        "limit_minor": session.limit_minor,
        "limit_s": session.limit_s,
        "postpaid": session.postpaid,
    }


def _segment_values(session_id: int, position: int, segment: Segment) -> dict[str, Any]:
    return {
        "session_id": session_id,
        "position": position,
        "station_id": segment.station_id,
        "running": segment.running,
        "terms": to_json(segment.terms),
        "started_at": segment.started_at,
        "ended_at": segment.ended_at,
    }


def _told(error: IntegrityError) -> Exception:
    law = broken_law(error)
    if law == "uq_sessions_open_station":
        return DeskError(
            "session.station_taken", tr("This seat is already taken."), tr("Choose a free seat.")
        )
    if law == "uq_sessions_open_client":
        return DeskError(
            "session.client_playing",
            tr("This client is already playing on another seat."),
            tr("Move that session, or end it first."),
        )
    return error
