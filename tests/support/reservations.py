"""Hands for tests of reservations: over the World, through the door."""

from datetime import timedelta

import pytest

from clubdesk.domain.ledger import AccountKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.reserving import Reserve
from tests.support.club_world import World


def reserve(world: World, seats=(0,), after_minutes=60, minutes=120, **more) -> int:
    since = world.clock.now() + timedelta(minutes=after_minutes)
    more = {"name": "Aigerim", **more}
    return world.do(
        Reserve(
            station_ids=tuple(world.stations[seat] for seat in seats),
            from_at=since,
            until_at=since + timedelta(minutes=minutes),
            **more,
        )
    ).reservation_id


def stored(world: World, reservation_id: int):
    with world.storage.begin() as work:
        return work.reservations.get(reservation_id)


def deposit(world: World, reservation_id: int) -> int:
    return world.balance(AccountKind.DEPOSIT, reservation_id)


def refusal(world: World, command, staff_id=None) -> DeskError:
    with pytest.raises(DeskError) as refused:
        world.do(command, staff_id)
    return refused.value
