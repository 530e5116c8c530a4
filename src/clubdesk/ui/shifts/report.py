"""A shift's report on the screen: as a page, as its paper, and the ways to keep it. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.domain.receipt import Receipt, ShiftReport
from clubdesk.foundation.translate import tr
from clubdesk.services.shifts import PrintXReport, ReprintReport
from clubdesk.services.views import DeskQueries, ShiftNow
from clubdesk.services.views_till import CashMoveRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import BIG_HEIGHT, Button, Kind
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import scrolled
from clubdesk.ui.look.receipt_preview import ReceiptPreview
from clubdesk.ui.look.text import small
from clubdesk.ui.look.wording import date_time
from clubdesk.ui.shifts.report_files import pdf_report, report_name, save_pdf, save_xlsx, sheet_of
from clubdesk.ui.shifts.report_lines import sections, totals
from clubdesk.ui.shifts.report_page import ReportPage

WIDTH = 1080
_PAPER_WIDE = 780
_AROUND = 190
_STEPS = {
    Qt.Key.Key_Down: 60,
    Qt.Key.Key_Up: -60,
    Qt.Key.Key_PageDown: 400,
    Qt.Key.Key_PageUp: -400,
}


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A closed shift's report with what moved cash beside sales."""

    shift_id: int
    receipt: Receipt
    report: ShiftReport
    moves: tuple[CashMoveRow, ...]
    club: Club


class ReportWays(QObject):
    """The buttons that keep a stored report: a printed copy, a PDF, a spreadsheet."""

    def __init__(self, dialog: Dialog, runner: DeskRunner, stored: StoredReport) -> None:
        super().__init__(dialog)
        self._dialog, self._runner, self._stored = dialog, runner, stored
        self.print = Button(tr("Print again"), Kind.SECONDARY, icon_name="printer")
        self.pdf = Button(tr("Save as PDF"), Kind.SECONDARY, icon_name="download")
        self.xlsx = Button(tr("Save as XLSX"), Kind.SECONDARY, icon_name="download")
        self.told = small("", "green")
        self.print.setToolTip(tr("The copy is marked COPY."))
        for button in (self.print, self.pdf, self.xlsx):
            button.setFixedHeight(BIG_HEIGHT)
        self.print.clicked.connect(self._print)
        self.pdf.clicked.connect(self._save_pdf)
        self.xlsx.clicked.connect(self._save_xlsx)

    def buttons(self) -> tuple[Button, ...]:
        """From left to right."""
        return self.print, self.pdf, self.xlsx

    def _print(self) -> None:
        self._runner.do_or_approve(
            self._dialog,
            ReprintReport(shift_id=self._stored.shift_id),
            tr("Print a copy of Z-report {number}").format(
                number=self._stored.receipt.paper.number
            ),
            while_alive(self._dialog, lambda _: self.told.setText(tr("A copy is on its way."))),
            refused=while_alive(self._dialog, self._dialog.refuse),
            button=self.print,
        )

    def _save_pdf(self) -> None:
        one = self._stored
        report = pdf_report(one.receipt, one.moves, one.club)
        save_pdf(self._dialog, self._runner, report, report_name(one.receipt), self._saved)

    def _save_xlsx(self) -> None:
        one = self._stored
        sheet = sheet_of(one.report, one.moves, one.club)
        save_xlsx(self._dialog, self._runner, sheet, report_name(one.receipt), self._saved)

    def _saved(self, path: Path) -> None:
        self.told.setText(tr("Saved: {name}").format(name=path.name))


class PageDialog(Dialog):
    """A report's page over the window, scrolled with the arrow keys."""

    def __init__(self, over: QWidget, heading: str, subtitle: str, page: ReportPage) -> None:
        super().__init__(over, heading, subtitle, WIDTH)
        self.page = page
        self.area = scrolled(page)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # As high as the page needs, so far as the window has room.
        wide, room = self.panel.width() - 44, max(240, self._window.height() - _AROUND)
        page.setFixedWidth(wide)
        layout = page.layout()
        wanted = layout.totalHeightForWidth(wide) if layout is not None else room
        self.area.setFixedHeight(min(room, max(wanted, page.sizeHint().height()) + 4))
        self.body.addWidget(self.area)
        self.cancel.hide()
        self.set_primary(tr("Close"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys scroll."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            event.accept()
            bar = self.area.verticalScrollBar()
            bar.setValue(bar.value() + step)


class ReportDialog(PageDialog):
    """The report of a closed shift."""

    def __init__(self, over: QWidget, runner: DeskRunner, stored: StoredReport) -> None:
        heading = tr("Report of shift {number}").format(number=stored.receipt.paper.shift_number)
        number = tr("Z-report {number}").format(number=stored.receipt.paper.number)
        report, club = stored.report, stored.club
        page = ReportPage(totals(report), sections(report, stored.moves, club), club)
        super().__init__(over, heading, f"· {number}", page)
        self.ways = ReportWays(self, runner, stored)
        self.paper = Button(tr("As printed"), Kind.SECONDARY, icon_name="receipt-text")
        self.paper.setFixedHeight(BIG_HEIGHT)
        self.paper.clicked.connect(lambda: show_paper(self, runner, stored.shift_id))
        for part in (*self.ways.buttons(), self.paper, self.ways.told):
            self.footer_left.addWidget(part)


class RunningReport(PageDialog):
    """The figures of the running shift so far, every line of them."""

    def __init__(
        self,
        over: QWidget,
        runner: DeskRunner,
        report: ShiftReport,
        moves: Sequence[CashMoveRow],
        club: Club,
        *,
        with_cash: bool,
    ) -> None:
        opened = date_time(report.opened_at, club)
        lines = sections(report, moves, club, with_cash=with_cash)
        page = ReportPage(totals(report, with_cash=with_cash), lines, club)
        super().__init__(over, tr("X-report"), f"· {report.opened_by} · {opened}", page)
        self.print = Button(tr("Print X-report"), Kind.SECONDARY, icon_name="printer")
        self.print.setFixedHeight(BIG_HEIGHT)
        self.print.guard(runner.missing(Permission.SEE_REPORTS))
        self.told = small("", "green")
        for part in (self.print, self.told):
            self.footer_left.addWidget(part)
        self.print.clicked.connect(
            lambda: runner.do_or_approve(
                self,
                PrintXReport(),
                tr("Print an X-report, which says what the till should hold"),
                while_alive(self, lambda _: self.told.setText(tr("The paper is on its way."))),
                refused=while_alive(self, self.refuse),
                button=self.print,
            )
        )


def show_report(over: QWidget, runner: DeskRunner, shift_id: int) -> None:
    """Shows a closed shift's report as a page; nothing if there is none."""
    _ask(over, runner, shift_id, lambda stored: ReportDialog(over, runner, stored).open())


def show_paper(over: QWidget, runner: DeskRunner, shift_id: int) -> None:
    """Shows a closed shift's Z-report as it prints, with the ways to keep it."""

    def draw(stored: StoredReport) -> None:
        runner.draw(stored.receipt, while_alive(over, lambda png: show(png, stored)))

    def show(png: bytes, stored: StoredReport) -> None:
        heading = tr("Z-report {number}").format(number=stored.receipt.paper.number)
        preview = ReceiptPreview(over, png, heading)
        preview.panel.setFixedWidth(min(_PAPER_WIDE, over.window().width() - 32))
        ways = ReportWays(preview, runner, stored)
        for part in (*ways.buttons(), ways.told):
            preview.footer_left.addWidget(part)
        preview.open()

    _ask(over, runner, shift_id, draw)


def show_running(
    over: QWidget, runner: DeskRunner, now: ShiftNow, club: Club, *, with_cash: bool
) -> None:
    """Shows every figure of the running shift; nothing if none is open."""
    shift, figures = now.shift, now.figures
    if shift is None or figures is None:
        return
    report = ShiftReport(
        opened_by=now.opened_by,
        opened_at=shift.opened_at,
        figures=figures,
        opening_difference=shift.counted_open_minor - shift.expected_open_minor,
        taken_over_from=now.taken_over_from,
    )

    def found(moves: Sequence[CashMoveRow]) -> None:
        RunningReport(over, runner, report, moves, club, with_cash=with_cash).open()

    runner.ask(lambda books: books.cash_moves(shift.id), while_alive(over, found))


def _ask(
    over: QWidget, runner: DeskRunner, shift_id: int, then: Callable[[StoredReport], None]
) -> None:
    till = runner.desk.till_id

    def stored(books: DeskQueries) -> StoredReport | None:
        return find_report(books, till, shift_id)

    def found(one: StoredReport | None) -> None:
        if one is not None:
            then(one)

    runner.ask(stored, while_alive(over, found))


def find_report(books: DeskQueries, till_id: int, shift_id: int) -> StoredReport | None:
    """The stored report of a closed shift of a till; None if there is none. Any thread."""
    club = books.club()
    row = next((row for row in books.shifts(till_id) if row.shift.id == shift_id), None)
    if club is None or row is None or row.report is None or row.report.report is None:
        return None
    moves = tuple(books.cash_moves(shift_id))
    return StoredReport(shift_id, row.report, row.report.report, moves, club)
