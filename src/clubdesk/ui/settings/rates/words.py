"""What the screen of rates writes about a rate. Pure; the language in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from babel.dates import get_day_names

from clubdesk.domain.hall import Club, Rate, Zone
from clubdesk.domain.rates import PackageOffer, Unused
from clubdesk.foundation.translate import language, mark, tr, trn
from clubdesk.ui.look.clock_field import minute_text
from clubdesk.ui.look.wording import duration, money

_UNUSED: dict[Unused, tuple[str, str]] = {
    Unused.GIVEN_BACK: (
        mark("Give back"),
        mark("At an early end the unplayed part of the price goes back to the account."),
    ),
    Unused.KEPT: (
        mark("Keep"),
        mark("The minutes stay with the client and are played at a later visit; a guest has none."),
    ),
    Unused.FORFEITED: (
        mark("Forfeit"),
        mark("What is not played is lost; nothing is given back."),
    ),
}


def day_names(width: Literal["abbreviated", "wide"] = "abbreviated") -> list[str]:
    """Monday to Sunday."""
    names = get_day_names(width, context="stand-alone", locale=language())
    return [str(names[day]).capitalize() for day in range(7)]


def kind_word(rate: Rate) -> str:
    """Hourly, or a package with its length."""
    if rate.package is None:
        return tr("hourly")
    return tr("package, {time}").format(time=duration(rate.package.minutes * 60))


def zones_words(rate: Rate, zones: Sequence[Zone]) -> str:
    """Where it is sold."""
    if not rate.zone_ids:
        return tr("no zone")
    if zones and rate.zone_ids >= {zone.id for zone in zones}:
        return tr("all zones")
    return ", ".join(zone.name for zone in zones if zone.id in rate.zone_ids)


def price_words(rate: Rate, club: Club) -> str:
    """A package's price, or the lowest of an hour: "from" where there are dearer ones."""
    if rate.package is not None:
        return money(rate.package.price_minor, club)
    prices = {band.per_hour_minor for band in rate.price.bands}
    prices |= {band.per_hour_minor for day in rate.price.special for band in day.bands}
    least = tr("{money}/h").format(money=money(min(prices), club))
    return least if len(prices) == 1 else tr("from {price}").format(price=least)


def unused_choices() -> list[tuple[object, str]]:
    """What may become of unused minutes."""
    return [(kind, tr(words[0])) for kind, words in _UNUSED.items()]


def unused_explained(kind: Unused) -> str:
    """The same as a sentence."""
    return tr(_UNUSED[kind][1])


def window_words(offer: PackageOffer) -> str:
    """When it may start: ``Mon–Fri 22:00–02:00``; empty for always."""
    parts = []
    if offer.weekdays:
        names = day_names()
        parts.append(", ".join(names[day] for day in sorted(offer.weekdays)))
    if offer.starts_from is not None or offer.starts_until is not None:
        parts.append(
            tr("{start} to {end}").format(
                start=minute_text(offer.starts_from or 0),
                end=minute_text(24 * 60 if offer.starts_until is None else offer.starts_until),
            )
        )
    return " ".join(parts)


def facts(
    rate: Rate, club: Club, zones: Sequence[Zone], roles: Mapping[str, str]
) -> list[tuple[str, str]]:
    """A rate in names and values, for an earlier version that is only looked at."""
    found = [
        (tr("Kind"), kind_word(rate)),
        (tr("Zones"), zones_words(rate, zones)),
        (tr("Price"), price_words(rate, club)),
    ]
    found += _package_facts(rate.package) if rate.package is not None else _hourly_facts(rate, club)
    off = tr("off")
    found += [
        (tr("Points share"), f"{rate.points_percent} %" if rate.points_percent else off),
        (tr("Guests"), tr("yes") if rate.guests else tr("no")),
        (tr("Sold by"), _roles(rate, roles)),
        (tr("Sold"), _validity(rate)),
        (tr("State"), tr("on sale") if rate.active else tr("retired")),
    ]
    return found


def _hourly_facts(rate: Rate, club: Club) -> list[tuple[str, str]]:
    off, least, step = tr("off"), rate.min_charge_minor, rate.step_minutes
    minutes = trn("{count} minute", "{count} minutes", step).format(count=step)
    return [
        (tr("Minimum charge"), money(least, club) if least else off),
        (tr("Billing step"), minutes if step else off),
    ]


def _package_facts(offer: PackageOffer) -> list[tuple[str, str]]:
    return [
        (tr("May start"), window_words(offer) or tr("at any time")),
        (tr("Ends at the latest"), minute_text(offer.hard_end) or tr("no such end")),
        (tr("Unused minutes"), tr(_UNUSED[offer.unused][0])),
    ]


def _roles(rate: Rate, roles: Mapping[str, str]) -> str:
    names = [name for key, name in roles.items() if key in rate.roles]
    return ", ".join(names) if rate.roles else tr("everyone")


def _validity(rate: Rate) -> str:
    first, last = rate.valid_from, rate.valid_until
    if first is None and last is None:
        return tr("without an end")
    if first is None:
        return tr("until {day}").format(day=f"{last:%d.%m.%Y}")
    if last is None:
        return tr("from {day}").format(day=f"{first:%d.%m.%Y}")
    return f"{first:%d.%m.%Y}–{last:%d.%m.%Y}"
