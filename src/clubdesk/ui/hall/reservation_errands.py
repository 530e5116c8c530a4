"""What a cashier does in the hall with who is to come: reserve, look, arrive. GUI thread only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clubdesk.services.ports_reservations import ReservationRow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.hall.model import Seat
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.operations.reservation_deeds import ReservationDeeds

USUAL = timedelta(hours=2)
DEEDS = (Deed.RESERVE, Deed.RESERVATION, Deed.ARRIVED)


class ReservationErrands(QObject):
    """Reservations, from the hall.

    Signals:
        told: A Notice of what was done.
        came: A seat's id and the id of the client who arrived there (None without a card).
    """

    told = Signal(object)
    came = Signal(int, object)

    def __init__(self, over: QWidget, runner: DeskRunner) -> None:
        super().__init__(over)
        self._runner = runner
        self._seat_id = 0
        self.deeds = ReservationDeeds(over, runner)
        self.deeds.told.connect(self.told)
        self.deeds.came.connect(self._came)

    def perform(self, deed: Deed, seats: Sequence[Seat]) -> None:
        """Does one of ``DEEDS`` with the chosen seats."""
        seat = seats[0]
        self._seat_id = seat.card.station.id
        reserved = seat.card.reserved
        if deed is Deed.RESERVE:
            since = self._next_half_hour(seat)
            self.deeds.reserve([s.card.station.id for s in seats], since, since + USUAL)
        elif reserved is None:
            return
        elif deed is Deed.RESERVATION:
            self.deeds.look_at(reserved.id)
        else:
            self._runner.ask(
                lambda books: books.reservation(reserved.id), while_alive(self, self._arrive)
            )

    def _arrive(self, row: ReservationRow | None) -> None:
        if row is not None:
            self.deeds.arrive(row)

    def _came(self, row: ReservationRow) -> None:
        kept = row.reservation
        seat_id = self._seat_id if self._seat_id in kept.station_ids else kept.station_ids[0]
        self.came.emit(seat_id, kept.client_id)

    def _next_half_hour(self, seat: Seat) -> datetime:
        """The next half hour at which nobody plays and nobody is expected there."""
        now = self._runner.desk.clock.now()
        since = now.replace(minute=0, second=0, microsecond=0)
        reserved, until = seat.card.reserved, seat.reading.until
        while since <= now or (until is not None and since < until):
            since += timedelta(minutes=30)
        if reserved is not None and reserved.from_at < since + USUAL:
            since = max(since, reserved.until_at)
        return since
