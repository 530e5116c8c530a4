"""The main window: rail, top line, screens, notices; the sign-in screen covers it all.

GUI thread only. Bootstrap hands in the screens; the frame knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from clubdesk.domain import events as e
from clubdesk.domain.hall import Club
from clubdesk.domain.people import Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.services.event_feed import News
from clubdesk.services.ports_hub import StationLink
from clubdesk.services.views import HallView, ShiftNow
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.alerts import Alert, AlertBars
from clubdesk.ui.frame.crash_notice import CrashNotice
from clubdesk.ui.frame.desk_lock import DeskLock
from clubdesk.ui.frame.entries import LampState, ScreenEntry, SearchTargets
from clubdesk.ui.frame.link_watch import LinkWatch
from clubdesk.ui.frame.rail import Rail
from clubdesk.ui.frame.scanner import Scanner
from clubdesk.ui.frame.scans import CardScans
from clubdesk.ui.frame.search import Search
from clubdesk.ui.frame.switch_dialog import SwitchDialog
from clubdesk.ui.frame.toasts import Toasts
from clubdesk.ui.frame.top_bar import TopBar
from clubdesk.ui.look.alive import while_alive
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.look.frames import post, rule
from clubdesk.ui.look.notice import Notice

_Found = tuple[Club | None, HallView, ShiftNow]


class MainWindow(QMainWindow):
    """The desk's window.

    Signals:
        lamp_news: A lamp's key and its LampState; may be emitted on any thread.
        alert_news: An alert's key and its Alert, or None to take it away; on any thread.
        opened: A screen's key.

    Args:
        entries: The screens of the rail, in order; the first one opens after signing in.
        targets: What the search box and the scanner do with what they found.
        sign_in: Covers the window while nobody is signed in; without one the frame shows at once.
    """

    lamp_news = Signal(str, object)
    alert_news = Signal(str, object)
    opened = Signal(str)

    def __init__(
        self,
        runner: DeskRunner,
        bridge: EventBridge,
        entries: Sequence[ScreenEntry],
        targets: SearchTargets,
        sign_in: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._entries = {entry.key: entry for entry in entries}
        self._screens: dict[str, QWidget] = {}
        self._targets = targets
        self._club: Club | None = None
        self._links = LinkWatch()
        self._sign_in = sign_in
        self.setWindowTitle("ClubDesk")
        self.setMinimumSize(1200, 700)
        self.resize(1366, 768)
        self._covers = QStackedWidget()
        self._frame = QWidget()
        self.rail = Rail(entries)
        self.search = Search(self._frame, runner, targets)
        self.bar = TopBar(self.search.box)
        self.alerts = AlertBars()
        self.stack = QStackedWidget()
        self.toasts = Toasts(self._frame)
        self.scanner = Scanner(self)
        self.desk_lock = DeskLock(self, runner)
        take_card = targets.take_card or targets.open_client
        self.scans = CardScans(self, runner, self.toasts, take_card, targets.take_code)
        self._build()
        self._connect(bridge)
        self._shortcuts(entries)
        self._show_staff(runner.staff)
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Hears scanners from now on."""
        super().showEvent(event)
        self.scanner.listen()

    # What bootstrap and the screens use.

    def open_screen(self, key: str) -> QWidget:
        """Opens a screen and puts the keyboard into it; makes it first if it is not there yet."""
        screen = self._screens.get(key)
        if screen is None:
            screen = self._screens[key] = self._entries[key].make()
            self.stack.addWidget(screen)
        self.stack.setCurrentWidget(screen)
        self.rail.mark(key)
        self.toasts.keep_clear(int(screen.property("keep_clear") or 0))
        screen.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit(key)
        return screen

    def toast(self, text: str, more: str = "", tone: str = "green") -> None:
        """Says what has happened."""
        self.toasts.say(text, more, tone)

    @Slot(object)
    def tell(self, notice: Notice) -> None:
        """Says what has happened; the same at several PCs is said once."""
        self.toasts.tell(notice)

    def set_lamp(self, key: str, state: LampState) -> None:
        """Lights a lamp of the top line (``printer``, ``books``, ...)."""
        self.bar.lamps.light(key, state)

    def set_alert(self, key: str, alert: Alert | None) -> None:
        """Shows a bar for what needs a person; None takes it away."""
        if alert is None:
            self.alerts.clear_alert(key)
        else:
            self.alerts.show_alert(key, alert)

    @Slot(object)
    def show_crash(self, error: BaseException) -> None:
        """Shows a bug's report; while one is shown, the next is in the log alone."""
        if not isinstance(open_dialog_of(self), CrashNotice):
            CrashNotice(self, error).open()

    @Slot(object)
    def show_refusal(self, error: DeskError) -> None:
        """Shows a refusal that no screen took for itself."""
        self.toasts.say(error.text, error.what_to_do, "red")

    def lock(self) -> None:
        """Covers the window; what is open waits for the person who left it."""
        self.desk_lock.lock()

    def switch_person(self) -> None:
        """Opens the dialog in which someone else takes over, on the same screen."""
        dialog = SwitchDialog(self, self._runner)
        dialog.lock_asked.connect(self.lock)
        dialog.sign_out_asked.connect(self.sign_out)
        dialog.begin()

    def sign_out(self) -> None:
        """Closes what is open and covers the window."""
        self.desk_lock.forget()
        while (dialog := open_dialog_of(self)) is not None:
            dialog.finish(done=False)
        self.toasts.clear()
        self._runner.sign_in(None)

    def set_count(self, key: str, count: int) -> None:
        """Shows on a screen's place in the rail how many things wait there."""
        self.rail.set_count(key, count)

    def reload(self) -> None:
        """Asks for the club, its stations and the shift."""
        desk = self._runner.desk
        now = desk.clock.now()
        self._runner.ask(
            lambda books: (books.club(), books.hall(now), books.shift_now(desk.till_id, now)),
            while_alive(self, self._take),
        )

    # Inside.

    def _build(self) -> None:
        self.stack.setObjectName("screens")
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for part in (self.bar, rule(), self.alerts):
            right.addWidget(part)
        right.addWidget(self.stack, 1)
        across = QHBoxLayout(self._frame)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addWidget(post())
        across.addLayout(right, 1)
        if self._sign_in is not None:
            self._covers.addWidget(self._sign_in)
        self._covers.addWidget(self._frame)
        self.setCentralWidget(self._covers)

    def _connect(self, bridge: EventBridge) -> None:
        bridge.happened.connect(self._hear)
        self._runner.refused.connect(self.show_refusal)
        self._runner.crashed.connect(self.show_crash)
        self._runner.signed_in.connect(self._show_staff)
        self.rail.chosen.connect(self.open_screen)
        self._runner.rights_changed.connect(self._show_rights)
        self.bar.user_pressed.connect(self.switch_person)
        self.bar.shift_pressed.connect(self._open_shifts)
        self.scanner.scanned.connect(self._scanned)
        self.search.card_asked.connect(self.scans.look_up)
        self.lamp_news.connect(self.set_lamp)
        self.alert_news.connect(self.set_alert)

    def _shortcuts(self, entries: Sequence[ScreenEntry]) -> None:
        for entry in entries:
            if entry.shortcut:
                self._key(entry.shortcut, partial(self._open_by_key, entry.key))
        self._key("Ctrl+K", self._begin_search)
        self._key("Ctrl+L", self.lock)
        self._key("Ctrl+Shift+L", self._switch_by_key)

    def _key(self, keys: str, run: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(run)

    def _open_by_key(self, key: str) -> None:
        if self._is_free() and not self._entries[key].why_not():
            self.open_screen(key)

    def _switch_by_key(self) -> None:
        if self._is_free():
            self.switch_person()

    def _begin_search(self) -> None:
        if self._is_free():
            self.search.begin()

    def _open_shifts(self) -> None:
        if "shifts" in self._entries:
            self.open_screen("shifts")

    def _is_free(self) -> bool:
        """Whether keys reach the frame: someone is signed in and no dialog is open."""
        return self._covers.currentWidget() is self._frame and open_dialog_of(self) is None

    @Slot(object)
    def _show_staff(self, staff: Staff | None) -> None:
        self.bar.say_staff(staff)
        if staff is None and self._sign_in is not None:
            self._covers.setCurrentWidget(self._sign_in)
            self._sign_in.setFocus()
            return
        was_here = self._covers.currentWidget() is self._frame and bool(self._screens)
        self._covers.setCurrentWidget(self._frame)
        was_here = (staff is not None and self.desk_lock.open_for(staff)) or was_here
        self.rail.allow()
        if self._entries and not (was_here and self._may_stay()):
            self.open_screen(next(iter(self._entries)))

    def _may_stay(self) -> bool:
        """Whether the person at the desk may see the screen that is open."""
        shown = self.stack.currentWidget()
        keys = [key for key, screen in self._screens.items() if screen is shown]
        return bool(keys) and not self._entries[keys[0]].why_not()

    @Slot()
    def _show_rights(self) -> None:
        """The rights of the person at the desk were changed: screens look anew when they show."""
        self._show_staff(self._runner.staff)
        shown = self.stack.currentWidget()
        if shown is not None:
            shown.hide()
            shown.show()

    def _refresh_staff(self, staff: Staff | None) -> None:
        if staff is not None and staff.active:
            self._runner.refresh_staff(staff)
        elif self._runner.staff is not None:
            self.sign_out()

    @Slot(object)
    def _hear(self, news: News) -> None:
        if isinstance(news, StationLink):
            if self._links.hear(news):
                self.set_lamp("links", self._links.lamp())
        elif isinstance(news, e.ShiftOpened | e.ShiftClosed | e.StationsChanged):
            self.reload()
        elif isinstance(news, e.StaffChanged):
            self._hear_of_staff(news)

    def _hear_of_staff(self, news: e.StaffChanged) -> None:
        staff = self._runner.staff
        if staff is not None and news.staff_id in (None, staff.id):
            self._runner.ask(
                lambda books: books.staff(staff.id), while_alive(self, self._refresh_staff)
            )

    def _take(self, found: _Found) -> None:
        club, hall, shift = found
        if club is None:
            return
        self._club = club
        self.bar.say_club(club)
        self.bar.say_shift(shift, club)
        self.setWindowTitle(f"{club.name} · ClubDesk")
        stations = [card.station for card in hall.cards]
        self.search.know(club, stations)
        self._links.know(stations, self._runner.desk.hub.links())
        self.set_lamp("links", self._links.lamp())

    @Slot(str)
    def _scanned(self, code: str) -> None:
        if self._covers.currentWidget() is self._frame:
            self.scans.take(code)
