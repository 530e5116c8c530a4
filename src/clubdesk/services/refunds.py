"""Money back to a client from the till now open. Desk worker's thread."""

from __future__ import annotations

from enum import StrEnum

from clubdesk.services.commands import Command


class Tender(StrEnum):
    """How money changes hands."""

    CASH = "cash"
    CARD = "card"


class Refund(Command, frozen=True, kw_only=True):
    """Pays money out of a game account: never more than was paid in that way, less what went back.

    Attributes:
        slip: The number on the terminal's slip; for a refund by card.
    """

    client_id: int
    amount_minor: int
    reason: str
    tender: Tender = Tender.CASH
    slip: str = ""
