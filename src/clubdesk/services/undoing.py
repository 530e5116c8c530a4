"""Undoing a client's newest balance operation as one deed. Desk worker's thread."""

from __future__ import annotations

from clubdesk.services.commands import Answer, Command


class UndoOperation(Command, frozen=True, kw_only=True):
    """Reverses an operation and what it set off (the points of a promotion).

    Attributes:
        transaction_id: The operation that was shown as the newest; refused if it no longer is.
    """

    transaction_id: int
    reason: str


class UndoAnswer(Answer, frozen=True, kw_only=True):
    """What was undone, and the balances after it."""

    transaction_ids: tuple[int, ...]
    balance_minor: int
    points: int
    job_id: int
    cash_out_minor: int = 0
    card_out_minor: int = 0
