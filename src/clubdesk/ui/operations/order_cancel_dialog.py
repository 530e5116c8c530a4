"""Cancel an order, whole or some pieces of it, with a reason. GUI thread only.

What was paid by card goes back through the terminal where the desk drives it; the cancel is booked
by itself as soon as the terminal has paid.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from clubdesk.domain.bar_money import Paid
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.card_payments import CardPaymentBegun
from clubdesk.services.order_refunds import BeginOrderRefund
from clubdesk.services.selling import CancelledItem, CancelOrder, OrderCancelled
from clubdesk.services.views import DeskQueries
from clubdesk.services.views_bar import OrderRefund, OrderRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.frames import scrolled
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import Elided, small
from clubdesk.ui.look.tick import Tick
from clubdesk.ui.look.tokens import GAP_S, MEDIUM
from clubdesk.ui.look.wording import money, points
from clubdesk.ui.operations.form import Complaining
from clubdesk.ui.operations.order_back import BackPanel
from clubdesk.ui.operations.order_cancel_card import CardBack, pieces_of_refund
from clubdesk.ui.operations.order_cart_row import SignButton
from clubdesk.ui.operations.order_table import buyer_word
from clubdesk.ui.operations.order_words import line_words
from clubdesk.ui.operations.reason import ReasonField

WIDTH = 620
LINE_HIGH = 36
MOST_LINES = 4
"""What is longer scrolls, so that the dialog fits a small screen."""
Then = Callable[[OrderRow, OrderCancelled], None] | None


@dataclass(frozen=True, slots=True)
class CancelFacts:
    """What a cancel begins with; ``refund`` is what a terminal was asked for and nobody booked."""

    row: OrderRow
    club: Club
    names: dict[int, str]
    refund: OrderRefund | None = None


class CancelOrderDialog(Dialog):
    """How many of each line, why, and what goes back where.

    Signals:
        done: The OrderCancelled.
    """

    done = Signal(object)

    def __init__(self, over: QWidget, runner: DeskRunner, facts: CancelFacts) -> None:
        row, club = facts.row, facts.club
        heading = tr("Cancel order {number}").format(number=row.order.number)
        super().__init__(over, heading, f"· {buyer_word(row)}", width=WIDTH)
        self.setObjectName("cancel_order_dialog")
        self._runner, self._row, self._club = runner, row, club
        self._back = Paid()
        self.boxes: dict[int, NumberBox] = {}
        self.to_stock = Tick(tr("Put the pieces back into the stock"))
        self.reason = ReasonField(
            (tr("Changed their mind"), tr("Wrong item"), tr("Not there"), tr("Not good"))
        )
        self.card = CardBack(runner, row.order, club, facts.refund)
        self.back = BackPanel(club, facts.names)
        self._lines = QWidget()
        self._lines.setLayout(self._grid(facts.refund))
        lines = scrolled(self._lines)
        shown = min(len(self.boxes), MOST_LINES)
        lines.setFixedHeight(shown * (LINE_HIGH + GAP_S) - GAP_S)
        for part in (lines, self.to_stock, self.reason, self.card, self.back):
            self.body.addWidget(part)
        self.cancel.setText(tr("Leave it"))
        self.to_stock.setChecked(True)
        self.to_stock.toggled.connect(lambda _: self._say())
        self.reason.changed.connect(lambda _: self._say())
        self.card.changed.connect(self._say)
        self.card.paid_back.connect(self._book)
        self.card.left_open.connect(self._leave_open)
        self._say()

    def begin(self) -> None:
        """Opens with the keyboard in the reason: usually all of it is cancelled."""
        self.open(self.reason.edit)

    def pieces(self) -> dict[int, int]:
        """How many of each line are cancelled, those of none left out."""
        return {at: box.value() for at, box in self.boxes.items() if box.value()}

    def on_primary(self) -> None:
        """Takes them back; the terminal is asked first where it has to pay."""
        missing = self._lacking()
        if missing is not None:
            why, field = missing
            if field is not None:
                field.set_error(why)
                field.setFocus()
            return
        if self.card.is_for_terminal:
            wish = BeginOrderRefund(
                order_id=self._row.order.id, driver=self.card.step.driver(), items=self._items()
            )
            self.submit(self._runner, wish, self._ask_terminal)
        else:
            self._book()

    def finish(self, *, done: bool) -> None:
        """Closes it; what the terminal is still asked for is told."""
        behind = self.card.left_behind() if not done else None
        super().finish(done=done)
        if behind is not None:
            self._runner.refused.emit(behind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The terminal's keys, while it is asked."""
        if self.card.asked is None or not self.card.step.press(event):
            super().keyPressEvent(event)

    def refuse(self, error: DeskError | None) -> None:
        """Marks the field it is about; where the terminal cannot pay, the slip is asked for."""
        slip = self.card.slip
        fields: dict[str, Complaining] = {"reason": self.reason, "card_slip": slip, "slip": slip}
        if error is not None and error.code == "refund.not_by_terminal":
            self.card.do_by_hand()
            self._say()
        field = fields.get(error.subject) if error is not None else None
        if error is None or field is None:
            super().refuse(error)
            return
        field.set_error(error.text)
        field.setFocus()
        super().refuse(DeskError(error.code, error.what_to_do or error.text))

    def _items(self) -> tuple[CancelledItem, ...]:
        pieces, lines = self.pieces(), self._row.order.lines
        whole = all(pieces.get(at, 0) == one.quantity for at, one in enumerate(lines))
        items = tuple(CancelledItem(position=at, quantity=n) for at, n in pieces.items())
        return () if whole else items

    def _book(self) -> None:
        command = CancelOrder(
            order_id=self._row.order.id,
            reason=self.reason.text(),
            items=self._items(),
            to_stock=self.to_stock.isChecked(),
            card_payment_id=self.card.payment_id,
            card_slip=self.card.slip.text() if self.card.takes_slip else "",
        )
        self.submit(self._runner, command, self._was_done)

    def _ask_terminal(self, answer: CardPaymentBegun) -> None:
        self.card.ask(answer.payment_id)
        self._say()
        self.card.step.first().setFocus()

    def _leave_open(self, told: DeskError) -> None:
        self.finish(done=False)
        self._runner.refused.emit(told)

    def _was_done(self, answer: OrderCancelled) -> None:
        self.finish(done=True)
        self.done.emit(answer)

    def _grid(self, refund: OrderRefund | None) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        begin = pieces_of_refund(self._row.order, refund.amount_minor) if refund else {}
        grid.setHorizontalSpacing(GAP_S)
        grid.setVerticalSpacing(GAP_S)
        grid.setColumnStretch(0, 1)
        for at, line in enumerate(self._row.order.lines):
            left = line.quantity - line.cancelled
            grid.setRowMinimumHeight(at, LINE_HIGH)
            box = self.boxes[at] = NumberBox(0, left, begin.get(at, 0) if begin else left)
            box.setFixedWidth(58)
            box.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.setAccessibleName(line_words(line))
            box.changed.connect(lambda _: self._say())
            less, more = (
                SignButton("\N{MINUS SIGN}", tr("One less")),
                SignButton("+", tr("One more")),
            )
            less.clicked.connect(lambda _=False, box=box: box.setValue(box.value() - 1))
            more.clicked.connect(lambda _=False, box=box: box.setValue(box.value() + 1))
            of_ = tr("of {count}").format(count=left)
            parts = (Elided(line_words(line), weight=MEDIUM), less, box, more, small(of_))
            for column, part in enumerate(parts):
                part.setEnabled(left > 0)
                grid.addWidget(part, at, column, Qt.AlignmentFlag.AlignVCenter)
        return grid

    def _lacking(self) -> tuple[str, Complaining | None] | None:
        if not self.pieces():
            return tr("Choose how many pieces are cancelled."), None
        if not self.reason.text():
            return tr("Say why."), self.reason
        return self.card.lacking()

    def _say(self) -> None:
        self._back = self.back.say(self._row, self.pieces(), to_stock=self.to_stock.isChecked())
        self.card.know(self._back.card)
        asking = self.card.asked is not None
        for part in (self._lines, self.to_stock, self.reason):
            part.setEnabled(not asking)
        self.refusal.say(None)
        back, amount = self._back, money(self._back.money, self._club)
        if back.points:
            told = points(back.points, self._club)
            amount = f"{amount} + {told}" if back.money else told
        text = tr("Cancel order {number}: {amount} back")
        why_not = "" if self.pieces() else tr("Choose how many pieces are cancelled.")
        waits = self.card.lacking()
        if waits is not None and waits[1] is None:
            why_not = why_not or waits[0]
        self.set_primary(
            text.format(number=self._row.order.number, amount=amount),
            why_not=why_not,
            missing=self._runner.missing(Permission.CANCEL_ORDER),
        )
        self._place_panel()


def open_cancel_order(over: QWidget, runner: DeskRunner, order_id: int, then: Then = None) -> None:
    """Asks the books for the order as it is now, then opens the dialog.

    ``then`` gets the OrderRow and the OrderCancelled once it is done.
    """
    till = runner.desk.till_id

    def look(books: DeskQueries) -> CancelFacts | None:
        row, club = books.order(order_id), books.club()
        if row is None or club is None:
            return None
        refunds = [one for one in books.order_refunds(till) if one.order_id == order_id]
        names = {one.id: one.name for one in books.menu().products}
        return CancelFacts(row, club, names, refunds[0] if refunds else None)

    def found(facts: CancelFacts | None) -> None:
        if facts is None:
            return
        dialog = CancelOrderDialog(over, runner, facts)
        if then is not None:
            dialog.done.connect(lambda told: then(facts.row, told))
        dialog.begin()

    runner.ask(look, while_alive(over, found))
