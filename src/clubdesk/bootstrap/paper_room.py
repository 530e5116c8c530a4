"""The printers' part of the house: their queues and their drawings, imported when first needed.

The queues run on their own threads and ask the desk worker for everything they store.
"""

from __future__ import annotations

import threading
from base64 import b64decode
from collections.abc import Sequence
from typing import TYPE_CHECKING

from clubdesk.domain.events import DrawerWanted, ReceiptLookChanged, ReceiptQueued
from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.printer_settings import printer_for
from clubdesk.foundation.settings import DeskSettings, printers_of
from clubdesk.foundation.translate import language
from clubdesk.services.desk import Desk
from clubdesk.services.event_feed import News
from clubdesk.services.papers import Marked, MarkPaper
from clubdesk.services.ports import BeginWork, DrawerTold, PrintJob, PrintState

if TYPE_CHECKING:
    from clubdesk.bootstrap.print_queues import PrintQueues
    from clubdesk.printing.encoding import PaperStyle
    from clubdesk.printing.queue import Patience


class PaperRoom:
    """Prints what waits, once ``start`` was called.

    Args:
        settings: The printers' places and kinds.
        patience: How long a printer that failed is left alone; None for the usual.
    """

    def __init__(
        self, settings: DeskSettings, begin: BeginWork, patience: Patience | None = None
    ) -> None:
        self._settings = settings
        self._patience = patience
        self._logo = b""
        self._begin = begin
        self._desk: Desk | None = None
        self._queues: PrintQueues | None = None
        self._lock = threading.Lock()

    def start(self, desk: Desk) -> None:
        """Begins to print, before or on the desk worker's thread; its writer must run."""
        from clubdesk.bootstrap.print_queues import Counter, PrintQueues

        counter = Counter(
            waiting=self._waiting,
            mark=self._mark,
            on_lamp=desk.events.publish,
            on_drawer=lambda problem: desk.events.publish(DrawerTold(problem)),
        )
        self._read_logo()
        with self._lock:
            self._desk = desk
            self._queues = PrintQueues(self._settings, counter, self._patience, self._logo)

    def stop(self) -> None:
        """Finishes the papers in hand; what waits stays queued."""
        if self._queues is not None:
            self._queues.stop()

    def change(self, settings: DeskSettings) -> None:
        """Takes other printers or styles from the next paper on. Any thread."""
        with self._lock:
            self._settings = settings
            if self._queues is not None:
                self._queues.change(settings, self._logo)

    def draw(self, receipt: Receipt) -> bytes:
        """A receipt as its printer would print it, PNG."""
        from clubdesk.printing.preview import styled_preview_png

        return styled_preview_png(receipt, self.style())

    def style(self) -> PaperStyle:
        """How receipts are printed here now."""
        return _style(self._settings, self._logo)

    def hear(self, news: News) -> None:
        """Wakes the queues when a paper was queued; the event feed calls it."""
        # Not PrintJobChanged: the queues cause that themselves and would never wait between tries.
        if self._queues is None:
            return
        if isinstance(news, ReceiptQueued):
            self._queues.notify()
        elif isinstance(news, DrawerWanted) and news.till_id == self._settings.till:
            self._queues.open_drawer()
        elif isinstance(news, ReceiptLookChanged):
            self._read_logo()
            self.change(self._settings)

    def _read_logo(self) -> None:
        """Takes the club's logo from the books; told of a new one, it is on the desk worker."""
        with self._begin() as work:
            club = work.club.find()
        self._logo = b64decode(club.look.logo) if club is not None else b""

    def _waiting(self) -> Sequence[PrintJob]:
        def question() -> Sequence[PrintJob]:
            with self._begin() as work:
                waiting = work.print_jobs.waiting()
            # Another desk on the same books prints its own.
            return [job for job in waiting if job.receipt.paper.till_id == self._settings.till]

        return self._started().writer.submit(question).result()

    def _mark(self, job_id: int, state: PrintState, problem: str, by: str) -> bool:
        command = MarkPaper(job_id=job_id, state=state, problem=problem, by=by)
        answer = self._started().do(command, None).result()
        return isinstance(answer, Marked) and answer.taken

    def _started(self) -> Desk:
        if self._desk is None:
            raise RuntimeError("start() comes first")
        return self._desk


def _style(settings: DeskSettings, logo: bytes) -> PaperStyle:
    from clubdesk.printing.choosing import style_of
    from clubdesk.printing.encoding import PaperStyle

    tongue = settings.receipt_language or language()
    printer = printer_for(printers_of(settings), "receipt")
    if printer is not None:
        return style_of(printer, tongue, logo)
    return PaperStyle(
        language=tongue,
        columns=settings.printer_columns,
        profile=settings.printer_profile,
        logo=logo,
    )
