"""Every test of a deed runs on both databases."""

import shutil

import pytest
from hypothesis import HealthCheck, settings

from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.storage.verify import verify
from tests.support.club_world import World
from tests.support.databases import (
    BOTH,
    database_url,
    empty_url,
    postgres,
    sqlite_template,
    storage,
)

__all__ = ["database_url", "empty_url", "postgres", "sqlite_template", "storage", "world"]


@pytest.fixture
def world(storage, database_url):
    """A small club on a real database."""
    return World(storage, url=database_url)


@pytest.fixture
def open_world(world):
    """A club in a shift, on Friday 2026-11-20 at 18:00 by its wall; its books hold at the end."""
    world.open_shift()
    yield world
    world.storage.close()  # a desk that was started again has opened it anew
    assert [str(problem) for problem in verify(world.url).problems] == []


@pytest.fixture(params=BOTH)
def fresh_world(request, tmp_path_factory):
    """A maker of worlds, each over a database of its own: one for every generated example."""
    opened = []

    def make() -> World:
        for earlier in opened:
            earlier.close()
        opened.clear()
        if request.param == "sqlite":
            file = tmp_path_factory.mktemp("world") / "club.db"
            shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
            url = sqlite_url(file)
        else:
            url = request.getfixturevalue("postgres").fresh()
        opened.append(open_storage(url))
        return World(opened[0], url=url)

    yield make
    for storage_left in opened:
        storage_left.close()


@pytest.fixture
def days(request):
    """How many random days of a club are played, by the database of ``fresh_world``.

    A step on Postgres costs ten of them on SQLite, and most laws are the same code on both: SQLite
    looks for the rare days, Postgres plays enough to hold its own guards and types to the laws.
    """
    of_both = {"sqlite": 20, "postgres": 4}
    return settings(
        max_examples=of_both[request.node.callspec.params["fresh_world"]],
        stateful_step_count=50,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
