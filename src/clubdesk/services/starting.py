"""Starting a session for a client or a guest. Desk worker's thread. Amounts are minor units."""

from __future__ import annotations

from clubdesk.domain import session as rules
from clubdesk.domain.events import SessionStarted
from clubdesk.domain.hall import Rate, Station
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Client, Permission
from clubdesk.domain.receipt import MoneyTaken, PaperKind
from clubdesk.domain.session import PlaySession, Terms
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.balance import check_cash
from clubdesk.services.client_file import player
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.paper_facts import money_paper, queue_paper
from clubdesk.services.settling import can_play_on, plan, purse_of


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


class StartGuestSession(Command, frozen=True, kw_only=True):
    """Gives a free station to a guest who pays before playing, or, where allowed, at the end.

    Attributes:
        cash_minor: Paid in cash; a package costs its price, no more and no less.
        received_minor: What the guest handed over; None if it was the exact amount.
        card_minor: What the terminal took; its payment was begun before (``card_payment_id``).
        slip: The number on the terminal's slip.
        postpaid: Nothing is paid now; the guest pays at the end.
    """

    PERSONAL = frozenset({"slip"})

    station_id: int
    rate_id: int
    cash_minor: int = 0
    received_minor: int | None = None
    card_minor: int = 0
    card_payment_id: int | None = None
    slip: str = ""
    postpaid: bool = False
    limit_minor: int | None = None
    limit_s: int | None = None
    go_on_hourly: bool = False


class GuestStarted(Answer, frozen=True, kw_only=True):
    """The guest's session, the change to hand back and the receipt's print job."""

    session_id: int
    change_minor: int
    job_id: int


def free_station(deed: Deed, station_id: int) -> Station:
    """A station that can be sold now.

    Raises:
        DeskError: ``station.unknown``, ``station.maintenance`` or ``session.station_taken``.
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
    return station


def _rate_for(deed: Deed, rate_id: int, station: Station) -> Rate:
    rate = deed.work.rates.get(rate_id)
    if rate is None or not rate.active or station.zone_id not in rate.zone_ids:
        raise DeskError(
            "rate.not_here", tr("This rate is not sold here."), tr("Choose a rate from the list.")
        )
    return rate


def start_session(deed: Deed, command: StartSession) -> SessionAnswer:
    """Starts a client's session."""
    station = free_station(deed, command.station_id)
    client = player(deed, command.client_id)
    elsewhere = deed.work.sessions.open_of_client(client.id)
    if elsewhere is not None:
        seat = deed.work.stations.get(elsewhere.station_id)
        raise DeskError(
            "session.client_playing",
            tr("{name} is already playing on {station}.").format(
                name=client.name, station=seat.name if seat else ""
            ),
            tr("Move that session, or end it first."),
        )
    rate = _rate_for(deed, command.rate_id, station)
    terms = _terms(deed, client, rate)
    fresh = rules.begin(client.id, station.id, terms, deed.now)
    if not can_play_on(fresh, purse_of(deed, fresh), deed.now):
        raise DeskError(
            "session.no_money",
            tr("There is no money on the game account."),
            tr("Top up the balance first."),
        )
    session = _begin(deed, fresh)
    deed.work.clients.touch_visit(client.id, deed.now)
    plan(deed, session)
    return SessionAnswer(session_id=session.id)


def _terms(deed: Deed, client: Client, rate: Rate) -> Terms:
    """The rate's terms with what the client's group has now; both are kept by the session."""
    group = deed.work.groups.get(client.group_id) if client.group_id is not None else None
    return rate.terms(group)


def _begin(deed: Deed, fresh: PlaySession) -> PlaySession:
    session = deed.work.sessions.add(fresh)
    deed.about_session = session.id
    deed.tell(SessionStarted(session.id, session.station_id, session.client_id))
    return session


def start_guest_session(deed: Deed, command: StartGuestSession) -> GuestStarted:
    """Takes a guest's cash and starts the session that it pays for."""
    station = free_station(deed, command.station_id)
    rate = _rate_for(deed, command.rate_id, station)
    received, change = check_cash(command.cash_minor, command.received_minor)
    session = _begin(deed, rules.begin(None, station.id, rate.terms(), deed.now))
    booked = deed.post(
        TransactionKind.GUEST_PAYMENT,
        pair(
            debit=AccountRef(AccountKind.TILL_CASH, deed.till_id),
            credit=AccountRef(AccountKind.GUEST, session.id),
            amount=command.cash_minor,
        ),
        session_id=session.id,
    )
    planned = plan(deed, session)
    bought = (
        int((planned.ends_at - deed.now).total_seconds()) if planned.ends_at is not None else None
    )
    money = MoneyTaken(
        payer="",
        amount=command.cash_minor,
        cash=command.cash_minor,
        card=0,
        received=received,
        change=change,
        station_name=station.name,
        rate_name=rate.name,
        seconds_bought=bought,
    )
    receipt = money_paper(deed, PaperKind.GUEST_PAYMENT, booked.id, money)
    job_id = queue_paper(deed, receipt, transaction_id=booked.id)
    return GuestStarted(session_id=session.id, change_minor=change, job_id=job_id)


RULES: dict[type[Command], Rule] = {
    StartSession: Rule(start_session, SessionAnswer, needs=Permission.RUN_SESSIONS, in_shift=True),
    StartGuestSession: Rule(
        start_guest_session, GuestStarted, needs=Permission.RUN_SESSIONS, in_shift=True
    ),
}
