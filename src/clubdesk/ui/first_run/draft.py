"""What the wizard has gathered so far, and a sensible start for all of it. Pure.

Prices are minor units an hour.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies, is_currency

from clubdesk.domain.hall import StationKind
from clubdesk.foundation.money import Currency, currency_of
from clubdesk.foundation.translate import language, tr
from clubdesk.services.set_up import NewZone, SetUpClub

HOME = "KZ"
_CAPITAL_ZONES = {
    "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto",
    "CN": "Asia/Shanghai", "DE": "Europe/Berlin", "ES": "Europe/Madrid", "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty", "MX": "America/Mexico_City", "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "US": "America/New_York", "UZ": "Asia/Tashkent",
}  # fmt: skip
_PRICES = {"KZT": (800, 1400, 1000), "RUB": (120, 200, 180), "UAH": (60, 100, 80)}
_PRICES_ELSEWHERE = (3, 5, 4)


@dataclass
class DraftZone:
    """One zone to be made."""

    name: str
    stations: int
    per_hour_minor: int | None
    kind: StationKind = StationKind.PC


@dataclass
class Draft:
    """Everything the first start asks for, as far as it was answered."""

    language: str = "en"
    country: str = HOME
    currency: str = "KZT"
    time_zone: str = "Asia/Almaty"
    name: str = ""
    zones: list[DraftZone] = field(default_factory=list)
    owner_name: str = ""
    owner_login: str = "owner"
    owner_password: str = ""

    def money(self) -> Currency:
        """The currency as the books count it."""
        return currency_of(self.currency)

    def command(self) -> SetUpClub:
        """The one deed that sets the club up."""
        return SetUpClub(
            name=self.name or tr("My Club"),
            currency=self.currency,
            time_zone=self.time_zone,
            country=self.country,
            zones=tuple(
                NewZone(
                    name=zone.name,
                    stations=zone.stations,
                    per_hour_minor=zone.per_hour_minor or 0,
                    kind=zone.kind,
                )
                for zone in self.zones
                if zone.stations
            ),
            owner_name=self.owner_name,
            owner_login=self.owner_login,
            owner_password=self.owner_password,
        )


def sensible_zones(currency: Currency) -> list[DraftZone]:
    """Three zones of a club of 28 seats."""
    prices = [p * currency.scale for p in _PRICES.get(currency.code, _PRICES_ELSEWHERE)]
    return [
        DraftZone(tr("Standard"), 16, prices[0]),
        DraftZone(tr("VIP"), 8, prices[1]),
        DraftZone(tr("Consoles"), 4, prices[2], StationKind.CONSOLE),
    ]


@lru_cache(maxsize=1)
def _zones_by_country() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for zone, country in get_global("zone_territories").items():
        found[country].append(zone)
    return {country: tuple(sorted(zones)) for country, zones in found.items()}


def time_zones(country: str) -> tuple[str, ...]:
    """The IANA zones of a country, the most usual one first."""
    zones = _zones_by_country().get(country, ("UTC",))
    first = _CAPITAL_ZONES.get(country)
    if first is None or first not in zones:
        return (first, *zones) if first else zones
    return (first, *(zone for zone in zones if zone != first))


def currency_in(country: str) -> str:
    """The money of a country as an ISO 4217 code; EUR where there is none of its own."""
    return next((code for code in get_territory_currencies(country) if is_currency(code)), "EUR")


def countries() -> list[tuple[str, str]]:
    """Codes and names of the countries, sorted in the language in use."""
    names = Locale.parse(language()).territories
    known = [
        (code, str(names[code]))
        for code in _zones_by_country()
        if len(code) == 2 and code in names and get_territory_currencies(code)
    ]
    return sorted(known, key=lambda one: one[1].casefold())


def currencies() -> list[tuple[str, str]]:
    """Codes and names of the money in use somewhere, sorted by code."""
    names = Locale.parse(language()).currencies
    used = {code for country in _zones_by_country() for code in get_territory_currencies(country)}
    return [(code, f"{code} · {names[code]}") for code in sorted(used) if code in names]
