"""Sessions and their segments in the books. Desk worker's thread.

A closed segment is history: it is written once and never again. That one seat and one client have
one open session is the database's own law; here it gets its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    TextClause,
    bindparam,
    case,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.session import PlaySession, Segment, SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.storage import tables
from clubdesk.storage.inserted import new_id
from clubdesk.storage.rows import sessions_of, to_json
from clubdesk.storage.violations import broken_law

_sessions = tables.sessions
_segments = tables.segments
_shifts = tables.shifts
_transactions = tables.transactions
_is_open = text(tables.OPEN_STATES)


class SqlSessionStore:
    """Stays of clients and guests."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, session_id: int) -> PlaySession | None:
        """A session by id, with all its segments."""
        return self._first(_sessions.c.id == session_id)

    def add(self, session: PlaySession) -> PlaySession:
        """Adds a session; the id that is given back is the books'.

        Raises:
            DeskError: ``session.station_taken`` or ``session.client_playing``.
        """
        values = {**_values(session), "started_at": session.started_at}
        try:
            done = self._connection.execute(insert(_sessions).values(values))
        except IntegrityError as error:
            raise _told(error) from error
        stored = replace(session, id=new_id(done))
        self._append(stored, 0)
        return stored

    def save(self, session: PlaySession) -> None:
        """Writes the session's state, closes its last stored segment and adds the new ones.

        Raises:
            DeskError: ``session.station_taken`` or ``session.client_playing``.
        """
        values = _values(session)
        if not session.state.is_open:
            values["ended_shift_id"] = self._shift_of_end(session.id)
        try:
            self._connection.execute(
                update(_sessions).where(_sessions.c.id == session.id).values(values)
            )
        except IntegrityError as error:
            raise _told(error) from error
        self._append(session, self._close_segments(session))

    def open_on_station(self, station_id: int) -> PlaySession | None:
        """The session that holds a station."""
        return self._first(_sessions.c.station_id == station_id, _is_open)

    def open_of_client(self, client_id: int) -> PlaySession | None:
        """The session that a client is in."""
        return self._first(_sessions.c.client_id == client_id, _is_open)

    def all_open(self) -> Sequence[PlaySession]:
        """Every active or paused session, the oldest first."""
        return self._all(_is_open)

    def due(self, now: datetime) -> Sequence[PlaySession]:
        """Active sessions whose money has run out by ``now``, the earliest first."""
        over = self._all(
            _is_open, _sessions.c.state == SessionState.ACTIVE.value, _sessions.c.ends_at <= now
        )
        return sorted(over, key=lambda session: (session.ends_at or now, session.id))

    def _first(self, *conditions: ColumnElement[bool] | TextClause) -> PlaySession | None:
        found = self._all(*conditions)
        return found[0] if found else None

    def _all(self, *conditions: ColumnElement[bool] | TextClause) -> list[PlaySession]:
        wanted = select(_sessions).where(*conditions).order_by(_sessions.c.id)
        rows = self._connection.execute(wanted).all()
        return sessions_of(rows, self._segment_rows([row.id for row in rows])) if rows else []

    def _segment_rows(self, session_ids: list[int]) -> Sequence[Row[Any]]:
        of_them: ColumnElement[bool] = _segments.c.session_id.in_(session_ids)
        ordered = (_segments.c.session_id, _segments.c.position)
        return self._connection.execute(select(_segments).where(of_them).order_by(*ordered)).all()

    def _close_segments(self, session: PlaySession) -> int:
        """Writes the ends that were open so far; returns how many segments are stored."""
        stored = self._segment_rows([session.id])
        for row in stored:
            segment = session.segments[row.position]
            if row.ended_at is None and segment.ended_at is not None:
                self._connection.execute(_CLOSE, _place(session.id, row.position, segment))
        return len(stored)

    def _append(self, session: PlaySession, stored: int) -> None:
        fresh = [
            _segment_values(session.id, position, segment)
            for position, segment in enumerate(session.segments)
            if position >= stored
        ]
        if fresh:
            self._connection.execute(insert(_segments), fresh)

    def _shift_of_end(self, session_id: int) -> int | None:
        """The open shift that the session ends in: where it was charged, if several are open."""
        charged = (
            select(_transactions.c.shift_id)
            .where(_transactions.c.session_id == session_id)
            .order_by(_transactions.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        here = case((_shifts.c.id == charged, 0), else_=1)
        open_shifts = select(_shifts.c.id).where(_shifts.c.closed_at.is_(None))
        found = self._connection.execute(open_shifts.order_by(here, _shifts.c.id).limit(1))
        return found.scalar_one_or_none()


_CLOSE = (
    update(_segments)
    .where(
        _segments.c.session_id == bindparam("of_session"),
        _segments.c.position == bindparam("at_position"),
    )
    .values(ended_at=bindparam("closed_at"))
)


def _place(session_id: int, position: int, segment: Segment) -> dict[str, Any]:
    return {"of_session": session_id, "at_position": position, "closed_at": segment.ended_at}


def _values(session: PlaySession) -> dict[str, Any]:
    return {
        "client_id": session.client_id,
        "station_id": session.station_id,
        "state": session.state.value,
        "charged_minor": session.charged_minor,
        "ended_at": session.ended_at,
        "ends_at": session.ends_at,
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
