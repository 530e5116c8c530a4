"""A desk over the real books of a World, for tests of screens: what is asked is answered at once.

The DeskRunner and the EventBridge around it are the real ones; only the workers' threads are left
out, because a database of a test belongs to the test's own thread.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.errors import DeskError
from clubdesk.printing.encoding import PaperStyle
from clubdesk.printing.preview import styled_preview_png
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

    def draw(self, receipt: Receipt) -> Future[bytes]:
        look = self.world.storage.queries.club().look
        style = PaperStyle(logo=base64.b64decode(look.logo))
        return _settled(lambda: styled_preview_png(receipt, style))

    def work(self, task: Callable[[Any], Any], job: Any) -> Future[Any]:
        return _settled(lambda: task(job))

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
