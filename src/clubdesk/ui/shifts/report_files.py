"""A shift's report as files: what is written, under which name, and where to. GUI thread.

The PDF is drawn and written on the thread for long work; the spreadsheet by the DeskRunner's port.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.receipt import Receipt, ShiftReport
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.views_till import CashMoveRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look import fonts
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.wording import date_time
from clubdesk.ui.sheet import Amount, Cell, Sheet
from clubdesk.ui.shifts.report_lines import ReportLine, Unit, sections, totals
from clubdesk.ui.shifts.report_pdf import ReportPdf, pdf_of

PDF, XLSX = ".pdf", ".xlsx"


def report_name(receipt: Receipt) -> str:
    """A file's name without an ending: ``z-report-000214``; they sort by their number."""
    return f"z-report-{receipt.paper.number:06}"


def pdf_report(receipt: Receipt, moves: Sequence[CashMoveRow], club: Club) -> ReportPdf:
    """Everything that the PDF of a stored Z-report says.

    Raises:
        ValueError: The paper is no report.
    """
    report = receipt.report
    if report is None:
        raise ValueError("the paper is no report of a shift")
    return ReportPdf(
        title=tr("Z-report {number}").format(number=receipt.paper.number),
        period=_period(receipt, report, club),
        totals=totals(report),
        sections=sections(report, moves, club),
        club=club,
        seal=report.chain_head,
    )


def keep_pdf(path: Path, report: ReportPdf) -> None:
    """Draws the PDF and writes it, whole or not at all. Any thread but the GUI's.

    Raises:
        DeskError: ``report.cannot_write``.
    """
    unfinished: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        unfinished = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(pdf_of(report))
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
        unfinished = None
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


def save_pdf(
    over: QWidget, runner: DeskRunner, report: ReportPdf, name: str, then: Callable[[Path], None]
) -> None:
    """Asks where to and writes the PDF; ``then`` gets the path once it is there."""
    path = _ask_path(over, tr("Save the report as"), name, PDF)
    if path is not None:
        fonts.load()
        runner.work(
            lambda job: keep_pdf(path, report),
            lambda _none: while_alive(over, then)(path),
            refused=runner.refused.emit,
        )


def save_xlsx(
    over: QWidget, runner: DeskRunner, sheet: Sheet, name: str, then: Callable[[Path], None]
) -> None:
    """Asks where to and writes the spreadsheet; ``then`` gets the path once it is there."""
    path = _ask_path(over, tr("Save the report as"), name, XLSX)
    if path is not None:
        runner.keep(sheet, path, lambda: while_alive(over, then)(path))


def sheet_of(report: ShiftReport, moves: Sequence[CashMoveRow], club: Club) -> Sheet:
    """The report as a table: amounts and counts are numbers that can be added up."""
    rows = [_row(tr("Totals"), line, club) for line in totals(report)]
    for section in sections(report, moves, club):
        rows += [_row(section.title, line, club) for line in section.lines]
    return Sheet((tr("Part"), tr("Line"), tr("Value"), tr("Note")), tuple(rows))


def _row(part: str, line: ReportLine, club: Club) -> tuple[Cell, ...]:
    value: Cell = line.value
    if isinstance(line.value, int) and line.unit in (Unit.MONEY, Unit.SIGNED):
        value = Amount(line.value, club.currency)
    note = line.note or (tr("points") if line.unit is Unit.POINTS else "")
    return part, line.name, value, note


def _period(receipt: Receipt, report: ShiftReport, club: Club) -> str:
    number = tr("Shift {number}").format(number=receipt.paper.shift_number)
    opened = date_time(report.opened_at, club)
    closed = date_time(report.closed_at, club) if report.closed_at else ""
    who = report.closed_by or report.opened_by
    return " · ".join(part for part in (number, f"{opened} - {closed}", who) if part)


def _ask_path(over: QWidget, heading: str, name: str, ending: str) -> Path | None:
    kind = f"{ending[1:].upper()} (*{ending})"
    chosen, _ = QFileDialog.getSaveFileName(over.window(), heading, f"{name}{ending}", kind)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


def _cannot(path: Path, error: OSError) -> DeskError:
    return DeskError(
        "report.cannot_write",
        tr("The report {name} cannot be written: {why}.").format(
            name=path.name[:120], why=error.strerror or str(error)
        ),
        tr("The report itself is safe in the books. Choose a folder that you may write to."),
        subject="path",
    )
