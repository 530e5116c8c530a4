"""How the guests of a group pay: in cash, with one card for all of them, or at the end.

GUI thread only. The dialog sends what has to be sent; this holds what was chosen.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.card_payment import CardState, Purpose
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.card_desk import NO_TERMINAL
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.face import Wording
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.text import Text, small
from clubdesk.ui.look.tokens import GAP_M, GAP_S, SEMIBOLD
from clubdesk.ui.operations.terminal_step import TerminalStep

CASH, CARD, LATER = "cash", "card", "later"


class GroupPayment(QWidget):
    """The choice, what was received in cash, and the terminal while it is asked.

    Signals:
        changed: Another way, or another amount.
        not_taken: The CardState that the terminal ended with, other than approved.
        approved: A driven terminal has taken it: the group starts by itself.

    Attributes:
        payment_id: The card payment that the terminal is being asked for; None if none is.
    """

    changed = Signal()
    not_taken = Signal(object)
    approved = Signal()

    def __init__(self, runner: DeskRunner, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.payment_id: int | None = None
        self.terminal = TerminalStep(runner)
        ways: list[tuple[object, str]] = [(CASH, tr("Cash"))]
        if self.terminal.driver() != NO_TERMINAL:
            ways.append((CARD, tr("Card")))
        if wording.club.postpaid_guests:
            ways.append((LATER, tr("At the end")))
        self.ways = ChipRow(ways)
        self.choice = QWidget()
        self.received = MoneyField(
            tr("Received in cash"),
            wording.club.currency,
            big=False,
            hint=tr("Empty: exactly the amount."),
        )
        self.notice = Panel("notice", GAP_M)
        self.notice_text = Text("", weight=SEMIBOLD).wrapped()
        self.notice_more = Text("", "dim").wrapped()
        self._build()
        self.ways.chosen.connect(lambda _: self.changed.emit())
        self.received.changed.connect(lambda _: self.changed.emit())
        self.terminal.slip.editor.textChanged.connect(lambda _: self.changed.emit())
        self.terminal.told.connect(self.not_taken)
        self.terminal.approved.connect(self._approved)

    def by_card(self) -> bool:
        """Whether one card pays for all guests."""
        return self.ways.key() == CARD

    def later(self) -> bool:
        """Whether the guests pay at the end."""
        return self.ways.key() == LATER

    def show_for(self, *, guests: bool, cash: bool) -> None:
        """Offers the ways where a guest plays, and the field where cash is taken."""
        asking = self.payment_id is not None
        self.choice.setVisible(guests and not asking and len(self.ways.chips) > 1)
        self.received.setVisible(not asking)
        self.received.setEnabled(cash)
        self.terminal.setVisible(asking)

    def received_minor(self) -> int | None:
        """What was handed over in cash; None where nothing was typed."""
        return self.received.minor()

    def received_wrong(self, cash_minor: int) -> str:
        """What is wrong with what was received; empty if nothing is."""
        received = self.received.minor()
        if not cash_minor or not self.received.edit.text().strip():
            return ""
        if received is None:
            return tr("Correct what was received.")
        return tr("Less was received than the amount to pay.") if received < cash_minor else ""

    def begin_deed(self, minor: int) -> BeginCardPayment:
        """The deed that stores that the terminal is about to be asked."""
        return BeginCardPayment(
            amount_minor=minor,
            guest=True,
            purpose=Purpose.GUEST.value,
            driver=self.terminal.driver(),
        )

    def ask_terminal(self, payment_id: int, minor: int) -> None:
        """Shows what to do at the terminal."""
        self.payment_id = payment_id
        self.notice.hide()
        self.terminal.begin(self._wording.money.exact(minor), payment_id)
        self.changed.emit()

    def lacking(self) -> str:
        """Why the group cannot start while the terminal is asked; empty if it can."""
        return self.terminal.lacking() if self.payment_id is not None else ""

    def waits(self) -> bool:
        """Whether a terminal that the desk drives is being asked."""
        return self.terminal.is_driven and bool(self.terminal.lacking())

    def failure(self, state: CardState) -> FailCardPayment | None:
        """The deed that writes down what the cashier told; None where the terminal told it."""
        if self.payment_id is None:
            return None
        return self.terminal.failure(self.payment_id, state)

    def go_on(self, state: CardState) -> None:
        """Back to the seats; cash is chosen where the card may have been charged."""
        self.payment_id = None
        text, more = self.terminal.told_words(state)
        self.notice_text.setText(text)
        self.notice_more.setText(more)
        self.notice.show()
        if state is CardState.UNKNOWN:
            self.ways.choose(CASH)
        self.changed.emit()
        self.ways.chips[0].setFocus()

    def left_behind(self) -> DeskError | None:
        """A card payment that the terminal was asked for and nobody told the end of."""
        return self.terminal.left_behind() if self.payment_id is not None else None

    def _build(self) -> None:
        self.notice.column.setSpacing(2)
        self.notice.column.addWidget(self.notice_text)
        self.notice.column.addWidget(self.notice_more)
        choice = QVBoxLayout(self.choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.setSpacing(GAP_S - 2)
        choice.addWidget(small(tr("Guests pay")))
        choice.addWidget(self.ways)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        for part in (self.notice, self.choice, self.received, self.terminal):
            lines.addWidget(part)
        lines.addStretch(1)
        self.notice.hide()
        self.terminal.hide()

    def _approved(self) -> None:
        self.changed.emit()
        self.approved.emit()
