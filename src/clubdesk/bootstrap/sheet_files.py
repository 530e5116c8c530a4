"""Writes what a table of the windows shows as a file, on the thread for long work."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from clubdesk.foundation.money import Currency, format_money
from clubdesk.foundation.translate import language
from clubdesk.lists.writing import Amount, Cell, write_table
from clubdesk.services.desk import Desk
from clubdesk.services.long_work import Job
from clubdesk.ui import sheet as shown
from clubdesk.ui.sheet import Sheet, SheetWriter


def sheet_writer(desk: Desk) -> SheetWriter:
    """What the DeskRunner writes tables with; the windows know no file format."""

    def write(sheet: Sheet, path: Path) -> Future[None]:
        def task(job: Job) -> None:
            rows = ([_plain(cell) for cell in row] for row in sheet.rows)
            write_table(path, sheet.titles, rows, cancelled=lambda: job.is_cancelled)

        return desk.work(task, Job())

    return write


def _plain(cell: shown.Cell) -> Cell:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, shown.Amount):
        return Amount(Decimal(cell.minor).scaleb(-cell.currency.exponent), pattern(cell.currency))
    return cell


def pattern(currency: Currency) -> str:
    """How a spreadsheet shows money of a currency: grouped, with its decimals and its sign."""
    sign = format_money(0, currency, language()).replace("0", "").strip().replace('"', "")
    decimals = f".{'0' * currency.exponent}" if currency.exponent else ""
    return f'#,##0{decimals} "{sign}"'
