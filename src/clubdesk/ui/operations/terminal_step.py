"""Between asking the terminal and booking the money, in any form that takes a card.

GUI thread only. Two faces: a terminal beside the till, where the cashier says how it went, and one
that the desk drives, where the terminal does. Nothing is taken for granted: a payment whose outcome
nobody knows stays pending.

How a form uses it (top-up, guest, order, deposit, refund alike)::

    step = TerminalStep(runner)                     # hidden until a card is to pay
    send(BeginCardPayment(..., driver=step.driver()), then)
    then: step.begin(amount_as_text, answer.payment_id)
    step.approved: book it now, with card_payment_id and slip=step.slip_text()
    step.told: CardState, not taken. Send ``step.failure(payment_id, state)`` first, if there is
        one; then show ``step.told_words(state)``: what happened, and what to do under it
    step.lacking(): why the form's own button waits: the slip's number, or the terminal
    step.left_behind(): to be told when the form is left meanwhile; breaks the payment off
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.card_payment import BY_HAND, CardState
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import mark, tr
from clubdesk.services.card_desk import DRIVEN
from clubdesk.services.card_payments import FailCardPayment
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import BOLD, GAP_M, GAP_S, TITLE
from clubdesk.ui.operations.settle_opener import open_settle
from clubdesk.ui.operations.terminal_talk import TerminalTalk


def left_pending() -> DeskError:
    """What is told when a form is left before anybody said how the terminal went."""
    return DeskError(
        "payment.left_pending",
        tr("The card payment is pending: nobody said what the terminal did."),
        tr("Settle it from the slip in Balance operations (F4)."),
    )


def left_to_terminal() -> DeskError:
    """What is told when a form is left while the terminal is being asked."""
    return DeskError(
        "payment.left_to_terminal",
        tr("The terminal was told to break the card payment off."),
        tr("If it took the money all the same, it is listed in Balance operations (F4): book it."),
    )


NOT_TAKEN: dict[CardState, tuple[str, str]] = {
    CardState.DECLINED: (
        mark("Bank declined: another card or cash"),
        mark("Nothing was taken. The amount is still here: choose how it is paid now."),
    ),
    CardState.NO_CONNECTION: (
        mark("No connection: check the internet"),
        mark(
            "Nothing was taken. Choose another method, or try the card again. "
            "If it stays unclear: restart the terminal."
        ),
    ),
    CardState.UNKNOWN: (
        mark("Nobody knows whether the card was charged"),
        mark(
            "Do not take it again. It is listed under pending card payments: look at the "
            "terminal's last slip, restart the terminal if it is stuck, then press Settle. "
            "The shift cannot be closed before."
        ),
    ),
    CardState.CANCELLED: (
        mark("The card payment was cancelled"),
        mark("Nothing was taken. The amount is still here: choose how it is paid now."),
    ),
    CardState.NOT_STARTED: (
        mark("Restart the terminal"),
        mark("It was not asked for the money. Nothing was taken: another method, or try again."),
    ),
}
"""What a cashier is told after each outcome but success: what happened, what to do."""


class TerminalStep(Panel):
    """One card payment, from the stored wish to its end.

    Args:
        runner: Of a desk whose terminal may be driven; None where a person always tells.
        pays_back: The money goes back to the card.

    Signals:
        told: The CardState that it ended with, other than approved.
        approved: The terminal itself approved: the form books now.
    """

    told = Signal(object)
    approved = Signal()

    def __init__(self, runner: DeskRunner | None = None, *, pays_back: bool = False) -> None:
        super().__init__("raised", GAP_M)
        self._runner = runner
        self._payment_id: int | None = None
        self.is_driven = False
        self.talk = TerminalTalk(runner) if runner is not None else None
        if self.talk is not None:
            self.talk.pays_back = pays_back
        self.what = Text("", "text", TITLE, BOLD).wrapped()
        self.slip = TextField(tr("Slip number"), tr("As printed on the terminal's slip."))
        self.declined = Button(tr("Declined"), keys="F10", icon_name="x")
        self.no_connection = Button(tr("No connection"), keys="F11", icon_name="unplug")
        self.not_sure = Button(tr("Not sure"), keys="F12", icon_name="circle-question-mark")
        self._states = {
            self.declined: CardState.DECLINED,
            self.no_connection: CardState.NO_CONNECTION,
            self.not_sure: CardState.UNKNOWN,
        }
        self._by_hand = QWidget()
        self._build()

    def driver(self) -> str:
        """Who asks the terminal: ``manual``, or the desk's driver; for the deed that begins."""
        return self._runner.desk.terminal.driver() if self._runner is not None else BY_HAND

    def begin(self, amount: str, payment_id: int | None = None) -> None:
        """Asks for an amount, written as money; the keyboard goes to the slip, or to Cancel."""
        self._payment_id = payment_id
        self.is_driven = payment_id is not None and self.driver() in DRIVEN
        self._by_hand.setVisible(not self.is_driven)
        if self.talk is not None:
            self.talk.setVisible(self.is_driven)
            if self.is_driven and payment_id is not None:
                self.talk.begin(payment_id, amount)
                return
        text = tr("Card {amount}: take it on the terminal")
        self.what.setText(text.format(amount=amount))
        self.slip.editor.clear()
        self.slip.set_error("")
        self.slip.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        """Where the keyboard belongs while the terminal is asked."""
        driven = self.is_driven and self.talk is not None
        return self.talk.cancel if driven and self.talk is not None else self.slip.editor

    def lacking(self) -> str:
        """Why the form cannot book yet; empty if it can."""
        if self.is_driven:
            waits = self.talk is not None and self.talk.payment_id is not None
            return tr("Wait for the terminal.") if waits else ""
        return "" if self.slip.text() else tr("Type the number on the terminal's slip.")

    def slip_text(self) -> str:
        """The number that was typed; a driven terminal tells it to the books itself."""
        return "" if self.is_driven else self.slip.text()

    def told_words(self, state: CardState) -> tuple[str, str]:
        """What happened, and what to do, with the terminal's own words under it."""
        if self.talk is not None and self.talk.pays_back and state is not CardState.UNKNOWN:
            return tr("The terminal did not pay it back"), self.own_words()
        text, more = (tr(words) for words in NOT_TAKEN[state])
        if not self.is_driven or self.talk is None:
            return text, more
        hint = tr(self.talk.hint) if self.talk.hint else ""
        if state is CardState.DECLINED and hint:
            text, hint = hint, ""
        lines = (more, hint if hint != text else "", self.talk.words)
        return text, "\n".join(line for line in lines if line)

    def own_words(self) -> str:
        """What the terminal itself said, and what its driver advises; empty if nothing."""
        if self.talk is None:
            return ""
        hint = tr(self.talk.hint) if self.talk.hint else ""
        return "\n".join(line for line in (hint, self.talk.words) if line)

    def failure(self, payment_id: int, state: CardState) -> FailCardPayment | None:
        """The deed that writes down what the cashier told; a driven terminal told it itself."""
        if self.is_driven:
            return None
        return FailCardPayment(payment_id=payment_id, outcome=state.value)

    def left_behind(self) -> DeskError:
        """What is to be told when the form is left now; a driven terminal breaks off."""
        if not self.is_driven or self._runner is None or self._payment_id is None:
            return left_pending()
        self._runner.desk.terminal.cancel(self._payment_id)
        return left_to_terminal()

    def press(self, event: QKeyEvent) -> bool:
        """Takes the keys shown on the outcomes; False for all others."""
        if not self.isVisible():
            return False
        if self.is_driven and self.talk is not None:
            return self.talk.press(event.key())
        keys = {
            Qt.Key.Key_F10: self.declined,
            Qt.Key.Key_F11: self.no_connection,
            Qt.Key.Key_F12: self.not_sure,
        }
        button = keys.get(Qt.Key(event.key())) if event.key() in keys else None
        if button is None:
            return False
        button.click()
        return True

    def set_waiting(self, waiting: bool) -> None:
        """Holds the outcomes back while the desk writes one down."""
        for button in self._states:
            button.setEnabled(not waiting)

    def _build(self) -> None:
        lines = QVBoxLayout(self._by_hand)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        head = row(Icon("credit-card", "accent", 24), gap=GAP_M)
        head.addWidget(self.what, 1)
        lines.addLayout(head)
        lines.addWidget(Text(tr("What does the terminal say?"), "dim"))
        lines.addWidget(self.slip)
        others = row(gap=GAP_S)
        for button, state in self._states.items():
            button.clicked.connect(lambda _=False, told=state: self.told.emit(told))
            others.addWidget(button, 1)
        lines.addLayout(others)
        self.column.addWidget(self._by_hand)
        if self.talk is not None:
            self.column.addWidget(self.talk)
            self.talk.hide()
            self.talk.ended.connect(self._ended)
            self.talk.settle_wanted.connect(self._settle)

    def _ended(self, state: CardState) -> None:
        if state is CardState.APPROVED:
            self.approved.emit()
        else:
            self.told.emit(state)

    def _settle(self) -> None:
        """The form goes on without it, and a person settles it from the slip."""
        payment_id, window, runner = self._payment_id, self.window(), self._runner
        if self.talk is not None:
            self.talk.give_up()
        if payment_id is not None and runner is not None:
            open_settle(window, runner, payment_id)
