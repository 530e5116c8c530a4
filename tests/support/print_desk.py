"""A desk that prints: the real paper room over a real database, killed at any step of a paper.

Its printers are real TCP servers. A kill ends the queue's thread where a power cut would: what was
committed stays, what was written is on its way, and nothing else happens.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from clubdesk.bootstrap.paper_room import PaperRoom
from clubdesk.demo.virtual_printer import VirtualPrinter
from clubdesk.domain.events import PrintJobChanged
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.printer_settings import PrinterSettings
from clubdesk.foundation.settings import DeskSettings
from clubdesk.printing.queue import Patience
from clubdesk.services.balance import TopUp
from clubdesk.services.commands import Command
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.papers import MarkPaper
from clubdesk.services.ports import DrawerTold, PrinterLamp, PrintJob, PrintState
from clubdesk.services.rule_book import RULES
from clubdesk.services.workers import Worker
from clubdesk.storage.opening import open_storage
from tests.support.club_world import START, World

HASTE = Patience(after_failure_s=(0.05,), idle_s=0.2)
LONGEST_WAIT_S = 20.0
OnMark = Callable[[MarkPaper, bool], None]


def printer_at(device: VirtualPrinter, name: str = "Till", **more: Any) -> PrinterSettings:
    """The settings of a virtual printer."""
    return PrinterSettings(name=name, address="127.0.0.1", port=device.port, **more)


def set_up(url: str) -> tuple[int, int]:
    """A club with an open shift; gives its owner and a client."""
    storage = open_storage(url)
    try:
        world = World(storage)
        world.open_shift()
        return world.owner, world.client()
    finally:
        storage.close()


class PrintDesk:
    """One run of the desk over the books at ``url``; several may follow each other.

    ``on_mark`` is called on the queue's thread around every mark of a paper, before and after its
    commit; ``die`` in it ends that queue there.
    """

    def __init__(
        self,
        url: str,
        owner: int,
        printers: Iterable[PrinterSettings],
        on_mark: OnMark = lambda mark, is_done: None,
    ) -> None:
        self.storage = open_storage(url)
        self.owner = owner
        self.on_mark = on_mark
        self.events = EventFeed()
        self.events.subscribe(self._hear)
        self.lamps: list[PrinterLamp] = []
        self.drawers: list[str] = []
        self._news = threading.Event()
        self.writer = Worker("desk-worker")
        self.writer.start()
        self._door = Dispatcher(self.storage.begin, ManualClock(START), 1, self.events, RULES)
        self.room = PaperRoom(
            DeskSettings(language="en", receipt_language="en", printers=tuple(printers)),
            self.storage.begin,
            HASTE,
        )
        self.events.subscribe(self.room.hear)

    def start(self) -> PrintDesk:
        """Begins to print."""
        self.room.start(self)  # type: ignore[arg-type]
        return self

    def stop(self) -> None:
        """Ends the queues and closes the books."""
        self.room.stop()
        self.writer.stop()
        self.storage.close()

    def do(self, command: Command, staff_id: int | None) -> Any:
        """A deed of the desk; the paper room's own pass here too."""
        if not isinstance(command, MarkPaper):
            return self.writer.submit(lambda: self._door.carry_out(command, staff_id))
        self.on_mark(command, False)
        future = self.writer.submit(lambda: self._door.carry_out(command, staff_id))
        future.result(LONGEST_WAIT_S)
        self.on_mark(command, True)
        return future

    def deed(self, command: Command) -> Any:
        """A deed of the owner."""
        return self.do(command, self.owner).result(LONGEST_WAIT_S)

    def top_up(self, client: int, minor: int = 5_000) -> int:
        """Money taken in cash; gives its paper's job."""
        return self.deed(TopUp(client_id=client, cash_minor=minor)).job_id

    def job(self, job_id: int) -> PrintJob:
        """A paper as the books have it."""

        def look() -> PrintJob:
            with self.storage.begin() as work:
                found = work.print_jobs.get(job_id)
                assert found is not None
                return found

        return self.writer.submit(look).result(LONGEST_WAIT_S)

    def until(self, fact: Callable[[], Any]) -> bool:
        """Waits until something is so; looked at whenever a paper, lamp or drawer told news."""
        deadline = time.monotonic() + LONGEST_WAIT_S
        while True:
            self._news.clear()
            if fact():
                return True
            left = deadline - time.monotonic()
            if left <= 0 or not self._news.wait(left):
                return bool(fact())

    def reaches(self, job_id: int, *states: PrintState) -> bool:
        """Waits for a paper's state."""
        return self.until(lambda: self.job(job_id).state in states)

    def _hear(self, news: object) -> None:
        if isinstance(news, PrinterLamp):
            self.lamps.append(news)
        elif isinstance(news, DrawerTold):
            self.drawers.append(news.problem)
        elif not isinstance(news, PrintJobChanged):
            return
        self._news.set()


def die() -> None:
    """Ends the thread that calls it, as the end of the process would."""
    raise SystemExit


def numbers(device: VirtualPrinter, *, copies: bool) -> list[str]:
    """The receipt numbers that came out whole, in order: copies or originals."""
    found = []
    for paper in device.papers:
        is_copy = any(row.strip() == "COPY" for row in paper.text)
        rows = [row.split()[-1] for row in paper.text if row.startswith("Number")]
        if rows and is_copy is copies:
            found.append(rows[0])
    return found
