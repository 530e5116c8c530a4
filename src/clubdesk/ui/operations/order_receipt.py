"""An order's receipt as it was printed, and a copy of it. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clubdesk.domain.receipt import Receipt
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.papers import ReprintPaper
from clubdesk.services.views_bar import OrderRow
from clubdesk.services.views_people import TransactionView
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.paper_file import PdfButton
from clubdesk.ui.look.receipt_preview import ReceiptPreview


def show_order_receipt(over: QWidget, runner: DeskRunner, row: OrderRow) -> None:
    """Draws the stored receipt and shows it; its button prints it again, marked COPY."""
    number, heading = row.order.transaction_id, tr("Order {number}").format(number=row.order.number)

    def found(view: TransactionView | None) -> None:
        if view is None or view.paper is None:
            runner.refused.emit(_no_paper())
        else:
            paper, job = view.paper, view.paper_job_id
            runner.draw(paper, while_alive(over, lambda png: show(png, job, paper)))

    def show(png: bytes, job: int | None, paper: Receipt) -> None:
        preview = ReceiptPreview(over, png, heading, with_copy=job is not None)
        preview.footer_left.addWidget(PdfButton(runner, lambda: paper))
        preview.copy_wanted.connect(lambda: _print(runner, preview, job))
        preview.open()

    runner.ask(
        lambda books: books.transaction(number) if number is not None else None,
        while_alive(over, found),
    )


def _print(runner: DeskRunner, preview: ReceiptPreview, job: int | None) -> None:
    if job is not None:
        runner.do(ReprintPaper(job_id=job), refused=preview.refuse, button=preview.copy)


def _no_paper() -> DeskError:
    return DeskError(
        "order.no_paper",
        tr("This order has no receipt."),
        tr("Nothing is lost: the order stands in the books as shown."),
    )
