"""Shows a closed shift's Z-report as its paper, and prints copies of it. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.translate import tr
from clubdesk.services.shifts import ReprintReport
from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.receipt_preview import ReceiptPreview


def show_report(over: QWidget, runner: DeskRunner, shift_id: int) -> None:
    """Draws the stored report of a closed shift and shows it over the window."""
    till = runner.desk.till_id

    def stored(books: DeskQueries) -> Receipt | None:
        return next((row.report for row in books.shifts(till) if row.shift.id == shift_id), None)

    def found(report: Receipt | None) -> None:
        if report is not None:
            heading = tr("Z-report {number}").format(number=report.paper.number)
            runner.draw(report, while_alive(over, lambda png: show(png, heading)))

    def show(png: bytes, heading: str) -> None:
        preview = ReceiptPreview(over, png, heading, with_copy=True)
        preview.copy_wanted.connect(
            lambda: runner.do(
                ReprintReport(shift_id=shift_id), refused=preview.refuse, button=preview.copy
            )
        )
        preview.open()

    runner.ask(stored, while_alive(over, found))
