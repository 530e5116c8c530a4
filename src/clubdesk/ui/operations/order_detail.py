"""One order in full: who, when, every line, how it was paid, what was cancelled. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.bar import OrderLine, OrderState
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.services.views_bar import OrderCancel, OrderRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import Fact, emptied, row, rule, scrolled
from clubdesk.ui.look.latin_keys import latin
from clubdesk.ui.look.marks import Pill
from clubdesk.ui.look.text import Text, heading, small
from clubdesk.ui.look.tokens import BOLD, GAP_S, MEDIUM, SMALL, TITLE
from clubdesk.ui.look.wording import clock_time, date_time, money, points
from clubdesk.ui.operations.order_table import buyer_word
from clubdesk.ui.operations.order_words import (
    STATE_ICONS,
    STATE_TONES,
    line_words,
    paid_words,
    pieces,
    state_of,
)


class OrderDetail(QWidget):
    """What the books say of an order, with Cancel and its receipt.

    Signals:
        cancel_asked: The OrderRow.
        receipt_asked: The OrderRow.
    """

    cancel_asked = Signal(object)
    receipt_asked = Signal(object)

    def __init__(self, runner: DeskRunner, club: Club) -> None:
        super().__init__()
        self._runner, self._club = runner, club
        self.row: OrderRow | None = None
        self.title = Text("", weight=BOLD, size=TITLE)
        self.state = Pill("", "grey")
        self.cancel = Button(tr("Cancel"), Kind.DANGER, "C", icon_name="undo-2")
        self.receipt = Button(tr("Receipt"), Kind.SECONDARY, "R", icon_name="receipt")
        content = QWidget()
        self._facts = QVBoxLayout(content)
        self._facts.setContentsMargins(0, 0, GAP_S, 0)
        self._facts.setSpacing(4)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        lines.addLayout(row(self.title, None, self.state))
        lines.addWidget(scrolled(content), 1)
        lines.addWidget(rule())
        lines.addLayout(row(self.cancel, None, self.receipt))
        self.cancel.clicked.connect(lambda: self.cancel_asked.emit(self.row))
        self.receipt.clicked.connect(lambda: self.receipt_asked.emit(self.row))
        self.show_order(None)

    def show_order(self, order: OrderRow | None) -> None:
        """Shows an order; None shows that none is chosen."""
        self.row = order
        emptied(self._facts)
        shown: tuple[QWidget, ...] = (self.state, self.cancel, self.receipt)
        for each in shown:
            each.setVisible(order is not None)
        if order is None:
            self.title.setText("")
            self._facts.addWidget(small(tr("Choose an order to see it in full.")))
            self._facts.addStretch(1)
            return
        made = order.order
        self.title.setText(tr("Order {number}").format(number=made.number))
        self.state.say(state_of(made), STATE_TONES[made.state], STATE_ICONS[made.state])
        self.cancel.guard(self._runner.missing(Permission.CANCEL_ORDER))
        gone = made.state is OrderState.CANCELLED
        self.cancel.allow(tr("This order is cancelled already.") if gone else "")
        self.receipt.allow("" if made.transaction_id else tr("This order has no receipt."))
        for part in self._parts(order):
            self._facts.addWidget(part)
        self._facts.addStretch(1)

    def press(self, event: QKeyEvent) -> bool:
        """Takes the keys shown on the buttons; False for all others."""
        button = {"C": self.cancel, "R": self.receipt}.get(latin(event.text()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if button is None or self.row is None or not plain or event.isAutoRepeat():
            return False
        button.click()
        return True

    def _parts(self, order: OrderRow) -> list[QWidget]:
        club, made = self._club, order.order
        parts: list[QWidget] = [
            Fact(tr("Buyer"), buyer_word(order)),
            Fact(tr("When"), date_time(made.at, club)),
            Fact(tr("Who sold it"), order.staff_name or tr("from the PC")),
        ]
        if made.ready_at is not None:
            parts.append(Fact(tr("Served at"), clock_time(made.ready_at, club)))
        if made.note:
            parts.append(Text(made.note, "amber").wrapped())
        parts.append(rule())
        for line in made.lines:
            parts += self._line(line)
        total = Fact(tr("Total"), weight=BOLD)
        total.say(money(made.total_minor, club))
        parts += [rule(), total, Fact(tr("Paid"), paid_words(made, club))]
        for cancel in order.cancels:
            parts += self._cancel(cancel, made.lines)
        return parts

    def _line(self, line: OrderLine) -> list[QWidget]:
        fact = Fact(line_words(line), weight=MEDIUM)
        fact.name.set_tone("text")
        fact.name.setWordWrap(True)
        fact.say(money(line.total_minor, self._club))
        made: list[QWidget] = [fact]
        if line.cancelled:
            told = tr("{pieces} cancelled").format(pieces=pieces(line.cancelled))
            made.append(Text(told, "red", SMALL))
        return made

    def _cancel(self, cancel: OrderCancel, lines: tuple[OrderLine, ...]) -> list[QWidget]:
        club = self._club
        who = cancel.staff_name
        if cancel.approved_by:
            who = tr("{name}, approved by {other}").format(name=who, other=cancel.approved_by)
        names = ", ".join(f"{count} × {lines[at].name}" for at, count in cancel.lines)
        back = [money(amount, club) for amount in (
            cancel.balance_minor, cancel.cash_minor, cancel.card_minor) if amount]  # fmt: skip
        if cancel.points:
            back.append(points(cancel.points, club))
        return [
            rule(),
            heading(tr("Cancelled")),
            Fact(date_time(cancel.at, club), " + ".join(back)),
            Text(names).wrapped(),
            small(who).wrapped(),
            small(cancel.reason).wrapped(),
        ]
