"""What the editors of a rate need to know of the club. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from clubdesk.domain.hall import Club, Rate, Zone
from clubdesk.domain.people import StaffRole
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.rates import PackageOffer
from clubdesk.foundation.translate import tr
from clubdesk.services.role_words import role_word

_FIRST_MINUTES = 180


@dataclass(frozen=True, slots=True)
class Around:
    """The club, its zones, its roles and all its rates, as the books say."""

    club: Club
    zones: tuple[Zone, ...]
    roles: tuple[StaffRole, ...]
    rates: tuple[Rate, ...]
    now: datetime

    def role_names(self) -> dict[str, str]:
        """What each role is called."""
        return {role.key: role_word(role.key, role.name) for role in self.roles}

    def hourly(self) -> list[Rate]:
        """The hourly rates on sale."""
        return [rate for rate in self.rates if rate.package is None and rate.active]

    def new_rate(self, *, package: bool) -> Rate:
        """A rate to begin with; its prices are still to be typed."""
        hourly = self.hourly()
        after = hourly[0].price if hourly else HourlyPrice.flat(1, self.club.time_zone)
        plain = HourlyPrice.flat(1, self.club.time_zone)
        position = max((rate.position for rate in self.rates), default=-1) + 1
        made = Rate(0, "", frozenset(), plain, position=position)
        if not package:
            return made
        return replace(made, package=PackageOffer(_FIRST_MINUTES, 0), price=after)

    def copy_of(self, rate: Rate) -> Rate:
        """The same under another name, at the end of the list."""
        position = max((one.position for one in self.rates), default=-1) + 1
        name = tr("{name} (copy)").format(name=rate.name)
        return replace(rate, id=0, name=name, position=position, version=1, active=True)
