"""Short ways to sell rates and packages in a club over a real database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clubdesk.domain.hall import Rate
from clubdesk.domain.pricing import HourlyPrice, PriceBand
from clubdesk.domain.rates import PackageOffer, Unused
from clubdesk.foundation.errors import DeskError
from clubdesk.services.rating import SaveRate, SetGuestPayment
from clubdesk.services.sessions import EndSession, StartGuestSession, StartSession
from clubdesk.services.time_over import end_due_sessions
from tests.support.club_world import World

ALMATY = ZoneInfo("Asia/Almaty")
HOUR = 60_000


def move_to(world: World, day: int, hour: int, minute: int = 0) -> None:
    """Moves the clock to a time on the club's wall in November 2026."""
    world.clock.move_to(datetime(2026, 11, day, hour, minute, tzinfo=ALMATY))


def zone_of(world: World, seat: int = 0) -> int:
    with world.storage.begin() as work:
        station = work.stations.get(world.stations[seat])
    assert station is not None
    return station.zone_id


def sell(world: World, name: str = "Own rate", **facts: Any) -> int:
    """Adds a rate in the first zone, 600.00 an hour unless told."""
    price = facts.pop("price", HourlyPrice.flat(HOUR))
    zones = facts.pop("zone_ids", frozenset({zone_of(world)}))
    return world.do(SaveRate(rate=Rate(0, name, zones, price, **facts))).rate_id


def sell_package(
    world: World,
    minutes: int = 180,
    price_minor: int = 150_000,
    name: str = "3 hours",
    **facts: Any,
) -> int:
    """Adds a package; what is not of the package itself is the rate's."""
    own = {k: facts.pop(k) for k in list(facts) if k in PackageOffer.__dataclass_fields__}
    return sell(world, name, package=PackageOffer(minutes, price_minor, **own), **facts)


def sell_of_every_kind(world: World, price: HourlyPrice, **hourly: Any) -> list[int]:
    """Adds a rate by the hour and four packages, each with another end; their ids in that order."""
    kept = {"minutes": 60, "price_minor": 22_222, "unused": Unused.KEPT, "kept_days": 1}
    night = {"minutes": 600, "price_minor": 99_999, "hard_end": 8 * 60}
    return [
        sell(world, "Hourly", price=price, points_percent=30, **hourly),
        sell_package(world, 90, 33_334, "Given back", price=price, points_percent=50),
        sell_package(world, name="Kept", price=price, **kept),
        sell_package(world, name="Night", price=price, **night),
        sell_package(world, 45, 20_000, "Lost", price=price, unused=Unused.FORFEITED),
    ]


def edit(world: World, rate_id: int, **changes: Any) -> Any:
    with world.storage.begin() as work:
        rate = work.rates.get(rate_id)
    assert rate is not None
    return world.do(SaveRate(rate=replace(rate, **changes)))


def start(world: World, client: int, rate: int, seat: int = 0, **more: Any) -> int:
    return world.do(
        StartSession(station_id=world.stations[seat], client_id=client, rate_id=rate, **more)
    ).session_id


def start_guest(world: World, rate: int, seat: int = 0, **more: Any) -> Any:
    return world.do(StartGuestSession(station_id=world.stations[seat], rate_id=rate, **more))


def end(world: World, session: int, **more: Any) -> Any:
    return world.do(EndSession(session_id=session, **more))


def over(world: World) -> int:
    """Ends what is over, as the desk does once a second."""
    return end_due_sessions(world.storage.begin, world.clock, world.door)


def pass_minutes(world: World, minutes: float) -> None:
    world.clock.advance(timedelta(minutes=minutes).total_seconds())


def refusal(deed: Callable[..., Any], *given: Any, **named: Any) -> str:
    """The code of the refusal that a deed meets; it must meet one."""
    with pytest.raises(DeskError) as caught:
        deed(*given, **named)
    return caught.value.code


def allow_postpaid(world: World, limit: int) -> None:
    world.do(SetGuestPayment(postpaid=True, postpaid_limit_minor=limit))


def weekday_bands(zone: str = "Asia/Almaty") -> HourlyPrice:
    """50.00 an hour, from 18:00 to midnight 60.00, every day."""
    bands = []
    for day in range(7):
        bands += [PriceBand(day * 1440, 5_000), PriceBand(day * 1440 + 18 * 60, 6_000)]
    return HourlyPrice(tuple(bands), zone)
