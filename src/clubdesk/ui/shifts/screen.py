"""The screen Shifts (F6): the running shift at the top, past ones below. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
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
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.marks import Pill
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.table import Table
from clubdesk.ui.look.text import Text, heading, small, title
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.look.wording import clock_time, date, date_time, span
from clubdesk.ui.shifts.close_dialog import CloseShiftDialog
from clubdesk.ui.shifts.figures_panel import FiguresPanel
from clubdesk.ui.shifts.open_dialog import OpenShiftDialog
from clubdesk.ui.shifts.past import past_shifts
from clubdesk.ui.shifts.report import show_report

Found = tuple[Club | None, ShiftNow, Sequence[ShiftRow]]


class ShiftsScreen(QWidget):
    """The shifts of this desk's till.

    Signals:
        go_to_station: A station's id; the hall should show it.
        go_to_payments: The card payments that are pending should be settled.
    """

    go_to_station = Signal(int)
    go_to_payments = Signal()

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._bridge = bridge
        self._club: Club | None = None
        self._now = ShiftNow(None)
        self._counting = False
        self.heading = title(tr("Shifts"))
        self.about = Text("", "dim")
        self.state = Pill(tr("Shift closed"), "grey")
        self.open_button = Button(tr("Open Shift"), Kind.PRIMARY, "O")
        self.close_button = Button(tr("Close Shift"), Kind.PRIMARY, "C")
        self.x_button = Button(tr("Print X-report"), Kind.SECONDARY, "X")
        self.figures = FiguresPanel()
        self.none_open = Text(
            tr("No shift is open at this till. No money moves without one."), "dim"
        )
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
            OpenShiftDialog(self, self._runner, self._club).begin()

    def close_shift(self) -> None:
        """Opens the dialog Close Shift, if a shift is open."""
        if self._club is None or self._now.shift is None:
            return
        dialog = CloseShiftDialog(self, self._runner, self._bridge, self._club, self._now)
        dialog.go_to_station.connect(self.go_to_station)
        dialog.go_to_payments.connect(self.go_to_payments)
        dialog.report_wanted.connect(lambda shift_id: show_report(self, self._runner, shift_id))
        dialog.closed.connect(self._counted)
        # The count is blind: what the books expect does not shine through from behind.
        self._counting = True
        self._show_running(self._club)
        dialog.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """O opens, C closes, X prints: the keys shown on the buttons."""
        deeds = {
            Qt.Key.Key_O: self.open_button,
            Qt.Key.Key_C: self.close_button,
            Qt.Key.Key_X: self.x_button,
        }
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        button = deeds.get(Qt.Key(event.key())) if plain and event.key() in deeds else None
        if button is not None and button.isVisible():
            button.click()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.panel = Panel("panel", 16)
        self.panel.column.setSpacing(GAP_L)
        buttons = row(self.x_button, self.close_button, self.open_button)
        top = row(self.heading, self.state, self.about, None, gap=GAP_M)
        top.addLayout(buttons)
        self.panel.column.addWidget(self.figures)
        self.panel.column.addWidget(self.none_open)
        below = row(heading(tr("Past shifts")), None, self.report_button)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(GAP_L, 12, GAP_L, GAP_L)
        self._lines.setSpacing(GAP_M)
        self._lines.addLayout(top)
        self._lines.addWidget(self.panel)
        self._lines.addSpacing(4)
        self._lines.addLayout(below)
        self._empty = small(tr("Closed shifts will be listed here."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lines.addWidget(self._empty, 1)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.open_shift)
        self.close_button.clicked.connect(self.close_shift)
        self.x_button.clicked.connect(self._print_x)
        self.report_button.clicked.connect(self._report)

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
        for button in (self.open_button, self.close_button, self.x_button):
            button.allow(why_not)
            button.setVisible((button is self.open_button) == (shift is None))
        self.figures.setVisible(figures is not None)
        self.none_open.setVisible(shift is None)
        if shift is None:
            self.state.say(tr("Shift closed"), "grey", "lock")
            self.about.setText("")
            return
        self.state.say(tr("Shift open"), "green", "circle-check")
        at = self._runner.desk.clock.now()
        today = span(at - shift.opened_at)
        same_day = date(at, club) == date(shift.opened_at, club)
        since = (clock_time if same_day else date_time)(shift.opened_at, club)
        self.about.setText(
            tr("Shift {number} · {name} · since {time} · {length}").format(
                number=shift.number, name=self._now.opened_by, time=since, length=today
            )
        )
        if figures is not None:
            self.figures.show_figures(figures, club, with_cash=may and not self._counting)

    def _counted(self) -> None:
        self._counting = False
        if self._club is not None:
            self._show_running(self._club)

    def _add_table(self, club: Club) -> None:
        self.table = past_shifts(club)
        self.table.row_chosen.connect(lambda _: self._report())
        self._lines.insertWidget(self._lines.count() - 1, self.table, 1)
        self.setFocusProxy(self.table)

    def _print_x(self) -> None:
        self._runner.do(PrintXReport(), button=self.x_button)

    def _report(self) -> None:
        line = self.table.current() if self.table is not None else None
        if line is not None:
            show_report(self, self._runner, line.shift.id)
