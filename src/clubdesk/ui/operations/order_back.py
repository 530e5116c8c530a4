"""What goes back where when an order is cancelled, shown before it is done. GUI thread only."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from clubdesk.domain.bar import Order
from clubdesk.domain.bar_money import Paid, goes_back, stock_taken
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr
from clubdesk.services.views_bar import OrderRow
from clubdesk.ui.look.frames import Fact, Panel, emptied
from clubdesk.ui.look.text import small
from clubdesk.ui.look.tokens import GAP_M, SEMIBOLD
from clubdesk.ui.look.wording import money, points


class BackPanel(Panel):
    """A line for each way that something goes."""

    def __init__(self, club: Club, names: Mapping[int, str]) -> None:
        super().__init__("raised", GAP_M)
        self._club, self._names = club, names
        self.column.setSpacing(2)
        self.facts: list[Fact] = []

    def say(self, row: OrderRow, pieces: Mapping[int, int], *, to_stock: bool) -> Paid:
        """Shows what goes back for so many pieces by line; returns it."""
        emptied(self.column)
        back = goes_back(row.order, pieces)
        self.column.addWidget(small(tr("What goes back")))
        self.facts = [self._fact(name, value) for name, value in self._ways(row, back)]
        if to_stock:
            self.facts += self._stock(row.order, pieces)
        parts: list[QWidget] = list(self.facts) or [small(tr("Nothing yet: choose pieces."))]
        for part in parts:
            self.column.addWidget(part)
        return back

    def _ways(self, row: OrderRow, back: Paid) -> list[tuple[str, str]]:
        club, who = self._club, row.client_name or tr("Guest")
        onto = tr("Onto the balance of {name}").format(name=who)
        if row.erased:
            onto = tr("In cash: the account's holder was erased")
        elif row.order.client_id is None:
            onto = tr("Onto the guest's account, in cash once the guest has left")
        ways = (
            (onto, back.balance),
            (tr("In cash, out of the till"), back.cash),
            (tr("Back to the card, on the terminal"), back.card),
        )
        shown = [(name, money(amount, club)) for name, amount in ways if amount]
        if back.points:
            shown.append((tr("Onto the bonus account"), points(back.points, club)))
        return shown

    def _stock(self, order: Order, pieces: Mapping[int, int]) -> list[Fact]:
        taken = stock_taken([(order.lines[at].took, count) for at, count in pieces.items()])
        told = tr("Back into the stock: {name}")
        return [
            self._fact(told.format(name=self._names.get(product_id, "?")), f"+{count}")
            for product_id, count in taken.items()
        ]

    def _fact(self, name: str, value: str) -> Fact:
        return Fact(name, value, weight=SEMIBOLD)
