"""A payment by card from the wish to its end: stored before a terminal is asked. Pure.

created -> sent -> approved | declined | cancelled | no_connection | not_started | unknown. An
unknown one is never tried again blindly: the terminal is asked what became of it, or a person
settles it from the slip, with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CardState(StrEnum):
    """Where a card payment is."""

    CREATED = "created"
    """Stored; not one byte has gone to the terminal."""
    SENT = "sent"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NO_CONNECTION = "no_connection"
    NOT_STARTED = "not_started"
    UNKNOWN = "unknown"
    PAID_BACK = "paid_back"
    """Approved, booked nowhere, and taken back at the terminal."""

    @property
    def is_open(self) -> bool:
        """True while it keeps the shift from closing: nobody knows yet whether money moved."""
        return self in (CardState.CREATED, CardState.SENT, CardState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class CardPayment:
    """One attempt at a terminal.

    Attributes:
        amount_minor: Minor units, positive.
        slip: The number on the terminal's slip, as typed; never a card's number.
        detail: The terminal's own words, or why a person settled it.
        transaction_id: What was booked for it; None if nothing was.
    """

    id: int
    till_id: int
    shift_id: int
    staff_id: int
    client_id: int | None
    amount_minor: int
    state: CardState
    started_at: datetime
    ended_at: datetime | None = None
    slip: str = ""
    detail: str = ""
    transaction_id: int | None = None
