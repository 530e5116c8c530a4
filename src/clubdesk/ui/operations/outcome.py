"""What a balance operation did, as a value for whoever tells it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Operation(StrEnum):
    """The five balance operations."""

    TOP_UP = "top_up"
    CREDIT = "credit"
    DEDUCT = "deduct"
    REFUND = "refund"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One operation that is in the books.

    Attributes:
        text: What was done, as a sentence in the language in use.
        before, after: The game account, minor units.
        points_before, points_after: The bonus account.
        in_points: The bonus account is the one that it was about.
        job_id: The print job of its receipt; 0 if there is none.
        change_minor: To be given back in cash.
        extra_points: What a promotion added on its own.
    """

    operation: Operation
    client_id: int
    client_name: str
    text: str
    before: int
    after: int
    points_before: int
    points_after: int
    in_points: bool = False
    transaction_id: int = 0
    job_id: int = 0
    change_minor: int = 0
    extra_points: int = 0

    @property
    def can_be_undone(self) -> bool:
        """True but for an undo itself."""
        return self.operation is not Operation.UNDO
