"""The seats of the hall as Qt sees them: cards from the books joined with the agents' links.

GUI thread. Cards and links come from outside; between them only the clock moves, and ``tick``
says which seats show something else than a second ago.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from clubdesk.domain.hall import Zone
from clubdesk.services.ports_hub import StationLink
from clubdesk.services.views import HallView, StationCard
from clubdesk.ui.hall.card_state import CardState, Reading, Watch, read
from clubdesk.ui.hall.deeds import SeatFacts
from clubdesk.ui.look.text import plain_tip

REREAD_TICKS = 10
REREAD_MOST = 16
"""Money, bar and flags of taken seats are worked out anew part by part: all within ten ticks,
but never more than so many seats a tick (a hall of 1,000 then takes a minute)."""

RESTED_S = 5.0
"""A longer gap between two ticks: the hall was not shown, or the computer slept."""

_NEVER_ENDING = float("inf")
_Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class Seat:
    """One card with all that it shows now.

    Attributes:
        left_s: The seconds that the card shows; moves on with every tick.
        ends_s: When the time is over, in seconds of the Unix epoch; infinite unless it runs.
        ordered: An order from the bar is waited for here.
    """

    card: StationCard
    link: StationLink | None
    reading: Reading
    left_s: int = 0
    ends_s: float = _NEVER_ENDING
    ordered: bool = False

    @property
    def facts(self) -> SeatFacts:
        """What decides over the seat's deeds."""
        return SeatFacts(self.card, self.reading.state)


@dataclass(slots=True)
class Tick:
    """What one second changed: rows with another time, and rows read anew."""

    counted: list[int] = field(default_factory=list)
    reread: list[int] = field(default_factory=list)


class HallModel(QAbstractListModel):
    """A row for each station, zone after zone.

    Signals:
        ticked: A Tick; rows whose state changed got ``dataChanged`` before.
    """

    ticked = Signal(object)
    SeatRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.zones: tuple[Zone, ...] = ()
        self.seats: list[Seat] = []
        self.watch = Watch()
        self.describe = _name_of
        self._rows: dict[int, int] = {}
        self._ordering: frozenset[int] = frozenset()
        self._links: dict[int, StationLink] = {}
        self._turn = 0
        self._ticked_s = 0.0

    def set_hall(self, hall: HallView, links: Iterable[StationLink], now: datetime) -> None:
        """Replaces everything."""
        self.beginResetModel()
        self.zones = hall.zones
        self._links = {link.station_id: link for link in links}
        places = {zone.id: place for place, zone in enumerate(hall.zones)}
        cards = sorted(
            hall.cards, key=lambda card: (places.get(card.station.zone_id, 99), card.station.number)
        )
        self.seats = [self._seat(card, now) for card in cards]
        self._rows = {seat.card.station.id: row for row, seat in enumerate(self.seats)}
        self.endResetModel()

    def set_cards(self, cards: Sequence[StationCard], now: datetime) -> None:
        """Replaces the cards of some stations; one that is not in the hall is passed over."""
        for card in cards:
            row = self._rows.get(card.station.id)
            if row is not None:
                self.seats[row] = self._seat(card, now)
                self._tell(row)

    def set_link(self, link: StationLink, now: datetime) -> None:
        """Takes an agent's news; tells only if the card looks another way."""
        self._links[link.station_id] = link
        row = self._rows.get(link.station_id)
        if row is None:
            return
        before = self.seats[row]
        self.seats[row] = self._seat(before.card, now)
        self._tell(row)

    def set_ordering(self, session_ids: frozenset[int]) -> None:
        """Says in which sessions an order is waited for; tells of the cards that change."""
        self._ordering = session_ids
        for row, seat in enumerate(self.seats):
            ordered = self._is_ordered(seat.card)
            if ordered != seat.ordered:
                seat.ordered = ordered
                self._tell(row)

    def _is_ordered(self, card: StationCard) -> bool:
        return card.session is not None and card.session.id in self._ordering

    def seat_of(self, station_id: int) -> Seat | None:
        """The seat of a station."""
        row = self._rows.get(station_id)
        return None if row is None else self.seats[row]

    def row_of(self, station_id: int) -> int | None:
        """The row of a station."""
        return self._rows.get(station_id)

    def rows_of_number(self, number: int) -> list[int]:
        """The rows whose station has a number (at most one in a club)."""
        return [row for row, s in enumerate(self.seats) if s.card.station.number == number]

    def counts_by_zone(self) -> list[int]:
        """How many rows each zone has, in order."""
        counts = dict.fromkeys((zone.id for zone in self.zones), 0)
        for seat in self.seats:
            counts[seat.card.station.zone_id] = counts.get(seat.card.station.zone_id, 0) + 1
        return list(counts.values())

    def tick(self, now: datetime) -> None:
        """Moves every running seat on to an instant."""
        change = Tick()
        now_s = now.timestamp()
        crossed = self._count_down(now_s, change.counted)
        # After a rest (another screen, a computer that slept) every amount is an old one.
        rested = abs(now_s - self._ticked_s) > RESTED_S
        self._ticked_s = now_s
        for row in (
            self._taken_rows(0, len(self.seats)) if rested else (*crossed, *self._next_part())
        ):
            self._reread(row, now, change)
        if change.counted or change.reread:
            self.ticked.emit(change)

    def read_now(self, seat: Seat, now: datetime) -> None:
        """Works out one seat's money and times for this very second."""
        seat.reading = read(seat.card, seat.link, now, self.watch)

    def _count_down(self, now_s: float, counted: list[int]) -> list[int]:
        """Notes the rows with another time; gives back those that are nearly over from now on."""
        crossed: list[int] = []
        ending_s = self.watch.ending_s
        for row, seat in enumerate(self.seats):
            ends_s = seat.ends_s
            if ends_s == _NEVER_ENDING:
                continue
            left = ceil(ends_s - now_s) if ends_s > now_s else 0
            if left != seat.left_s:
                seat.left_s = left
                counted.append(row)
                if left <= ending_s and seat.reading.state is CardState.ACTIVE:
                    crossed.append(row)
        return crossed

    def _next_part(self) -> list[int]:
        """The taken seats whose turn it is; neighbours together, so that few lines are painted."""
        size = max(1, min(REREAD_MOST, -(-len(self.seats) // REREAD_TICKS)))
        start = self._turn if self._turn < len(self.seats) else 0
        stop = min(start + size, len(self.seats))
        self._turn = stop
        return self._taken_rows(start, stop)

    def _taken_rows(self, start: int, stop: int) -> list[int]:
        """Those whose state time changes: a session runs there, or somebody is to come."""
        cards = ((row, self.seats[row].card) for row in range(start, stop))
        return [row for row, card in cards if card.session is not None or card.reserved]

    def rowCount(self, parent: _Index | None = None) -> int:
        """The number of stations."""
        return 0 if parent is not None and parent.isValid() else len(self.seats)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """The station's name, the seat, or a sentence for those who cannot see the card."""
        if not index.isValid() or index.row() >= len(self.seats):
            return None
        seat = self.seats[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return seat.card.station.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.describe(seat)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.describe(seat))
        return seat if role == self.SeatRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Every card can be chosen; taken ones can be dragged, free ones dropped on."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid() or index.row() >= len(self.seats):
            return Qt.ItemFlag.NoItemFlags
        state = self.seats[index.row()].reading.state
        if state.is_taken:
            return base | Qt.ItemFlag.ItemIsDragEnabled
        return base | Qt.ItemFlag.ItemIsDropEnabled if state is CardState.FREE else base

    def _seat(self, card: StationCard, now: datetime) -> Seat:
        link = self._links.get(card.station.id)
        reading = read(card, link, now, self.watch)
        ends_s = _NEVER_ENDING if reading.until is None else reading.until.timestamp()
        return Seat(card, link, reading, reading.left_s, ends_s, self._is_ordered(card))

    def _reread(self, row: int, now: datetime, change: Tick) -> None:
        seat = self.seats[row]
        before = seat.reading
        seat.reading = read(seat.card, seat.link, now, self.watch)
        if (before.state, before.attention) != (seat.reading.state, seat.reading.attention):
            self._tell(row)
        else:
            change.reread.append(row)

    def _tell(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)


def _name_of(seat: Seat) -> str:
    return seat.card.station.name
