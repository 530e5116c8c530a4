"""Play time given by the staff, free of charge and with a reason. Desk worker's thread."""

from __future__ import annotations

from clubdesk.domain.events import SessionExtended
from clubdesk.domain.people import Permission
from clubdesk.domain.session import PlaySession
from clubdesk.domain.session_ends import with_free_minutes
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.settling import find_session, over_by_now, plan
from clubdesk.services.typed_money import give_reason

MOST_MINUTES = 600
"""Ten hours at once: more is a slip of the hand."""


class AddTime(Command, frozen=True, kw_only=True):
    """Gives a session minutes of play that cost nothing; it ends that much later.

    Attributes:
        reason: Why; it stands in the journal.
    """

    session_id: int
    minutes: int
    reason: str


class TimeAdded(Answer, frozen=True, kw_only=True):
    """The session, and what was given, minutes."""

    session_id: int
    minutes: int


def add_time(deed: Deed, command: AddTime) -> TimeAdded:
    """Adds the minutes to a session that is open.

    Raises:
        DeskError: ``session.over``, ``time.minutes`` or ``reason.missing``.
    """
    session = find_session(deed, command.session_id)
    if not 1 <= command.minutes <= MOST_MINUTES:
        raise DeskError(
            "time.minutes",
            tr("Between 1 and {most} minutes can be added at once.").format(most=MOST_MINUTES),
            tr("Correct the number of minutes."),
            subject="minutes",
        )
    give_reason(deed, command.reason)
    give_minutes(deed, session, command.minutes, tr("Added by staff"))
    return TimeAdded(session_id=session.id, minutes=command.minutes)


def give_minutes(deed: Deed, session: PlaySession, minutes: int, name: str) -> PlaySession:
    """Gives free minutes within another deed; ``name`` is how the bill calls them.

    Raises:
        DeskError: ``session.over``: it has ended, or its time is over.
    """
    if over_by_now(session, deed.now):
        raise DeskError(
            "session.over",
            tr("The time was over before this; the session is ending."),
            tr("Nothing was changed. Start a new session if the client wants to play on."),
        )
    given = plan(deed, with_free_minutes(session, name, minutes, deed.now))
    deed.notes.update(minutes=minutes)
    deed.tell(SessionExtended(given.id, given.station_id))
    return given


RULES: dict[type[Command], Rule] = {
    AddTime: Rule(add_time, TimeAdded, needs=Permission.ADD_TIME, in_shift=True),
}
