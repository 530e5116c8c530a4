"""Opens the dialogs of the screen Shifts and leads on from them. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clubdesk.domain.causes import Cause
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.services.papers import OpenDrawer
from clubdesk.services.views import ShiftNow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.operations.settle_dialog import SettleDialog
from clubdesk.ui.shifts.cash_dialogs import CashDialog, CashInDialog, CashOutDialog, CollectDialog
from clubdesk.ui.shifts.close_dialog import CloseShiftDialog
from clubdesk.ui.shifts.hand_over_dialog import HandOverDialog
from clubdesk.ui.shifts.open_dialog import OpenShiftDialog
from clubdesk.ui.shifts.report import show_paper, show_running


class ShiftErrands(QObject):
    """What the buttons of the screen lead to.

    Signals:
        go_to_station: A station's id.
        go_to_payments: Pending card payments are to be settled.
        go_to_order: An order's id.
        transaction_wanted: The number of a transaction to look at.
        told: A Notice.
        counting: True while a blind count is open: nothing behind it may tell what is expected.
    """

    go_to_station = Signal(int)
    go_to_payments = Signal()
    go_to_order = Signal(int)
    transaction_wanted = Signal(int)
    told = Signal(object)
    counting = Signal(bool)

    def __init__(self, screen: QWidget, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__(screen)
        self._screen, self._runner, self._bridge = screen, runner, bridge

    def open_shift(self, club: Club) -> None:
        """Open Shift."""
        OpenShiftDialog(self._screen, self._runner, club).begin()

    def close_shift(self, club: Club, now: ShiftNow) -> None:
        """Close Shift."""
        dialog = CloseShiftDialog(self._screen, self._runner, self._bridge, club, now)
        dialog.go_to_station.connect(self.go_to_station)
        dialog.go_to_payments.connect(self.go_to_payments)
        dialog.go_to_order.connect(self.go_to_order)
        self._count_in(dialog, club)
        dialog.begin()

    def hand_over(self, club: Club, now: ShiftNow) -> None:
        """Hand over."""
        dialog = HandOverDialog(self._screen, self._runner, self._bridge, club, now)
        self._count_in(dialog, club)
        dialog.begin()

    def cash(self, kind: type[CashInDialog | CashOutDialog | CollectDialog], club: Club) -> None:
        """Cash in, Cash out or Collect, with what the till holds now for who may see it."""
        till, at = self._runner.desk.till_id, self._runner.desk.clock.now()
        may_see = self._runner.may(Permission.SEE_REPORTS)

        def found(now: ShiftNow) -> None:
            held = now.figures.expected_cash if now.figures is not None and may_see else None
            dialog: CashDialog = kind(self._screen, self._runner, club, held)
            dialog.told.connect(self.told)
            dialog.begin()

        self._runner.ask(lambda books: books.shift_now(till, at), while_alive(self, found))

    def open_drawer(self, button: QWidget) -> None:
        """Opens the drawer without a sale; the journal keeps who did."""
        self._runner.do_or_approve(
            self._screen,
            OpenDrawer(),
            tr("Open the drawer without a sale"),
            while_alive(self, lambda _: self.told.emit(Notice(tr("The drawer was opened.")))),
            button=button,
        )

    def show_running(self, club: Club, now: ShiftNow) -> None:
        """Every figure of the running shift."""
        may_see = self._runner.may(Permission.SEE_REPORTS)
        show_running(self._screen, self._runner, now, club, with_cash=may_see)

    def _count_in(self, dialog: CloseShiftDialog | HandOverDialog, club: Club) -> None:
        dialog.cause_wanted.connect(lambda cause: self._open_cause(dialog, club, cause))
        dialog.report_wanted.connect(
            lambda shift_id: show_paper(self._screen, self._runner, shift_id)
        )
        dialog.closed.connect(lambda _: self.counting.emit(False))
        self.counting.emit(True)

    def _open_cause(self, dialog: Dialog, club: Club, cause: Cause) -> None:
        if cause.transaction_id is not None:
            self.transaction_wanted.emit(cause.transaction_id)
        elif cause.payment_id is not None:
            self._settle(dialog, club, cause.payment_id)

    def _settle(self, dialog: Dialog, club: Club, payment_id: int) -> None:
        """Settles a payment over the count; one that is settled by now is in its list."""
        till, at = self._runner.desk.till_id, self._runner.desk.clock.now()

        def found(now: ShiftNow) -> None:
            waiting = [one for one in now.pending_payments if one.payment_id == payment_id]
            if waiting:
                SettleDialog(dialog, self._runner, club, waiting[0]).begin()
            else:
                dialog.finish(done=False)
                self.go_to_payments.emit()

        self._runner.ask(lambda books: books.shift_now(till, at), while_alive(dialog, found))
