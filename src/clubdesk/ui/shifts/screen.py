"""The screen Shifts (F6): the running shift at the top, past ones below. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.services.shifts import PrintXReport
from clubdesk.services.views import ShiftNow, ShiftRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import Panel, row, rule
from clubdesk.ui.look.marks import Pill
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.table import Table
from clubdesk.ui.look.text import Elided, Text, heading, small, title
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.look.wording import clock_time, date, date_time, span
from clubdesk.ui.shifts.cash_dialogs import CashInDialog, CashOutDialog, CollectDialog
from clubdesk.ui.shifts.errands import ShiftErrands
from clubdesk.ui.shifts.figures_panel import FiguresPanel
from clubdesk.ui.shifts.past import past_shifts
from clubdesk.ui.shifts.report import show_report
from clubdesk.ui.shifts.shift_warnings import ShiftWarnings
from clubdesk.ui.shifts.till_deeds import TillDeeds

_LAST_LETTER = 128
_LOW = 560
Found = tuple[Club | None, ShiftNow, Sequence[ShiftRow]]


class ShiftsScreen(QWidget):
    """The shifts of this desk's till.

    Signals:
        go_to_station: A station's id; the hall should show it.
        go_to_payments: The card payments that are pending should be settled.
        go_to_order: An order's id; the bar should show it.
        transaction_wanted: The number of a transaction that should be shown.
        told: A Notice of what was done.
    """

    go_to_station = Signal(int)
    go_to_payments = Signal()
    go_to_order = Signal(int)
    transaction_wanted = Signal(int)
    told = Signal(object)

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._club: Club | None = None
        self._now = ShiftNow(None)
        self._counting = False
        self.errands = ShiftErrands(self, runner, bridge)
        self.heading = title(tr("Shifts"))
        self.about = Elided("", "dim")
        self.state = Pill(tr("Shift closed"), "grey")
        self.open_button = Button(tr("Open Shift"), Kind.PRIMARY, "O")
        self.close_button = Button(tr("Close Shift"), Kind.PRIMARY, "C")
        self.hand_button = Button(tr("Hand over"), Kind.SECONDARY, "H")
        self.x_button = Button(tr("Print X-report"), Kind.SECONDARY, "X")
        self.warnings = ShiftWarnings()
        self.figures = FiguresPanel()
        self.none_open = Text(
            tr("No shift is open at this till. No money moves without one."), "dim"
        )
        self.deeds = TillDeeds(
            runner,
            cash_in=lambda: self._cash(CashInDialog),
            cash_out=lambda: self._cash(CashOutDialog),
            collect=lambda: self._cash(CollectDialog),
            open_drawer=lambda: self.errands.open_drawer(self.deeds.drawer),
        )
        self.all_figures = Button(tr("All figures"), Kind.QUIET, "A", icon_name="list")
        self.report_button = Button(tr("Report"), Kind.SECONDARY, tr("Enter"))
        self.table: Table[ShiftRow] | None = None
        self._build()
        self._connect()
        self._refresh = Refresh(self, self.reload)
        bridge.happened.connect(self._refresh.wanted)
        runner.signed_in.connect(self._refresh.wanted)

    def reload(self) -> None:
        """Asks for the running shift and the past ones."""
        till, at = self._runner.desk.till_id, self._runner.desk.clock.now()
        self._runner.ask(
            lambda books: (books.club(), books.shift_now(till, at), books.shifts(till)),
            while_alive(self, self._show),
        )

    def open_shift(self) -> None:
        """Opens the dialog Open Shift, if no shift is open."""
        if self._club is not None and self._now.shift is None:
            self.errands.open_shift(self._club)

    def close_shift(self) -> None:
        """Opens the dialog Close Shift, if a shift is open."""
        if self._club is not None and self._now.shift is not None:
            self.errands.close_shift(self._club, self._now)

    def hand_over(self) -> None:
        """Opens the dialog Hand over, if a shift is open."""
        if self._club is not None and self._now.shift is not None:
            self.errands.hand_over(self._club, self._now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves room for the table where bars at the top take the height."""
        super().resizeEvent(event)
        self.figures.fit(low=self.height() < _LOW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys shown on the buttons press them."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        key = chr(event.key()) if plain and event.key() < _LAST_LETTER else ""
        button = self._keys.get(key)
        if button is not None and button.isVisible():
            button.click()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.panel = Panel("panel", 16)
        self.panel.column.setSpacing(GAP_L)
        top = row(self.heading, self.state, gap=GAP_M)
        top.addWidget(self.about, 1)
        top.addLayout(row(self.x_button, self.hand_button, self.close_button, self.open_button))
        self.panel.column.addWidget(self.figures)
        self.panel.column.addWidget(self.none_open)
        self.panel.column.addWidget(rule())
        self.deeds.line.addWidget(self.all_figures)
        self.panel.column.addWidget(self.deeds)
        below = row(heading(tr("Past shifts")), None, self.report_button)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        self._lines.setSpacing(GAP_M)
        self._lines.addLayout(top)
        self._lines.addWidget(self.warnings)
        self._lines.addWidget(self.panel)
        self._lines.addSpacing(4)
        self._lines.addLayout(below)
        self._empty = small(tr("Closed shifts will be listed here."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lines.addWidget(self._empty, 1)

    def _connect(self) -> None:
        deeds = {
            self.open_button: self.open_shift,
            self.close_button: self.close_shift,
            self.hand_button: self.hand_over,
            self.x_button: self._print_x,
            self.all_figures: self._show_all,
            self.report_button: self._report,
        }
        for button, deed in deeds.items():
            button.clicked.connect(deed)
        shown = (*(deed.button for deed in self.deeds.deeds), *deeds)
        self._keys = {button.keys: button for button in shown if len(button.keys) == 1}
        self.warnings.go_to_payments.connect(self.go_to_payments)
        self.warnings.go_to_orders.connect(self._go_to_first_order)
        for name in ("go_to_station", "go_to_payments", "go_to_order", "transaction_wanted"):
            getattr(self.errands, name).connect(getattr(self, name))
        self.errands.told.connect(self.told)
        self.errands.counting.connect(self._count)

    def _show(self, found: Found) -> None:
        self._club, self._now, past = found
        if self._club is None:
            return
        if self.table is None:
            self._add_table(self._club)
        self._show_running(self._club)
        closed = [line for line in past if line.shift.closed_at is not None]
        if self.table is not None:
            known = {line.shift.id for line in self.table.rows_model.rows}
            self.table.show_rows(closed, same=lambda line: line.shift.id)
            if closed and closed[0].shift.id not in known:
                self.table.go_to(0)  # the shift that was just closed is the one asked about
            self.table.setVisible(bool(closed))
        self._empty.setVisible(not closed)
        self.report_button.setVisible(bool(closed))

    def _show_running(self, club: Club) -> None:
        shift, figures = self._now.shift, self._now.figures
        may = self._runner.may(Permission.RUN_SHIFT)
        why_not = "" if may else tr("You may not run a shift. Ask an administrator.")
        self.x_button.guard(self._runner.missing(Permission.SEE_REPORTS))
        may_see = self._runner.may(Permission.SEE_REPORTS)
        for button in (self.open_button, self.close_button, self.hand_button, self.x_button):
            button.allow("" if button is self.x_button and may_see else why_not)
            button.setVisible((button is self.open_button) == (shift is None))
        self.figures.setVisible(figures is not None)
        self.all_figures.setVisible(figures is not None)
        self.none_open.setVisible(shift is None)
        self.deeds.allow(in_shift=shift is not None)
        at = self._runner.desk.clock.now()
        self.warnings.show_now(self._now, at)
        if shift is None:
            self.state.say(tr("Shift closed"), "grey", "lock")
            self.about.setText("")
            return
        if self._now.is_long:
            self.state.say(tr("Open for too long"), "red", "clock")
        else:
            self.state.say(tr("Shift open"), "green", "circle-check")
        same_day = date(at, club) == date(shift.opened_at, club)
        since = (clock_time if same_day else date_time)(shift.opened_at, club)
        self.about.setText(
            tr("Shift {number} · {name} · since {time} · {length}").format(
                number=shift.number,
                name=self._now.opened_by,
                time=since,
                length=span(at - shift.opened_at),
            )
        )
        if figures is not None:
            sees = self._runner.may(Permission.SEE_REPORTS) and not self._counting
            self.figures.show_figures(figures, club, with_cash=sees)

    def _count(self, counting: bool) -> None:
        # The count is blind: what the books expect does not shine through from behind.
        self._counting = counting
        if self._club is not None:
            self._show_running(self._club)

    def _add_table(self, club: Club) -> None:
        self.table = past_shifts(club)
        self.table.row_chosen.connect(lambda _: self._report())
        self._lines.insertWidget(self._lines.count() - 1, self.table, 1)
        self.setFocusProxy(self.table)

    def _cash(self, kind: type[CashInDialog | CashOutDialog | CollectDialog]) -> None:
        if self._club is not None and self._now.shift is not None:
            self.errands.cash(kind, self._club)

    def _print_x(self) -> None:
        what = tr("Print an X-report, which says what the till should hold")
        self._runner.do_or_approve(self, PrintXReport(), what, button=self.x_button)

    def _show_all(self) -> None:
        if self._club is not None:
            self.errands.show_running(self._club, self._now)

    def _go_to_first_order(self) -> None:
        if self._now.open_orders:
            self.go_to_order.emit(self._now.open_orders[0].order_id)

    def _report(self) -> None:
        line = self.table.current() if self.table is not None else None
        if line is not None:
            show_report(self, self._runner, line.shift.id)
