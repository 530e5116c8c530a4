"""A terminal that the desk drives, as the cashier sees it: the amount, its words, Cancel.

GUI thread only. Nothing here waits: what the terminal says comes through a ``TerminalEar``.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain.card_payment import CardState
from clubdesk.foundation.translate import tr
from clubdesk.services.card_desk import TerminalEnded, TerminalSaid
from clubdesk.services.ports_terminal import Outcome, OutcomeKind
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import BOLD, GAP_M, GAP_S, SEMIBOLD, TITLE
from clubdesk.ui.operations.terminal_ear import TerminalEar

AMOUNT_SIZE = 30
STATES: dict[OutcomeKind, CardState] = {
    OutcomeKind.APPROVED: CardState.APPROVED,
    OutcomeKind.DECLINED: CardState.DECLINED,
    OutcomeKind.CANCELLED: CardState.CANCELLED,
    OutcomeKind.NO_CONNECTION: CardState.NO_CONNECTION,
    OutcomeKind.NOT_STARTED: CardState.NOT_STARTED,
    OutcomeKind.UNKNOWN: CardState.UNKNOWN,
}


def own_words(outcome: Outcome) -> str:
    """What the terminal itself said, with its code; empty if it said nothing."""
    # Not tr(""): a catalogue answers that with its own head.
    words = tr(outcome.words) if outcome.words else ""
    said = " · ".join(part for part in (outcome.code, words) if part)
    return tr("The terminal says: {words}").format(words=said) if said else ""


class TerminalTalk(QWidget):
    """One payment at the terminal.

    Signals:
        ended: The CardState that it has now; UNKNOWN only once the cashier leaves it so.
        settle_wanted: A person settles it from the slip.

    Attributes:
        pays_back: The money goes back to the card.
    """

    ended = Signal(object)
    settle_wanted = Signal()

    def __init__(self, runner: DeskRunner) -> None:
        super().__init__()
        self._runner = runner
        self._payment_id: int | None = None
        # Once it is over: the terminal's own words, and what its driver advises.
        self.words = self.hint = ""
        self.pays_back = False
        self.amount = Text("", "text", AMOUNT_SIZE, BOLD)
        self.says = Text("", "accent", TITLE, SEMIBOLD).wrapped()
        self.more = Text("", "dim").wrapped()
        self.cancel = Button(tr("Cancel on the terminal"), keys="F10", icon_name="x")
        self.ask = Button(tr("Ask the terminal"), keys="F10", icon_name="rotate-cw")
        self.settle = Button(tr("Settle from the slip"), keys="F11", icon_name="receipt-text")
        self.leave = Button(tr("Leave it pending"), keys="F12", icon_name="clock")
        self._ear = TerminalEar(runner.desk.events, self)
        self._ear.said.connect(self._hear)
        self._ear.ended.connect(self._end)
        self._build()

    @property
    def payment_id(self) -> int | None:
        """The payment that the terminal is asked for; None once it is over."""
        return self._payment_id

    def begin(self, payment_id: int, amount: str) -> None:
        """Shows a payment whose deed is done; its end may have been heard already."""
        self._payment_id, self.words, self.hint = payment_id, "", ""
        self.amount.setText(amount)
        self.says.setText(tr("Waiting for the terminal"))
        self.says.set_tone("accent")
        self.more.setText(tr("The customer follows the terminal. The desk books it by itself."))
        self.cancel.setEnabled(True)
        self._offer(asking=True)
        end = self._ear.end_of(payment_id)
        if end is not None:
            self._end(end)

    def press(self, key: int) -> bool:
        """Takes the keys shown on what can be pressed."""
        keys = {
            Qt.Key.Key_F10: (self.cancel, self.ask),
            Qt.Key.Key_F11: (self.settle,),
            Qt.Key.Key_F12: (self.leave,),
        }
        for button in keys.get(Qt.Key(key), ()):
            if button.isVisible() and button.isEnabled():
                button.click()
                return True
        return False

    def _build(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        lines.addLayout(row(Icon("credit-card", "accent", 26), self.amount, None, gap=GAP_M))
        lines.addWidget(self.says)
        lines.addWidget(self.more)
        # In two lines: three in one would cut their words off in a narrow dialog.
        lines.addWidget(self.cancel)
        lines.addWidget(self.ask)
        others = QHBoxLayout()
        others.setSpacing(GAP_S)
        others.addWidget(self.settle, 1)
        others.addWidget(self.leave, 1)
        lines.addLayout(others)
        self.cancel.clicked.connect(self._cancel)
        self.ask.clicked.connect(self._ask)
        self.settle.clicked.connect(self.settle_wanted)
        self.leave.clicked.connect(self.give_up)

    def give_up(self) -> None:
        """Leaves an unknown one in the list of pending payments."""
        self._over(CardState.UNKNOWN)

    def _offer(self, *, asking: bool) -> None:
        self.cancel.setVisible(asking)
        for button in (self.ask, self.settle, self.leave):
            button.setVisible(not asking)

    def _cancel(self) -> None:
        if self._payment_id is not None:
            self.cancel.setEnabled(False)
            self.says.setText(tr("Breaking off. Wait for the terminal's answer."))
            self._runner.desk.terminal.cancel(self._payment_id)

    def _ask(self) -> None:
        if self._payment_id is not None:
            self._ear.forget(self._payment_id)
            self._offer(asking=True)
            self.cancel.setEnabled(False)
            self.says.setText(tr("Asking the terminal what became of the payment"))
            self.says.set_tone("accent")
            self._runner.desk.terminal.ask(self._payment_id)

    def _hear(self, news: TerminalSaid) -> None:
        if news.payment_id == self._payment_id:
            self.says.setText(tr(news.words) if news.words else "")

    def _end(self, news: TerminalEnded) -> None:
        if news.payment_id != self._payment_id:
            return
        self.words, self.hint = own_words(news.outcome), news.outcome.hint
        state = STATES[news.outcome.kind]
        if state is CardState.UNKNOWN:
            text, advice = self._unknown()
            self.says.setText(text)
            self.says.set_tone("amber")
            self.more.setText(f"{advice} {self.words}".strip())
            self._offer(asking=False)
            self.ask.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._over(state)

    def _unknown(self) -> tuple[str, str]:
        if self.pays_back:
            text = tr("Nobody knows whether the terminal paid it back")
            advice = tr("Do not pay it back again. Ask the terminal, or look at its last slip.")
            return text, advice
        text = tr("Nobody knows whether the card was charged")
        return text, tr("Do not take it again. Ask the terminal, or look at its last slip.")

    def _over(self, state: CardState) -> None:
        self._payment_id = None
        self.ended.emit(state)
