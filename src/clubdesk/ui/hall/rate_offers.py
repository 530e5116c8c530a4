"""Which rates are allowed here and now, and why the others are not. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names

from clubdesk.domain.hall import Rate, Zone
from clubdesk.domain.rates import PackageOffer
from clubdesk.foundation.translate import language, tr
from clubdesk.services.role_words import role_word


@dataclass(frozen=True, slots=True)
class RateOffer:
    """A rate on the start dialog's list.

    Attributes:
        why_not: Why it is not allowed, in a few words; empty if it is.
    """

    rate: Rate
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sells, and where.

    Attributes:
        role, role_name: A role's key and, for a role of the club's own, its name.
    """

    zone_id: int
    zones: tuple[Zone, ...]
    role: str
    role_name: str = ""


def rate_offers(
    rates: Sequence[Rate],
    seller: Seller,
    now: datetime,
    *,
    guest: bool = False,
    begins_at: datetime | None = None,
) -> list[RateOffer]:
    """Rates in the club's order, those that are allowed first; what is past is left out."""
    offers = [
        RateOffer(rate, why_not_sold(rate, seller, now, guest=guest, begins_at=begins_at))
        for rate in rates
        if rate.active and not _is_past(rate, now)
    ]
    return sorted(offers, key=lambda offer: bool(offer.why_not))


def why_not_sold(
    rate: Rate,
    seller: Seller,
    now: datetime,
    *,
    guest: bool,
    begins_at: datetime | None = None,
) -> str:
    """In a few words what the rule (``Rate.sellable``) says in a sentence; empty if it is sold."""
    sentence = rate.sellable(now, seller.zone_id, seller.role, guest=guest, begins_at=begins_at)
    if not sentence:
        return ""
    if seller.zone_id not in rate.zone_ids:
        names = [zone.name for zone in seller.zones if zone.id in rate.zone_ids]
        return tr("only for {zones}").format(zones=", ".join(names)) if names else sentence
    today = now.astimezone(ZoneInfo(rate.price.time_zone)).date()
    if rate.valid_from is not None and today < rate.valid_from:
        day = format_date(rate.valid_from, "d MMM", locale=language())
        return tr("from {day}").format(day=day)
    if rate.roles and seller.role not in rate.roles:
        name = role_word(seller.role, seller.role_name)
        return tr("not sold by the role “{role}”").format(role=name)
    if guest and not rate.guests:
        return tr("for clients only")
    return _window(rate.package) if rate.package is not None else sentence


def _window(offer: PackageOffer) -> str:
    start = offer.starts_from
    clock = f"{start // 60:02}:{start % 60:02}" if start is not None else ""
    if not offer.weekdays:
        return tr("from {time}").format(time=clock or "00:00")
    names = get_day_names("abbreviated", context="format", locale=language())
    days = ", ".join(str(names[day]) for day in sorted(offer.weekdays))
    return tr("{days} from {time}").format(days=days, time=clock) if clock else days


def _is_past(rate: Rate, now: datetime) -> bool:
    today = now.astimezone(ZoneInfo(rate.price.time_zone)).date()
    return rate.valid_until is not None and today > rate.valid_until
