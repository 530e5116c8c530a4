"""What the start dialog writes about clients, rates and what money buys. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from clubdesk.domain.hall import Rate
from clubdesk.domain.people import ClientGroup
from clubdesk.domain.points_share import Paid, Purse, most_payable
from clubdesk.domain.session import Cover
from clubdesk.foundation.translate import tr
from clubdesk.services.views import ClientRow
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.hall.quote import Quote, Wish, next_price, quote
from clubdesk.ui.hall.rate_offers import RateOffer
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
    wish: Wish | None = None,
) -> Line:
    """A rate with what a purse buys at it (None: nobody is known yet)."""
    price = price_text(rate, wording, now, group)
    bought = quote(rate, purse, now, group, wish) if purse is not None else None
    under, tone = _buys(rate, bought, wording), "dim"
    if bought is not None and bought.short_minor:
        lacks = wording.money.exact(bought.short_minor)
        under, tone = tr("{money} short").format(money=lacks), "amber"
    return Line(rate.name, price, _under(rate, wording, now), under, tone)


def off_line(
    offer: RateOffer, wording: Wording, now: datetime, group: ClientGroup | None = None
) -> Line:
    """A rate that is not allowed here and now, with the reason."""
    price = price_text(offer.rate, wording, now, group)
    return Line(offer.rate.name, price, offer.why_not, off=True)


def price_text(
    rate: Rate, wording: Wording, now: datetime, group: ClientGroup | None = None
) -> str:
    """An hour's price now, or the package's."""
    off = group.discount_percent if group is not None else 0
    if rate.package is not None:
        return wording.money.exact(rate.package.price_minor * (100 - off) // 100)
    price = tr("{money}/h").format(money=wording.money.exact(rate.price.per_hour_at(now)))
    return f"{price} −{off} %" if off else price


def _under(rate: Rate, wording: Wording, now: datetime) -> str:
    if rate.package is not None:
        cover = rate.cover(now)
        until = now + cover.length
        ends = until if cover.hard_end is None else min(until, cover.hard_end)
        return tr("{time}, until {end}").format(time=span(ends - now), end=wording.clock(ends))
    change = next_price(rate.price, now)
    if not change:
        return tr("the same price all day")
    return tr("{time} on: {money}/h").format(
        time=wording.clock(change[0]), money=wording.money.exact(change[1])
    )


def _buys(rate: Rate, bought: Quote | None, wording: Wording) -> str:
    if bought is None or not bought.buys or rate.package is not None:
        return ""
    return tr("buys {time}").format(time=span(bought.buys))


def bands_text(bought: Quote, wording: Wording) -> str:
    """Until when at which price: ``until 22:00 at 800/h, then 600/h``; empty for one price."""
    pieces = bought.stretches
    covered = bought.covered_until
    parts = []
    if covered is not None and covered > bought.now:
        parts.append(tr("package until {time}").format(time=wording.clock(covered)))
    for piece in pieces[: _MOST_BANDS - 1] if len(pieces) > _MOST_BANDS else pieces:
        money = wording.money.exact(piece.per_hour_minor)
        text = (
            tr("until {time} at {money}/h") if not parts else tr("then until {time} at {money}/h")
        )
        parts.append(text.format(time=wording.clock(piece.end), money=money))
    if len(pieces) > _MOST_BANDS:
        parts.append(tr("and so on"))
    return ", ".join(parts) if len(parts) > 1 else ""


_MOST_BANDS = 4


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
    row: ClientRow | None,
    rates: Sequence[Rate],
    group: ClientGroup | None = None,
    bought: Quote | None = None,
    wording: Wording | None = None,
) -> str:
    """Why this client cannot start here now; empty if they can.

    ``bought`` is what the chosen rate would give; without it the balance alone is looked at.
    """
    if not rates:
        return tr("No rate is sold here now. See Rates in Settings.")
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
    is_broke = not can_pay(row, group)
    if (bought is None and is_broke) or (
        bought is not None and (not bought.buys or (bought.short_minor and is_broke))
    ):
        return tr("There is no money on the game account. Top up here, then start.")
    if bought is not None and bought.short_minor and wording is not None:
        return tr("{money} short. Top up here, or choose another rate.").format(
            money=wording.money.exact(bought.short_minor)
        )
    return ""


def kept_text(kept: Sequence[Cover]) -> str:
    """The minutes of earlier packages that are played first; empty if there are none."""
    if not kept:
        return ""
    left = sum((cover.length for cover in kept), timedelta())
    names = ", ".join(dict.fromkeys(cover.name for cover in kept))
    return tr("{time} of “{name}” are kept and played first.").format(time=span(left), name=names)
