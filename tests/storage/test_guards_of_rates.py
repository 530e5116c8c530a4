"""Versions of rates and kept minutes: what the stores never do is refused by the database."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.rates import Unused
from clubdesk.storage.verify import verify
from tests.support.club_world import World
from tests.support.rates_club import end, sell, sell_package, start


@pytest.fixture
def kept(storage, database_url):
    """A club whose client has minutes of a package left, and whose rates have versions."""
    world = World(storage, url=database_url)
    world.open_shift()
    client = world.client(900_000)
    end(world, start(world, client, sell_package(world, unused=Unused.KEPT)))
    world.kept_client = client
    return world


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rate_versions SET rate = '{}'",
        "UPDATE rate_versions SET version = version + 10",
        "UPDATE rate_versions SET staff_id = NULL",
        "DELETE FROM rate_versions",
        "UPDATE kept_minutes SET left_s = left_s + 60",
        "UPDATE kept_minutes SET cover = '{}'",
        "UPDATE kept_minutes SET position = 7",
        "DELETE FROM kept_minutes",
    ],
)
def test_what_was_kept_is_never_changed_or_deleted(kept, statement) -> None:
    with pytest.raises(IntegrityError), kept.storage.engine.begin() as connection:
        connection.execute(text(statement))
    assert verify(kept.url).ok


def test_kept_minutes_are_used_and_freed_again(kept) -> None:
    with kept.storage.begin() as work:
        (one,) = work.kept.usable(kept.kept_client, kept.clock.now())
    start(kept, kept.kept_client, sell(kept))
    with kept.storage.begin() as work:
        assert work.kept.usable(kept.kept_client, kept.clock.now()) == []
        work.kept.free(one.id)
        assert work.kept.usable(kept.kept_client, kept.clock.now()) == [one]
