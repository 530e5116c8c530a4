"""Measures how long a PC does not answer, and has it noted when it is back.

Hears news on the hub's and the desk worker's threads; only short notes are kept here, so a desk
that was off measures nothing: it cannot know what a PC did meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from clubdesk.domain.events import SessionMoved
from clubdesk.foundation.clock import Clock
from clubdesk.services.commands import Command
from clubdesk.services.event_feed import News
from clubdesk.services.outages import NoteOutage
from clubdesk.services.ports_hub import LinkState, StationLink


class OutageWatch:
    """Remembers since when PCs are gone.

    Args:
        note: Has a command carried out later, on the desk worker; never waits.
    """

    def __init__(self, clock: Clock, note: Callable[[Command], object]) -> None:
        self._clock = clock
        self._note = note
        self._lost: dict[int, datetime] = {}
        self._lock = threading.Lock()

    def hear(self, news: News) -> None:
        """Takes note of a PC that went or came, and of a session that left one that is gone."""
        if isinstance(news, StationLink):
            self._hear_link(news)
        elif isinstance(news, SessionMoved):
            self._hear_move(news.from_station_id)

    def _hear_move(self, station_id: int) -> None:
        """Has noted what it lost; who comes to that PC loses from then on, also the same."""
        now = self._clock.now()
        with self._lock:
            lost_at = self._lost.get(station_id)
            if lost_at is None:
                return
            self._lost[station_id] = now
        self._tell(station_id, lost_at, now)

    def _hear_link(self, link: StationLink) -> None:
        seen = link.last_seen or self._clock.now()
        with self._lock:
            if link.state is LinkState.LOST:
                self._lost.setdefault(link.station_id, seen)
                return
            lost_at = self._lost.pop(link.station_id, None)
        if lost_at is not None and link.state is LinkState.UP:
            self._tell(link.station_id, lost_at, seen)

    def _tell(self, station_id: int, lost_at: datetime, back_at: datetime) -> None:
        if back_at > lost_at:
            self._note(NoteOutage(station_id=station_id, lost_at=lost_at, back_at=back_at))
