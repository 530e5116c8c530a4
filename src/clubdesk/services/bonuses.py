"""Points given to a client by hand: a promotion, loyalty, a gift. Desk worker's thread."""

from __future__ import annotations

from clubdesk.services.commands import Answer, Command


class CreditBonus(Command, frozen=True, kw_only=True):
    """Credits points with a reason.

    Attributes:
        promotion_id: The promotion it comes from, picked from the list; None if none.
    """

    client_id: int
    points: int
    reason: str
    promotion_id: int | None = None


class SlipAnswer(Answer, frozen=True, kw_only=True):
    """The transaction, the account's balance after it (minor units or points), its paper's job."""

    transaction_id: int
    balance_after: int
    job_id: int
