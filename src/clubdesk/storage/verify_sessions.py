"""The laws of sessions: segments without a gap, charged what was played, ended with the money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter

from clubdesk.domain.course import packages_of, price_of
from clubdesk.domain.ledger import AccountKind, shown
from clubdesk.domain.points_share import Paid, most_points
from clubdesk.domain.session import PlaySession, SessionState, with_end
from clubdesk.storage.instants import instant_of, maybe_instant
from clubdesk.storage.reader import Look
from clubdesk.storage.rows import UNREADABLE, segment_of, session_of
from clubdesk.storage.untyped import StoredRow
from clubdesk.storage.verdict import Problem

_SESSIONS = """
SELECT s.id, s.client_id, s.station_id AS holds, s.state, s.charged_minor, s.charged_points,
    s.ends_at, s.covers, s.go_on_hourly, s.limit_minor, s.limit_s, s.postpaid,
    s.started_at AS began, s.ended_at AS over, g.position, g.station_id, g.running, g.terms,
    g.started_at, g.ended_at
FROM sessions s LEFT JOIN segments g ON g.session_id = s.id
ORDER BY s.id, g.position
"""
_CHARGES = """
SELECT t.session_id, max(t.id) AS newest,
    -sum(CASE WHEN a.kind = 'play_revenue' THEN p.amount ELSE 0 END) AS posted,
    sum(CASE WHEN a.kind = 'bonus' THEN p.amount ELSE 0 END) AS points
FROM transactions t
JOIN postings p ON p.transaction_id = t.id
JOIN accounts a ON a.id = p.account_id
WHERE t.kind = 'session_charge' AND a.kind IN ('play_revenue', 'bonus')
AND t.session_id IS NOT NULL
GROUP BY t.session_id
"""
_PAYERS = """
SELECT kind, owner_id, balance FROM accounts WHERE kind = 'guest' AND balance <> 0
UNION ALL
SELECT a.kind, a.owner_id, a.balance FROM accounts a
JOIN sessions s ON s.client_id = a.owner_id AND s.state = 'active'
WHERE a.kind IN ('game', 'bonus')
"""
_NEWEST_AT = """
SELECT max(t.at) FROM accounts a
JOIN postings p ON p.account_id = a.id
JOIN transactions t ON t.id = p.transaction_id
WHERE a.kind = :kind AND a.owner_id = :owner_id
"""
_LEFT_AT = """
SELECT coalesce(sum(p.amount), 0) AS raw FROM postings p
JOIN accounts a ON a.id = p.account_id
WHERE a.kind = :kind AND a.owner_id = :owner_id AND p.transaction_id <= :newest
"""
_TWICE = """
SELECT {column} AS held, max(id) AS id, count(*) AS times FROM sessions
WHERE state IN ('active', 'paused') AND {column} IS NOT NULL
GROUP BY {column} HAVING count(*) > 1 ORDER BY 2
"""


@dataclass(frozen=True, slots=True)
class _Books:
    """What the ledger says of sessions: charges by session, balances by payer.

    ``charges`` holds what was posted in money and points, and the newest transaction of it.
    """

    charges: dict[int, tuple[Paid, int]]
    balances: dict[tuple[str, int], int]


def sessions_hold(look: Look) -> Iterator[Problem]:
    """Every session's segments, state, charges and end."""
    books = _Books(
        {
            row.session_id: (Paid(int(row.posted), int(row.points)), row.newest)
            for row in look.rows(_CHARGES)
        },
        {(row.kind, row.owner_id): -row.balance for row in look.rows(_PAYERS)},
    )
    for _, group in groupby(look.walk(_SESSIONS), key=attrgetter("id")):
        rows = list(group)
        try:
            yield from _session(look, rows, books)
        except UNREADABLE as error:
            yield Problem("books.readable", "sessions", rows[0].id, "", str(error)[:200])


def one_open_session(look: Look) -> Iterator[Problem]:
    """One open session a station and a client."""
    for column, law in (
        ("station_id", "session.one_a_station"),
        ("client_id", "session.one_a_client"),
    ):
        for row in look.rows(_TWICE.format(column=column)):
            yield Problem(law, "sessions", row.id, "1", f"{row.times} ({column} {row.held})")


def _session(look: Look, rows: list[StoredRow], books: _Books) -> Iterator[Problem]:
    row = rows[0]
    if (broken := _broken_course(rows)) is not None:
        yield Problem("session.segments", "sessions", row.id, "", broken)
        return
    session = session_of(row, map(segment_of, rows))
    if (wrong := _wrong_state(row, session)) is not None:
        yield Problem("session.state", "sessions", row.id, row.state, wrong)
    posted, newest = books.charges.get(session.id, (Paid(0), 0))
    if posted.money != session.charged_minor:
        charged = str(session.charged_minor)
        yield Problem("session.posted", "sessions", row.id, str(posted.money), charged)
    if posted.points != session.charged_points:
        charged = str(session.charged_points)
        yield Problem("session.points", "sessions", row.id, str(posted.points), charged)
    yield from _price(look, session, newest)
    yield from _end(look, session, books)


def _broken_course(rows: list[StoredRow]) -> str | None:
    if rows[0].position is None:
        return "no segments"
    for wanted, row in enumerate(rows):
        if row.position != wanted:
            return f"position {row.position}"
    for before, after in pairwise(rows):
        if before.ended_at is None or before.ended_at != after.started_at:
            return f"segment {after.position} starts at {instant_of(after.started_at)}"
    return None


def _wrong_state(row: StoredRow, session: PlaySession) -> str | None:
    last = session.segments[-1]
    if row.holds != session.station_id:
        return f"station {row.holds}"
    if instant_of(row.began) != session.started_at:
        return f"started at {instant_of(row.began)}"
    if session.state.is_open != (last.ended_at is None):
        return f"last segment ended at {last.ended_at}"
    if maybe_instant(row.over) != session.ended_at:
        return f"ended at {maybe_instant(row.over)}"
    if session.state.is_open and last.running != (session.state is SessionState.ACTIVE):
        return "a running segment" if last.running else "a paused segment"
    return None


def _price(look: Look, session: PlaySession, newest: int) -> Iterator[Problem]:
    charged = session.charged.total
    if session.postpaid and session.state.is_open:
        return  # a guest who pays at the end
    if session.state is SessionState.ACTIVE:
        # What is played since the last charge is not posted yet; a package is, when it is bought.
        bought = packages_of(session).total
        if charged < bought:
            yield Problem("session.package", "sessions", session.id, str(bought), str(charged))
        return
    last = session.segments[-1]
    price = price_of(session, last.ended_at or last.started_at)
    wanted = price.total
    # Less than played is right where the payer had no more at that moment.
    if charged > wanted or (charged < wanted and not _nothing_left(look, session, newest)):
        yield Problem("session.price", "sessions", session.id, str(wanted), str(charged))
    most = most_points(wanted, session.terms.points_percent, price.fixed)
    if session.charged_points > most:
        found = str(session.charged_points)
        yield Problem("session.points_share", "sessions", session.id, str(most), found)


def _nothing_left(look: Look, session: PlaySession, newest: int) -> bool:
    kind, owner_id = _payer(session)
    raw = look.value(_LEFT_AT, kind=kind.value, owner_id=owner_id, newest=newest)
    return newest > 0 and shown(kind, int(raw)) == 0


def _money_came_late(look: Look, session: PlaySession) -> bool:
    """True if money came after the time was over and before anybody had ended the session."""
    kind, owner_id = _payer(session)
    newest = maybe_instant(look.value(_NEWEST_AT, kind=kind.value, owner_id=owner_id))
    return newest is not None and session.ends_at is not None and newest >= session.ends_at


def _end(look: Look, session: PlaySession, books: _Books) -> Iterator[Problem]:
    kind, owner_id = _payer(session)
    balance = books.balances.get((kind.value, owner_id), 0)
    points = books.balances.get((AccountKind.BONUS.value, owner_id), 0) if session.client_id else 0
    wanted = with_end(session, balance, points).ends_at
    if wanted != session.ends_at and not _money_came_late(look, session):
        yield Problem(
            "session.ends_at", "sessions", session.id, str(wanted or ""), str(session.ends_at or "")
        )
    if session.is_guest and not session.state.is_open and balance:
        yield Problem("session.guest_settled", "sessions", session.id, "0", str(balance))


def _payer(session: PlaySession) -> tuple[AccountKind, int]:
    if session.client_id is None:
        return AccountKind.GUEST, session.id
    return AccountKind.GAME, session.client_id
