"""What a top-up adds up to: how much in cash, how much by card, what is handed back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clubdesk.foundation.translate import tr


class Method(StrEnum):
    """How a top-up is paid."""

    CASH = "cash"
    CARD = "card"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Sum:
    """What was typed, in minor units.

    Attributes:
        amount: The whole top-up.
        cash_part: Of it in cash; only a split one says so.
        received: What was handed over; None if it was exactly the cash.
    """

    method: Method
    amount: int | None
    cash_part: int | None = None
    received: int | None = None

    @property
    def takes_cash(self) -> bool:
        """Whether notes change hands."""
        return self.method is not Method.CARD

    @property
    def cash(self) -> int:
        """The part in cash."""
        if self.method is Method.SPLIT:
            return self.cash_part or 0
        return (self.amount or 0) if self.method is Method.CASH else 0

    @property
    def card(self) -> int:
        """The part that the terminal is to take."""
        return (self.amount or 0) - self.cash

    def change(self) -> int | None:
        """What is given back; negative if too little was received, None if nobody said."""
        if not self.takes_cash or not self.cash or self.received is None:
            return None
        return self.received - self.cash

    def lacks_amount(self) -> str:
        """That there is no amount yet; empty if there is."""
        return "" if self.amount and self.amount > 0 else tr("Type the amount.")

    def lacks_cash(self) -> str:
        """That a split one does not say what is paid in cash; empty if it does."""
        if self.method is not Method.SPLIT or 0 < self.cash < (self.amount or 0):
            return ""
        return tr("Type how much of it is paid in cash: more than nothing, less than all.")

    def lacks_received(self) -> str:
        """That too little was handed over; empty if it was enough."""
        change = self.change()
        if change is None or change >= 0:
            return ""
        return tr("Less was received than the amount to pay.")
