"""Tells the desk of a shift that has been open for too long, on whatever screen one is.

GUI thread. The books say which shift runs; between two looks only the clock moves.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from clubdesk.domain import events as e
from clubdesk.domain.hall import Club
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.event_feed import News
from clubdesk.services.views import ShiftNow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.look.alive import while_alive

TICK_MS = 1000
KEY = "long_shift"
_NEWS = (e.ShiftOpened, e.ShiftClosed, e.StationsChanged)


class ShiftAlerts(QObject):
    """Watches this till's shift for one window.

    Args:
        show_shifts: Opens the shifts' screen.
    """

    def __init__(
        self,
        window: MainWindow,
        runner: DeskRunner,
        bridge: EventBridge,
        show_shifts: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window, self._runner, self._show_shifts = window, runner, show_shifts
        self._club: Club | None = None
        self._now: ShiftNow | None = None
        self._told: tuple[int, int] | None = None
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self.tick)
        self._ticks.start()
        bridge.happened.connect(self._hear)
        self.look()

    @Slot()
    def look(self) -> None:
        """Asks the books which shift runs."""
        desk = self._runner.desk
        now = desk.clock.now()
        self._runner.ask(
            lambda books: (books.club(), books.shift_now(desk.till_id, now)),
            while_alive(self, self._take),
        )

    @Slot()
    def tick(self) -> None:
        """Shows or takes away the bar as the clock has it."""
        wanted = self._too_long()
        if wanted == self._told:
            return
        self._told = wanted
        self._window.set_alert(KEY, None if wanted is None else self._alert(wanted[1]))

    def _too_long(self) -> tuple[int, int] | None:
        """The shift's id and the hours it may be open; None where all is well."""
        if self._club is None or self._now is None or self._now.shift is None:
            return None
        shift, hours = self._now.shift, self._club.till.long_shift_hours
        return (shift.id, hours) if shift.is_long(self._runner.desk.clock.now(), hours) else None

    def _alert(self, hours: int) -> Alert:
        text = trn(
            "The shift has been open for more than {count} hour.",
            "The shift has been open for more than {count} hours.",
            hours,
        ).format(count=hours)
        todo = tr("Close it, or hand it over to whoever works now.")
        return Alert(text, todo, tr("Shifts"), self._open)

    def _open(self) -> None:
        self._show_shifts()

    def _take(self, found: tuple[Club | None, ShiftNow]) -> None:
        self._club, self._now = found
        self.tick()

    @Slot(object)
    def _hear(self, news: News) -> None:
        if isinstance(news, _NEWS):
            self.look()
