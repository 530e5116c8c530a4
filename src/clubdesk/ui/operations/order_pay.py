"""How an order is paid: from the balance, in cash, by card, or cash and card. Pure.

Amounts are minor units; points go first, up to each product's share.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clubdesk.foundation.translate import tr
from clubdesk.services.views_bar import Buyer
from clubdesk.ui.operations.order_cart import Cart


class OrderMethod(StrEnum):
    """Where the money comes from."""

    BALANCE = "balance"
    CASH = "cash"
    CARD = "card"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class OrderPay:
    """What was chosen and typed.

    Attributes:
        buyer: Whose balance it may be; None for a walk-in.
        use_points: Points go first.
        cash_part: Of a split payment in cash; None while nothing was typed.
        received: Cash that was handed over; None if it was exactly the cash.
    """

    method: OrderMethod
    cart: Cart
    buyer: Buyer | None = None
    use_points: bool = True
    cash_part: int | None = None
    received: int | None = None

    @property
    def total(self) -> int:
        """The price of the cart."""
        return self.cart.total_minor

    @property
    def points(self) -> int:
        """What is paid in points."""
        if self.method is not OrderMethod.BALANCE or self.buyer is None or not self.use_points:
            return 0
        return max(0, min(self.cart.most_points, self.buyer.points_free))

    @property
    def from_balance(self) -> int:
        """What is paid in money from the balance."""
        return self.total - self.points if self.method is OrderMethod.BALANCE else 0

    @property
    def cash(self) -> int:
        """What is paid in cash."""
        if self.method is OrderMethod.SPLIT:
            return self.cash_part or 0
        return self.total if self.method is OrderMethod.CASH else 0

    @property
    def card(self) -> int:
        """What the terminal is to take."""
        if self.method is OrderMethod.SPLIT:
            return self.total - self.cash
        return self.total if self.method is OrderMethod.CARD else 0

    @property
    def takes_cash(self) -> bool:
        """Whether notes change hands."""
        return self.method in (OrderMethod.CASH, OrderMethod.SPLIT)

    def change(self) -> int | None:
        """What is given back; negative if too little was received, None if nobody said."""
        if not self.takes_cash or not self.cash or self.received is None:
            return None
        return self.received - self.cash

    def lacks_balance(self) -> str:
        """Why the balance cannot pay; empty if it can, or is not to."""
        if self.method is not OrderMethod.BALANCE:
            return ""
        if why_not := why_no_balance(self.buyer):
            return why_not
        if self.buyer is not None and self.from_balance > self.buyer.money_free:
            return tr("There is not enough on the balance. Top it up, or take cash or card.")
        return ""

    def lacks_cash(self) -> str:
        """That a split payment does not say what is paid in cash; empty if it does."""
        if self.method is not OrderMethod.SPLIT or 0 < self.cash < self.total:
            return ""
        return tr("Type how much of it is paid in cash: more than nothing, less than all.")

    def lacks_received(self) -> str:
        """That too little was handed over; empty if it was enough."""
        change = self.change()
        if change is None or change >= 0:
            return ""
        return tr("Less was received than the amount to pay.")


def why_no_balance(buyer: Buyer | None) -> str:
    """Why there is no balance at all that could pay; empty if there is one."""
    if buyer is None:
        return tr("Nobody is chosen whose balance could pay.")
    if buyer.postpaid:
        return tr("This guest pays at the end: take cash or card for the order.")
    return ""
