"""What the start dialog writes about clients, rates and what money buys. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from clubdesk.domain.hall import Rate
from clubdesk.domain.people import ClientGroup
from clubdesk.domain.points_share import Paid, Purse, most_payable
from clubdesk.foundation.translate import tr
from clubdesk.services.views import ClientRow
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.quote import Quote, next_price, quote
from clubdesk.ui.look.choice_list import Line
from clubdesk.ui.look.wording import ago, phone, points, span


def client_line(row: ClientRow, wording: Wording, now: datetime) -> Line:
    """A client that was found."""
    client = row.client
    if client.blocked:
        note, tone = tr("blocked"), "red"
    elif row.playing_on:
        note, tone = tr("plays on {station}").format(station=row.playing_on), "amber"
    else:
        note, tone = points(row.points, wording.club), "dim"
    last = ago(row.last_visit, now, wording.club)
    return Line(
        client.name,
        wording.money.exact(row.balance_minor),
        f"{phone(client.phone)} · {last}",
        note,
        tone,
        avatar=True,
    )


def rate_line(
    rate: Rate,
    purse: Purse | None,
    wording: Wording,
    now: datetime,
    group: ClientGroup | None = None,
) -> Line:
    """A rate with what a purse buys at it (None: nobody is known yet)."""
    price = tr("{money}/h").format(money=wording.money.exact(rate.price.per_hour_at(now)))
    if group is not None and group.discount_percent:
        price = f"{price} −{group.discount_percent} %"
    change = next_price(rate.price, now)
    later = (
        tr("{time} on: {money}/h").format(
            time=wording.clock(change[0]), money=wording.money.exact(change[1])
        )
        if change
        else tr("the same price all day")
    )
    return Line(rate.name, price, later, _buys(rate, purse, now, group))


def _buys(rate: Rate, purse: Purse | None, now: datetime, group: ClientGroup | None) -> str:
    bought = quote(rate, purse, now, group) if purse is not None else None
    if bought is None or not bought.buys:
        return ""
    return tr("buys {time}").format(time=span(bought.buys))


def ends_text(bought: Quote, wording: Wording) -> str:
    """When the time is over; with the day where it is not today."""
    at = wording.clock(bought.ends_at)
    days = (bought.ends_at.date() - bought.now.date()).days
    return at if days == 0 else tr("{time}, in {days} d").format(time=at, days=days)


def can_pay(row: ClientRow, group: ClientGroup | None) -> bool:
    """Whether money and usable points buy any play at all."""
    if group is not None and group.discount_percent == 100:
        return True
    share = group.points_percent if group is not None else 0
    return most_payable(Paid(0), Purse(row.balance_minor, row.points), share) > 0


def why_not_start(
    row: ClientRow | None, rates: Sequence[Rate], group: ClientGroup | None = None
) -> str:
    """Why this client cannot start here now; empty if they can."""
    if not rates:
        return tr("No rate is sold here. Add one to this zone first.")
    if row is None:
        return tr("Find the client first.")
    if row.client.blocked:
        return tr("{name} is blocked. See the note on the client card.").format(
            name=row.client.name
        )
    if row.playing_on:
        return tr("{name} already plays on {station}. Move that session or end it first.").format(
            name=row.client.name, station=row.playing_on
        )
    if not can_pay(row, group):
        return tr("There is no money on the game account. Top up here, then start.")
    return ""
