"""A club on the disk, and houses over it that are ended whatever a test does."""

from datetime import UTC, datetime

import msgspec
import pytest

from clubdesk.bootstrap.house import BOOKS, House
from clubdesk.bootstrap.windows import DeskWindows
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.settings import DeskSettings
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.ui.look import app_look
from tests.support.club_world import World

EVENING = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
LOCAL = DeskSettings(hub_host="127.0.0.1", hub_port=0)


class Club:
    """A club's folder: played in by hand while no house is open, then opened as a house."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.url = sqlite_url(folder / BOOKS)
        self.owner = 0
        self.houses = []

    def played(self, play):
        """What ``play`` returns; afterwards the books are closed, as at night."""
        storage = open_storage(self.url)
        try:
            world = World(storage)
            self.owner = world.owner
            return play(world)
        finally:
            storage.close()

    def house(self, **changes):
        clock = changes.pop("clock", None) or ManualClock(EVENING)
        settings = msgspec.structs.replace(LOCAL, **changes)
        made = House(self.folder, self.url, settings, clock)
        self.houses.append(made)
        return made

    def started(self, **changes):
        made = self.house(**changes)
        made.start()
        return made


@pytest.fixture
def bare_club(tmp_path):
    made = Club(tmp_path / "club")
    yield made
    for house in made.houses:
        house.stop()


@pytest.fixture
def club(bare_club):
    """A club with an open shift and a client whose game balance is 1 600.00."""
    bare_club.client = bare_club.played(
        lambda world: (world.open_shift(), world.client(160_000))[1]
    )
    return bare_club


@pytest.fixture
def windows(qapp, qtbot):
    """Opens the windows of a house; they are closed after the test."""
    app_look.apply(qapp, "dark")
    opened = []

    def open_over(house, **given):
        made = DeskWindows(house, **given)
        opened.append(made)
        made.open()
        if made.window is not None:
            qtbot.addWidget(made.window)
        return made

    yield open_over
    for made in opened:
        made.bridge.close()


@pytest.fixture
def signed_in(windows, qtbot, club):
    """A desk over the club, with its owner signed in past the password."""

    def open_over(house, **given):
        made = windows(house, **given)
        made.runner.sign_in(house.storage.queries.staff(club.owner))
        qtbot.waitUntil(lambda: made.runner.pending == 0)
        return made

    return open_over
