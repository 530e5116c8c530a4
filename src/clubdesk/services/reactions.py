"""What follows from a deed after its commit: leases to the agents, orders to the PCs.

Desk worker's thread. A reaction that fails loses nothing: leases are worked out from the books
and sent again whenever a heartbeat disagrees, and once a second what the books promise is compared
with what the hub was told: another desk over the same books may have changed it.
"""

from __future__ import annotations

from collections.abc import Callable

from clubdesk.domain.events import (
    PCOrdered,
    SeatsChanged,
    SessionEnded,
    SessionExtended,
    SessionMoved,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    StationsChanged,
)
from clubdesk.domain.hall import Station, StationKind
from clubdesk.domain.session import PlaySession, SessionState
from clubdesk.foundation.clock import Clock
from clubdesk.services.event_feed import News
from clubdesk.services.ports import BeginWork, UnitOfWork
from clubdesk.services.ports_hub import Hub, LeaseState, OrderKind, Waker, WantedLease

_OF_ONE_STATION = (
    SessionStarted,
    SessionPaused,
    SessionResumed,
    SessionExtended,
    SessionEnded,
)

MOST_AHEAD = 1_000_000


class Reactions:
    """Listens to committed events and tells the hub what every PC should be."""

    def __init__(
        self,
        begin: BeginWork,
        clock: Clock,
        hub: Hub,
        waker: Waker,
        tell: Callable[[News], None] = lambda news: None,
    ) -> None:
        self._tell = tell
        self._told: dict[int, int] = {}
        self._begin = begin
        self._clock = clock
        self._hub = hub
        self._waker = waker

    def catch_up(self) -> None:
        """Tells the hub and the screens what the books promise and this desk has not told yet."""
        ahead = self._agents_ahead()
        with self._begin() as work:
            for station_id, applied in ahead.items():
                work.stations.lift_lease_seq(station_id, applied)
            seqs = work.stations.lease_seqs()
        news = tuple(sorted(i for i, seq in seqs.items() if self._told.get(i) != seq))
        if news:
            self.refresh()
            self._tell(SeatsChanged(news))

    def _agents_ahead(self) -> dict[int, int]:
        """Stations whose agent follows a later lease than the books know, with its number.

        That happens after a backup was brought back: without a lift the agent would ignore every
        lease until the numbers have caught up. A number far beyond is not believed.
        """
        return {
            link.station_id: link.applied_seq
            for link in self._hub.links()
            if 0 < link.applied_seq - self._told.get(link.station_id, link.applied_seq) < MOST_AHEAD
        }

    def refresh(self) -> None:
        """Tells the hub of every pairing and every lease; at the start and after edits."""
        with self._begin() as work:
            seats = work.stations.all()
            stations = [s for s in seats if s.kind is StationKind.PC]
            playing = {session.station_id: session for session in work.sessions.all_open()}
            leases = [self._lease(work, s, playing.get(s.id)) for s in stations]
        self._hub.pair({s.id: s.agent_key for s in stations if s.agent_key})
        self._hub.want(leases)
        self._told = {seat.id: seat.lease_seq for seat in seats}

    def hear(self, news: News) -> None:
        """Reacts to one event; the feed calls it."""
        if isinstance(news, _OF_ONE_STATION):
            self._send([news.station_id])
        elif isinstance(news, SessionMoved):
            self._send([news.from_station_id, news.to_station_id])
        elif isinstance(news, StationsChanged):
            self.refresh()
        elif isinstance(news, PCOrdered):
            self._order(news)

    def _send(self, station_ids: list[int]) -> None:
        with self._begin() as work:
            leases, told = [], {}
            for station_id in station_ids:
                station = work.stations.get(station_id)
                if station is not None:
                    told[station.id] = station.lease_seq
                if station is not None and station.kind is StationKind.PC:
                    session = work.sessions.open_on_station(station_id)
                    leases.append(self._lease(work, station, session))
        self._hub.want(leases)
        self._told.update(told)

    def _order(self, news: PCOrdered) -> None:
        if news.order == "wake":
            with self._begin() as work:
                station = work.stations.get(news.station_id)
            if station is not None and station.mac:
                self._waker.wake(station.mac)
        else:
            self._hub.order(news.station_id, OrderKind(news.order))

    def _lease(
        self, work: UnitOfWork, station: Station, session: PlaySession | None
    ) -> WantedLease:
        club = work.club.find()
        warn = club.warn_minutes if club else ()
        if session is None or session.state is not SessionState.ACTIVE or session.ends_at is None:
            return WantedLease(
                station.id, station.lease_seq, LeaseState.LOCKED, session.id if session else 0
            )
        left_s = (session.ends_at - self._clock.now()).total_seconds()
        client = work.clients.get(session.client_id) if session.client_id is not None else None
        return WantedLease(
            station_id=station.id,
            seq=station.lease_seq,
            state=LeaseState.OPEN,
            session_id=session.id,
            deadline=self._clock.monotonic() + left_s,
            headline=client.name if client else "",
            warn_minutes=warn,
        )
