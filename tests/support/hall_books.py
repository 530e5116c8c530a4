"""The hall over a World's real books, every PC answering; test files take these fixtures over."""

from __future__ import annotations

import pytest

from clubdesk.services.ports_hub import LinkState, StationLink
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.screen import HallScreen
from clubdesk.ui.look.approval import ask_approval
from tests.support.club_world import World
from tests.support.world_desk import WorldDesk

__all__ = ["LinkedHub", "desk", "hall", "runner", "world"]


class LinkedHub:
    """Every PC of the world answers; ``is_open`` follows nothing."""

    def __init__(self, world: World) -> None:
        self._world = world

    def links(self) -> list[StationLink]:
        return [StationLink(i, LinkState.UP, is_open=True) for i in self._world.stations]


@pytest.fixture
def world(storage, database_url):
    """A club in a shift."""
    made = World(storage, url=database_url)
    made.open_shift()
    return made


@pytest.fixture
def desk(world):
    """A desk over the world's books that hears every PC."""
    made = WorldDesk(world)
    made.hub = LinkedHub(world)
    return made


@pytest.fixture
def runner(desk, world, qapp):
    """The owner is signed in."""
    made = DeskRunner(desk)
    made.ask_approval = ask_approval
    made.staff = world.storage.queries.staff(world.owner)
    return made


@pytest.fixture
def hall(stage, runner, bridge, settled):
    """The hall in a shown window; ``heard`` holds what it told, in order."""
    screen = HallScreen(runner, bridge, lambda _id: None, lambda _id: None)
    screen.window_ = stage(screen)
    settled()
    screen.heard = []
    screen.told.connect(lambda notice: screen.heard.append(notice))
    screen.view.setFocus()
    return screen
