"""The house without windows: storage, workers, door, hub, printer, wired together and stopped.

Whoever builds it owns it: ``start`` begins the threads, ``stop`` ends them in order.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from clubdesk.agent_hub.hub import Hub
from clubdesk.agent_hub.strangers import Stranger
from clubdesk.agent_hub.wake import LanWaker
from clubdesk.domain.events import ReceiptQueued
from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.clock import Clock, SystemClock
from clubdesk.foundation.settings import DeskSettings, data_folder, load_settings, save_settings
from clubdesk.foundation.translate import language
from clubdesk.printing.encoding import PaperStyle
from clubdesk.printing.network import NetworkPrinter
from clubdesk.printing.preview import styled_preview_png
from clubdesk.printing.queue import PrintQueue
from clubdesk.services.desk import Desk
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.event_feed import EventFeed, News
from clubdesk.services.papers import HoldOldPapers, MarkPaper
from clubdesk.services.ports import AgentsWaiting, PrintJob, PrintState
from clubdesk.services.reactions import Reactions
from clubdesk.services.rule_book import RULES
from clubdesk.services.stations import NoteStranger
from clubdesk.services.time_over import TimeKeeper, end_due_sessions
from clubdesk.services.workers import Worker
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.wire.keys import load_or_create

log = logging.getLogger(__name__)

BOOKS = "club.db"
DESK_KEY = "desk.key"


def database_address(folder: Path | None = None) -> str:
    """Where the books are: the environment, then the settings, then a file in the data folder."""
    chosen = os.environ.get("CLUBDESK_DATABASE_URL", "")
    place = folder or data_folder()
    return chosen or load_settings(place).settings.database_url or sqlite_url(place / BOOKS)


@dataclass
class House:
    """Everything behind the windows.

    Attributes:
        folder: This desk's data folder (keys, settings, backups).
        url: Where the books are.
    """

    folder: Path
    url: str
    settings: DeskSettings = field(default_factory=DeskSettings)
    clock: Clock = field(default_factory=SystemClock)

    def __post_init__(self) -> None:
        self.storage = open_storage(self.url)
        self.events = EventFeed()
        self.writer = Worker("desk-worker")
        self.reader = Worker("reading-worker")
        self.dispatcher = Dispatcher(
            self.storage.begin, self.clock, self.settings.till, self.events, RULES
        )
        self.hub = Hub(
            self.clock,
            load_or_create(self.folder / DESK_KEY),
            host=self.settings.hub_host,
            port=self.settings.hub_port,
            on_link=self.events.publish,
            on_report=self.events.publish,
            on_stranger=self._note_stranger,
            on_waiting=lambda agents: self.events.publish(AgentsWaiting(tuple(agents))),
        )
        self.waker = LanWaker()
        self.reactions = Reactions(self.storage.begin, self.clock, self.hub, self.waker)
        self.print_queue = PrintQueue(
            self._printer(),
            self._style(),
            waiting=self._waiting_papers,
            mark=self._mark_paper,
            on_lamp=self.events.publish,
        )
        self.time_keeper = TimeKeeper(self.writer, self.storage.begin, self.clock, self.dispatcher)
        self.desk = Desk(
            clock=self.clock,
            till_id=self.settings.till,
            dispatcher=self.dispatcher,
            writer=self.writer,
            reader=self.reader,
            queries=self.storage.queries,
            hub=self.hub,
            waker=self.waker,
            events=self.events,
            draw_paper=self.draw_paper,
        )

    def start(self) -> None:
        """Begins the threads; sessions that ran out while the desk was off end first.

        Raises:
            DeskError: ``hub.port_taken``: another program listens where agents connect.
        """
        self.hub.start()
        self.writer.start()
        self.reader.start()
        self.events.subscribe(self.reactions.hear)
        self.events.subscribe(self._hear_papers)
        self.writer.submit(self._catch_up).add_done_callback(_log_failure)
        self.print_queue.start()
        self.time_keeper.start()

    def stop(self) -> None:
        """Ends the threads in order; nothing is lost by it, or by not doing it."""
        self.time_keeper.stop()
        self.print_queue.stop()
        self.hub.stop()
        self.writer.stop()
        self.reader.stop()
        self.waker.stop()
        self.storage.close()

    def save(self, settings: DeskSettings) -> None:
        """Stores this desk's settings and lets the printer's take effect at once."""
        save_settings(self.folder, settings)
        self.settings = settings
        self.print_queue.change(self._printer(), self._style())

    def draw_paper(self, receipt: Receipt) -> bytes:
        """A receipt as the printer would print it, PNG."""
        return styled_preview_png(receipt, self._style())

    def _catch_up(self) -> None:
        self.dispatcher.carry_out(HoldOldPapers(), None)
        end_due_sessions(self.storage.begin, self.clock, self.dispatcher)
        self.reactions.refresh()

    def _printer(self) -> NetworkPrinter | None:
        host = self.settings.printer_host.strip()
        return NetworkPrinter(host, self.settings.printer_port) if host else None

    def _style(self) -> PaperStyle:
        return PaperStyle(
            language=self.settings.receipt_language or language(),
            columns=self.settings.printer_columns,
            profile=self.settings.printer_profile,
        )

    def _hear_papers(self, news: News) -> None:
        # Not PrintJobChanged: the queue causes that itself and would never wait between tries.
        if isinstance(news, ReceiptQueued):
            self.print_queue.notify()

    def _waiting_papers(self) -> Sequence[PrintJob]:
        def question() -> Sequence[PrintJob]:
            with self.storage.begin() as work:
                return work.print_jobs.waiting()

        return self.writer.submit(question).result()

    def _mark_paper(self, job_id: int, state: PrintState, problem: str) -> None:
        command = MarkPaper(job_id=job_id, state=state, problem=problem)
        self.desk.do(command, None).result()

    def _note_stranger(self, stranger: Stranger) -> None:
        what = f"{stranger.refusal.value} {stranger.address}".strip()
        try:
            self.desk.do(NoteStranger(what=what, agent_key=stranger.key), None)
        except RuntimeError:
            log.info("An agent was refused while the desk was closing: %s", what)


def _log_failure(future: Future[None]) -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        log.error("Catching up at the start failed", exc_info=error)
