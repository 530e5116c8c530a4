"""Close Shift: what keeps it open, a blind count, the difference, the Z-report. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.shifts import CloseShift, ShiftClosedAnswer
from clubdesk.services.views import ShiftNow
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.settle_dialog import SettleDialog
from clubdesk.ui.shifts.blind_count import BlindCount
from clubdesk.ui.shifts.blocker_list import OrderBlockers, SessionBlockers
from clubdesk.ui.shifts.outcome import Outcome
from clubdesk.ui.shifts.payment_blockers import PaymentBlockers

WIDTH = 680


class CloseShiftDialog(Dialog):
    """Leads from what is still running to the Z-report.

    Signals:
        go_to_station: The person wants to see the station that keeps the shift open.
        go_to_payments: The person wants to see the card payments that keep the shift open.
        go_to_order: The person wants to see the order that keeps the shift open.
        cause_wanted: The Cause of a difference that is to be shown.
        report_wanted: The shift's id; its Z-report is to be shown.
    """

    go_to_station = Signal(int)
    go_to_payments = Signal()
    go_to_order = Signal(int)
    cause_wanted = Signal(object)
    report_wanted = Signal(int)

    def __init__(
        self, over: QWidget, runner: DeskRunner, bridge: EventBridge, club: Club, now: ShiftNow
    ) -> None:
        number = now.shift.number if now.shift else ""
        super().__init__(over, tr("Close Shift"), f"· {number}", WIDTH)
        self._runner = runner
        self._club = club
        self._closed: int | None = None
        self.blockers = SessionBlockers()
        self.payments = PaymentBlockers(club, runner)
        self.orders = OrderBlockers(club)
        advice = tr("Count the cash in the till. What the books expect is shown after the count.")
        self.blind = BlindCount(runner, club, advice)
        self.count, self.reason = self.blind.count, self.blind.reason
        for part in (self.blockers, self.payments, self.orders, self.blind):
            self.body.addWidget(part)
        self._connect()
        self._refresh = Refresh(self, self._reload)
        bridge.happened.connect(self._refresh.wanted)
        self._show_now(now)

    def begin(self) -> None:
        """Opens with the keyboard where the next step is."""
        lists = (self.blockers, self.payments, self.orders)
        ways = [button for one in lists if (button := one.first_button()) is not None]
        self.open(ways[0] if ways else self.blind.focus_first())

    def on_primary(self) -> None:
        """Closes the shift; once it is closed, shows the report."""
        counted = self.blind.minor()
        if self._closed is not None:
            self.finish(done=True)
            self.report_wanted.emit(self._closed)
        elif counted is not None:
            # A reason counts for the difference that was told; another count has another.
            difference = self.blind.difference if self.blind.is_told else ""
            command = CloseShift(
                counted_minor=counted, parts=self.blind.parts(), reason=self.blind.take()
            )
            what = f"{self.primary.text()}. {difference}" if difference else ""
            self.submit(self._runner, command, self._show_closed, what=what.strip())

    def refuse(self, error: DeskError | None) -> None:
        """Tells the difference and asks for its reason; a colleague may be needed to close."""
        if self.blind.take_refusal(error):
            self._guard()
        super().refuse(error)

    def _connect(self) -> None:
        self.blockers.go_to.connect(self._leave_for_station)
        self.payments.go_to.connect(self._leave_for_payments)
        self.payments.settle_wanted.connect(self._settle)
        self.orders.go_to.connect(self._leave_for_order)
        self.blind.changed.connect(self._counted)
        self.blind.open_wanted.connect(self.cause_wanted)

    def _reload(self) -> None:
        if self._closed is not None:
            return
        till, at = self._runner.desk.till_id, self._runner.desk.clock.now()
        self._runner.ask(lambda books: books.shift_now(till, at), while_alive(self, self._show_now))

    def _show_now(self, now: ShiftNow) -> None:
        if self._closed is not None:
            return
        was_blocked = bool(self._why_blocked())
        self.blockers.show_cards(now.open_sessions if now.sessions_block else ())
        self.payments.show_payments(now.pending_payments)
        self.orders.show_orders(now.open_orders)
        blocked = bool(self._why_blocked())
        self.blind.setVisible(not blocked)
        if was_blocked and not blocked:
            self.blind.focus_first().setFocus()
        self._say()

    def _why_blocked(self) -> str:
        if self.blockers.cards:
            return tr("End the open sessions first.")
        if self.payments.payments:
            return tr("Settle the card payments first.")
        return tr("Serve or cancel the open orders first.") if self.orders.orders else ""

    def _counted(self) -> None:
        if self._closed is None:
            self.refusal.say(None)
            self._say()

    def _say(self) -> None:
        counted, blocked = self.blind.minor(), self._why_blocked()
        if blocked or counted is None:
            why_not = blocked or tr("Count the till first.")
            self.set_primary(tr("Close Shift"), why_not=why_not)
        else:
            amount = money(counted, self._club)
            self.set_primary(tr("Close Shift with {amount}").format(amount=amount))
            self._guard()

    def _guard(self) -> None:
        """Shows that a colleague's PIN is needed, once the difference is known."""
        missing = self._runner.missing(Permission.CLOSE_OVER_TOLERANCE)
        self.primary.guard(missing if self.blind.is_told else "")

    def _show_closed(self, answer: ShiftClosedAnswer) -> None:
        self._closed = answer.shift_id
        counted = self.blind.minor() or 0
        for part in (self.blockers, self.payments, self.orders, self.blind):
            part.hide()
        self.body.addWidget(Outcome(self._club, counted, answer.expected_minor))
        self.heading.setText(tr("The shift is closed"))
        self.subtitle.setText("· " + tr("Z-report {number}").format(number=answer.z_number))
        self.cancel.setText(tr("Close"))
        self.set_primary(tr("Show Z-report"))
        self.primary.setFocus()

    def _settle(self, payment: PendingPayment) -> None:
        SettleDialog(self, self._runner, self._club, payment).begin()

    def _leave_for_payments(self) -> None:
        self.finish(done=False)
        self.go_to_payments.emit()

    def _leave_for_station(self, station_id: int) -> None:
        self.finish(done=False)
        self.go_to_station.emit(station_id)

    def _leave_for_order(self, order_id: int) -> None:
        self.finish(done=False)
        self.go_to_order.emit(order_id)
