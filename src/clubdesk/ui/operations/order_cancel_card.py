"""The card's way back when an order is cancelled: through the terminal, or by hand with a slip.

GUI thread only. Nothing is paid back twice: what the terminal has paid back already is only booked,
and while nobody knows whether it did, the order cannot be cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.bar import Order
from clubdesk.domain.bar_money import goes_back
from clubdesk.domain.card_payment import CardState
from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.card_desk import DRIVEN
from clubdesk.services.views_bar import OrderRefund
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import Panel
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_M, SEMIBOLD
from clubdesk.ui.look.wording import money
from clubdesk.ui.operations.form import Lack
from clubdesk.ui.operations.terminal_step import TerminalStep


class CardBack(QWidget):
    """What of a cancel goes back to the card, and how.

    Signals:
        changed: Whether the cancel can be done may be different now.
        paid_back: The terminal has paid it back: the cancel books it now.
        left_open: A DeskError: nobody knows whether it did, and it stays in the list.

    Attributes:
        found: What the terminal was asked to pay back for this order and no cancel has booked.
        asked: The payment that the terminal is being asked for; None if none is.
    """

    changed = Signal()
    paid_back = Signal()
    left_open = Signal(object)

    def __init__(
        self, runner: DeskRunner, order: Order, club: Club, found: OrderRefund | None
    ) -> None:
        super().__init__()
        self._runner, self._order, self._club = runner, order, club
        self.found = found
        self.asked: int | None = None
        self._amount = 0
        self.step = TerminalStep(runner, pays_back=True)
        self._by_hand = self.step.driver() not in DRIVEN
        self.notice = Panel("notice", GAP_M)
        self.notice_text = Text("", weight=SEMIBOLD).wrapped()
        self.notice_more = Text("", "dim").wrapped()
        self.slip = TextField(tr("Slip number of the card refund"))
        self._build()
        self.slip.editor.textChanged.connect(lambda _: self.changed.emit())
        self.step.told.connect(self._not_paid_back)
        self.step.approved.connect(self._approved)
        if found is not None:
            self._say(*self._words_of(found))

    @property
    def payment_id(self) -> int | None:
        """What the terminal has paid back for this cancel; None if it goes another way."""
        done = self.found is not None and self.found.state is CardState.APPROVED
        return self.found.payment_id if done and self.found is not None else None

    @property
    def is_for_terminal(self) -> bool:
        """Whether the terminal has to be asked first."""
        return bool(self._amount) and not self._by_hand and self.found is None

    @property
    def takes_slip(self) -> bool:
        """Whether a person pays it back on the terminal and types the slip's number."""
        return bool(self._amount) and self._by_hand and self.found is None

    def know(self, amount_minor: int) -> None:
        """Takes in how much goes back to the card."""
        self._amount = amount_minor
        self.slip.setVisible(self.takes_slip)
        self.setVisible(self.takes_slip or not self.notice.isHidden() or not self.step.isHidden())

    def lacking(self) -> Lack | None:
        """Why the cancel has to wait; None if it can be done, or the terminal can be asked."""
        if self.asked is not None:
            return self.step.lacking() or tr("Wait for the terminal."), None
        if self.found is not None and self.payment_id is None:
            return self.notice_text.text(), None
        if self.found is not None and self.found.amount_minor != self._amount:
            return tr("Choose the pieces that the terminal has paid back."), None
        if self.takes_slip and not self.slip.text():
            why = tr("Give the money back on the terminal first, then type its slip's number.")
            return why, self.slip
        return None

    def ask(self, payment_id: int) -> None:
        """Follows the terminal; one that has answered already is only booked."""
        self.asked = payment_id
        self.notice.hide()
        self.step.show()
        self.step.begin(money(self._amount, self._club), payment_id)
        self.know(self._amount)
        till = self._runner.desk.till_id
        self._runner.ask(lambda books: books.order_refunds(till), while_alive(self, self._look))

    def do_by_hand(self) -> None:
        """A person pays it back on the terminal and types the slip's number."""
        self._by_hand = True
        self.know(self._amount)

    def left_behind(self) -> DeskError | None:
        """What is told if the cancel is left now."""
        return self.step.left_behind() if self.asked is not None else None

    def _build(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        self.notice.column.setSpacing(2)
        self.notice.column.addWidget(self.notice_text)
        self.notice.column.addWidget(self.notice_more)
        for part in (self.notice, self.slip, self.step):
            lines.addWidget(part)
            part.hide()

    def _say(self, text: str, more: str) -> None:
        self.notice_text.setText(text)
        self.notice_more.setText(more)
        self.notice.show()

    def _words_of(self, found: OrderRefund) -> tuple[str, str]:
        amount = money(found.amount_minor, self._club)
        if found.state is CardState.APPROVED:
            text = tr("The terminal has paid back {amount} for this order already.")
            more = tr("Choose the same pieces: the cancel books it, and nothing is paid twice.")
            return text.format(amount=amount), more
        return _unknown_words(amount)

    def _look(self, refunds: Sequence[OrderRefund]) -> None:
        if any(self._is_done(one) for one in refunds):
            self._approved()

    def _is_done(self, one: OrderRefund) -> bool:
        return one.payment_id == self.asked and one.state is CardState.APPROVED

    def _approved(self) -> None:
        if self.asked is None:
            return
        self.found = OrderRefund(self._order.id, self.asked, self._amount, CardState.APPROVED)
        self._over()
        self._say(*self._words_of(self.found))
        self.know(self._amount)
        self.changed.emit()
        self.paid_back.emit()

    def _not_paid_back(self, state: CardState) -> None:
        self._over()
        if state is CardState.UNKNOWN:
            text, more = _unknown_words(money(self._amount, self._club))
            self.left_open.emit(DeskError("payment.left_unknown", text, more))
            return
        text, more = self.step.told_words(state)
        by_hand = tr("Or pay it back on the terminal by hand and type the slip's number.")
        self._say(text, f"{more}\n{by_hand}".strip())
        self.do_by_hand()
        self.changed.emit()
        self.slip.setFocus()

    def _over(self) -> None:
        self.asked = None
        self.step.hide()


def pieces_of_refund(order: Order, card_minor: int) -> dict[int, int]:
    """For which pieces the card got so much back: all, or some of one line; empty if unsure."""
    left = {at: one.quantity - one.cancelled for at, one in enumerate(order.lines)}
    if goes_back(order, left).card == card_minor:
        return left
    some = ({at: count} for at, most in left.items() for count in range(1, most + 1))
    fitting = [pieces for pieces in some if goes_back(order, pieces).card == card_minor]
    return fitting[0] if len(fitting) == 1 else {}


def _unknown_words(amount: str) -> tuple[str, str]:
    text = tr("Nobody knows whether the terminal paid {amount} back for this order.")
    more = tr(
        "Do not pay it back again. Ask the terminal or settle it in Balance operations (F4), "
        "then cancel the order."
    )
    return text.format(amount=amount), more
