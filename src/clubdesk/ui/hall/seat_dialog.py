"""Where a client is to play: the free seats by zone. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from clubdesk.domain.hall import Zone
from clubdesk.foundation.translate import tr
from clubdesk.services.views import ClientRow
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.hall.number_jump import NumberJump
from clubdesk.ui.look.chip import Chip
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.frames import scrolled
from clubdesk.ui.look.marks import Avatar
from clubdesk.ui.look.text import Text, small

LOWEST, HIGHEST = 120, 380


class SeatDialog(Dialog):
    """Chooses a free seat.

    Signals:
        seat_chosen: The Seat.

    Args:
        free: Every zone with its free seats.
    """

    seat_chosen = Signal(object)

    def __init__(
        self, over: QWidget, row: ClientRow, free: Sequence[tuple[Zone, Sequence[Seat]]]
    ) -> None:
        super().__init__(over, tr("Start session"), f"· {row.client.name}", width=640)
        self.setObjectName("seat_dialog")
        self._seats = {s.card.station.id: s for _, seats in free for s in seats}
        self._chosen: Seat | None = None
        self.chips: dict[int, Chip] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._jump = NumberJump(self)
        self._jump.typed.connect(self._number)
        self.header_right.addWidget(Avatar(row.client.name, 32))
        self._build(free)
        self._show()

    def begin(self) -> None:
        """Opens it with the keyboard on the first free seat."""
        self.open(next(iter(self.chips.values()), None))

    def on_primary(self) -> None:
        """Goes on to the start dialog."""
        chosen = self._chosen
        if chosen is not None:
            self.finish(done=True)
            self.seat_chosen.emit(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose a seat by its number."""
        if event.text().isdecimal():
            event.accept()
            self._jump.add(event.text())
        else:
            super().keyPressEvent(event)

    def _build(self, free: Sequence[tuple[Zone, Sequence[Seat]]]) -> None:
        none = tr("No seat is free now.")
        asks = tr("Free seats: choose one, or type its number")
        self.body.addWidget(small(asks if self._seats else none))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for zone, seats in free:
            if seats:
                column.addWidget(Text(zone.name, "text", weight=600))
                column.addWidget(Flow([self._chip(seat) for seat in seats]))
        column.addStretch(1)
        area = scrolled(content)
        area.setFixedHeight(min(max(content.sizeHint().height() + 8, LOWEST), HIGHEST))
        area.setVisible(bool(self._seats))
        self.body.addWidget(area)

    def _chip(self, seat: Seat) -> Chip:
        chip = Chip(seat.card.station.name)
        station_id = seat.card.station.id
        chip.clicked.connect(lambda: self._choose(station_id))
        self._group.addButton(chip)
        self.chips[station_id] = chip
        return chip

    def _number(self, number: int) -> None:
        for station_id, seat in self._seats.items():
            if seat.card.station.number == number:
                self.chips[station_id].setFocus()
                self._choose(station_id)

    def _choose(self, station_id: int) -> None:
        self._chosen = self._seats[station_id]
        self.chips[station_id].setChecked(True)
        self._show()

    def _show(self) -> None:
        if self._chosen is None:
            why = tr("Choose a free seat.") if self._seats else tr("No seat is free now.")
            self.set_primary(tr("Go on"), why_not=why)
        else:
            name = self._chosen.card.station.name
            self.set_primary(tr("Go on at {station}").format(station=name))
