"""Whether a client may play now and for how long: minors at night, a daily limit. Desk worker.

Seconds of play; a limit that somebody chose for the session stays if it is the shorter one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from clubdesk.domain.events import ClientChanged, SessionExtended
from clubdesk.domain.people import Client, Permission
from clubdesk.domain.play_rules import NightAction
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.balance import find_client
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.settling import over_by_now, plan
from clubdesk.services.typed_money import give_reason

DAY_MINUTES = 24 * 60


class SetDailyLimit(Command, frozen=True, kw_only=True):
    """Sets how much a client plays a day at most, as the client or a parent asked for.

    Attributes:
        minutes: None takes the limit away.
        reason: Who asked for it; the journal keeps it.
    """

    client_id: int
    minutes: int | None
    reason: str


def play_allowed_s(deed: Deed, client: Client, asked_s: int | None) -> int | None:
    """For how many seconds a client may begin to play now; None for no limit.

    Raises:
        DeskError: ``client.minor_at_night``, ``client.daily_limit``, or ``staff.not_allowed``
            where somebody else has to let a minor play.
    """
    limits = [asked_s, _until_night_s(deed, client), _left_today_s(deed, client)]
    known = [limit for limit in limits if limit is not None]
    return min(known) if known else None


def set_daily_limit(deed: Deed, command: SetDailyLimit) -> Done:
    """Keeps the limit; a session that runs is limited at once.

    Raises:
        DeskError: ``client.daily_minutes``, ``reason.missing`` or ``client.unknown``.
    """
    client = find_client(deed, command.client_id)
    if command.minutes is not None and not 1 <= command.minutes <= DAY_MINUTES:
        raise DeskError(
            "client.daily_minutes",
            tr("A day's play is limited to between 1 and {most} minutes.").format(most=DAY_MINUTES),
            tr("Correct the number of minutes."),
            subject="minutes",
        )
    give_reason(deed, command.reason)
    changed = replace(client, daily_limit_minutes=command.minutes)
    deed.work.clients.save(changed)
    _limit_running(deed, changed)
    deed.tell(ClientChanged(client.id))
    return Done()


def _limit_running(deed: Deed, client: Client) -> None:
    """Lets what runs go on for as long as the new limit leaves; none takes no limit away."""
    session = deed.work.sessions.open_of_client(client.id)
    if session is None or client.daily_limit_minutes is None or over_by_now(session, deed.now):
        return
    left = 60 * client.daily_limit_minutes - _played_today_s(deed, client)
    own = _played_s(session, session.started_at, deed.now)
    wanted = own + max(0, left)
    limit_s = wanted if session.limit_s is None else min(session.limit_s, wanted)
    planned = plan(deed, replace(session, limit_s=max(1, limit_s)))
    deed.tell(SessionExtended(planned.id, planned.station_id))


def _left_today_s(deed: Deed, client: Client) -> int | None:
    if client.daily_limit_minutes is None:
        return None
    left = 60 * client.daily_limit_minutes - _played_today_s(deed, client)
    if left > 0:
        return left
    raise DeskError(
        "client.daily_limit",
        trn(
            "{name} has played the daily limit of {count} minute.",
            "{name} has played the daily limit of {count} minutes.",
            client.daily_limit_minutes,
        ).format(name=client.name, count=client.daily_limit_minutes),
        tr("Nothing was started. It was asked for on the client card; a new day begins at 00:00."),
        about_id=client.id,
    )


def _played_today_s(deed: Deed, client: Client) -> int:
    zone = ZoneInfo(deed.club.time_zone)
    today = deed.now.astimezone(zone).date()
    midnight = datetime.combine(today, time(), zone).astimezone(deed.now.tzinfo)
    cards = [client.id, *deed.work.clients.merged_from(client.id)]
    sessions = [one for card in cards for one in deed.work.sessions.of_client(card, midnight)]
    return sum(_played_s(session, midnight, deed.now) for session in sessions)


def _played_s(session: PlaySession, since: datetime, now: datetime) -> int:
    """Play from an instant on; a part of a second does not count."""
    until = now if session.ends_at is None else min(now, session.ends_at)
    played = sum(
        (
            max(timedelta(), segment.until(until) - max(since, segment.started_at))
            for segment in session.segments
            if segment.running
        ),
        timedelta(),
    )
    return int(played.total_seconds())


def _until_night_s(deed: Deed, client: Client) -> int | None:
    rules, zone = deed.club.play, deed.club.time_zone
    if not rules.is_minor(client.birthday, deed.now, zone) or rules.night_from == rules.night_until:
        return None
    if not rules.is_night(deed.now, zone):
        return (
            rules.night_in_s(deed.now, zone) if rules.night_action is NightAction.REFUSE else None
        )
    if rules.night_action is NightAction.ASK:
        deed.require(Permission.LET_PLAY)
        deed.notes.update(minor_at_night=True)
        return None
    raise DeskError(
        "client.minor_at_night",
        tr("{name} is under {age}, and at this hour minors do not play here.").format(
            name=client.name, age=rules.minor_age
        ),
        tr("Nothing was started. The club's rule is in Settings."),
        about_id=client.id,
    )


RULES: dict[type[Command], Rule] = {
    SetDailyLimit: Rule(set_daily_limit, Done, needs=Permission.EDIT_CLIENTS),
}
