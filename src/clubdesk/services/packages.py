"""A package bought on top of a running session, queued after what it has. Desk worker's thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from clubdesk.domain import session as rules
from clubdesk.domain.events import BalanceChanged, SessionExtended
from clubdesk.domain.hall import Rate
from clubdesk.domain.people import Permission
from clubdesk.domain.session import PlaySession, SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import money_text
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.session_payments import refuse_while_paying
from clubdesk.services.settling import charge, find_session, over_by_now, plan, purse_of
from clubdesk.services.starting import group_of, not_sold
from clubdesk.services.unpaid import less_than_limit


class BuyPackage(Command, frozen=True, kw_only=True):
    """Buys a package for an open session; it begins when the present one is used up."""

    session_id: int
    rate_id: int


class PackageBought(Answer, frozen=True, kw_only=True):
    """The session, the package's price in minor units, and when it begins if play goes on."""

    session_id: int
    price_minor: int
    begins_at: datetime


def buy_package(deed: Deed, command: BuyPackage) -> PackageBought:
    """Charges the package at once and queues it behind those the session has.

    Raises:
        DeskError: ``session.over``, ``rate.not_here`` or ``session.too_little``.
    """
    session = find_session(deed, command.session_id)
    if over_by_now(session, deed.now) or not session.state.is_open:
        raise DeskError(
            "session.over",
            tr("The time was over before this; the session is ending."),
            tr("Nothing was changed. Start a new session if the client wants to play on."),
        )
    refuse_while_paying(deed, session)
    begins_at = _begins_at(session, deed.now)
    rate = _package(deed, command.rate_id, session, begins_at)
    client = deed.work.clients.get(session.client_id) if session.client_id is not None else None
    group = group_of(deed, client) if client is not None else None
    cover = rate.cover(deed.now, group, guest=session.is_guest, begins_at=begins_at)
    # A session that was sold a package on top goes on by the hour as little as before it.
    more = replace(less_than_limit(session, cover.price_minor), covers=(*session.covers, cover))
    _check_money(deed, session, more, cover.price_minor)
    planned = plan(deed, charge(deed, more, deed.now))
    deed.notes.update(price_minor=cover.price_minor, rate=rate.name)
    deed.tell(SessionExtended(planned.id, planned.station_id))
    if planned.client_id is not None:
        deed.tell(BalanceChanged(planned.client_id))
    return PackageBought(session_id=planned.id, price_minor=cover.price_minor, begins_at=begins_at)


def _begins_at(session: PlaySession, now: datetime) -> datetime:
    """When the packages before it are used up, if play goes on from now; now if there are none."""
    running = session if session.state is SessionState.ACTIVE else rules.resume(session, now)
    return max(now, rules.covered_until(running))


def _package(deed: Deed, rate_id: int, session: PlaySession, begins_at: datetime) -> Rate:
    rate = deed.work.rates.get(rate_id)
    station = deed.work.stations.get(session.station_id)
    if rate is None or rate.package is None or station is None:
        raise not_sold(tr("This is not a package that is sold here."))
    role = deed.staff.role if deed.staff else ""
    why = rate.sellable(
        deed.now, station.zone_id, role, guest=session.is_guest, begins_at=begins_at
    )
    if why:
        raise not_sold(why)
    return rate


def _check_money(deed: Deed, session: PlaySession, more: PlaySession, price: int) -> None:
    purse = purse_of(deed, session)
    if session.postpaid:
        free = rules.payable(session, purse) - rules.used_minor(session, deed.now)
    else:
        # The package has a points share of its own: what it leaves to money must be there.
        free = price + purse.money - rules.due_now(more, purse, deed.now).money
    if price <= free:
        return
    raise DeskError(
        "session.too_little",
        tr("The package costs {price}; only {there} can be paid.").format(
            price=money_text(deed, price), there=money_text(deed, max(0, free))
        ),
        tr("Nothing was changed. Top up the balance first."),
    )


RULES: dict[type[Command], Rule] = {
    BuyPackage: Rule(buy_package, PackageBought, needs=Permission.RUN_SESSIONS, in_shift=True),
}
