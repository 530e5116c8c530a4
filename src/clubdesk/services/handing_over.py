"""Handing the till over: one shift ends and the next begins at the same instant. Desk worker.

Sessions go on; what they have used so far is posted to the shift that ends.
"""

from __future__ import annotations

import msgspec

from clubdesk.services.commands import Answer, Command


class HandOver(Command, frozen=True, kw_only=True):
    """Closes the running shift and opens the next for somebody else, with one blind count.

    Attributes:
        to_login, password: Who takes over, with PIN or password: both stand at the till.
        counted_minor: The one count that both agree on.
        parts: The count by denomination (minor units of a piece to pieces); empty for a total.
        reason: Explains a difference.
    """

    to_login: str
    password: str
    counted_minor: int
    parts: dict[int, int] = msgspec.field(default_factory=dict)
    reason: str = ""


class HandedOver(Answer, frozen=True, kw_only=True):
    """Both shifts, the Z-report of the one that ended, and who has the till now."""

    closed_shift_id: int
    z_number: int
    expected_minor: int
    difference_minor: int
    job_id: int
    opened_shift_id: int
    staff_id: int
