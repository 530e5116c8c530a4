"""The screen Timeline: a day of the hall, seat by seat, with what is reserved.

GUI thread only. It is read anew when the books tell of a change, and never guesses an outcome.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clubdesk.domain import events as e
from clubdesk.domain.people import Permission
from clubdesk.domain.reservation import ReservationState
from clubdesk.foundation.translate import language, tr, trn
from clubdesk.services.event_feed import News
from clubdesk.services.ports_reservations import ReservationRow, TimelineView
from clubdesk.services.reserving import ChangeReservation
from clubdesk.services.views import DeskQueries
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.button import Button, Kind
from clubdesk.ui.look.frames import rule
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.text import Elided, Text
from clubdesk.ui.look.tokens import BOLD, SMALL, TITLE
from clubdesk.ui.look.wording import clock_time, zone_of
from clubdesk.ui.operations.reservation_deeds import ReservationDeeds
from clubdesk.ui.timeline.board import Place, TimelineBoard
from clubdesk.ui.timeline.keys import BoardKey
from clubdesk.ui.timeline.lines import lines_of
from clubdesk.ui.timeline.scale import ZOOMS, DayScale

_CHANGES = (
    e.SessionStarted,
    e.SessionPaused,
    e.SessionResumed,
    e.SessionMoved,
    e.SessionExtended,
    e.SessionEnded,
    e.StationsChanged,
    e.SeatsChanged,
    e.ReservationChanged,
)
_TICK_MS = 15_000


class TimelineScreen(QWidget):
    """A day at a time.

    Signals:
        told: A Notice of what was done.
        back_wanted: Back to the hall.
        start_wanted: The id of a client who has arrived, and the seat.
    """

    told = Signal(object)
    back_wanted = Signal()
    start_wanted = Signal(object, int)

    def __init__(self, runner: DeskRunner, bridge: EventBridge) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._view: TimelineView | None = None
        self._day: date | None = None
        self._asked = 0
        self._stale = False
        self._wants_now = False
        self._zoom = 2
        self.board = TimelineBoard()
        self.deeds = ReservationDeeds(self, runner)
        self.heading = Text("", "text", TITLE, BOLD)
        self.count = Elided("", "dim")
        self._buttons()
        self._build()
        self._connect(bridge)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.setFocusProxy(self.board)
        self.show_day(None)

    # The day.

    def show_day(self, day: date | None) -> None:
        """Shows a day of the club's wall; None is today, with now in sight."""
        self._day = day
        self._wants_now = day is None
        self._read()

    def step_day(self, by: int) -> None:
        """The day so many days later."""
        if self.board.scale is not None:
            self.show_day(self.board.scale.day + timedelta(days=by))

    def zoom(self, by: int) -> None:
        """Shows hours wider or narrower; what is in sight stays."""
        self._zoom = max(0, min(len(ZOOMS) - 1, self._zoom + by))
        kept = self.board.middle()
        self._show()
        if kept is not None:
            self.board.look_at(kept)

    def showEvent(self, event: QShowEvent) -> None:
        """Moves the line of now while it is seen."""
        super().showEvent(event)
        self._timer.start()
        # Its size is known only once the layout has run.
        QTimer.singleShot(0, self, self._go_to_now)
        if self._stale:
            self._read()
        else:
            self._tick()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rests."""
        super().hideEvent(event)
        self._timer.stop()

    def _read(self) -> None:
        self._asked += 1
        self._stale = False
        number, wanted, now = self._asked, self._day, self._runner.desk.clock.now()

        def look(books: DeskQueries) -> TimelineView | None:
            club = books.club()
            if club is None:
                return None
            scale = DayScale(wanted or _today(now, club.time_zone), club.time_zone)
            return books.timeline(scale.since, scale.until)

        self._runner.ask(look, while_alive(self, lambda view: self._take(number, view)))

    def _take(self, number: int, view: TimelineView | None) -> None:
        if view is None or number != self._asked:
            return
        self._view = view
        self._show()
        self._go_to_now()

    @Slot()
    def _go_to_now(self) -> None:
        """Scrolls to now, once there is a day and room to show it in."""
        if self._wants_now and self._view is not None and self.isVisible():
            self._wants_now = False
            self.board.look_at(self._runner.desk.clock.now())

    def _show(self) -> None:
        view, now = self._view, self._runner.desk.clock.now()
        if view is None:
            return
        zone = view.club.time_zone
        scale = DayScale(self._day or _today(now, zone), zone, ZOOMS[self._zoom])
        self.board.show_day(lines_of(view, now), scale, view.club, now)
        self.heading.setText(str(format_date(scale.day, "EEE, d MMMM", locale=language())))
        coming = sum(1 for r in view.reserved if r.reservation.state is ReservationState.BOOKED)
        text = trn("{count} reservation to come", "{count} reservations to come", coming)
        self.count.setText(text.format(count=coming))

    @Slot()
    def _tick(self) -> None:
        self.board.tick(self._runner.desk.clock.now())

    @Slot(object)
    def _hear(self, news: News) -> None:
        if not isinstance(news, _CHANGES):
            return
        if self.isVisible():
            self._read()
        else:
            self._stale = True

    # What is done.

    @Slot(int, object, object)
    def _reserve(self, station_id: int, since: datetime, until: datetime) -> None:
        self.deeds.reserve((station_id,), since, until)

    def reserve_new(self) -> None:
        """A new reservation on the seat of the cursor, or with no seat yet."""
        at, now = self.board.cursor_at, self._runner.desk.clock.now()
        since = at[1] if at is not None else now.replace(minute=0, second=0, microsecond=0)
        while since < now:
            since += timedelta(minutes=30)
        self.deeds.reserve((at[0],) if at else (), since, since + timedelta(hours=2))

    @Slot(object)
    def _place(self, place: Place) -> None:
        command = ChangeReservation(
            reservation_id=place.reservation_id,
            station_ids=place.station_ids,
            from_at=place.since,
            until_at=place.until,
        )
        self._runner.do_or_approve(
            self,
            command,
            tr("Move a reservation"),
            while_alive(self, lambda _: self._placed(place)),
        )

    def _placed(self, place: Place) -> None:
        if self._view is not None:
            club = self._view.club
            times = f"{clock_time(place.since, club)}–{clock_time(place.until, club)}"
            self.told.emit(Notice(tr("The reservation is now at {time}.").format(time=times)))

    @Slot(object)
    def _key(self, key: BoardKey) -> None:
        steps = {BoardKey.DAY_BEFORE: -1, BoardKey.DAY_AFTER: 1}
        zooms = {BoardKey.CLOSER: 1, BoardKey.FARTHER: -1}
        if key in steps:
            self.step_day(steps[key])
        elif key in zooms:
            self.zoom(zooms[key])
        elif key is BoardKey.TODAY:
            self.show_day(None)
        elif key is BoardKey.NEW:
            self.reserve_new()
        elif key is BoardKey.BACK:
            self.back_wanted.emit()
        else:
            self._with_chosen(key)

    def _with_chosen(self, key: BoardKey) -> None:
        block = self.board.chosen_block()
        if block is None or block.row is None:
            return
        if block.row.reservation.state is not ReservationState.BOOKED:
            return
        if key is BoardKey.CANCEL:
            self.deeds.cancel(block.row)
        elif key is BoardKey.ARRIVED:
            self.deeds.arrive(block.row)

    @Slot()
    def _show_chosen(self) -> None:
        block = self.board.chosen_block()
        kept = block.reservation if block is not None else None
        booked = kept is not None and kept.state is ReservationState.BOOKED
        why = self._runner.missing(Permission.RUN_SESSIONS)
        self.arrived.allow(why or ("" if booked else tr("Choose a reservation first.")))
        self.call_off.allow(why or ("" if booked else tr("Choose a reservation first.")))

    def _came(self, row: ReservationRow) -> None:
        reservation = row.reservation
        self.start_wanted.emit(reservation.client_id, reservation.station_ids[0])

    # What it is made of.

    def _buttons(self) -> None:
        self.hall = Button(tr("Hall"), keys=tr("Esc"), icon_name="arrow-left")
        self.before = Button("", icon_name="arrow-left")
        self.after = Button("", icon_name="arrow-right")
        self.before.setAccessibleName(tr("The day before (Page Up)"))
        self.after.setAccessibleName(tr("The day after (Page Down)"))
        self.today = Button(tr("Today"), keys="Home")
        self.farther = Button("", icon_name="minus")
        self.closer = Button("", icon_name="plus")
        self.farther.setAccessibleName(tr("Show more hours (−)"))
        self.closer.setAccessibleName(tr("Show fewer hours (+)"))
        for button in (self.before, self.after, self.farther, self.closer):
            button.setToolTip(button.accessibleName())
        self.arrived = Button(tr("Arrived"), keys="A", icon_name="badge-check")
        self.call_off = Button(tr("Call off"), Kind.DANGER, "Del")
        self.rules = Button("", icon_name="settings")
        self.rules.setAccessibleName(tr("Rules of reservations"))
        self.rules.setToolTip(self.rules.accessibleName())
        self.new = Button(tr("Reserve"), Kind.PRIMARY, "V", icon_name="calendar-clock")

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(8)
        head.addWidget(self.hall)
        head.addSpacing(4)
        for button in (self.before, self.today, self.after):
            head.addWidget(button)
        head.addSpacing(8)
        head.addWidget(self.heading)
        head.addWidget(self.count, 1)
        for button in (
            self.farther,
            self.closer,
            self.rules,
            self.arrived,
            self.call_off,
            self.new,
        ):
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 5, 16, 5)
        hint = tr(
            "Drag to move, drag an edge to change the length · double click to reserve · "
            "Alt+arrows move, Shift+←→ lengthen · Enter opens"
        )
        foot.addWidget(Text(hint, "dim", SMALL))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.board, 1)
        column.addWidget(rule())
        column.addLayout(foot)

    def _connect(self, bridge: EventBridge) -> None:
        self.hall.clicked.connect(self.back_wanted)
        self.before.clicked.connect(lambda: self.step_day(-1))
        self.after.clicked.connect(lambda: self.step_day(1))
        self.today.clicked.connect(lambda: self.show_day(None))
        self.farther.clicked.connect(lambda: self.zoom(-1))
        self.closer.clicked.connect(lambda: self.zoom(1))
        self.new.clicked.connect(self.reserve_new)
        self.rules.clicked.connect(self.deeds.ask_rules)
        self.arrived.clicked.connect(lambda: self._with_chosen(BoardKey.ARRIVED))
        self.call_off.clicked.connect(lambda: self._with_chosen(BoardKey.CANCEL))
        self.board.reserve_asked.connect(self._reserve)
        self.board.opened.connect(self.deeds.look_at)
        self.board.place_asked.connect(self._place)
        self.board.key_asked.connect(self._key)
        self.board.chosen_changed.connect(self._show_chosen)
        self.deeds.told.connect(self.told)
        self.deeds.came.connect(self._came)
        self._runner.signed_in.connect(self._show_chosen)
        bridge.happened.connect(self._hear)


def _today(now: datetime, time_zone: str) -> date:
    return now.astimezone(zone_of(time_zone)).date()
