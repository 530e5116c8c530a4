"""Who is there: for each paired station the connection that speaks for it, and how lively it is.

Pure; owned by the hub thread. Times are real seconds of a monotonic clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from clubdesk.agent_hub.reconcile import Reported
from clubdesk.services.ports_hub import LinkState, StationLink
from clubdesk.wire.messages import Heartbeat, Hello

HEARTBEAT_S = 2.0
LOST_AFTER_S = 5.5
"""Two heartbeats missed and most of a third."""

_REMEMBERED_ROUTES = 8


class Heard(Enum):
    """How a frame fits to what was heard before."""

    KNOWN = auto()
    CAME = auto()
    """The first frame of a connection."""
    TOOK_OVER = auto()
    """The first frame of a connection, while an older one with the same key was still up."""
    REPLACED = auto()
    """A connection that a newer one with the same key has replaced."""


@dataclass(slots=True)
class Seat:
    """One paired station as the hub sees it.

    Attributes:
        route: The connection that speaks for it, by the socket's own name for it.
        replaced: Older connections with the same key.
        beat: The number of its last heartbeat on this connection; 0 before the first.
        beat_at, beat_play_at: When that came, by real time and by the desk's clock.
    """

    station_id: int
    key: str
    route: bytes | None = None
    replaced: list[bytes] = field(default_factory=list)
    state: LinkState = LinkState.NEVER_SEEN
    heard_at: float = 0.0
    last_seen: datetime | None = None
    hello: Hello | None = None
    beat: int = 0
    beat_at: float = 0.0
    beat_play_at: float = 0.0
    reported: Reported | None = None

    def link(self) -> StationLink:
        """What others may know of it."""
        reported = self.reported
        return StationLink(
            station_id=self.station_id,
            state=self.state,
            applied_seq=reported.seq if reported else 0,
            is_open=reported.is_open if reported else False,
            last_seen=self.last_seen,
            agent_version=self.hello.version if self.hello else "",
            hostname=self.hello.hostname if self.hello else "",
        )

    def forget_connection(self) -> None:
        """Drops what only the last connection knew."""
        self.route = None
        self.beat = 0


class Roster:
    """All paired stations."""

    def __init__(self, lost_after_s: float = LOST_AFTER_S) -> None:
        self._lost_after_s = lost_after_s
        self._by_key: dict[str, Seat] = {}
        self.seats: dict[int, Seat] = {}

    def pair(self, keys: dict[int, str]) -> list[int]:
        """Replaces the whole mapping of stations to keys; the stations that are new or changed.

        A station that keeps its key keeps its connection; a dropped key is nobody's from now on.
        """
        changed = [number for number, key in keys.items() if self.key_of(number) != key]
        kept = {
            number: self.seats[number] if number not in changed else Seat(number, key)
            for number, key in keys.items()
        }
        self.seats = kept
        self._by_key = {seat.key: seat for seat in kept.values()}
        return changed

    def key_of(self, station_id: int) -> str | None:
        """The key a station is paired with."""
        seat = self.seats.get(station_id)
        return seat.key if seat else None

    def station_of(self, key: str) -> int:
        """The station a key is paired with; 0 if none."""
        seat = self._by_key.get(key)
        return seat.station_id if seat else 0

    def knows(self, key: str) -> bool:
        """Whether a key is paired."""
        return key in self._by_key

    def heard(self, key: str, route: bytes, now: float) -> tuple[Heard, Seat]:
        """Takes note that a frame came; the newest connection of a key speaks for its station.

        Raises:
            KeyError: The key is not paired.
        """
        seat = self._by_key[key]
        if seat.route == route:
            seat.heard_at = now
            return Heard.KNOWN, seat
        was_up = seat.route is not None and seat.state is LinkState.UP
        if route in seat.replaced:
            if was_up:
                return Heard.REPLACED, seat
            seat.replaced.remove(route)
        return self._seat_taken(seat, route, now, was_up=was_up), seat

    def _seat_taken(self, seat: Seat, route: bytes, now: float, *, was_up: bool) -> Heard:
        if seat.route is not None:
            seat.replaced = [*seat.replaced, seat.route][-_REMEMBERED_ROUTES:]
        seat.forget_connection()
        seat.route = route
        seat.heard_at = now
        return Heard.TOOK_OVER if was_up else Heard.CAME

    def greet(self, seat: Seat, hello: Hello) -> None:
        """Takes note of who is at the station. A new start counts its heartbeats from one."""
        seat.hello = hello
        seat.beat = 0

    def beat(self, seat: Seat, heartbeat: Heartbeat, play_now: float, seen: datetime) -> None:
        """Takes note of a heartbeat, at the desk clock's count and its instant in UTC."""
        seat.state = LinkState.UP
        seat.last_seen = seen
        seat.beat = heartbeat.beat
        seat.beat_at = seat.heard_at
        seat.beat_play_at = play_now
        seat.reported = Reported.of(heartbeat, play_now)

    def sweep(self, now: float) -> list[Seat]:
        """The stations that fell silent just now."""
        lost = [
            seat
            for seat in self.seats.values()
            if seat.state is LinkState.UP and now - seat.heard_at > self._lost_after_s
        ]
        for seat in lost:
            seat.state = LinkState.LOST
        return lost
