"""The papers of the day: where each is, what keeps it, the paper itself, and what may be done.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clubdesk.domain.events import PrintJobChanged, ReceiptQueued
from clubdesk.domain.hall import Club
from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command
from clubdesk.services.papers import ReprintPaper, RetryPaper, SkipPaper
from clubdesk.services.ports import PrintJob, PrintState
from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Choice
from clubdesk.ui.look.paper_file import PdfButton
from clubdesk.ui.look.receipt_preview import Sheet
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M
from clubdesk.ui.look.wording import clock_time
from clubdesk.ui.papers.words import paper_word, problem_word, role_word, state_tone, state_word

WIDTH = 1120
_PREVIEW_WIDTH = 424
_MOST = 300
_DAY = timedelta(hours=24)
_OVER = (PrintState.SENT, PrintState.CONFIRMED, PrintState.SKIPPED)
_SKIPPABLE = (PrintState.QUEUED, PrintState.UNKNOWN, PrintState.FAILED)


class PapersDialog(Dialog):
    """The list on the left, the paper under the cursor on the right.

    Args:
        printers: The names of this desk's printers.
        chosen: The job that is looked at first; 0 for the newest.
    """

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        bridge: EventBridge,
        printers: Sequence[str],
        chosen: int = 0,
    ) -> None:
        super().__init__(over, tr("Papers"), tr("of the last 24 hours"), width=WIDTH)
        self.setObjectName("papers_dialog")
        self._runner = runner
        self._club: Club | None = None
        self._first = chosen
        self._drawn = 0
        self.table: Table[PrintJob] = Table(self._columns(), bare=True)
        self.table.setAccessibleName(tr("Papers"))
        self.none = Text(tr("No paper was printed in the last 24 hours."), "dim").wrapped()
        self.problem = Text("", "amber").wrapped()
        self.preview = QScrollArea()
        self.printer = Choice([("", tr("The printer set for it")), *((p, p) for p in printers)])
        self.printer.setAccessibleName(tr("Printer"))
        self.skip = Button(tr("Skip"), Kind.SECONDARY)
        self.pdf = PdfButton(runner, self._receipt)
        self._build(has_choice=len(printers) > 1)
        self.table.row_changed.connect(self._show)
        # Not straight to paper: a double click is soon done.
        self.table.row_chosen.connect(lambda _: self.primary.setFocus())
        self.skip.clicked.connect(self._skip)
        bridge.happened.connect(self._hear)
        self._ask()

    def on_primary(self) -> None:
        """Prints once more what lies under the cursor."""
        job = self.table.current()
        if job is not None:
            self._do(_again(job, str(self.printer.key())))

    def _columns(self) -> list[Column[PrintJob]]:
        return [
            Column(tr("Time"), self._time, order=lambda job: job.id, width=76),
            Column(tr("Document"), paper_word, strong=True),
            Column(tr("Printer"), lambda job: job.printer or role_word(job.role), width=130),
            Column(
                tr("State"),
                lambda job: state_word(job.state),
                tone=lambda job: state_tone(job.state),
                width=170,
            ),
        ]

    def _build(self, *, has_choice: bool) -> None:
        height = max(260, self._window.height() - 220)
        self.preview.setFixedSize(_PREVIEW_WIDTH, height)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.preview.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preview.viewport().setAutoFillBackground(False)
        left = QVBoxLayout()
        left.addWidget(self.none)
        left.addWidget(self.table, 1)
        left.addWidget(self.problem)
        across = QHBoxLayout()
        across.setSpacing(GAP_M)
        across.addLayout(left, 1)
        across.addWidget(self.preview)
        self.body.addLayout(across)
        self.printer.setMinimumWidth(220)
        self.printer.setFixedHeight(BIG_HEIGHT)
        self.skip.setFixedHeight(BIG_HEIGHT)
        self.pdf.setFixedHeight(BIG_HEIGHT)
        self.footer_left.addWidget(self.printer)
        self.footer_left.addWidget(self.skip)
        self.footer_left.addWidget(self.pdf)
        self.printer.setVisible(has_choice)
        self.cancel.setText(tr("Close"))
        self._show(None)

    def _ask(self) -> None:
        since = self._runner.desk.clock.now() - _DAY

        def question(books: DeskQueries) -> tuple[Club | None, list[PrintJob]]:
            return books.club(), _worth_showing(books.print_jobs(_MOST), since)

        self._runner.ask(question, while_alive(self, self._fill))

    def _fill(self, answer: tuple[Club | None, list[PrintJob]]) -> None:
        self._club, jobs = answer
        self.table.show_rows(jobs, same=lambda job: job.id)
        self.none.setVisible(not jobs)
        if self._first:
            numbers = [job.id for job in self.table.rows_model.rows]
            if self._first in numbers:
                self.table.go_to(numbers.index(self._first))
            self._first = 0

    def _show(self, job: PrintJob | None) -> None:
        may_print = job is not None and job.state is not PrintState.SENDING
        nothing = tr("Wait for the paper's end.") if job else tr("There is no paper.")
        self.set_primary(_word(job), why_not="" if may_print else nothing)
        self.pdf.setVisible(job is not None)
        may_skip = job is not None and job.state in _SKIPPABLE
        self.skip.setVisible(may_skip)
        doubtful = job is not None and job.state is PrintState.UNKNOWN
        self.skip.setText(tr("It came out") if doubtful else tr("Skip"))
        self.problem.setText(problem_word(job.problem) if job is not None else "")
        self.problem.setVisible(bool(self.problem.text()))
        if job is not None and job.id != self._drawn:
            self._drawn = job.id
            self._runner.draw(job.receipt, while_alive(self, lambda png: self._lay(job.id, png)))

    def _receipt(self) -> Receipt | None:
        job = self.table.current()
        return job.receipt if job is not None else None

    def _lay(self, job_id: int, png: bytes) -> None:
        if job_id != self._drawn:
            return  # the cursor is somewhere else by now
        sheet = Sheet(png)
        sheet.setProperty("clear", "true")
        sheet.setAutoFillBackground(False)
        self.preview.setWidget(sheet)

    def _skip(self) -> None:
        job = self.table.current()
        if job is not None:
            self._do(SkipPaper(job_id=job.id))

    def _do(self, command: Command) -> None:
        self.submit(self._runner, command, lambda _: self._ask())

    def _hear(self, news: object) -> None:
        if isinstance(news, PrintJobChanged | ReceiptQueued) and self.isVisible():
            self._ask()

    def _time(self, job: PrintJob) -> str:
        return clock_time(job.created_at, self._club) if self._club is not None else ""


def _worth_showing(jobs: Sequence[PrintJob], since: datetime) -> list[PrintJob]:
    """Those of the day, and older ones that still need a person."""
    return [job for job in jobs if job.created_at >= since or job.state not in _OVER]


def _again(job: PrintJob, printer: str) -> Command:
    if job.state in _OVER:
        return ReprintPaper(job_id=job.id, printer=printer)
    return RetryPaper(job_id=job.id, printer=printer)


def _word(job: PrintJob | None) -> str:
    if job is not None and job.state in (PrintState.QUEUED, PrintState.FAILED):
        return tr("Try again")
    if job is not None and job.state is PrintState.UNKNOWN:
        return tr("Print again")
    return tr("Print a Copy")
