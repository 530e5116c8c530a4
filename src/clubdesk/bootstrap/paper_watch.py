"""Tells the window how the printer is, and asks a person about papers that may not have come out.

GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from clubdesk.domain.events import PrintJobChanged
from clubdesk.foundation.translate import tr
from clubdesk.services.papers import RetryPaper, SkipPaper
from clubdesk.services.ports import LampState as PrinterState
from clubdesk.services.ports import PrinterLamp, PrintJob, PrintState
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.entries import LampState
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.text import Text

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
    """Listens to the print queue for one window."""

    def __init__(self, window: MainWindow, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
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

    def _light(self, lamp: PrinterLamp) -> None:
        ready = lamp.state is PrinterState.READY
        what = tr("The printer is ready.") if ready and not lamp.text else ""
        self._window.set_lamp(
            "printer",
            LampState(tr("Printer"), _TONES[lamp.state], what or _shown(lamp.text)),
        )

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
                _shown(job.problem),
                tr("Decide"),
                lambda: self._decide(job),
            ),
        )

    def _decide(self, job: PrintJob) -> None:
        if self._runner.staff is not None:
            PaperDialog(self._window, self._runner, job).open()


class PaperDialog(Dialog):
    """Did it come out? Print again marked COPY, or take it off the queue."""

    def __init__(self, window: MainWindow, runner: DeskRunner, job: PrintJob) -> None:
        super().__init__(window, tr("Did this paper come out?"), f"№ {job.id}", width=480)
        self._runner = runner
        self._job = job
        self.body.addWidget(Text(_shown(job.problem)).wrapped())
        self.body.addWidget(
            Text(
                tr("If it lies in front of you, nothing is to be done. A second print says COPY."),
                "dim",
            ).wrapped()
        )
        self.cancel.setText(tr("It came out"))
        self.cancel.clicked.connect(self._skip)
        self.set_primary(tr("Print again"))

    def on_primary(self) -> None:
        """Prints once more."""
        self.submit(self._runner, RetryPaper(job_id=self._job.id))

    def _skip(self) -> None:
        self._runner.do(SkipPaper(job_id=self._job.id))


def _shown(marked: str) -> str:
    return tr(marked) if marked else ""
