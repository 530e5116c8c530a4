"""A day over the real books of a small club, on both databases."""

from datetime import timedelta

import pytest

from clubdesk.services.reserving import Reserve
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.timeline.screen import TimelineScreen
from tests.support.club_world import World
from tests.support.databases import (
    database_url,
    empty_url,
    postgres,
    sqlite_template,
    storage,
)
from tests.support.world_desk import WorldDesk

__all__ = ["database_url", "empty_url", "postgres", "sqlite_template", "storage"]


class Day:
    """The timeline with hands."""

    def __init__(self, world: World, qtbot) -> None:
        self.world, self.qtbot = world, qtbot
        self.desk = WorldDesk(world)
        self.runner = DeskRunner(self.desk)
        self.bridge = EventBridge(world.feed)
        with world.storage.begin() as work:
            self.runner.sign_in(work.staff.get(world.owner))
        self.screen = TimelineScreen(self.runner, self.bridge)
        qtbot.addWidget(self.screen)
        self.screen.resize(1280, 640)
        self.screen.show()
        self.settle()

    @property
    def board(self):
        return self.screen.board

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.runner.pending == 0 and self.board.scale is not None)

    def reserve(self, seat: int = 0, after_minutes: int = 60, minutes: int = 120, **more) -> int:
        since = self.world.clock.now() + timedelta(minutes=after_minutes)
        command = Reserve(
            station_ids=(self.world.stations[seat],),
            from_at=since,
            until_at=since + timedelta(minutes=minutes),
            **{"name": "Aigerim", **more},
        )
        made = self.world.do(command).reservation_id
        self.qtbot.waitUntil(lambda: self.board.lines.reservation_block(made) is not None)
        return made

    def stored(self, reservation_id: int):
        with self.world.storage.begin() as work:
            return work.reservations.get(reservation_id)


@pytest.fixture
def day(storage, qtbot):
    """A club with an open shift, its timeline shown."""
    world = World(storage)
    world.open_shift()
    made = Day(world, qtbot)
    yield made
    made.settle()
    made.bridge.close()
