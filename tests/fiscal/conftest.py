"""Every test of the fiscal device's way runs on both databases."""

import pytest

from tests.support.club_world import World
from tests.support.databases import database_url, postgres, sqlite_template, storage
from tests.support.fiscal_shop import Shop

__all__ = ["database_url", "postgres", "shop", "sqlite_template", "storage"]


@pytest.fixture
def shop(storage, database_url, tmp_path):
    """A club in a shift whose payments are registered."""
    world = World(storage, url=database_url)
    world.open_shift()
    return Shop(world, tmp_path / "register.jsonl")
