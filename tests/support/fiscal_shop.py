"""A club whose payments a simulated fiscal device registers, taken to it on the test's thread."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clubdesk.bootstrap.fiscal_room import FiscalRoom
from clubdesk.fiscal.simulator import FiscalSimulator
from clubdesk.services.fiscalising import SetFiscalDevice
from tests.support.club_world import World


class Shop:
    """A club whose payments are registered, and its device."""

    def __init__(self, world: World, path: Path) -> None:
        self.world = world
        self.device = FiscalSimulator(path)
        world.do(SetFiscalDevice(device="simulator"))

    def round(self) -> bool:
        """What the room does when it wakes, on this thread."""
        room = FiscalRoom(self.world.storage.begin, lambda _: self.device)
        room._desk = _Desk(self.world)
        return room._round()

    def documents(self) -> list[Any]:
        with self.world.storage.begin() as work:
            return [work.fiscal.get(i) for i in range(1, 20) if work.fiscal.get(i) is not None]

    def printable(self) -> list[int]:
        with self.world.storage.begin() as work:
            return [job.id for job in work.print_jobs.waiting()]


class _Desk:
    """The desk's door without its threads: everything is done at once."""

    till_id = 1

    def __init__(self, world: World) -> None:
        self._world = world
        self.writer = self

    def submit(self, question: Any) -> _Told:
        return _Told(question())

    def do(self, command: Any, staff_id: int | None) -> _Told:
        return _Told(self._world.door.carry_out(command, staff_id))


class _Told:
    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def result(self, timeout: float | None = None) -> Any:
        return self._answer
