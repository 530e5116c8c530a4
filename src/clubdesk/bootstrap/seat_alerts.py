"""Tells the desk of seats that need a person, on whatever screen one is.

Time nearly over, a long pause, a console whose time is over.
GUI thread. The books say what runs; between two looks only the clock moves.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from clubdesk.domain import events as e
from clubdesk.domain.hall import Club, StationKind
from clubdesk.domain.session import PlaySession, SessionState
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.event_feed import News
from clubdesk.services.views import HallView, StationCard
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.notice import Notice

_NEWS = (
    e.SessionStarted, e.SessionPaused, e.SessionResumed, e.SessionMoved, e.SessionExtended,
    e.SessionEnded, e.BalanceChanged, e.SeatsChanged, e.StationsChanged,
)  # fmt: skip
TICK_MS = 1000
SETTLE_MS = 200
"""Several deeds in a row are one look at the books."""


class SeatAlerts(QObject):
    """Watches every seat for one window.

    Args:
        show_seat: Shows a station's id in the hall.
        may_sound: Whether this desk may make a sound.
    """

    def __init__(
        self,
        window: MainWindow,
        runner: DeskRunner,
        bridge: EventBridge,
        show_seat: Callable[[int], None],
        may_sound: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._runner = window, runner
        self._show_seat, self._may_sound = show_seat, may_sound
        self._club: Club | None = None
        self._cards: dict[int, StationCard] = {}
        self._left: dict[int, float] = {}
        self._paused: set[int] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self.look)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self.tick)
        self._ticks.start()
        bridge.happened.connect(self._hear)
        self.look()

    @Slot()
    def look(self) -> None:
        """Asks the books what runs."""
        now = self._runner.desk.clock.now()
        self._runner.ask(
            lambda books: (books.club(), books.hall(now)), while_alive(self, self._take)
        )

    @Slot(object)
    def _hear(self, news: News) -> None:
        if isinstance(news, e.SessionEnded) and news.time_over:
            self._tell_end(news.station_id)
        if isinstance(news, e.SessionStarted):
            self._window.set_alert(_over_key(news.station_id), None)
        if isinstance(news, _NEWS):
            self._soon.start()

    def _take(self, found: tuple[Club | None, HallView]) -> None:
        self._club, hall = found
        self._cards = {card.station.id: card for card in hall.cards}
        self.tick()

    @Slot()
    def tick(self) -> None:
        """Looks which seats have come to a warning or to the end of their pause."""
        if self._club is None:
            return
        left: dict[int, float] = {}
        paused: set[int] = set()
        for card in self._cards.values():
            if card.session is not None and card.session.state is SessionState.ACTIVE:
                self._warn(card, card.session, left)
            elif card.session is not None and self._is_long(card.session):
                paused.add(card.session.id)
                self._call_out(card, card.session)
        for session_id in self._paused - paused:
            self._window.set_alert(f"pause_{session_id}", None)
        self._left, self._paused = left, paused

    def _warn(self, card: StationCard, session: PlaySession, left: dict[int, float]) -> None:
        if session.ends_at is None or self._club is None:
            return
        now_left = (session.ends_at - self._runner.desk.clock.now()).total_seconds()
        before = self._left.get(session.id, now_left)
        left[session.id] = now_left
        for minutes in self._club.warn_minutes:
            if before > 60 * minutes >= now_left > 0:
                text = trn("{count} minute left: {names}", "{count} minutes left: {names}", minutes)
                words = text.replace("{count}", str(minutes))
                names = (card.station.name,)
                self._window.tell(Notice(words, tone="amber", icon="timer", names=names))

    def _is_long(self, session: PlaySession) -> bool:
        if self._club is None or session.state is not SessionState.PAUSED:
            return False
        since = session.segments[-1].started_at
        paused_s = (self._runner.desk.clock.now() - since).total_seconds()
        return paused_s > 60 * self._club.pause_limit_minutes

    def _call_out(self, card: StationCard, session: PlaySession) -> None:
        if session.id in self._paused or self._club is None:
            return
        limit = self._club.pause_limit_minutes
        text = trn(
            "{station} has been paused for more than {count} minute.",
            "{station} has been paused for more than {count} minutes.",
            limit,
        ).format(station=card.station.name, count=limit)
        station_id = card.station.id
        self._window.set_alert(
            f"pause_{session.id}",
            Alert(
                text,
                tr("The time is kept. Resume, or end the session."),
                tr("Show the seat"),
                lambda: self._show_seat(station_id),
            ),
        )

    def _tell_end(self, station_id: int) -> None:
        card = self._cards.get(station_id)
        if card is None or card.station.kind is not StationKind.CONSOLE:
            return
        if self._may_sound():
            QApplication.beep()
        self._window.set_alert(
            _over_key(station_id),
            Alert(
                tr("Time is over: {station}").format(station=card.station.name),
                tr("No program locks this seat: tell the player."),
                tr("Show the seat"),
                lambda: self._show_seat(station_id),
            ),
        )


def _over_key(station_id: int) -> str:
    return f"over_{station_id}"
