"""The desk as its screens see it: ask, do, listen. Put together by bootstrap.

Every method may be called from any thread and returns at once.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TypeVar

from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.clock import Clock
from clubdesk.services.card_desk import CardDesk, TerminalBeside
from clubdesk.services.commands import Answer, Command
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.event_feed import EventFeed
from clubdesk.services.long_work import Job, LongWork
from clubdesk.services.ports_hub import Hub, Waker
from clubdesk.services.views import DeskQueries
from clubdesk.services.workers import Worker

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the windows need of the rest of the house.

    Attributes:
        till_id: The till this desk takes cash into.
        draw_paper: Renders a receipt as the printer would, PNG bytes; run it through ``draw``.
        has_gateway: Whether this desk can send messages to phones.
        terminal: This desk's card terminal.
    """

    clock: Clock
    till_id: int
    dispatcher: Dispatcher
    writer: Worker
    reader: Worker
    queries: DeskQueries
    hub: Hub
    waker: Waker
    events: EventFeed
    draw_paper: Callable[[Receipt], bytes]
    long_work: LongWork = field(default_factory=LongWork)
    has_gateway: Callable[[], bool] = lambda: False
    terminal: CardDesk = field(default_factory=TerminalBeside)

    def do(self, command: Command, staff_id: int | None) -> Future[Answer]:
        """Hands a command to the desk worker; the future holds the answer or a DeskError."""
        return self.writer.submit(lambda: self.dispatcher.carry_out(command, staff_id))

    def ask(self, question: Callable[[DeskQueries], T]) -> Future[T]:
        """Asks the books on the reading worker."""
        return self.reader.submit(lambda: question(self.queries))

    def draw(self, receipt: Receipt) -> Future[bytes]:
        """Draws a paper on the reading worker."""
        return self.reader.submit(lambda: self.draw_paper(receipt))

    def work(self, task: Callable[[Job], T], job: Job) -> Future[T]:
        """Runs work that takes a while on its own thread; ``job`` tells how far and calls it off.

        The future holds what the task gave, its DeskError, or ``CancelledError``.
        """
        return self.long_work.submit(task, job)
