"""When points expire, and their write-off as one reviewed deed. Desk worker's thread."""

from __future__ import annotations

from clubdesk.domain.promotion import PointsExpiry
from clubdesk.services.commands import Answer, Command


class SetPointsExpiry(Command, frozen=True, kw_only=True):
    """Sets the club's rule."""

    rule: PointsExpiry


class WriteOffExpired(Command, frozen=True, kw_only=True):
    """Deducts every client's expired points, as they were reviewed.

    Attributes:
        clients, points: How many clients and points the review showed; refused if it is no
            longer so.
        as_of: The review's instant, UTC, ISO 8601.
    """

    clients: int
    points: int
    as_of: str


class WrittenOff(Answer, frozen=True, kw_only=True):
    """What was written off."""

    clients: int
    points: int
