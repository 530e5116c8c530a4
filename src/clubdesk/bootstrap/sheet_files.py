"""Writes what a table of the windows shows as a file, on the thread for long work."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

from clubdesk.lists.writing import Cell, write_table
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
    return cell
