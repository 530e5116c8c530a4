"""Desk, driver and terminal end to end: whatever breaks, no double charge and no lost approval."""

import shutil

import pytest

from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from tests.support.card_runs import Evening
from tests.support.club_world import World

SEEDS = 300
PARTS = 6


@pytest.fixture(scope="module")
def club_file(sqlite_template, tmp_path_factory):
    """A club in a shift, with a client; who opened it, and the client."""
    file = tmp_path_factory.mktemp("evenings") / "club.db"
    shutil.copyfile(sqlite_template, file)
    storage = open_storage(sqlite_url(file))
    world = World(storage)
    world.open_shift()
    client = world.client()
    storage.close()
    return file, world.owner, client


@pytest.mark.parametrize("part", range(PARTS))
def test_no_evening_charges_twice_or_loses_an_approval(club_file, tmp_path, part) -> None:
    file, owner, client = club_file
    played = []
    for seed in range(part, SEEDS, PARTS):
        books = tmp_path / f"{seed}.db"
        shutil.copyfile(file, books)
        played.append(Evening(seed, sqlite_url(books), owner, client).play())
        books.unlink()
    assert [fault for evening in played for fault in evening.faults] == []
    # The seeds are worth something: desks died, payments were approved, some stayed unknown.
    assert sum(evening.lives > 1 for evening in played) > len(played) / 5
    assert sum(evening.approved for evening in played) > len(played) / 2
