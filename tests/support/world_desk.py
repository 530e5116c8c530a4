"""A desk over the real books of a World, for tests of screens: what is asked is answered at once.

The DeskRunner and the EventBridge around it are the real ones; only the workers' threads are left
out, because a database of a test belongs to the test's own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from clubdesk.foundation.errors import DeskError
from clubdesk.services.card_desk import TerminalBeside
from clubdesk.services.commands import Command
from tests.support.club_world import World


class WorldDesk:
    """Answers from the World's queries and carries commands out at its door."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = world.clock
        self.till_id = 1
        self.events = world.feed
        self.terminal = TerminalBeside()
        self.done: list[Command] = []

    def ask(self, question: Callable[[Any], Any]) -> Future[Any]:
        return _settled(lambda: question(self.world.storage.queries))

    def do(self, command: Command, staff_id: int | None) -> Future[Any]:
        self.done.append(command)
        return _settled(lambda: self.world.door.carry_out(command, staff_id))


def _settled(job: Callable[[], Any]) -> Future[Any]:
    future: Future[Any] = Future()
    try:
        future.set_result(job())
    except DeskError as error:
        future.set_exception(error)
    return future
