"""What the order comes to, what the balance is before and after, what is given back. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.ui.look.frames import Fact, row
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import BOLD, GAP_XS, MEDIUM, SEMIBOLD
from clubdesk.ui.look.wording import money, points
from clubdesk.ui.operations.order_pay import OrderMethod, OrderPay

_TOTAL = 24


class OrderFigures(QWidget):
    """The total in large, and the lines that explain how it is paid."""

    def __init__(self, club: Club) -> None:
        super().__init__()
        self._club = club
        self.word = Text(tr("Total"), "dim", weight=MEDIUM)
        self.total = Text("", "text", _TOTAL, BOLD)
        self.points = Fact(tr("In points"))
        self.money = Fact(tr("In money"))
        self.balance = Fact(tr("Balance before and after"), weight=SEMIBOLD)
        self.change = Fact(tr("Change to give"), weight=BOLD)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_XS - 2)
        top = row(self.word, None, self.total)
        top.setAlignment(self.word, Qt.AlignmentFlag.AlignBottom)
        lines.addLayout(top)
        for part in (self.points, self.money, self.balance, self.change):
            lines.addWidget(part)

    def say(self, paid: OrderPay) -> None:
        """Shows what was chosen and typed so far."""
        club, buyer = self._club, paid.buyer
        self.total.setText(money(paid.total, club))
        in_points = paid.points > 0
        self.points.setVisible(in_points)
        self.money.setVisible(in_points)
        if buyer is not None and in_points:
            left = points(buyer.points_free - paid.points, club)
            self.points.say(tr("{taken}, {left} left").format(
                taken=points(paid.points, club), left=left
            ))  # fmt: skip
            self.money.say(money(paid.from_balance, club))
        on_balance = paid.method is OrderMethod.BALANCE and buyer is not None
        self.balance.setVisible(on_balance)
        if buyer is not None:
            after = buyer.money_free - paid.from_balance
            words = f"{money(buyer.money_free, club)} → {money(after, club)}"
            self.balance.say(words, "red" if after < 0 else "text")
        change = paid.change()
        self.change.setVisible(change is not None)
        if change is not None:
            self.change.say(money(change, club), "red" if change < 0 else "green")
