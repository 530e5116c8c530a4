"""The card terminal beside the till: the cashier takes the payment, then says how it went.

GUI thread only. Nothing is taken for granted: a payment whose outcome nobody knows stays pending.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout

from clubdesk.domain.card_payment import CardState
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import mark, tr
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.field import TextField
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import BOLD, GAP_M, GAP_S, TITLE


def left_pending() -> DeskError:
    """What is told when a form is left before anybody said how the terminal went."""
    return DeskError(
        "payment.left_pending",
        tr("The card payment is pending: nobody said what the terminal did."),
        tr("Settle it from the slip in Balance operations (F4)."),
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
}
"""What a cashier is told after each outcome but success: what happened, what to do."""


class TerminalStep(Panel):
    """Between asking the terminal and booking the money.

    Signals:
        told: The CardState that the cashier picked, other than approved.
    """

    told = Signal(object)

    def __init__(self) -> None:
        super().__init__("raised", GAP_M)
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
        head = row(Icon("credit-card", "accent", 24), gap=GAP_M)
        head.addWidget(self.what, 1)
        self.column.addLayout(head)
        self.column.addWidget(Text(tr("What does the terminal say?"), "dim"))
        self.column.addWidget(self.slip)
        others = QHBoxLayout()
        others.setSpacing(GAP_S)
        for button, state in self._states.items():
            button.clicked.connect(lambda _=False, told=state: self.told.emit(told))
            others.addWidget(button, 1)
        self.column.addLayout(others)

    def begin(self, amount: str) -> None:
        """Asks for an amount, written as money; the keyboard goes to the slip."""
        text = tr("Card {amount}: take it on the terminal")
        self.what.setText(text.format(amount=amount))
        self.slip.editor.clear()
        self.slip.set_error("")
        self.slip.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self, event: QKeyEvent) -> bool:
        """Takes the keys shown on the outcomes; False for all others."""
        keys = {
            Qt.Key.Key_F10: self.declined,
            Qt.Key.Key_F11: self.no_connection,
            Qt.Key.Key_F12: self.not_sure,
        }
        button = keys.get(Qt.Key(event.key())) if event.key() in keys else None
        if button is None or not self.isVisible():
            return False
        button.click()
        return True

    def set_waiting(self, waiting: bool) -> None:
        """Holds the outcomes back while the desk writes one down."""
        for button in self._states:
            button.setEnabled(not waiting)
