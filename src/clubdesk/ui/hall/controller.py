"""Between the hall and the house: news in, deeds out. It never guesses an outcome.

GUI thread only. A card changes when the books or an agent say so, never because a button was
pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from clubdesk.domain import events as e
from clubdesk.domain.hall import Club
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr, trn
from clubdesk.services.commands import Command
from clubdesk.services.event_feed import News
from clubdesk.services.ports_hub import OrderReport, StationLink
from clubdesk.services.sessions import EndSession, PauseSession, ResumeSession
from clubdesk.services.stations import RestartPC, WakePC
from clubdesk.services.views import HallView, StationCard, StoryLine
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.hall.card_state import watch_of
from clubdesk.ui.hall.deeds import Deed
from clubdesk.ui.hall.face import Wording, sentence, wording_of
from clubdesk.ui.hall.model import HallModel, Seat
from clubdesk.ui.hall.pause_words import pause_words, resume_words
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.notice import Notice

_OF_STATION = (
    e.SessionStarted,
    e.SessionPaused,
    e.SessionResumed,
    e.SessionExtended,
    e.SessionEnded,
)

_RULES = e.ReservationChanged(0, (), "rules")
"""How long seats are held has changed: every card may show something else."""


class HallController(QObject):
    """Keeps the model true and carries out what needs no dialog.

    Signals:
        loaded: The hall was read anew; ``wording`` is there.
        changed: Some cards were read anew.
        told: A Notice of what was done.
        story_read: A session's id and its lines.
    """

    loaded = Signal()
    changed = Signal()
    told = Signal(object)
    story_read = Signal(int, object)

    def __init__(
        self, runner: DeskRunner, bridge: EventBridge, agent_port: int, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._agent_port = agent_port
        self.model = HallModel(self)
        self.wording: Wording | None = None
        self._busy: set[int] = set()
        bridge.happened.connect(self._hear)
        runner.crashed.connect(self._free)

    # News in.

    def reload(self) -> None:
        """Reads the whole hall."""
        now = self._runner.desk.clock.now()
        self._runner.ask(
            lambda books: (books.club(), books.hall(now)), while_alive(self, self._take_hall)
        )

    def read_orders(self) -> None:
        """Reads at which seats an order is waited for; the story may have a line more."""
        self._runner.ask(
            lambda books: frozenset(row.order.session_id for row in books.waiting_orders()),
            while_alive(self, self._take_orders),
        )

    def _take_orders(self, sessions: frozenset[int | None]) -> None:
        self.model.set_ordering(frozenset(one for one in sessions if one is not None))
        self.changed.emit()

    def read_story(self, session_id: int) -> None:
        """Reads what has happened in a session."""
        self._runner.ask(
            lambda books: tuple(books.story(session_id)),
            while_alive(self, lambda lines: self._take_story(session_id, lines)),
        )

    def refresh(self, station_ids: Sequence[int]) -> None:
        """Reads the cards of some stations."""
        now = self._runner.desk.clock.now()
        self._runner.ask(
            lambda books: books.cards(list(station_ids), now), while_alive(self, self._take_cards)
        )

    def _take_hall(self, found: tuple[Club | None, HallView]) -> None:
        club, hall = found
        if club is None:
            return
        wording = wording_of(club, self._agent_port)
        self.wording = wording
        self.model.watch = watch_of(club.warn_minutes, club.pause_limit_minutes, club.reserving)
        self.model.describe = lambda seat: sentence(seat, wording)
        self.model.set_hall(hall, self._runner.desk.hub.links(), self._runner.desk.clock.now())
        self.loaded.emit()
        self.read_orders()

    def _take_cards(self, cards: Sequence[StationCard]) -> None:
        self.model.set_cards(cards, self._runner.desk.clock.now())
        self.changed.emit()

    def _take_story(self, session_id: int, lines: tuple[StoryLine, ...]) -> None:
        self.story_read.emit(session_id, lines)

    @Slot(object)
    def _hear(self, news: News) -> None:
        if isinstance(news, StationLink):
            self.model.set_link(news, self._runner.desk.clock.now())
            self.changed.emit()
        elif isinstance(news, e.StationsChanged) or news == _RULES:
            self.reload()
        elif isinstance(news, e.SeatsChanged | e.ReservationChanged):
            self.refresh(list(news.station_ids))
        elif isinstance(news, e.SessionMoved):
            self.refresh([news.from_station_id, news.to_station_id])
        elif isinstance(news, _OF_STATION):
            self.refresh([news.station_id])
            self._tell_end(news)
        elif isinstance(news, e.BalanceChanged | e.ClientChanged):
            self._refresh_client(news.client_id)
        else:
            self._hear_of_orders(news)

    def _hear_of_orders(self, news: News) -> None:
        if isinstance(news, OrderReport):
            self._tell_order(news)
        elif isinstance(news, e.OrderChanged):
            self.read_orders()

    def _refresh_client(self, client_id: int) -> None:
        cards = [seat.card for seat in self.model.seats]
        playing = [c for c in cards if c.session and c.session.client_id == client_id]
        if playing:
            self.refresh([card.station.id for card in playing])

    def _tell_end(self, news: object) -> None:
        if isinstance(news, e.SessionEnded) and news.time_over:
            names = (self._name(news.station_id),)
            text = tr("Time is over: {names}")
            self.told.emit(Notice(text, tone="amber", icon="timer", names=names))

    def _tell_order(self, report: OrderReport) -> None:
        names = (self._name(report.station_id),)
        if report.outcome == "acknowledged":
            self.told.emit(Notice(tr("The order was taken: {names}"), names=names))
        else:
            text, more = (
                tr("No answer to the order: {names}"),
                tr("Look at the PC, then try again."),
            )
            self.told.emit(Notice(text, more, "amber", names=names))

    def _name(self, station_id: int) -> str:
        seat = self.model.seat_of(station_id)
        return seat.card.station.name if seat else str(station_id)

    # Deeds out.

    def act(self, deed: Deed, seats: Sequence[Seat]) -> None:
        """Carries out a deed on every seat; each answer is told, a refusal by the frame."""
        for seat in seats:
            station_id, command = seat.card.station.id, _command(deed, seat)
            # A deed on a seat that is under way changes what the next one would mean.
            if command is not None and station_id not in self._busy:
                self._busy.add(station_id)
                self._runner.do(
                    command,
                    while_alive(self, self._teller(deed, seat)),
                    refused=while_alive(self, self._refuser(station_id)),
                )

    @Slot()
    def _free(self) -> None:
        """After a bug nobody answers for the seat it was about."""
        self._busy.clear()

    def _refuser(self, station_id: int) -> Callable[[DeskError], None]:
        def refused(error: DeskError) -> None:
            self._busy.discard(station_id)
            self._runner.refused.emit(error)

        return refused

    def _teller(self, deed: Deed, seat: Seat) -> Callable[[object], None]:
        texts = {
            Deed.PAUSE: tr("Paused, the time is kept: {names}"),
            Deed.RESUME: tr("Goes on: {names}"),
            Deed.END: tr("The session has ended: {names}"),
            Deed.RESTART: tr("Asked to restart: {names}"),
            Deed.WAKE: tr("Asked to wake up: {names}"),
        }
        more = self._what_a_pause_means(deed, seat)
        notice = Notice(texts[deed], more, names=(seat.card.station.name,))

        def done(_answer: object) -> None:
            self._busy.discard(seat.card.station.id)
            self.told.emit(notice)

        return done

    def _what_a_pause_means(self, deed: Deed, seat: Seat) -> str:
        now = self._runner.desk.clock.now()
        if deed is Deed.PAUSE:
            return pause_words(seat.card, now)
        if deed is Deed.RESUME and self.wording is not None:
            return resume_words(seat.card, self.wording, now)
        return ""


def _command(deed: Deed, seat: Seat) -> Command | None:
    station_id, session = seat.card.station.id, seat.card.session
    if deed is Deed.RESTART:
        return RestartPC(station_id=station_id)
    if deed is Deed.WAKE:
        return WakePC(station_id=station_id)
    if session is None:
        return None
    made = {Deed.PAUSE: PauseSession, Deed.RESUME: ResumeSession, Deed.END: EndSession}
    return made[deed](session_id=session.id)


def several(count: int) -> str:
    """How many PCs a question is about."""
    return trn("{count} PC", "{count} PCs", count).format(count=count)
