"""Tells the desk who comes soon, whose time it is, and who did not come; on whatever screen one is.

GUI thread. The books say who is to come; between two looks only the clock moves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Slot

from clubdesk.domain import events as e
from clubdesk.domain.hall import Club
from clubdesk.domain.reservation import ReservationState
from clubdesk.foundation.translate import tr
from clubdesk.services.event_feed import News
from clubdesk.services.ports_reservations import ReservationRow
from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.wording import clock_time

TICK_MS = 1000
AHEAD = timedelta(hours=5)
LOOK_EVERY = timedelta(hours=1)
"""The next hours are read anew so often, and at every change."""


class ReservationAlerts(QObject):
    """Watches the reservations of the next hours for one window.

    Args:
        show_seat: Shows a station's id in the hall.
    """

    def __init__(
        self,
        window: MainWindow,
        runner: DeskRunner,
        bridge: EventBridge,
        show_seat: Callable[[int], None],
    ) -> None:
        super().__init__(window)
        self._window, self._runner, self._show_seat = window, runner, show_seat
        self._club: Club | None = None
        self._rows: tuple[ReservationRow, ...] = ()
        self._looked_at: datetime | None = None
        self.shown: dict[int, str] = {}
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self.tick)
        self._ticks.start()
        bridge.happened.connect(self._hear)
        self.look()

    @Slot()
    def look(self) -> None:
        """Asks the books who is to come."""
        now = self._looked_at = self._runner.desk.clock.now()
        self._runner.ask(
            lambda books: (books.club(), tuple(books.reservations(now - AHEAD, now + AHEAD))),
            while_alive(self, self._take),
        )

    @Slot()
    def tick(self) -> None:
        """Shows and takes away what the clock has changed."""
        now = self._runner.desk.clock.now()
        if self._looked_at is None or abs(now - self._looked_at) > LOOK_EVERY:
            self.look()
        wanted = {}
        for row in self._rows if self._club is not None else ():
            if phase := self._phase(row, now):
                wanted[row.reservation.id] = (phase, row)
        for gone in [of_id for of_id in self.shown if of_id not in wanted]:
            self._window.set_alert(_key(gone), None)
            del self.shown[gone]
        for of_id, (phase, row) in wanted.items():
            if self.shown.get(of_id) != phase:
                self.shown[of_id] = phase
                self._window.set_alert(_key(of_id), self._alert(phase, row))

    def _take(self, found: tuple[Club | None, tuple[ReservationRow, ...]]) -> None:
        self._club, self._rows = found
        self.tick()

    def _phase(self, row: ReservationRow, now: datetime) -> str:
        kept = row.reservation
        if self._club is None or kept.state is not ReservationState.BOOKED or now >= kept.until_at:
            return ""
        rules = self._club.reserving
        if now >= kept.missed_at(rules):
            return "missed"
        if now >= kept.from_at:
            return "due"
        return "soon" if now >= kept.from_at - timedelta(minutes=rules.alert_minutes) else ""

    def _alert(self, phase: str, row: ReservationRow) -> Alert:
        kept = row.reservation
        seats = ", ".join(row.station_names)
        time = clock_time(kept.from_at, self._club) if self._club else ""
        texts = {
            "soon": tr("{name} comes at {time}: {seats}."),
            "due": tr("It is time for {name} ({time}): {seats}."),
            "missed": tr("{name} did not come at {time}; {seats} can be sold again."),
        }
        text = texts[phase].format(name=kept.name, time=time, seats=seats)
        todo = "" if phase == "soon" else tr("Press Arrived if they are here.")
        station_id = kept.station_ids[0]
        return Alert(text, todo, tr("Show"), lambda: self._show_seat(station_id))

    @Slot(object)
    def _hear(self, news: News) -> None:
        if not isinstance(news, e.ReservationChanged):
            return
        self.look()
        if news.became == ReservationState.NO_SHOW:

            def ask(books: DeskQueries) -> ReservationRow | None:
                return books.reservation(news.reservation_id)

            self._runner.ask(ask, while_alive(self, self._tell_missed))

    def _tell_missed(self, row: ReservationRow | None) -> None:
        if row is None:
            return
        text = tr("{name} did not come; the seats are free.").format(name=row.reservation.name)
        more = ", ".join(row.station_names)
        self._window.tell(Notice(text, more, tone="amber", icon="calendar-clock"))


def _key(reservation_id: int) -> str:
    return f"reservation-{reservation_id}"
