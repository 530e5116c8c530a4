"""What the use cases of play need from storage beside sessions: outages. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outage:
    """How long a PC was gone in a session.

    Attributes:
        id: 0 until it is stored.
        lost_at, back_at: The last that was heard of it before, and the first after; UTC.
        lost_s: How much of it fell on running play at that PC, seconds.
        credited_minutes: What was given back; None while nobody has decided.
    """

    id: int
    station_id: int
    session_id: int
    lost_at: datetime
    back_at: datetime
    lost_s: int
    credited_minutes: int | None = None

    @property
    def minutes(self) -> int:
        """What is offered for it: begun minutes."""
        return -(-self.lost_s // 60)


class OutageStore(Protocol):
    """Measured outages. ``add`` gives None for one that is there already."""

    def get(self, outage_id: int) -> Outage | None: ...
    def add(self, outage: Outage) -> Outage | None: ...
    def decide(self, outage_id: int, credited_minutes: int) -> None: ...
    def of_session(self, session_id: int) -> Sequence[Outage]: ...
