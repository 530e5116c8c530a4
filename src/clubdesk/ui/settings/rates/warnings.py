"""What about a rate is probably a mistake. Pure; the screen shows it beside the preview.

A warning does not keep a rate from being saved; what does is said at its field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clubdesk.domain.hall import Rate, Zone
from clubdesk.domain.rates import DAY_MINUTES, PackageOffer
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.clock_field import minute_text
from clubdesk.ui.settings.rates.week import CELLS, DAYS, STEP_MINUTES, Rows, gaps
from clubdesk.ui.settings.rates.words import day_names

_MOST = 3


def gap_words(rows: Rows, labels: Sequence[str]) -> str:
    """The hours without a price; empty if there are none."""
    found = [
        f"{labels[row]} {minute_text(start)}–{minute_text(end)}" for row, start, end in gaps(rows)
    ]
    if not found:
        return ""
    return tr("No price yet: {hours}.").format(hours=_some(found))


def warnings_of(rate: Rate, others: Sequence[Rate], zones: Sequence[Zone]) -> list[str]:
    """About one rate among the others that are kept."""
    found = []
    twin = next((one for one in others if one.id != rate.id and is_twin(one, rate)), None)
    if twin is not None:
        found.append(
            tr("“{name}” sells exactly the same. The desk would offer both.").format(name=twin.name)
        )
    if rate.package is not None:
        found += _of_package(rate.package)
    if rate.valid_from and rate.valid_until and rate.valid_until < rate.valid_from:
        found.append(tr("The last day is before the first one: it is never sold."))
    sold = [one for one in others if one.id != rate.id] + [rate]
    for zone in zones:
        if zone.id in rate.zone_ids or _was_here(rate, others, zone):
            found += unsold(zone, sold)
    return found


def is_twin(one: Rate, other: Rate) -> bool:
    """Whether two rates sell the same: all but their name and look is equal."""
    if not one.active or not other.active:
        return False
    plain = {"id": 0, "name": "", "position": 0, "colour": "", "version": 1}
    return replace(one, **plain) == replace(other, **plain)  # type: ignore[arg-type]


def unsold(zone: Zone, rates: Sequence[Rate]) -> list[str]:
    """When nothing can be sold in a zone, by anybody, to a client."""
    here = [rate for rate in rates if rate.active and zone.id in rate.zone_ids]
    if not here:
        return [tr("Nothing is sold in {zone}.").format(zone=zone.name)]
    if any(rate.package is None for rate in here):
        return []
    offers = [rate.package for rate in here if rate.package is not None]
    rows = tuple(
        tuple(
            1 if any(_opens(offer, day, cell * STEP_MINUTES) for offer in offers) else None
            for cell in range(CELLS)
        )
        for day in range(DAYS)
    )
    names = day_names()
    hours = [f"{names[d]} {minute_text(a)}–{minute_text(b)}" for d, a, b in gaps(rows)]
    if not hours:
        return []
    return [
        tr("Nothing can be started in {zone}: {hours}.").format(zone=zone.name, hours=_some(hours))
    ]


def _of_package(offer: PackageOffer) -> list[str]:
    found: list[str] = []
    opens = offer.starts_from or 0
    closes = DAY_MINUTES if offer.starts_until is None else offer.starts_until
    if offer.hard_end is None:
        return found
    ahead = (offer.hard_end - opens) % DAY_MINUTES or DAY_MINUTES
    open_for = (closes - opens) % DAY_MINUTES or DAY_MINUTES
    if ahead < open_for:
        found.append(
            tr("It ends at {end}, before the last one may start: bought after that it runs to the "
               "next day's {end}.").format(end=minute_text(offer.hard_end))
        )  # fmt: skip
    if ahead < offer.minutes:
        found.append(
            tr("Even bought at {start} it is cut short at {end}.").format(
                start=minute_text(opens), end=minute_text(offer.hard_end)
            )
        )
    return found


def _opens(offer: PackageOffer, weekday: int, minute: int) -> bool:
    """``PackageOffer.may_start`` on a week without a date."""
    opens = offer.starts_from or 0
    closes = DAY_MINUTES if offer.starts_until is None else offer.starts_until
    today = not offer.weekdays or weekday in offer.weekdays
    if opens < closes:
        return today and opens <= minute < closes
    if minute >= opens:
        return today
    return minute < closes and (not offer.weekdays or (weekday - 1) % DAYS in offer.weekdays)


def _was_here(rate: Rate, others: Sequence[Rate], zone: Zone) -> bool:
    before = next((one for one in others if one.id == rate.id), None)
    return before is not None and before.active and zone.id in before.zone_ids


def _some(found: list[str]) -> str:
    shown = ", ".join(found[:_MOST])
    more = len(found) - _MOST
    return shown if more <= 0 else tr("{some} and {count} more").format(some=shown, count=more)
