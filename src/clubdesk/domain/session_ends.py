"""A session cancelled in its first minutes, and play that is given free.

Pure; instants are UTC.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from clubdesk.domain import session as rules
from clubdesk.domain.rates import Unused
from clubdesk.domain.session import Cover, PlaySession, SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn

FREE_RATE = 0
"""The rate of play that costs nothing: none of the club's."""


def cancel_until(session: PlaySession, minutes: int) -> datetime:
    """The last instant at which it can be cancelled, free of charge."""
    return session.started_at + timedelta(minutes=minutes)


def cancel(session: PlaySession, now: datetime, minutes: int) -> PlaySession:
    """The session as one that never cost anything; the caller puts the money back.

    Raises:
        DeskError: ``session.over`` or ``cancel.too_late``.
    """
    closed = rules.end(session, now)
    if now > cancel_until(session, minutes):
        raise DeskError(
            "cancel.too_late",
            trn(
                "A session can be cancelled only in its first {count} minute.",
                "A session can be cancelled only in its first {count} minutes.",
                minutes,
            ).format(count=minutes),
            tr("Nothing was changed. End the session; what was played is charged."),
        )
    return replace(closed, state=SessionState.CANCELLED, charged_minor=0, charged_points=0)


def stops_at(session: PlaySession, now: datetime) -> datetime:
    """The instant up to which a session that ends now is paid for: not a pause, nor after a limit.

    Also what is left of a package with a hard end stays what it was when the timer stopped.
    """
    if session.state is SessionState.PAUSED:
        return session.segments[-1].started_at
    return now if session.ends_at is None else min(now, session.ends_at)


def owed_at_end(session: PlaySession, now: datetime) -> int:
    """What a session costs if it ends now, minor units: its step and minimum, less what is unused.

    Raises:
        DeskError: ``session.over``.
    """
    at = stops_at(session, now)
    return rules.used_minor(rules.end(session, at), at)


def with_free_minutes(session: PlaySession, name: str, minutes: int, now: datetime) -> PlaySession:
    """The session with so many minutes of play that cost nothing, after packages it has.

    Whatever ends it ends that much later: money, packages or a limit in time.

    Raises:
        DeskError: ``session.over``.
    """
    rules.end(session, now)
    gift = Cover(FREE_RATE, name, minutes, 0, now, unused=Unused.FORFEITED)
    limit_s = None if session.limit_s is None else session.limit_s + 60 * minutes
    # Without packages a session goes on by the hour, whatever was asked at its start.
    hourly = session.go_on_hourly or not session.covers
    covers = (*session.covers, gift)
    return replace(session, covers=covers, limit_s=limit_s, go_on_hourly=hourly)
