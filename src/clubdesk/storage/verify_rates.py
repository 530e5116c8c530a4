"""The laws of rates: kept minutes come from a package's rest and are used once; versions stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from clubdesk.domain.course import rests_of
from clubdesk.domain.rates import Unused
from clubdesk.domain.session import PlaySession, SessionState
from clubdesk.services.ports import KeptMinutes
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import UNREADABLE, kept_of, sessions_of
from clubdesk.storage.rows_rates import version_of
from clubdesk.storage.verdict import Problem
from clubdesk.storage.views_rates import rates

# Only sessions with packages: most have none.
_WITH_PACKAGES = "SELECT * FROM sessions WHERE covers <> '[]' ORDER BY id"
_THEIR_SEGMENTS = """
SELECT g.* FROM sessions s JOIN segments g ON g.session_id = s.id
WHERE s.covers <> '[]' ORDER BY g.session_id, g.position
"""
_KEPT = "SELECT * FROM kept_minutes ORDER BY from_session_id, position"
_NEWEST = """
SELECT v.rate_id, v.version, v.rate FROM rate_versions v
JOIN (SELECT rate_id, max(version) AS newest FROM rate_versions GROUP BY rate_id) n
    ON n.rate_id = v.rate_id AND n.newest = v.version
"""
_SECOND = timedelta(seconds=1)


def kept_minutes_hold(look: Look) -> Iterator[Problem]:
    """What ended sessions left of packages is kept, no more and no less, and is used once."""
    try:
        kept = [kept_of(row) for row in look.rows(_KEPT)]
        sessions = sessions_of(look.rows(_WITH_PACKAGES), look.each(_THEIR_SEGMENTS))
    except UNREADABLE as error:
        yield Problem("books.readable", "kept_minutes", 0, "", str(error)[:200])
        return
    by_session = {
        session_id: {one.position: one for one in group}
        for session_id, group in groupby(kept, key=attrgetter("from_session_id"))
    }
    for session in sessions:
        yield from _rests(session, by_session.pop(session.id, {}))
    for left_over in by_session.values():
        for one in left_over.values():
            yield Problem("kept.rest", "kept_minutes", one.id, "0", str(one.left_s))
    yield from _used_once(kept, {session.id: session for session in sessions})


def versions_stand(look: Look) -> Iterator[Problem]:
    """A rate is as its newest version says; its place in the list is no part of that."""
    try:
        newest = {row.rate_id: version_of(row.rate) for row in look.rows(_NEWEST)}
        present = rates(look)
    except UNREADABLE as error:
        yield Problem("books.readable", "rate_versions", 0, "", str(error)[:200])
        return
    for rate in present:
        kept = newest.get(rate.id)
        if kept is not None and replace(kept, position=rate.position) != rate:
            yield Problem("rate.version", "rates", rate.id, str(kept.version), str(rate.version))


def _rests(session: PlaySession, kept: dict[int, KeptMinutes]) -> Iterator[Problem]:
    wanted = _wanted(session)
    for position in sorted({*wanted, *kept}):
        expected = wanted.get(position, 0)
        found = kept[position].left_s if position in kept else 0
        if expected != found:
            yield Problem("kept.rest", "sessions", session.id, str(expected), str(found))


def _wanted(session: PlaySession) -> dict[int, int]:
    """Seconds to be kept by package: a part of a second is a whole one."""
    at = session.ended_at
    if session.state is not SessionState.ENDED or at is None or session.client_id is None:
        return {}
    return {
        position: -(-rest // _SECOND)
        for position, (cover, rest) in enumerate(
            zip(session.covers, rests_of(session, at), strict=True)
        )
        if cover.unused is Unused.KEPT
        and rest
        and (cover.kept_until or at + timedelta(days=cover.kept_days)) > at
    }


def _used_once(kept: list[KeptMinutes], sessions: dict[int, PlaySession]) -> Iterator[Problem]:
    rows = {one.id: one for one in kept}
    taken: dict[int, int] = {}
    for session in sessions.values():
        for cover in session.covers:
            if not cover.kept_id or session.state is SessionState.CANCELLED:
                continue
            row = rows.get(cover.kept_id)
            if row is None or row.left_s != cover.kept_s or cover.kept_id in taken:
                yield Problem("kept.used", "sessions", session.id, "", str(cover.kept_id))
            taken[cover.kept_id] = session.id
    for one in kept:
        by = one.used_by_session_id
        if by != taken.get(one.id):
            yield Problem(
                "kept.used", "kept_minutes", one.id, str(taken.get(one.id, "")), str(by or "")
            )
