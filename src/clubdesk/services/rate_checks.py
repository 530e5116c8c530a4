"""What makes a rate one that can be sold; each refusal names the field. Desk worker's thread."""

from __future__ import annotations

import re
from dataclasses import replace

from clubdesk.domain.hall import Rate
from clubdesk.domain.people import fold
from clubdesk.domain.rates import DAY_MINUTES, PackageOffer
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.foundation.translate import tr
from clubdesk.services.deed import Deed
from clubdesk.services.typed_text import fitting

LONGEST_NAME = 60
MOST_SPECIAL_DAYS = 366
MOST_PACKAGE_MINUTES = 31 * DAY_MINUTES
MOST_KEPT_DAYS = 3650
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def checked(deed: Deed, rate: Rate) -> Rate:
    """The rate as it is kept: its name clean, its zones known, its clock the club's.

    Raises:
        DeskError: ``rate.name_missing``, ``rate.name_taken``, ``rate.zones``, ``rate.price``,
            ``rate.special_days``, ``rate.step``, ``rate.min_charge``, ``rate.percent``,
            ``rate.dates``, ``rate.roles``, ``rate.colour`` or ``rate.package``.
    """
    name = _name(deed, rate)
    _check_zones(deed, rate)
    _check_price(rate)
    _check_charges(rate)
    _check_sale(deed, rate)
    if rate.package is not None:
        _check_package(rate.package)
    # A band is a band by the club's clock, whatever clock the rate was drawn by.
    price = replace(rate.price, time_zone=deed.club.time_zone)
    return replace(rate, name=name, price=price, colour=rate.colour.lower())


def _name(deed: Deed, rate: Rate) -> str:
    name = fitting(rate.name[:20_000], LONGEST_NAME, "name")
    if not name:
        raise _wrong("name_missing", tr("The rate needs a name."), "name", tr("Type a name."))
    others = (one for one in deed.work.rates.all() if one.id != rate.id and one.active)
    if rate.active and any(fold(other.name) == fold(name) for other in others):
        raise _wrong(
            "name_taken", tr("There is a rate of this name already."), "name", tr("Choose another.")
        )
    return name


def _check_zones(deed: Deed, rate: Rate) -> None:
    known = {zone.id for zone in deed.work.stations.zones()}
    if not rate.zone_ids:
        raise _wrong("zones", tr("The rate is sold in no zone."), "zones", tr("Choose a zone."))
    if not rate.zone_ids <= known:
        raise _wrong("zones", tr("One of the zones does not exist."), "zones")


def _check_price(rate: Rate) -> None:
    prices = [band.per_hour_minor for band in rate.price.bands]
    prices += [band.per_hour_minor for day in rate.price.special for band in day.bands]
    if any(not 0 < price <= MAX_MINOR for price in prices):
        raise _wrong("price", tr("The price of an hour is too large."), "price")
    if len(rate.price.special) > MOST_SPECIAL_DAYS:
        raise _wrong(
            "special_days",
            tr("A rate has at most {most} special days.").format(most=MOST_SPECIAL_DAYS),
            "special",
        )


def _check_charges(rate: Rate) -> None:
    if not 0 <= rate.min_charge_minor <= MAX_MINOR:
        raise _wrong("min_charge", tr("The minimum charge is zero or more."), "min_charge")
    if not 0 <= rate.step_minutes <= DAY_MINUTES:
        raise _wrong("step", tr("The billing step is between 0 and 1440 minutes."), "step")
    if not 0 <= rate.points_percent <= 100:
        raise _wrong("percent", tr("A percentage is from 0 to 100."), "points_percent")


def _check_sale(deed: Deed, rate: Rate) -> None:
    if rate.valid_from and rate.valid_until and rate.valid_until < rate.valid_from:
        raise _wrong("dates", tr("The last day of sale is before the first."), "valid_until")
    if any(not 0 < len(key) <= 80 for key in rate.roles):
        raise _wrong("roles", tr("One of the roles does not exist."), "roles")
    if rate.colour and not _COLOUR.fullmatch(rate.colour.lower()):
        raise _wrong("colour", tr("This is not a colour."), "colour", tr("Choose a colour."))


def _check_package(offer: PackageOffer) -> None:
    if not 0 < offer.minutes <= MOST_PACKAGE_MINUTES:
        raise _wrong("package", tr("A package has between 1 minute and 31 days."), "minutes")
    if not 0 < offer.price_minor <= MAX_MINOR:
        raise _wrong("package", tr("A package needs a price above zero."), "package_price")
    for subject, minute in (
        ("starts_from", offer.starts_from),
        ("starts_until", offer.starts_until),
        ("hard_end", offer.hard_end),
    ):
        last = DAY_MINUTES if subject == "starts_until" else DAY_MINUTES - 1
        if minute is not None and not 0 <= minute <= last:
            raise _wrong("package", tr("This is not a time of the day."), subject)
    if offer.starts_until is not None and offer.starts_until == (offer.starts_from or 0):
        raise _wrong("package", tr("The package can start at no time."), "starts_until")
    if not offer.weekdays <= frozenset(range(7)):
        raise _wrong("package", tr("This is not a day of the week."), "weekdays")
    if not 0 < offer.kept_days <= MOST_KEPT_DAYS:
        raise _wrong("package", tr("Minutes are kept for 1 to 3650 days."), "kept_days")


def _wrong(code: str, text: str, subject: str, what: str = "") -> DeskError:
    done = tr("Nothing was changed.")
    return DeskError(
        f"rate.{code}", text, f"{done} {what or tr('Correct the value.')}", subject=subject
    )
