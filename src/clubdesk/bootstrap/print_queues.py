"""One print queue for each printer of the desk, and one lamp for all of them.

A printer that is dead keeps its own papers waiting and no other's. Any thread; each queue runs on
a thread of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from clubdesk.foundation.printer_settings import PrinterSettings, printer_for
from clubdesk.foundation.settings import DeskSettings, printers_of
from clubdesk.foundation.translate import language
from clubdesk.printing.choosing import printer_of, style_of
from clubdesk.printing.encoding import PaperStyle
from clubdesk.printing.queue import Patience, PrintQueue
from clubdesk.services.ports import LampState, PrinterLamp, PrintJob, PrintState

NOBODY = ""
"""The name of the queue that tells that there is no printer."""

_BADNESS = (
    LampState.OFFLINE,
    LampState.ATTENTION,
    LampState.UNKNOWN,
    LampState.READY,
    LampState.NONE,
)


@dataclass(frozen=True, slots=True)
class Counter:
    """The books as the queues see them; called on their threads.

    Attributes:
        waiting: All papers that are queued or in sending, the oldest first.
        mark: Stores a job's state and problem for the printer of a name; False if it came late.
        on_lamp: Hears of every change of the lamp.
        on_drawer: Hears what kept the drawer shut; an empty text if nothing did.
    """

    waiting: Callable[[], Sequence[PrintJob]]
    mark: Callable[[int, PrintState, str, str], bool]
    on_lamp: Callable[[PrinterLamp], None]
    on_drawer: Callable[[str], None]


class PrintQueues:
    """The queues of this desk's printers."""

    def __init__(
        self,
        settings: DeskSettings,
        counter: Counter,
        patience: Patience | None = None,
        logo: bytes = b"",
    ) -> None:
        self._counter = counter
        self._patience = patience or Patience()
        self._printers: tuple[PrinterSettings, ...] = ()
        self._queues: dict[str, PrintQueue] = {}
        self._retired: list[tuple[str, PrintQueue]] = []
        self._lamps: dict[str, PrinterLamp] = {}
        self._told: PrinterLamp | None = None
        self._lock = threading.RLock()
        self.change(settings, logo)

    def change(self, settings: DeskSettings, logo: bytes) -> None:
        """Takes other printers from the next paper on; papers in hand are finished."""
        printers = printers_of(settings)
        tongue = settings.receipt_language or language()
        wanted = {printer.name for printer in printers} or {NOBODY}
        with self._lock:
            self._printers = printers
            for name in [name for name in self._queues if name not in wanted]:
                self._retire(name)
            for printer in printers:
                self._set_up(printer, style_of(printer, tongue, logo))
            if not printers and NOBODY not in self._queues:
                self._open(NOBODY, None, PaperStyle(language=tongue))
        self.notify()
        self._tell()

    def notify(self) -> None:
        """Says that a paper was queued."""
        for queue in self._all():
            queue.notify()

    def open_drawer(self) -> None:
        """Opens the drawer at the receipts' printer, or at the one that has a drawer."""
        with self._lock:
            with_drawer = tuple(printer for printer in self._printers if printer.drawer_pin)
            printer = printer_for(with_drawer or self._printers, "receipt")
            queue = self._queues[printer.name if printer is not None else NOBODY]
        queue.open_drawer(self._counter.on_drawer)

    def stop(self) -> None:
        """Finishes the papers in hand; what waits stays queued."""
        queues = self._all()
        for queue in queues:
            queue.retire()
        for queue in queues:
            queue.stop()

    def _all(self) -> list[PrintQueue]:
        with self._lock:
            return list(self._queues.values())

    def _set_up(self, printer: PrinterSettings, style: PaperStyle) -> None:
        queue = self._queues.get(printer.name)
        if queue is None:
            self._open(printer.name, printer, style)
        else:
            queue.change(printer_of(printer), style)

    def _open(self, name: str, printer: PrinterSettings | None, style: PaperStyle) -> None:
        counter = self._counter
        queue = PrintQueue(
            printer_of(printer) if printer is not None else None,
            style,
            waiting=lambda: self._papers_of(name),
            mark=lambda job_id, state, problem: counter.mark(job_id, state, problem, name),
            on_lamp=lambda lamp: self._light(name, lamp),
            patience=self._patience,
        )
        self._queues[name] = queue
        queue.start()

    def _retire(self, name: str) -> None:
        queue = self._queues.pop(name)
        queue.retire()
        self._retired = [(n, q) for n, q in [*self._retired, (name, queue)] if q.is_alive]
        self._lamps.pop(name, None)

    def _papers_of(self, name: str) -> list[PrintJob]:
        jobs = self._counter.waiting()
        with self._lock:
            return [job for job in jobs if self._owner(job) == name]

    def _owner(self, job: PrintJob) -> str | None:
        """Whose paper it is; None while a printer that was taken away still has it in hand."""
        in_hand = job.state is PrintState.SENDING
        if in_hand and any(n == job.printer and q.is_alive for n, q in self._retired):
            return None
        printer = printer_for(self._printers, job.role, job.printer)
        return printer.name if printer is not None else NOBODY

    def _light(self, name: str, lamp: PrinterLamp) -> None:
        with self._lock:
            if name not in self._queues:
                return
            self._lamps[name] = replace(lamp, printer=name)
        self._tell()

    def _tell(self) -> None:
        with self._lock:
            lamp = all_lamps([self._lamps[name] for name in self._queues if name in self._lamps])
            if lamp is None or lamp == self._told:
                return
            self._told = lamp
            # Under the lock, so that two printers' news cannot overtake each other.
            self._counter.on_lamp(lamp)


def all_lamps(lamps: Sequence[PrinterLamp]) -> PrinterLamp | None:
    """One lamp for all: the worst one's, with each printer's own beside it if there are several."""
    if not lamps:
        return None
    worst = min(lamps, key=lambda lamp: (_BADNESS.index(lamp.state), not lamp.text))
    if len(lamps) == 1:
        return replace(worst, printer="")
    return replace(worst, parts=tuple(lamps))
