"""Starting a client's session. Desk worker's thread. Amounts are minor units."""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain import session as rules
from clubdesk.domain.events import SessionStarted
from clubdesk.domain.hall import Rate, Station
from clubdesk.domain.people import Client, ClientGroup, Permission
from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import Cover, PlaySession
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.foundation.translate import tr
from clubdesk.services.available import money_text
from clubdesk.services.balance import Taken, book_top_up, check_cash
from clubdesk.services.client_file import player
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.play_limits import play_allowed_s
from clubdesk.services.reservation_ends import meet_reservation
from clubdesk.services.settling import can_play_on, charge, plan, purse_of

LONGEST_LIMIT_S = 31 * 86_400
"""A month: more is a slip of the hand."""


class StartSession(Command, frozen=True, kw_only=True):
    """Gives a free station to a client; play lasts as long as the balance does, or to a limit.

    The discount and the points share of the client's group are kept in the session's terms.

    Attributes:
        limit_minor: The most that play by the hour may cost; None for no limit.
        limit_s: The most seconds of play; None for no limit.
        go_on_hourly: After a package, play goes on by the hour.
        cash_minor: A top-up in cash, taken in the same deed; 0 for none.
        received_minor: What the client handed over for it; None if it was the exact amount.
    """

    station_id: int
    client_id: int
    rate_id: int
    limit_minor: int | None = None
    limit_s: int | None = None
    go_on_hourly: bool = False
    cash_minor: int = 0
    received_minor: int | None = None


class SessionAnswer(Answer, frozen=True, kw_only=True):
    """The session that began or changed."""

    session_id: int
    change_minor: int = 0


def free_station(deed: Deed, station_id: int, client_id: int | None = None) -> Station:
    """A station that can be sold now, to this client (None: to a guest).

    Raises:
        DeskError: ``station.unknown``, ``station.maintenance``, ``session.station_taken`` or
            ``station.held``.
    """
    station = deed.work.stations.get(station_id)
    if station is None:
        raise DeskError(
            "station.unknown", tr("This station does not exist."), tr("Choose a seat in the hall.")
        )
    deed.about_station = station.id
    if station.maintenance:
        raise DeskError(
            "station.maintenance",
            tr("{name} is under maintenance: {why}").format(
                name=station.name, why=station.maintenance
            ),
            tr("Choose another seat."),
        )
    if deed.work.sessions.open_on_station(station.id) is not None:
        raise DeskError(
            "session.station_taken",
            tr("{name} is already taken.").format(name=station.name),
            tr("Choose a free seat."),
        )
    meet_reservation(deed, station, client_id)
    return station


def start_session(deed: Deed, command: StartSession) -> SessionAnswer:
    """Starts a client's session, with a top-up before it if one was asked for."""
    client = player(deed, command.client_id)
    station = free_station(deed, command.station_id, client.id)
    _check_is_not_playing(deed, client)
    rate = rate_for(deed, command.rate_id, station)
    check_limits(command.limit_minor, command.limit_s)
    change = _top_up(deed, client, command)
    fresh = replace(
        _fresh(deed, client, station, rate),
        go_on_hourly=goes_on(deed, rate, command.go_on_hourly),
        limit_minor=command.limit_minor,
        limit_s=play_allowed_s(deed, client, command.limit_s),
    )
    check_can_pay(deed, fresh, purse_of(deed, fresh))
    session = begin(deed, fresh)
    for cover in session.covers:
        if cover.kept_id:
            deed.work.kept.use(cover.kept_id, session.id)
    if rate.package is not None:
        session = charge(deed, session, deed.now)
    deed.work.clients.touch_visit(client.id, deed.now)
    plan(deed, session)
    return SessionAnswer(session_id=session.id, change_minor=change)


def rate_for(deed: Deed, rate_id: int, station: Station, *, guest: bool = False) -> Rate:
    """A rate that can be sold here and now, by this person.

    Raises:
        DeskError: ``rate.not_here``.
    """
    rate = deed.work.rates.get(rate_id)
    if rate is None:
        raise not_sold(tr("This rate is not sold here."))
    why = rate.sellable(deed.now, station.zone_id, _role(deed), guest=guest)
    if why:
        raise not_sold(why)
    return rate


def not_sold(why: str) -> DeskError:
    """The refusal of a rate."""
    return DeskError("rate.not_here", why, tr("Choose a rate from the list."), subject="rate")


def _role(deed: Deed) -> str:
    return deed.staff.role if deed.staff else ""


def check_limits(limit_minor: int | None, limit_s: int | None) -> None:
    """Refuses a limit that limits nothing or everything.

    Raises:
        DeskError: ``session.limit``.
    """
    money_wrong = limit_minor is not None and not 0 < limit_minor <= MAX_MINOR
    time_wrong = limit_s is not None and not 0 < limit_s <= LONGEST_LIMIT_S
    if money_wrong or time_wrong:
        raise DeskError(
            "session.limit",
            tr("The limit must be more than zero, and a month of play at most."),
            tr("Correct the limit, or leave it empty."),
            subject="limit_minor" if money_wrong else "limit_s",
        )


def check_can_pay(deed: Deed, fresh: PlaySession, purse: Purse) -> None:
    """Refuses a session whose packages or minimum cannot be paid, or that would end at once.

    Raises:
        DeskError: ``session.limit``, ``session.too_little`` or ``session.no_money``.
    """
    least = rules.used_minor(fresh, deed.now)
    if fresh.limit_minor is not None and fresh.limit_minor < fresh.terms.minimum_minor:
        raise DeskError(
            "session.limit",
            tr("The least that this session costs is {money}; the limit is below it.").format(
                money=money_text(deed, fresh.terms.minimum_minor)
            ),
            tr("Raise the limit, or choose another rate."),
            subject="limit_minor",
        )
    there = rules.payable(fresh, purse)
    if there == 0 < least:
        raise _no_money()
    if there < least:
        raise DeskError(
            "session.too_little",
            tr("At least {least} is needed to start; only {there} can be paid.").format(
                least=money_text(deed, least), there=money_text(deed, there)
            ),
            tr("Nothing was changed. Top up the balance first, or choose another rate."),
        )
    if not can_play_on(fresh, purse, deed.now):
        raise _no_money()


def _no_money() -> DeskError:
    return DeskError(
        "session.no_money",
        tr("There is no money on the game account."),
        tr("Top up the balance first."),
    )


def begin(deed: Deed, fresh: PlaySession) -> PlaySession:
    """Stores a session that starts now and tells of it."""
    session = deed.work.sessions.add(fresh)
    deed.about_session = session.id
    deed.tell(SessionStarted(session.id, session.station_id, session.client_id))
    return session


def _check_is_not_playing(deed: Deed, client: Client) -> None:
    elsewhere = deed.work.sessions.open_of_client(client.id)
    if elsewhere is None:
        return
    seat = deed.work.stations.get(elsewhere.station_id)
    raise DeskError(
        "session.client_playing",
        tr("{name} is already playing on {station}.").format(
            name=client.name, station=seat.name if seat else ""
        ),
        tr("Move that session, or end it first."),
    )


def _top_up(deed: Deed, client: Client, command: StartSession) -> int:
    """Takes cash for the client's account in the same deed; returns the change."""
    if not command.cash_minor and command.received_minor is None:
        return 0
    deed.require(Permission.TOP_UP)
    received, change = check_cash(command.cash_minor, command.received_minor)
    book_top_up(deed, client, Taken(command.cash_minor, received, change))
    return change


def goes_on(deed: Deed, rate: Rate, agreed: bool) -> bool:
    """Whether play goes on by the hour: always without a package, else if club and client agree."""
    return rate.package is None or (agreed and deed.club.play.offer_hourly)


def _fresh(deed: Deed, client: Client, station: Station, rate: Rate) -> PlaySession:
    """The session with what is kept of earlier packages first, then the package that is bought."""
    group = group_of(deed, client)
    fresh = rules.begin(client.id, station.id, rate.terms(group), deed.now)
    fresh = replace(fresh, covers=_kept_covers(deed, client, station))
    if rate.package is None:
        return fresh
    package = rate.cover(deed.now, group, begins_at=rules.covered_until(fresh))
    return replace(fresh, covers=(*fresh.covers, package))


def group_of(deed: Deed, client: Client) -> ClientGroup | None:
    """The client's group, whose discount and points share a session keeps."""
    return deed.work.groups.get(client.group_id) if client.group_id is not None else None


def _kept_covers(deed: Deed, client: Client, station: Station) -> tuple[Cover, ...]:
    zone = deed.club.time_zone
    covers = []
    for kept in deed.work.kept.usable(client.id, deed.now):
        cover, offer = kept.cover, kept.cover.offer
        if station.zone_id not in cover.zone_ids:
            continue
        if offer is not None and not offer.may_start(deed.now, zone):
            continue
        covers.append(
            replace(
                cover,
                minutes=0,
                price_minor=0,
                list_minor=0,
                bought_at=deed.now,
                hard_end=offer.hard_end_after(deed.now, zone) if offer else None,
                kept_id=kept.id,
                kept_s=kept.left_s,
                kept_until=kept.expires_at,
            )
        )
    return tuple(covers)


RULES: dict[type[Command], Rule] = {
    StartSession: Rule(start_session, SessionAnswer, needs=Permission.RUN_SESSIONS, in_shift=True),
}
