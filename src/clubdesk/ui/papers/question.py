"""The question about a paper that may not have come out. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from clubdesk.foundation.translate import tr
from clubdesk.services.papers import RetryPaper, SkipPaper
from clubdesk.services.ports import PrintJob
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import Choice, Field
from clubdesk.ui.look.text import Text
from clubdesk.ui.papers.words import paper_word, problem_word


class PaperDialog(Dialog):
    """Did it come out? Print again marked COPY, on another printer too, or take it off the queue.

    Args:
        printers: The names of this desk's printers.
        all_papers: Opens the list of papers.
    """

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        job: PrintJob,
        printers: Sequence[str],
        all_papers: Callable[[], None],
    ) -> None:
        super().__init__(over, tr("Did this paper come out?"), paper_word(job), width=560)
        self._runner = runner
        self._job = job
        self.printer = Choice([("", tr("The printer set for it")), *((p, p) for p in printers)])
        self.all = Button(tr("Papers"), Kind.SECONDARY)
        self.all.setFixedHeight(BIG_HEIGHT)
        self.footer_left.addWidget(self.all)
        self.body.addWidget(Text(problem_word(job.problem)).wrapped())
        note = tr("If it lies in front of you, nothing is to be done. A second print says COPY.")
        self.body.addWidget(Text(note, "dim").wrapped())
        if len(printers) > 1:
            self.body.addWidget(Field(tr("Print again on"), self.printer))
        self.cancel.setText(tr("It came out"))
        self.cancel.clicked.connect(self._skip)
        self.all.clicked.connect(lambda: self.finish(done=False))
        self.all.clicked.connect(all_papers)
        self.set_primary(tr("Print again"))

    def on_primary(self) -> None:
        """Prints once more."""
        self.submit(self._runner, RetryPaper(job_id=self._job.id, printer=str(self.printer.key())))

    def _skip(self) -> None:
        self._runner.do(SkipPaper(job_id=self._job.id))
