"""A printer's queue: takes waiting papers to the printer one by one, each at most once.

A thread of its own for each printer, so that neither the screen nor the desk worker nor another
printer ever waits for this one. It owns no state of its papers: every step is committed through
``mark`` before the next is taken.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clubdesk.foundation.translate import mark as marked
from clubdesk.printing.encoding import PaperStyle, drawer_bytes, receipt_bytes
from clubdesk.printing.link import (
    Printer,
    PrinterLink,
    PrinterLostError,
    PrinterUnreachableError,
)
from clubdesk.printing.status import PrinterStatus
from clubdesk.services.ports import LampState, PrinterLamp, PrintJob, PrintState

log = logging.getLogger(__name__)

Waiting = Callable[[], Sequence[PrintJob]]
Mark = Callable[[int, PrintState, str], bool]

NO_PRINTER = marked("No receipt printer is set up: choose one in Settings.")
INTERRUPTED = marked("The desk stopped while this was printing: look at the paper, then decide.")
BROKE_OFF = marked("The connection broke while printing: look at the paper, then decide.")
UNPRINTABLE = marked("This paper could not be prepared for printing.")
NO_DRAWER = marked("No drawer hangs on this printer: choose its pin in Settings.")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the queue waits, in seconds: after each failure in a row, and when idle."""

    after_failure_s: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0, 30.0)
    idle_s: float = 30.0


class PrintQueue:
    """Prints what ``waiting`` gives and reports each step through ``mark``.

    Args:
        printer: Where papers come out; None if the club has none.
        style: Language, width and printer profile.
        waiting: The jobs that are queued or in sending, oldest first; blocks until read.
        mark: Stores a job's state and problem and says whether it did, after the commit: a job
            that a person skipped or another queue took is not this one's any more. A problem is
            a marked text: ``tr`` it where it is shown.
        on_lamp: Hears of every change of the printer's lamp, on the queue's thread.
    """

    def __init__(
        self,
        printer: Printer | None,
        style: PaperStyle,
        *,
        waiting: Waiting,
        mark: Mark,
        on_lamp: Callable[[PrinterLamp], None] = lambda lamp: None,
        patience: Patience = Patience(),
    ) -> None:
        self._printer, self._style = printer, style
        self._waiting, self._mark, self._on_lamp = waiting, mark, on_lamp
        self._patience = patience
        self._lamp: PrinterLamp | None = None
        self._failures = 0
        self._owed: dict[int, tuple[PrintState, str]] = {}
        self._wake = threading.Event()
        self._stopping = False
        self._drawer: Callable[[str], None] | None = None
        self._thread = threading.Thread(target=self._run, name="print-queue", daemon=True)

    def start(self) -> None:
        """Begins; papers that were in sending when the desk died become unknown."""
        self._thread.start()

    def notify(self) -> None:
        """Says that a paper was queued or that another try is wanted now. Any thread."""
        self._wake.set()

    def open_drawer(self, told: Callable[[str], None]) -> None:
        """Opens the drawer now or never: it must not open by itself when nobody looks. Any thread.

        ``told`` hears on the queue's thread what kept it shut: a marked text, empty if nothing did.
        """
        self._drawer = told
        self._wake.set()

    def change(self, printer: Printer | None, style: PaperStyle) -> None:
        """Takes another printer or style from the next paper on. Any thread."""
        self._printer, self._style = printer, style
        self._wake.set()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Finishes the paper in hand and ends the thread; what waits stays queued."""
        self.retire()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def retire(self) -> None:
        """Ends after the paper in hand; waits for nothing. Any thread."""
        self._stopping = True
        self._wake.set()

    @property
    def is_alive(self) -> bool:
        """True until its thread has ended."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                served = self._serve()
            except Exception:
                # The books may be busy or full: the papers are safe there, so try again later.
                log.exception("the print queue could not read or store its papers")
                served = False
            self._failures = 0 if served else self._failures + 1
            self._wake.wait(self._pause_s())

    def _pause_s(self) -> float:
        if not self._failures:
            return self._patience.idle_s
        steps = self._patience.after_failure_s
        return steps[min(self._failures, len(steps)) - 1]

    def _serve(self) -> bool:
        """One round over what waits; False if a paper has to wait for the printer."""
        printer, style = self._printer, self._style
        told, self._drawer = self._drawer, None
        if told is not None:
            told(self._opened(printer, style))
        jobs = self._settle(self._waiting())
        if printer is None:
            self._show(PrinterLamp(LampState.NONE, NO_PRINTER))
            return True
        if not jobs:
            self._look(printer)
            return True
        for job in jobs:
            if self._stopping or not self._print(job, printer, style):
                return self._stopping
        return True

    def _settle(self, jobs: Sequence[PrintJob]) -> list[PrintJob]:
        """Ends what was left in sending: by what is known of it, or as unknown after a crash."""
        queued = []
        for job in jobs:
            if job.id in self._owed:
                self._store(job.id, *self._owed[job.id])
            elif job.state is PrintState.SENDING:
                self._store(job.id, PrintState.UNKNOWN, INTERRUPTED)
            elif job.state is PrintState.QUEUED:
                queued.append(job)
        return queued

    def _store(self, job_id: int, state: PrintState, problem: str) -> None:
        """Commits a state; one that cannot be stored is owed until it can."""
        self._owed[job_id] = (state, problem)
        self._mark(job_id, state, problem)
        del self._owed[job_id]

    def _print(self, job: PrintJob, printer: Printer, style: PaperStyle) -> bool:
        """True if the job is done with; False if it stays queued for another try."""
        try:
            data = receipt_bytes(job.receipt, style, copy=job.copy)
        except Exception:
            # A receipt that cannot be laid out must not keep the papers behind it waiting.
            log.exception("paper %s cannot be prepared", job.id)
            self._store(job.id, PrintState.FAILED, UNPRINTABLE)
            return True
        try:
            with printer.connect() as link:
                return self._hand_over(job, data, link)
        except (PrinterUnreachableError, PrinterLostError) as error:
            log.info("paper %s waits: %s", job.id, error)
            self._show(PrinterLamp(LampState.OFFLINE, error.advice))
            self._postpone(job, error.advice)
            return False

    def _hand_over(self, job: PrintJob, data: bytes, link: PrinterLink) -> bool:
        before = link.status()
        self._show(lamp_of(before))
        if before.problem:
            self._postpone(job, before.problem)
            return False
        if not self._mark(job.id, PrintState.SENDING, ""):
            return True  # a person skipped it, or another printer was faster
        try:
            link.write(data)
            after = link.status()
        except PrinterLostError as error:
            self._show(PrinterLamp(LampState.OFFLINE, error.advice))
            if error.sent:
                self._store(job.id, PrintState.UNKNOWN, BROKE_OFF)
                return True
            self._store(job.id, PrintState.QUEUED, error.advice)
            return False
        self._show(lamp_of(after))
        state = PrintState.CONFIRMED if after.ready else PrintState.SENT
        self._store(job.id, state, after.problem)
        return True

    def _postpone(self, job: PrintJob, problem: str) -> None:
        if job.problem != problem:
            self._store(job.id, PrintState.QUEUED, problem)

    def _look(self, printer: Printer) -> None:
        """Keeps the lamp true while nothing waits."""
        try:
            with printer.connect() as link:
                self._show(lamp_of(link.status()))
        except (PrinterUnreachableError, PrinterLostError) as error:
            self._show(PrinterLamp(LampState.OFFLINE, error.advice))

    def _opened(self, printer: Printer | None, style: PaperStyle) -> str:
        """Opens the drawer; gives what kept it shut."""
        pulse = drawer_bytes(style)
        if printer is None or not pulse:
            return NO_PRINTER if printer is None else NO_DRAWER
        try:
            with printer.connect() as link:
                before = link.status()
                if not before.problem:
                    link.write(pulse)
                return before.problem
        except (PrinterUnreachableError, PrinterLostError) as error:
            return error.advice

    def _show(self, lamp: PrinterLamp) -> None:
        if lamp != self._lamp:
            self._lamp = lamp
            self._on_lamp(lamp)


def lamp_of(status: PrinterStatus) -> PrinterLamp:
    """The lamp for a reading of the printer."""
    if status.ready is None:
        if status.online:
            return PrinterLamp(LampState.READY, marked("The printer does not tell of its paper."))
        return PrinterLamp(LampState.UNKNOWN, marked("The printer does not tell its state."))
    if not status.ready:
        return PrinterLamp(LampState.ATTENTION, status.problem)
    return PrinterLamp(LampState.READY, status.advice)
