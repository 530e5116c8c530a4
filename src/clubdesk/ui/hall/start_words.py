"""What the start dialog writes about clients, rates and what money buys. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from clubdesk.domain.hall import Rate
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


def rate_line(rate: Rate, amount_minor: int | None, wording: Wording, now: datetime) -> Line:
    """A rate with what an amount buys at it (None: no amount is known yet)."""
    per_hour = wording.money.exact(rate.price.per_hour_at(now))
    change = next_price(rate.price, now)
    later = (
        tr("{time} on: {money}/h").format(
            time=wording.clock(change[0]), money=wording.money.exact(change[1])
        )
        if change
        else tr("the same price all day")
    )
    return Line(
        rate.name, tr("{money}/h").format(money=per_hour), later, _buys(rate, amount_minor, now)
    )


def _buys(rate: Rate, amount_minor: int | None, now: datetime) -> str:
    if not amount_minor:
        return ""
    return tr("buys {time}").format(time=span(quote(rate, amount_minor, now).buys))


def ends_text(bought: Quote, wording: Wording) -> str:
    """When the time is over; with the day where it is not today."""
    at = wording.clock(bought.ends_at)
    days = (bought.ends_at.date() - bought.now.date()).days
    return at if days == 0 else tr("{time}, in {days} d").format(time=at, days=days)


def why_not_start(row: ClientRow | None, rates: Sequence[Rate]) -> str:
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
    if row.balance_minor <= 0:
        return tr("There is no money on the game account. Top up here, then start.")
    return ""
