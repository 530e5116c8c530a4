"""What was changed by force in packages, kept minutes and versions is named."""

import pytest

from clubdesk.domain.rates import Unused
from clubdesk.storage.verify import verify
from tests.support.club_world import World
from tests.support.force import by_force
from tests.support.rates_club import edit, end, pass_minutes, sell, sell_package, start


@pytest.fixture
def sold(storage, database_url):
    """A kept package used in part (1), the rest in play (2), a given-back one that ended (3)."""
    world = World(storage, url=database_url)
    world.open_shift()
    client = world.client(900_000)
    other = world.client(900_000, "Two", "+77015554418")
    hourly = sell(world, step_minutes=15, min_charge_minor=100)
    kept = start(world, client, sell_package(world, name="Kept", unused=Unused.KEPT))
    pass_minutes(world, 60)
    end(world, kept)
    start(world, client, hourly)
    back = start(world, other, sell_package(world, name="Back"), 1)
    pass_minutes(world, 60)
    end(world, back)
    start(world, other, sell_package(world, name="Runs"), 1)
    edit(world, hourly, name="Hourly anew")
    return world


def first_law(url: str) -> tuple[str, str]:
    first = verify(url).first
    return (first.law, first.table) if first is not None else ("", "")


def test_honest_packages_hold(sold, database_url) -> None:
    assert first_law(database_url) == ("", "")


@pytest.mark.parametrize(
    ("change", "law", "table"),
    [
        ("UPDATE kept_minutes SET left_s = left_s + 1", "kept.rest", "sessions"),
        ("UPDATE kept_minutes SET used_by_session_id = NULL", "kept.used", "kept_minutes"),
        ("UPDATE kept_minutes SET position = 5", "kept.rest", "sessions"),
        ("UPDATE kept_minutes SET cover = '{}'", "books.readable", "kept_minutes"),
        ("DELETE FROM kept_minutes", "kept.rest", "sessions"),
        (
            "UPDATE sessions SET covers = replace(covers, '150000', '150003') WHERE id = 3",
            "session.price",
            "sessions",
        ),
        (
            "UPDATE sessions SET covers = replace(covers, '150000', '150003') WHERE id = 4",
            "session.package",
            "sessions",
        ),
        (
            "UPDATE sessions SET covers = replace(covers, '\"minutes\":180', '\"minutes\":90')"
            " WHERE id = 4",
            "session.ends_at",
            "sessions",
        ),
        ("UPDATE sessions SET limit_s = 60 WHERE id = 2", "session.ends_at", "sessions"),
        ("UPDATE rates SET name = 'Changed' WHERE name = 'Hourly anew'", "rate.version", "rates"),
        ("UPDATE rate_versions SET rate = '{}'", "books.readable", "rate_versions"),
    ],
)
def test_what_was_changed_by_force_is_named(sold, database_url, change, law, table) -> None:
    by_force(database_url, change)
    assert first_law(database_url) == (law, table)
