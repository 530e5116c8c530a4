"""The demo club's rates: day and evening by the hour, a three-hour package, a night package.

Made through the door. Caller's thread. Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from clubdesk.domain.hall import Rate
from clubdesk.domain.pricing import HourlyPrice, PriceBand
from clubdesk.domain.rates import PackageOffer, Unused
from clubdesk.foundation.translate import tr
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.ports import BeginWork
from clubdesk.services.rating import SaveRate

EVENING_MINUTE = 18 * 60
FRIDAY = 4
NIGHT_COLOUR = "#44506b"
_HOUR = 60


@dataclass(frozen=True, slots=True)
class ZonePrices:
    """One zone's prices: an hour by day and in the evening, and its packages."""

    day: int
    evening: int
    three_hours: int
    night: int
    colour: str


PRICES: dict[int, ZonePrices] = {
    80_000: ZonePrices(80_000, 100_000, 200_000, 350_000, "#3f8f5f"),
    140_000: ZonePrices(140_000, 170_000, 360_000, 600_000, "#8a5fc2"),
    100_000: ZonePrices(100_000, 120_000, 260_000, 420_000, "#3d7fb8"),
}
"""By the price of an hour with which the zone was set up. Every three minutes cost whole coins."""


def set_up_rates(dispatcher: Dispatcher, begin: BeginWork, owner: int) -> None:
    """Gives every zone its evening price and its packages."""
    with begin() as work:
        zones = {zone.id: zone.name for zone in work.stations.zones()}
        rates = list(work.rates.all())
    for offer in (*map(_hourly, rates), *_packages(rates, zones)):
        dispatcher.carry_out(SaveRate(rate=offer), owner)


def _hourly(rate: Rate) -> Rate:
    prices = _prices_of(rate)
    return replace(rate, price=week_of(prices, rate.price.time_zone), colour=prices.colour)


def _packages(rates: Sequence[Rate], zones: Mapping[int, str]) -> Iterator[Rate]:
    for make in (_three_hours, _night):
        for rate in rates:
            (zone_id,) = rate.zone_ids
            yield make(_hourly(rate), _prices_of(rate), zones[zone_id])


def _prices_of(rate: Rate) -> ZonePrices:
    return PRICES[rate.price.bands[0].per_hour_minor]


def week_of(prices: ZonePrices, time_zone: str) -> HourlyPrice:
    """The day's price and the evening's, which lasts till midnight; all of the weekend is dear."""
    bands = []
    for weekday in range(7):
        midnight = weekday * 24 * _HOUR
        weekend = weekday > FRIDAY
        bands.append(PriceBand(midnight, prices.evening if weekend else prices.day))
        if not weekend:
            bands.append(PriceBand(midnight + EVENING_MINUTE, prices.evening))
    return HourlyPrice(tuple(_joined(bands)), time_zone)


def _joined(bands: Sequence[PriceBand]) -> list[PriceBand]:
    kept: list[PriceBand] = []
    for band in bands:
        if not kept or kept[-1].per_hour_minor != band.per_hour_minor:
            kept.append(band)
    return kept


def _three_hours(hourly: Rate, prices: ZonePrices, zone: str) -> Rate:
    offer = PackageOffer(180, prices.three_hours, unused=Unused.KEPT, kept_days=30)
    name = tr("3 hours · {zone}").format(zone=zone)
    return replace(hourly, id=0, name=name, package=offer, points_percent=30)


def _night(hourly: Rate, prices: ZonePrices, zone: str) -> Rate:
    offer = PackageOffer(
        600,
        prices.night,
        starts_from=22 * _HOUR,
        starts_until=2 * _HOUR,
        hard_end=8 * _HOUR,
        unused=Unused.FORFEITED,
    )
    name = tr("Night · {zone}").format(zone=zone)
    return replace(hourly, id=0, name=name, package=offer, colour=NIGHT_COLOUR)
