"""The printer's part of the house: the print queue and its drawings, imported when first needed.

The queue runs on its own thread and asks the desk worker for everything it stores.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from clubdesk.domain.events import ReceiptQueued
from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import language
from clubdesk.services.desk import Desk
from clubdesk.services.event_feed import News
from clubdesk.services.papers import MarkPaper
from clubdesk.services.ports import BeginWork, PrintJob, PrintState

if TYPE_CHECKING:
    from clubdesk.printing.encoding import PaperStyle
    from clubdesk.printing.network import NetworkPrinter
    from clubdesk.printing.queue import PrintQueue


class PaperRoom:
    """Prints what waits, once ``start`` was called.

    Args:
        settings: The printer's place and kind.
    """

    def __init__(self, settings: DeskSettings, begin: BeginWork) -> None:
        self._settings = settings
        self._begin = begin
        self._desk: Desk | None = None
        self._queue: PrintQueue | None = None
        self._lock = threading.Lock()

    def start(self, desk: Desk) -> None:
        """Begins to print; the desk's writer must run."""
        from clubdesk.printing.queue import PrintQueue

        with self._lock:
            self._desk = desk
            self._queue = PrintQueue(
                _printer(self._settings),
                _style(self._settings),
                waiting=self._waiting,
                mark=self._mark,
                on_lamp=desk.events.publish,
            )
        self._queue.start()

    def stop(self) -> None:
        """Finishes the paper in hand; what waits stays queued."""
        if self._queue is not None:
            self._queue.stop()

    def change(self, settings: DeskSettings) -> None:
        """Takes another printer or style from the next paper on. Any thread."""
        with self._lock:
            self._settings = settings
            if self._queue is not None:
                self._queue.change(_printer(settings), _style(settings))

    def draw(self, receipt: Receipt) -> bytes:
        """A receipt as the printer would print it, PNG."""
        from clubdesk.printing.preview import styled_preview_png

        return styled_preview_png(receipt, _style(self._settings))

    def hear(self, news: News) -> None:
        """Wakes the queue when a paper was queued; the event feed calls it."""
        # Not PrintJobChanged: the queue causes that itself and would never wait between tries.
        if self._queue is not None and isinstance(news, ReceiptQueued):
            self._queue.notify()

    def _waiting(self) -> Sequence[PrintJob]:
        def question() -> Sequence[PrintJob]:
            with self._begin() as work:
                return work.print_jobs.waiting()

        return self._started().writer.submit(question).result()

    def _mark(self, job_id: int, state: PrintState, problem: str) -> None:
        command = MarkPaper(job_id=job_id, state=state, problem=problem)
        self._started().do(command, None).result()

    def _started(self) -> Desk:
        if self._desk is None:
            raise RuntimeError("start() comes first")
        return self._desk


def _printer(settings: DeskSettings) -> NetworkPrinter | None:
    from clubdesk.printing.network import NetworkPrinter

    host = settings.printer_host.strip()
    return NetworkPrinter(host, settings.printer_port) if host else None


def _style(settings: DeskSettings) -> PaperStyle:
    from clubdesk.printing.encoding import PaperStyle

    return PaperStyle(
        language=settings.receipt_language or language(),
        columns=settings.printer_columns,
        profile=settings.printer_profile,
    )
