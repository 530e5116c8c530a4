"""Close Shift: what keeps it open, a blind count, the difference, the Z-report. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.shifts import (
    OVER_TOLERANCE,
    REASON_NEEDED,
    CloseShift,
    ShiftClosedAnswer,
)
from clubdesk.services.views import ShiftNow, StationCard
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import Panel, emptied, row, scrolled
from clubdesk.ui.look.marks import Icon, Pill
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M, GAP_S, SEMIBOLD
from clubdesk.ui.look.wording import money
from clubdesk.ui.shifts.count import TillCount
from clubdesk.ui.shifts.outcome import Outcome
from clubdesk.ui.shifts.payment_blockers import PaymentBlockers

_MOST_SHOWN_HIGH = 300
_LINE_HIGH = 52


class CloseShiftDialog(Dialog):
    """Leads from what is still running to the Z-report.

    Signals:
        go_to_station: The person wants to see the station that keeps the shift open.
        go_to_payments: The person wants to settle the card payments that keep the shift open.
        report_wanted: The shift's id; its Z-report is to be shown.
    """

    go_to_station = Signal(int)
    go_to_payments = Signal()
    report_wanted = Signal(int)

    def __init__(
        self, over: QWidget, runner: DeskRunner, bridge: EventBridge, club: Club, now: ShiftNow
    ) -> None:
        super().__init__(over, tr("Close Shift"), f"· {now.shift.number if now.shift else ''}", 600)
        self._runner = runner
        self._club = club
        self._closed: int | None = None
        self._sent: int | None = None
        self._told_for: int | None = None
        self._difference = ""
        self.blockers = Blockers()
        self.blockers.go_to.connect(self._leave_for)
        self.payments = PaymentBlockers(club)
        self.payments.go_to.connect(self._leave_for_payments)
        self.advice = Text(
            tr("Count the cash in the till. What the books expect is shown after the count."),
            "dim",
        ).wrapped()
        self.count = TillCount(club)
        self.reason = TextField(tr("Reason for the difference"), tr("It goes into the Z-report."))
        self.reason.hide()
        for part in (self.blockers, self.payments, self.advice, self.count, self.reason):
            self.body.addWidget(part)
        self.count.changed.connect(lambda _: self._counted())
        self._refresh = Refresh(self, self._reload)
        bridge.happened.connect(self._refresh.wanted)
        self._show_now(now)

    def begin(self) -> None:
        """Opens with the keyboard where the next step is."""
        first = self.blockers.first_button() or self.payments.first_button()
        self.open(self.count.focus_first() if first is None else first)

    def on_primary(self) -> None:
        """Closes the shift; once it is closed, shows the report."""
        counted = self.count.minor()
        if self._closed is not None:
            self.finish(done=True)
            self.report_wanted.emit(self._closed)
        elif counted is not None:
            # A reason counts for the difference that was told; another count has another.
            told = counted == self._told_for
            self._sent = counted
            command = CloseShift(counted_minor=counted, reason=self.reason.text() if told else "")
            what = f"{self.primary.text()}. {self._difference}" if told else ""
            self.submit(self._runner, command, self._show_closed, what=what.strip())

    def refuse(self, error: DeskError | None) -> None:
        """Tells the difference and asks for its reason; a colleague may be needed to close."""
        if error is not None and error.code in (OVER_TOLERANCE, REASON_NEEDED):
            self._difference, self._told_for = error.text, self._sent
            self.reason.show()
            self.reason.editor.setFocus()
            self._guard()
        super().refuse(error)

    def _reload(self) -> None:
        if self._closed is not None:
            return
        till, at = self._runner.desk.till_id, self._runner.desk.clock.now()
        self._runner.ask(lambda books: books.shift_now(till, at), while_alive(self, self._show_now))

    def _show_now(self, now: ShiftNow) -> None:
        was_blocked = self._is_blocked()
        self.blockers.show_cards(now.open_sessions)
        self.blockers.setVisible(bool(now.open_sessions))
        self.payments.show_payments(now.pending_payments)
        blocked = self._is_blocked()
        for part in (self.advice, self.count):
            part.setVisible(not blocked)
        if was_blocked and not blocked:
            self.count.focus_first().setFocus()
        self._counted()

    def _counted(self) -> None:
        counted = self.count.minor()
        self.refusal.say(None)
        if self.blockers.cards:
            self.set_primary(tr("Close Shift"), why_not=tr("End the open sessions first."))
        elif self.payments.payments:
            self.set_primary(tr("Close Shift"), why_not=tr("Settle the card payments first."))
        elif counted is None:
            self.set_primary(tr("Close Shift"), why_not=tr("Count the till first."))
        else:
            amount = money(counted, self._club)
            self.set_primary(tr("Close Shift with {amount}").format(amount=amount))
            self._guard()

    def _guard(self) -> None:
        """Shows that a colleague's PIN is needed, once the difference is known."""
        over = bool(self._difference) and self.count.minor() == self._told_for
        missing = self._runner.missing(Permission.CLOSE_OVER_TOLERANCE)
        self.primary.guard(missing if over else "")

    def _show_closed(self, answer: ShiftClosedAnswer) -> None:
        self._closed = answer.shift_id
        for part in (self.blockers, self.payments, self.advice, self.count, self.reason):
            part.hide()
        counted = self.count.minor() or 0
        self.body.addWidget(Outcome(self._club, counted, answer.expected_minor))
        self.heading.setText(tr("The shift is closed"))
        self.subtitle.setText("· " + tr("Z-report {number}").format(number=answer.z_number))
        self.cancel.setText(tr("Close"))
        self.set_primary(tr("Show Z-report"))
        self.primary.setFocus()

    def _is_blocked(self) -> bool:
        return bool(self.blockers.cards or self.payments.payments)

    def _leave_for_payments(self) -> None:
        self.finish(done=False)
        self.go_to_payments.emit()

    def _leave_for(self, station_id: int) -> None:
        self.finish(done=False)
        self.go_to_station.emit(station_id)


class Blockers(QWidget):
    """The sessions that keep a shift open, each with a button that goes to it."""

    go_to = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[StationCard, ...] = ()
        self.buttons: list[Button] = []
        self.title = Text("", weight=SEMIBOLD)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        lines.addLayout(row(Icon("triangle-alert", "amber", 18), self.title, None))
        lines.addWidget(
            Text(tr("A shift is closed when nobody plays: end these sessions first."), "dim")
        )
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GAP_S)
        self._area = scrolled(self._inside)
        lines.addWidget(self._area)

    def show_cards(self, cards: tuple[StationCard, ...]) -> None:
        """Replaces the list."""
        if cards == self.cards and self.buttons:
            return
        self.cards = cards
        emptied(self._list)
        self.buttons = []
        for card in cards:
            self._list.addWidget(self._line(card))
        text = trn("{count} session is open", "{count} sessions are open", len(cards))
        self.title.setText(text.format(count=len(cards)))
        needed = len(cards) * (_LINE_HIGH + GAP_S) - GAP_S
        self._area.setFixedHeight(min(_MOST_SHOWN_HIGH, max(0, needed)))
        bar = GAP_S + 4 if needed > _MOST_SHOWN_HIGH else 0
        self._list.setContentsMargins(0, 0, bar, 0)

    def first_button(self) -> Button | None:
        """The first way out; None if nothing keeps the shift open."""
        return self.buttons[0] if self.buttons else None

    def _line(self, card: StationCard) -> Panel:
        paused = card.session is not None and card.session.state is SessionState.PAUSED
        state = (
            Pill(tr("Paused"), "amber", "pause") if paused else Pill(tr("Active"), "green", "play")
        )
        button = Button(tr("Go to {station}").format(station=card.station.name))
        button.clicked.connect(lambda: self.go_to.emit(card.station.id))
        self.buttons.append(button)
        panel = Panel("raised", 8)
        who = Text(card.payer_name or tr("Guest"), "dim")
        name = Text(card.station.name, weight=SEMIBOLD)
        panel.column.addLayout(row(4, name, state, who, None, button))
        panel.setFixedHeight(_LINE_HIGH)
        return panel
