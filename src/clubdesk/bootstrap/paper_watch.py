"""Tells the window how the printers are, and leads a person to papers that need one.

GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Slot

from clubdesk.domain.events import PrintJobChanged
from clubdesk.foundation.printer_settings import PrinterSettings
from clubdesk.foundation.translate import tr
from clubdesk.services.ports import DrawerTold, PrinterLamp, PrintJob, PrintState
from clubdesk.services.ports import LampState as PrinterState
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.entries import LampState
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.papers.dialog import PapersDialog
from clubdesk.ui.papers.question import PaperDialog

_TONES = {
    PrinterState.NONE: "grey",
    PrinterState.READY: "green",
    PrinterState.ATTENTION: "amber",
    PrinterState.OFFLINE: "red",
    PrinterState.UNKNOWN: "amber",
}
ALERT = "paper"
_DOUBTFUL = (PrintState.UNKNOWN, PrintState.FAILED)


class PaperWatch(QObject):
    """Listens to the print queues for one window. ``printers`` gives those that are set up now."""

    def __init__(
        self,
        window: MainWindow,
        runner: DeskRunner,
        bridge: EventBridge,
        printers: Callable[[], Sequence[PrinterSettings]],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._bridge = bridge
        self._printers = printers
        bridge.happened.connect(self._hear)
        runner.signed_in.connect(self._look)
        self._light(bridge.lamp)
        self._look()

    @Slot(object)
    def _hear(self, news: object) -> None:
        if isinstance(news, PrinterLamp):
            self._light(news)
        elif isinstance(news, PrintJobChanged):
            self._look()
        elif isinstance(news, DrawerTold):
            self._tell_drawer(news)

    def _light(self, lamp: PrinterLamp) -> None:
        self._window.set_lamp(
            "printer",
            LampState(
                tr("Printer"),
                _TONES[lamp.state],
                lamp_words(lamp),
                action=tr("Papers"),
                run=self._open_all,
            ),
        )

    def _tell_drawer(self, told: DrawerTold) -> None:
        if told.problem:
            self._window.toast(tr("The drawer did not open."), tr(told.problem), "amber")
        else:
            self._window.toast(tr("The drawer was opened."))

    @Slot()
    def _look(self) -> None:
        self._runner.ask(lambda books: books.print_jobs(50), while_alive(self, self._judge))

    def _judge(self, jobs: Sequence[PrintJob]) -> None:
        doubtful = [job for job in jobs if job.state in _DOUBTFUL]
        if not doubtful:
            self._window.set_alert(ALERT, None)
            return
        job = doubtful[-1]
        self._window.set_alert(
            ALERT,
            Alert(
                tr("A paper may not have been printed."),
                tr(job.problem) if job.problem else "",
                tr("Decide"),
                lambda: self._decide(job),
            ),
        )

    def _decide(self, job: PrintJob) -> None:
        if self._runner.staff is not None:
            names = [printer.name for printer in self._printers()]
            PaperDialog(
                self._window, self._runner, job, names, lambda: self.open_papers(job.id)
            ).open()

    def _open_all(self) -> None:
        self.open_papers()

    def open_papers(self, chosen: int = 0) -> None:
        """Opens the papers of the day; nobody sees them before signing in."""
        if self._runner.staff is None:
            return
        names = [printer.name for printer in self._printers()]
        dialog = PapersDialog(self._window, self._runner, self._bridge, names, chosen)
        dialog.open(dialog.table)


def lamp_words(lamp: PrinterLamp) -> str:
    """How the printers are, each on a line where there are several."""
    if not lamp.parts:
        is_well = lamp.state is PrinterState.READY and not lamp.text
        return tr("The printer is ready.") if is_well else tr(lamp.text) if lamp.text else ""
    lines = (
        tr("{printer}: {state}").format(
            printer=part.printer, state=tr(part.text) if part.text else tr("The printer is ready.")
        )
        for part in lamp.parts
    )
    return "\n".join(lines)
