"""Starting a guest's session: paid before, or at the end where the club allows it.

Desk worker's thread. Amounts are minor units.
"""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain import session as rules
from clubdesk.domain.hall import Rate, Station
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind
from clubdesk.domain.people import Permission
from clubdesk.domain.points_share import Purse
from clubdesk.domain.receipt import MoneyTaken, PaperKind
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import money_text
from clubdesk.services.balance import Taken, approve_payment, money_taken, taken_legs
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.paper_facts import money_paper, queue_paper
from clubdesk.services.settling import charge, plan
from clubdesk.services.starting import (
    begin,
    check_can_pay,
    check_limits,
    free_station,
    goes_on,
    rate_for,
)


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


def start_guest_session(deed: Deed, command: StartGuestSession) -> GuestStarted:
    """Takes a guest's money and starts the session that it pays for."""
    station, fresh = ready_guest(deed, command)
    if command.postpaid:
        return _start_postpaid(deed, command, fresh)
    taken = money_taken(deed, command, None)
    session = begin_paid(deed, fresh, taken.amount)
    transaction_id = book_guest_payment(deed, session, taken)
    planned = play_paid(deed, session)
    receipt = money_paper(
        deed,
        PaperKind.GUEST_PAYMENT,
        transaction_id,
        _money(taken, station, planned),
    )
    job_id = queue_paper(deed, receipt, transaction_id=transaction_id)
    return GuestStarted(session_id=session.id, change_minor=taken.change, job_id=job_id)


def ready_guest(deed: Deed, command: StartGuestSession) -> tuple[Station, PlaySession]:
    """The free station and the session that is to begin there; nothing is stored yet.

    Raises:
        DeskError: ``station.*``, ``session.station_taken``, ``rate.not_here`` or ``session.limit``.
    """
    station = free_station(deed, command.station_id)
    rate = rate_for(deed, command.rate_id, station, guest=True)
    check_limits(command.limit_minor, command.limit_s)
    return station, _fresh(deed, command, station, rate)


def begin_paid(deed: Deed, fresh: PlaySession, amount_minor: int) -> PlaySession:
    """Stores a session that so much is paid for; the money itself is booked next.

    Raises:
        DeskError: ``money.not_the_price`` or ``session.*``.
    """
    _check_price(deed, fresh, amount_minor)
    check_can_pay(deed, fresh, Purse(amount_minor))
    return begin(deed, fresh)


def play_paid(deed: Deed, session: PlaySession) -> PlaySession:
    """Charges a package and plans the end, once the money is on the session's account."""
    return plan(deed, charge(deed, session, deed.now) if session.covers else session)


def book_guest_payment(deed: Deed, session: PlaySession, taken: Taken) -> int:
    """Puts a guest's money on the session's own account; returns the transaction's id."""
    account = AccountRef(AccountKind.GUEST, session.id)
    booked = deed.post(
        TransactionKind.GUEST_PAYMENT, taken_legs(deed, account, taken), session_id=session.id
    )
    approve_payment(deed, taken, booked)
    return booked.id


def _fresh(deed: Deed, command: StartGuestSession, station: Station, rate: Rate) -> PlaySession:
    fresh = rules.begin(None, station.id, rate.terms(), deed.now)
    covers = (rate.cover(deed.now, guest=True),) if rate.package is not None else ()
    return replace(
        fresh,
        covers=covers,
        go_on_hourly=goes_on(deed, rate, command.go_on_hourly),
        limit_minor=command.limit_minor,
        limit_s=command.limit_s,
        postpaid=command.postpaid,
    )


def _check_price(deed: Deed, fresh: PlaySession, amount_minor: int) -> None:
    """A package has one price: more than it is only taken for play after it."""
    price = rules.used_minor(fresh, deed.now)
    if not fresh.covers or fresh.go_on_hourly or amount_minor <= price:
        return
    raise DeskError(
        "money.not_the_price",
        tr("The package costs {money}, no more and no less.").format(money=money_text(deed, price)),
        tr("Nothing was changed. Take exactly that amount."),
        subject="amount",
    )


def _start_postpaid(deed: Deed, command: StartGuestSession, fresh: PlaySession) -> GuestStarted:
    if not deed.club.postpaid_guests:
        raise DeskError(
            "guest.pays_before",
            tr("In this club guests pay before they play."),
            tr("Take the money first, or allow it in Settings."),
        )
    if command.cash_minor or command.card_minor or command.received_minor is not None:
        raise DeskError(
            "guest.pays_at_the_end",
            tr("This guest pays at the end, so no money is taken now."),
            tr("Clear the amount, or let the guest pay before."),
            subject="amount",
        )
    most = deed.club.postpaid_limit_minor - sum(cover.price_minor for cover in fresh.covers)
    limit = most if command.limit_minor is None else min(most, command.limit_minor)
    owing = replace(fresh, limit_minor=max(0, limit))
    if most < 0:
        raise _over_the_limit(deed)
    check_can_pay(deed, owing, Purse(0))
    session = begin(deed, owing)
    plan(deed, session)
    deed.notes.update(most_owed_minor=deed.club.postpaid_limit_minor)
    return GuestStarted(session_id=session.id, change_minor=0, job_id=0)


def _over_the_limit(deed: Deed) -> DeskError:
    return DeskError(
        "guest.over_the_limit",
        tr("A guest who pays at the end may owe {money} at most.").format(
            money=money_text(deed, deed.club.postpaid_limit_minor)
        ),
        tr("Nothing was changed. Take the money first."),
    )


def _money(taken: Taken, station: Station, planned: PlaySession) -> MoneyTaken:
    start, ends_at = planned.started_at, planned.ends_at
    return MoneyTaken(
        payer="",
        amount=taken.amount,
        cash=taken.cash,
        card=taken.card,
        received=taken.received,
        change=taken.change,
        station_name=station.name,
        rate_name=planned.terms.rate_name,
        seconds_bought=int((ends_at - start).total_seconds()) if ends_at is not None else None,
        slip=taken.slip,
    )


RULES: dict[type[Command], Rule] = {
    StartGuestSession: Rule(
        start_guest_session, GuestStarted, needs=Permission.RUN_SESSIONS, in_shift=True
    ),
}
