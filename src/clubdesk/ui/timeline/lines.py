"""What the timeline shows: a line a seat under its zone, and the blocks on it. Pure.

Blocks are kept by line and in order, so that what is visible is found without a walk through all.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from clubdesk.domain.reservation import Reservation, ReservationState
from clubdesk.services.ports_reservations import PlayedBlock, ReservationRow, TimelineView

HEAD_PX, LINE_PX = 26, 32
OPEN_ENDED = timedelta(hours=1)
"""How long a session is drawn of which nobody knows the end."""


class Kind(StrEnum):
    """What a block is, which decides its colour, icon and word."""

    ENDED = "ended"
    PLAYING = "playing"
    PAUSED = "paused"
    BOOKED = "booked"
    ARRIVED = "arrived"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of time on a seat.

    Attributes:
        row: The reservation it belongs to; None for a session.
    """

    station_id: int
    since: datetime
    until: datetime
    kind: Kind
    name: str
    row: ReservationRow | None = None

    @property
    def reservation(self) -> Reservation | None:
        """The reservation, if it is one."""
        return self.row.reservation if self.row else None

    @property
    def can_change(self) -> bool:
        """Whether it can be dragged."""
        return self.kind in (Kind.BOOKED, Kind.ARRIVED)


@dataclass(frozen=True, slots=True)
class Line:
    """A zone's title (``station_id`` is None) or a seat."""

    top: int
    height: int
    title: str
    station_id: int | None = None
    zone: str = ""


@dataclass(slots=True)
class Lines:
    """The whole day as it is drawn.

    Attributes:
        height: Of all lines, in pixels.
        tops, by_station: Where each line begins, and the line of each seat.
    """

    lines: list[Line] = field(default_factory=list)
    blocks: dict[int, list[Block]] = field(default_factory=dict)
    height: int = 0
    tops: list[int] = field(default_factory=list)
    by_station: dict[int, int] = field(default_factory=dict)

    def visible(self, top: int, bottom: int) -> list[Line]:
        """The lines between two heights."""
        if not self.lines:
            return []
        first = max(0, bisect_right(self.tops, top) - 1)
        last = bisect_right(self.tops, bottom)
        return self.lines[first:last]

    def line_at(self, y: int) -> Line | None:
        """The line at a height; None beside them."""
        if not 0 <= y < self.height:
            return None
        return self.lines[bisect_right(self.tops, y) - 1]

    def line_of(self, station_id: int) -> Line | None:
        """The line of a seat."""
        place = self.by_station.get(station_id)
        return None if place is None else self.lines[place]

    def neighbour(self, station_id: int | None, by: int) -> int | None:
        """The seat so many lines below; the first one for none."""
        seats = [line.station_id for line in self.lines if line.station_id is not None]
        if not seats:
            return None
        if station_id not in seats:
            return seats[0]
        return seats[max(0, min(len(seats) - 1, seats.index(station_id) + by))]

    def block_at(self, station_id: int, at: datetime) -> Block | None:
        """What is on a seat at an instant; a reservation before a session."""
        here = [b for b in self.blocks.get(station_id, ()) if b.since <= at < b.until]
        return next((b for b in here if b.row), here[0] if here else None)

    def reservation_block(self, reservation_id: int, station_id: int | None = None) -> Block | None:
        """The block of a reservation, on a seat of it."""
        for block in (b for blocks in self.blocks.values() for b in blocks):
            kept = block.reservation
            if kept and kept.id == reservation_id and station_id in (None, block.station_id):
                return block
        return None

    def in_the_way(
        self, reservation_id: int, station_ids: tuple[int, ...], since: datetime, until: datetime
    ) -> Block | None:
        """The first reservation that a time on some seats would overlap."""
        for station_id in station_ids:
            for block in self.blocks.get(station_id, ()):
                kept = block.reservation
                if kept is None or kept.id == reservation_id or not kept.state.is_standing:
                    continue
                if block.since < until and since < block.until:
                    return block
        return None


def lines_of(view: TimelineView, now: datetime) -> Lines:
    """The lines and blocks of a day."""
    made = Lines()
    for zone in view.zones:
        seats = [station for station in view.stations if station.zone_id == zone.id]
        if seats:
            _add(made, zone.name, HEAD_PX)
        for station in seats:
            _add(made, station.name, LINE_PX, station.id, zone.name)
    for played in view.played:
        made.blocks.setdefault(played.station_id, []).append(_played(played, now))
    for block in (b for row in view.reserved for b in _reserved(row)):
        made.blocks.setdefault(block.station_id, []).append(block)
    for blocks in made.blocks.values():
        blocks.sort(key=lambda block: (block.since, block.until))
    return made


def _add(
    made: Lines, title: str, height: int, station_id: int | None = None, zone: str = ""
) -> None:
    if station_id is not None:
        made.by_station[station_id] = len(made.lines)
    made.lines.append(Line(made.height, height, title, station_id, zone))
    made.tops.append(made.height)
    made.height += height


def _played(played: PlayedBlock, now: datetime) -> Block:
    until = played.until or max(now, played.since) + OPEN_ENDED
    kind = Kind.ENDED if not played.open else Kind.PAUSED if played.paused else Kind.PLAYING
    return Block(played.station_id, played.since, until, kind, played.payer_name)


def _reserved(row: ReservationRow) -> list[Block]:
    kept = row.reservation
    if kept.state is ReservationState.CANCELLED:
        return []
    kind = Kind(kept.state.value)
    return [
        Block(station_id, kept.from_at, kept.until_at, kind, kept.name, row)
        for station_id in kept.station_ids
    ]
