"""The screen Balance operations (F4): search, the client's card with one form, what was done.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.ports import PrintJob
from clubdesk.services.views import ClientRow, DeskQueries, ShiftNow
from clubdesk.services.views_people import OperationRow, PendingPayment
from clubdesk.ui.balance.counter import FOOTER_HIGH, Counter
from clubdesk.ui.balance.done_panel import DonePanel
from clubdesk.ui.balance.modes import Mode, ModeTabs
from clubdesk.ui.balance.no_shift_bar import NoShiftBar
from clubdesk.ui.balance.operations_list import OperationsList
from clubdesk.ui.balance.pending_strip import PendingStrip
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import post, row
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.text import title
from clubdesk.ui.look.tokens import GAP_L, GAP_M
from clubdesk.ui.operations.client_picker import ClientPicker
from clubdesk.ui.operations.openers import open_undo
from clubdesk.ui.operations.outcome import Outcome
from clubdesk.ui.operations.purse import Purse, ask_purse, first_look
from clubdesk.ui.operations.settle_dialog import SettleDialog

LEFT_WIDTH = 600
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class _Found:
    club: Club | None
    shift: ShiftNow
    operations: Sequence[OperationRow]
    jobs: Sequence[PrintJob]


class BalanceScreen(QWidget):
    """Tops up, credits and deducts, one client after the other.

    Signals:
        open_shift_wanted: No shift is open, and the person wants one.
        write_off_wanted: Write-off of expired bonuses was pressed.
        open_card_wanted: A client's id.
    """

    open_shift_wanted = Signal()
    write_off_wanted = Signal()
    open_card_wanted = Signal(int)

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # The one button that moves money is never under a toast.
        self.setProperty("keep_clear", FOOTER_HIGH)
        self._runner, self._bridge = runner, bridge
        self._club: Club | None = None
        self._shift = ShiftNow(None)
        self.modes = ModeTabs()
        self.write_off = Button(
            tr("Write-off of expired bonuses"), Kind.QUIET, icon_name="calendar-clock"
        )
        self.no_shift = NoShiftBar()
        self.pending = PendingStrip(runner)
        self.picker = ClientPicker(runner)
        self.operations = OperationsList()
        self.counter = Counter(runner)
        self.done = DonePanel()
        self.right = QStackedWidget()
        self._build()
        self._connect()
        self._refresh = Refresh(self, self.reload)
        bridge.happened.connect(self._refresh.wanted)
        runner.signed_in.connect(self._refresh.wanted)
        runner.rights_changed.connect(self._refresh.wanted)
        self.setFocusProxy(self.picker.search)

    # What bootstrap uses.

    def begin(self, mode: Mode, client_id: int | None = None) -> None:
        """Goes to one of the three ways, with a client or with an empty search."""
        self.modes.choose(mode)
        if client_id is not None:
            self.picker.pick_client(client_id)
        elif self.picker.row is None:
            self.picker.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_card(self, client_id: int) -> None:
        """A card was scanned: its client comes to the counter."""
        self.picker.pick_client(client_id)

    def tells(self, outcome: Outcome) -> bool:
        """Whether this screen shows an operation itself, with its Undo."""
        return self.picker.row is None and self.done.outcome == outcome

    def reload(self) -> None:
        """Asks for the shift, what was done in it, and the papers."""
        till, at = self._runner.desk.till_id, self._runner.desk.clock.now()

        def look(books: DeskQueries) -> _Found:
            shift = books.shift_now(till, at)
            listed = shift.shift.id if shift.shift is not None else 0
            done = books.operations_of_shift(listed, MOST_LISTED) if listed else ()
            return _Found(books.club(), shift, done, books.print_jobs(MOST_LISTED))

        self._runner.ask(look, while_alive(self, self._show))
        if self.picker.row is not None:
            self._ask_purse(self.picker.row.client.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+1 to 3 change the way; Ctrl+Z undoes what was done last; Esc starts over."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ways = {Qt.Key.Key_1: Mode.TOP_UP, Qt.Key.Key_2: Mode.CREDIT, Qt.Key.Key_3: Mode.DEDUCT}
        if control and event.key() in ways:
            self.modes.choose(ways[Qt.Key(event.key())])
        elif control and event.key() == Qt.Key.Key_Z and self.done.outcome is not None:
            self.done.undo.click()
        else:
            super().keyPressEvent(event)

    # Inside.

    def _build(self) -> None:
        top = row(title(tr("Balance operations")), GAP_M, self.modes, None, self.write_off)
        top.setContentsMargins(GAP_L, 10, GAP_L, 6)
        left_side = QWidget()
        left_side.setFixedWidth(LEFT_WIDTH)
        left = QVBoxLayout(left_side)
        left.setContentsMargins(GAP_L, 6, GAP_L, GAP_L)
        left.setSpacing(GAP_M)
        for part in (self.no_shift, self.pending, self.picker):
            left.addWidget(part)
        left.addWidget(self.operations, 1)
        self.right.addWidget(self.done)
        self.right.addWidget(self.counter)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(left_side)
        across.addWidget(post())
        across.addWidget(self.right, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(top)
        lines.addLayout(across, 1)

    def _connect(self) -> None:
        self.modes.chosen.connect(lambda _: self._change_mode())
        self.write_off.clicked.connect(self.write_off_wanted)
        self.no_shift.open_wanted.connect(self.open_shift_wanted)
        self.pending.settle_wanted.connect(self._settle)
        self.picker.picked.connect(self._picked)
        self.picker.cleared.connect(self._cleared)
        self.operations.undo_wanted.connect(self._undo)
        self.counter.left.connect(self.picker.change)
        self.counter.open_card.connect(self.open_card_wanted)
        self.counter.done.connect(self._operated)
        self.done.undo_wanted.connect(self._undo)

    def _show(self, found: _Found) -> None:
        if found.club is None:
            return
        first = self._club is None
        self._club, self._shift = found.club, found.shift
        if first:
            self.picker.know(found.club)
        self.no_shift.setVisible(found.shift.shift is None)
        self.no_shift.allow(self._runner)
        self._show_pending(found.club)
        self.operations.show_rows(found.operations, found.club)
        self.done.show_receipt(found.jobs, self._bridge.lamp)

    def _show_pending(self, club: Club) -> None:
        """All but the one that the terminal is being asked for at this counter."""
        form = self.counter.form
        asked = form.payment_id if form is not None else None
        waiting = [one for one in self._shift.pending_payments if one.payment_id != asked]
        self.pending.show_payments(waiting, club)

    def _picked(self, picked: ClientRow) -> None:
        if self._club is None:
            return
        self._begin_form(first_look(self._club, picked))
        self._ask_purse(picked.client.id)

    def _begin_form(self, purse: Purse) -> None:
        self.right.setCurrentWidget(self.counter)
        self.counter.begin(self.modes.mode(), purse)
        if self.counter.form is not None:
            self.setFocusProxy(self.counter.form.first())

    def _ask_purse(self, client_id: int) -> None:
        ask_purse(self, self._runner, client_id, self._know)

    def _know(self, purse: Purse) -> None:
        self.picker.refresh(purse.row)
        self.counter.know(purse)

    def _change_mode(self) -> None:
        form = self.counter.form
        if form is not None and self.picker.row is not None:
            self._begin_form(form.purse)
        elif self.picker.row is None:
            self.picker.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cleared(self) -> None:
        self.counter.drop()
        self.right.setCurrentWidget(self.done)
        self.setFocusProxy(self.picker.search)
        self.done.invite()
        self._refresh.wanted()

    def _operated(self, outcome: Outcome) -> None:
        self.picker.change()
        if self._club is not None:
            self.done.show_outcome(outcome, self._club)
        self._refresh.wanted()

    def _undo(self, client_id: int) -> None:
        open_undo(self, self._runner, client_id, self._done_elsewhere)

    def _done_elsewhere(self, outcome: Outcome) -> None:
        """Shows what a dialog over this screen did, unless a client is at the counter."""
        if self._club is not None and self.picker.row is None:
            self.done.show_outcome(outcome, self._club)

    def _settle(self, payment: PendingPayment) -> None:
        if self._club is not None:
            then = while_alive(self, self._done_elsewhere)
            SettleDialog(self, self._runner, self._club, payment, then).begin()
