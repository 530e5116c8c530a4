"""Moving a session under a policy, with money taken for it in the same deed.

Desk worker's thread. Amounts are minor units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from clubdesk.domain import moving as rules
from clubdesk.domain.hall import Rate, Station
from clubdesk.domain.moving import MovePolicy
from clubdesk.domain.people import Permission
from clubdesk.domain.receipt import MoneyTaken, PaperKind
from clubdesk.domain.session import PlaySession, Terms
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import money_text
from clubdesk.services.balance import Taken, book_top_up, check_cash, find_client
from clubdesk.services.deed import Deed
from clubdesk.services.paper_facts import money_paper, queue_paper
from clubdesk.services.settling import purse_of
from clubdesk.services.starting_guests import book_guest_payment


@dataclass(frozen=True, slots=True)
class Asked:
    """How a move was asked for: what ``MoveSession`` says of price and money."""

    policy: MovePolicy = MovePolicy.KEEP_TIME
    rate_id: int | None = None
    cash_minor: int = 0
    received_minor: int | None = None


def moved_by(
    deed: Deed,
    session: PlaySession,
    to: Station | None,
    asked: Asked,
) -> PlaySession:
    """The session at its new seat, not yet charged or stored; ``to`` None is where it is.

    Raises:
        DeskError: ``session.same_station``, ``rate.not_here``, ``move.cheaper``,
            ``move.too_little`` or what is wrong with the money.
    """
    station_id = session.station_id if to is None else to.id
    policy = asked.policy
    if policy is MovePolicy.KEEP_TIME or to is None:
        return rules.moved(session, station_id, deed.now)
    terms = _terms_there(deed, session, to, asked.rate_id)
    purse = purse_of(deed, session)
    deed.notes.update(policy=policy.value)
    if policy is MovePolicy.CHARGE_DIFFERENCE:
        more = rules.difference(session, terms, purse, deed.now)
        _take_difference(deed, session, rules.lacking(session, more, purse), to, asked)
        deed.notes.update(difference_minor=more)
    return rules.moved(
        session,
        station_id,
        deed.now,
        policy=policy,
        terms=terms,
        purse=purse,
        zone_ids=(to.zone_id,),
    )


def rate_there(
    rates: list[Rate], session_rate: Rate | None, zone_id: int, now: datetime
) -> Rate | None:
    """The rate that a session gets in another zone: its own, its namesake, or the first there."""
    there = [rate for rate in rates if is_hourly_on_sale(rate, zone_id, now)]
    same = [rate for rate in there if session_rate is not None and rate.id == session_rate.id]
    named = [
        rate
        for rate in there
        if session_rate is not None and rate.name.casefold() == session_rate.name.casefold()
    ]
    return next(iter([*same, *named, *there]), None)


def is_hourly_on_sale(rate: Rate, zone_id: int, now: datetime) -> bool:
    """Whether an hour can be bought by it in a zone now."""
    today = now.astimezone(ZoneInfo(rate.price.time_zone)).date()
    begun = rate.valid_from is None or rate.valid_from <= today
    ended = rate.valid_until is not None and rate.valid_until < today
    return rate.active and rate.package is None and zone_id in rate.zone_ids and begun and not ended


def _terms_there(deed: Deed, session: PlaySession, to: Station, rate_id: int | None) -> Terms:
    if rate_id is None:
        own = deed.work.rates.get(session.terms.rate_id)
        rate = rate_there(list(deed.work.rates.all()), own, to.zone_id, deed.now)
    else:
        rate = deed.work.rates.get(rate_id)
    if rate is None or not is_hourly_on_sale(rate, to.zone_id, deed.now):
        raise DeskError(
            "rate.not_here",
            tr("This rate is not sold here."),
            tr("Choose a rate from the list."),
            subject="rate",
        )
    return rate.terms()


def _take_difference(
    deed: Deed, session: PlaySession, lacking: int, to: Station, asked: Asked
) -> None:
    cash = asked.cash_minor
    if cash < lacking:
        raise DeskError(
            "move.too_little",
            tr("{amount} of the difference is not on the account.").format(
                amount=money_text(deed, lacking)
            ),
            tr("Nothing was changed. Take it in cash here, or choose another policy."),
            subject="cash",
        )
    if cash or asked.received_minor is not None:
        _take_cash(deed, session, cash, asked.received_minor, to)


def _take_cash(
    deed: Deed, session: PlaySession, cash: int, received_minor: int | None, to: Station
) -> None:
    received, change = check_cash(cash, received_minor)
    taken = Taken(cash, received, change)
    deed.notes.update(cash_minor=cash, change_minor=change)
    if session.client_id is not None:
        deed.require(Permission.TOP_UP)
        book_top_up(deed, find_client(deed, session.client_id), taken)
        return
    transaction_id = book_guest_payment(deed, session, taken)
    money = MoneyTaken(
        payer="",
        amount=cash,
        cash=cash,
        card=0,
        received=received,
        change=change,
        station_name=to.name,
        rate_name=session.terms.rate_name,
    )
    paper = money_paper(deed, PaperKind.GUEST_PAYMENT, transaction_id, money)
    queue_paper(deed, paper, transaction_id=transaction_id)
