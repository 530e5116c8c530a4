"""Keeps every Z-report as a PDF in the data folder, by itself, when a shift is closed.

It hears of the close in the GUI thread; what is stored is asked on the reading worker, drawn and
written on the thread for long work. A PDF that is missing (a full disk, a desk that was killed)
is written at the next close.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from clubdesk.bootstrap.troubles import Troubles
from clubdesk.domain.events import ShiftClosed
from clubdesk.foundation.errors import DeskError
from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look import fonts

if TYPE_CHECKING:
    from clubdesk.ui.shifts.report import StoredReport

FOLDER = "reports"
_LAST = 5
"""How many of the newest reports are looked after."""


class ReportKeeper(QObject):
    """Writes what is missing.

    Args:
        runner: The way to the desk.
        bridge: Tells of closed shifts.
        folder: The desk's data folder.
        troubles: Hears of a folder that cannot be written to.
    """

    def __init__(
        self, runner: DeskRunner, bridge: EventBridge, folder: Path, troubles: Troubles
    ) -> None:
        super().__init__()
        self._runner, self._folder, self._troubles = runner, folder / FOLDER, troubles
        bridge.happened.connect(self._hear)

    @Slot(object)
    def _hear(self, news: object) -> None:
        if isinstance(news, ShiftClosed) and news.till_id == self._runner.desk.till_id:
            till = news.till_id
            self._runner.ask(lambda books: self._missing(books, till), self._write)

    def _missing(self, books: DeskQueries, till_id: int) -> list[StoredReport]:
        # Not on the way to the first window: reports are drawn when a shift was closed.
        from clubdesk.ui.shifts.report import find_report

        newest = [row.shift.id for row in books.shifts(till_id)][: _LAST + 1]
        found = [find_report(books, till_id, shift_id) for shift_id in newest]
        return [one for one in found if one is not None and not self._path(one).exists()]

    def _write(self, missing: list[StoredReport]) -> None:
        if not missing:
            return
        from clubdesk.ui.shifts.report_files import keep_pdf, pdf_report

        fonts.load()
        reports = [
            (self._path(one), pdf_report(one.receipt, one.moves, one.club)) for one in missing
        ]

        def write() -> None:
            for path, report in reports:
                keep_pdf(path, report)

        self._runner.work(lambda job: write(), self._written, refused=self._cannot)

    def _written(self, _none: None) -> None:
        self._troubles.clear("reports")

    def _cannot(self, error: DeskError) -> None:
        self._troubles.tell("reports", error)

    def _path(self, one: StoredReport) -> Path:
        from clubdesk.ui.shifts.report_files import PDF, report_name

        till = one.receipt.paper.till_id
        return self._folder / f"till-{till}" / f"{report_name(one.receipt)}{PDF}"
