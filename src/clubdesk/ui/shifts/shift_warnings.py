"""What the running shift needs a person for: it is open for too long, or something waits.

GUI thread only.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.foundation.translate import tr, trn
from clubdesk.services.views import ShiftNow
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.frames import Panel, row
from clubdesk.ui.look.marks import Icon
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_S, SEMIBOLD
from clubdesk.ui.look.wording import span


class ShiftWarnings(QWidget):
    """Lines over the figures; nothing while all is well.

    Signals:
        go_to_payments: The pending card payments should be settled.
        go_to_orders: The open orders should be seen.
    """

    go_to_payments = Signal()
    go_to_orders = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.long = _Warning("red", "clock")
        self.payments = _Warning("amber", "credit-card", tr("Settle"))
        self.orders = _Warning("amber", "martini", tr("Go to the orders"))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_S)
        for line in (self.long, self.payments, self.orders):
            lines.addWidget(line)
        self.payments.button.clicked.connect(self.go_to_payments)
        self.orders.button.clicked.connect(self.go_to_orders)
        self.hide()

    def show_now(self, now: ShiftNow, at: datetime) -> None:
        """Says what the books know of the running shift."""
        shift = now.shift
        if shift is not None and now.is_long:
            length = span(at - shift.opened_at)
            text = tr("This shift is open for {length}.").format(length=length)
            self.long.say(text, tr("Count the till and close it, or hand it over."))
        else:
            self.long.say("")
        self.payments.say(_payments(len(now.pending_payments)))
        self.orders.say(_orders(len(now.open_orders)))
        lines = (self.long, self.payments, self.orders)
        self.setVisible(any(line.has_words for line in lines))


class _Warning(Panel):
    """One line: icon, words, what to do, and the way there."""

    def __init__(self, tone: str, icon: str, button: str = "") -> None:
        super().__init__("refusal" if tone == "red" else "notice", GAP_S)
        self.has_words = False
        self.text = Text("", tone, weight=SEMIBOLD)
        self.more = Text("", "text")
        self.button = Button(button)
        self.column.addLayout(row(4, Icon(icon, tone, 18), self.text, self.more, None, self.button))
        self.button.setVisible(bool(button))

    def say(self, text: str, more: str = "") -> None:
        """Shows the words; empty ones take the line away."""
        self.has_words = bool(text)
        self.text.setText(text)
        self.more.setText(more)
        self.setVisible(bool(text))


def _payments(count: int) -> str:
    text = trn(
        "{count} card payment is pending: settle it before the shift is closed",
        "{count} card payments are pending: settle them before the shift is closed",
        count,
    )
    return text.format(count=count) if count else ""


def _orders(count: int) -> str:
    text = trn("{count} order is open", "{count} orders are open", count)
    return text.format(count=count) if count else ""
