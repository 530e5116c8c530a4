"""The desk with its windows: made from settings, over a house, until the last window closes.

GUI thread. The window stands first; what is slow to import begins behind it.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from clubdesk.bootstrap.bar_alerts import BarAlerts
from clubdesk.bootstrap.fiscal_alerts import FiscalAlerts
from clubdesk.bootstrap.house import House, database_address
from clubdesk.bootstrap.operation_watch import OperationWatch
from clubdesk.bootstrap.outage_alerts import OutageAlerts
from clubdesk.bootstrap.paper_files import paper_writer
from clubdesk.bootstrap.paper_watch import PaperWatch
from clubdesk.bootstrap.places import Places
from clubdesk.bootstrap.report_keeper import ReportKeeper
from clubdesk.bootstrap.reservation_alerts import ReservationAlerts
from clubdesk.bootstrap.seat_alerts import SeatAlerts
from clubdesk.bootstrap.sheet_files import sheet_writer
from clubdesk.bootstrap.shift_alerts import ShiftAlerts
from clubdesk.bootstrap.terminal_watch import TerminalWatch
from clubdesk.bootstrap.trouble_watch import TroubleWatch
from clubdesk.domain.people import Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import currency_of, format_money
from clubdesk.foundation.settings import DeskSettings, data_folder, load_settings, printers_of
from clubdesk.foundation.translate import LANGUAGES, language, set_language, tr
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.alerts import Alert
from clubdesk.ui.frame.entries import SearchTargets
from clubdesk.ui.frame.idle_watch import IdleWatch
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.look import app_look
from clubdesk.ui.look.approval import ask_approval
from clubdesk.ui.sign_in.screen import SignInScreen

if TYPE_CHECKING:
    from clubdesk.services.set_up import SetUpAnswer
    from clubdesk.ui.first_run.wizard import FirstRun

log = logging.getLogger(__name__)

_FRAME = 48
"""What a window's title and borders may take, in pixels."""

SETTLE_MS = 300
"""How long the first window has the computer to itself, before what is heavy is imported."""


class DeskWindows:
    """One desk on the screen.

    Args:
        house: Reading, at least (``House.start_reading``); stopped by ``close``.
        demo_hint: Logins and password of the demo, shown at sign-in; empty in a real club.
        warning: What was found wrong at the start, shown as a bar.
    """

    def __init__(self, house: House, demo_hint: str = "", warning: DeskError | None = None) -> None:
        self.house = house
        self._demo_hint = demo_hint
        self._warning = warning
        self.runner = DeskRunner(house.desk)
        self.runner.ask_approval = ask_approval
        self.runner.sheets = sheet_writer(house.desk)
        self.runner.papers = paper_writer(house.desk, house.papers.style)
        self.bridge = EventBridge(house.events)
        self.troubles = TroubleWatch(house.troubles, {"hub": house.open_hub})
        self.reports = ReportKeeper(self.runner, self.bridge, house.folder, house.troubles)
        self.window: MainWindow | None = None
        self.wizard: FirstRun | None = None
        self._places: Places | None = None
        self.runner.signed_in.connect(self._someone_came)

    # The SettingsPort of the screens.

    def load(self) -> DeskSettings:
        """This desk's settings."""
        return self.house.settings

    def save(self, settings: DeskSettings) -> None:
        """Keeps them; the printers follow at once. Not the GUI thread."""
        self.house.save(settings)

    def has_secret(self, name: str) -> bool:
        """Whether a secret is kept. Any thread."""
        return bool(self.house.secrets.get(name))

    def keep_secret(self, name: str, value: str) -> None:
        """Keeps a secret outside settings and books. Any thread."""
        self.house.secrets.put(name, value)

    def send_test_message(self, phone: str, club: str) -> int:
        """Sends a test message; what becomes of it is told as ``MessageTold``."""
        return self.house.messages.send_test(phone, club)

    def open(self) -> None:
        """Shows the desk, or the first start's wizard where no club is set up."""
        if self.house.storage.queries.club() is None:
            from clubdesk.ui.first_run.wizard import FirstRun

            self.wizard = FirstRun(self.runner, self.bridge, self)
            self.wizard.setWindowTitle("ClubDesk")
            self.wizard.resize(1100, 720)
            self.wizard.finished.connect(self._set_up)
            self.wizard.show()
        else:
            _show(self.show_desk())

    def show_desk(self) -> MainWindow:
        """Makes the window anew, in the language in use; whoever was signed in stays so."""
        places = Places(self.runner, self.bridge, self, self.house.hub.port)
        window = MainWindow(
            self.runner,
            self.bridge,
            places.entries(),
            SearchTargets(
                places.open_client,
                places.open_station,
                tuple(places.commands()),
                places.take_card,
                places.take_code,
            ),
            SignInScreen(self.runner, self.bridge, self._demo_hint, self.house.settings.last_login),
        )
        places.window = window
        places.language_changed.connect(self._change_language)
        self._places, old = places, self.window
        self.window = window
        PaperWatch(window, self.runner, self.bridge, lambda: printers_of(self.house.settings))
        TerminalWatch(window, self.runner, self.bridge)
        OperationWatch(window, self.runner)
        FiscalAlerts(window, self.runner, self.bridge)
        OutageAlerts(window, self.runner, self.bridge)
        ReservationAlerts(window, self.runner, self.bridge, places.open_station)
        SeatAlerts(
            window, self.runner, self.bridge, places.open_station, lambda: self.house.settings.sound
        )
        ShiftAlerts(window, self.runner, self.bridge, lambda: window.open_screen("shifts"))
        BarAlerts(
            window, self.runner, self.bridge, places.open_bar, lambda: self.house.settings.sound
        )
        IdleWatch(window.lock, lambda: self.house.settings.idle_lock_minutes, parent=window)
        self.troubles.show_in(window)
        if self._warning is not None:
            window.set_alert(
                "start", Alert(self._warning.text, self._warning.what_to_do, tr("Close"), None)
            )
        if old is not None:
            window.setGeometry(old.geometry())
            window.show()
            old.close()
            old.deleteLater()
        return window

    def close(self) -> None:
        """Ends the house behind the windows."""
        self.bridge.close()
        self.house.stop()

    def _set_up(self, answer: SetUpAnswer) -> None:
        _show(self.show_desk())
        if self.wizard is not None:
            self.wizard.close()
            self.wizard.deleteLater()
            self.wizard = None
        self.runner.ask(lambda books: books.staff(answer.staff_id), self.runner.sign_in)

    def _change_language(self, language: str) -> None:
        set_language(language)
        self.show_desk()

    def _someone_came(self, staff: Staff | None) -> None:
        if staff is None or self._places is None:
            return
        if staff.login != self.house.settings.last_login:
            self.house.reader.submit(lambda: self._remember(staff.login))
        if self.window is None or not self.window.desk_lock.is_held_for(staff):
            self._places.offer_shift()

    def _remember(self, login: str) -> None:
        try:
            self.house.remember_login(login)
        except OSError:
            log.exception("Who signed in last could not be remembered")


def _show(window: MainWindow) -> None:
    """Shows it; where its frame would not fit on the screen, it takes the whole screen."""
    room = window.screen().availableGeometry()
    if QGuiApplication.platformName() == "offscreen":
        window.show()  # there is no screen whose size would mean anything
    elif room.width() < window.width() + _FRAME or room.height() < window.height() + _FRAME:
        window.showMaximized()
    else:
        window.show()


def choose_language(settings: DeskSettings) -> None:
    """Sets the language: the settings', else the system's, else English."""
    from PySide6.QtCore import QLocale

    system = QLocale.system().name().partition("_")[0]
    set_language(settings.language or (system if system in LANGUAGES else "en"))


def application() -> QApplication:
    """The one QApplication of the process."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("clubdesk")
    app.setApplicationDisplayName("ClubDesk")
    return app


def run_desk() -> int:
    """Opens the desk of this PC; returns when its window is closed."""
    logging.basicConfig(level=logging.INFO)
    app = application()
    try:
        folder = data_folder()
    except OSError as error:
        app_look.apply(app, DeskSettings().theme)
        return _tell(app, _no_folder(error))
    loaded = load_settings(folder)
    choose_language(loaded.settings)
    app_look.apply(app, loaded.settings.theme)

    def build() -> House:
        return House(folder, database_address(folder), loaded.settings)

    return run_house(app, build, warning=loaded.warning)


def _no_folder(error: OSError) -> DeskError:
    return DeskError(
        "settings.no_folder",
        tr("The desk's folder {folder} cannot be made.").format(folder=error.filename),
        tr("Allow this desk to write there, or name another folder in CLUBDESK_DATA_DIR."),
    )


def run_house(
    app: QApplication,
    build: Callable[[], House],
    *,
    demo_hint: str = "",
    warning: DeskError | None = None,
) -> int:
    """Shows a house's windows and starts it behind them; one that cannot open says why."""
    try:
        house = build()
    except DeskError as refusal:
        return _tell(app, refusal)
    house.start_reading()
    windows = DeskWindows(house, demo_hint, warning)
    windows.open()
    house.reader.submit(_read_ahead)
    QTimer.singleShot(SETTLE_MS, lambda: _settle(house))
    try:
        return app.exec()
    finally:
        windows.close()


def _read_ahead() -> None:
    """Reads what the hall will need (amounts in this language) while the window is painted."""
    format_money(0, currency_of("EUR"), language())


def _settle(house: House) -> None:
    """What the first window did not have to wait for."""
    import clubdesk.ui.hall.screen  # noqa: F401 - read while someone types a password

    # What lives by now lives until the end: the collector need not walk it again and again.
    gc.freeze()
    gc.enable()
    house.start_working()


def _tell(app: QApplication, refusal: DeskError) -> int:
    from clubdesk.ui.frame.sorry import SorryWindow

    sys.stderr.write(f"{refusal.text}\n{refusal.what_to_do}\n")
    window = SorryWindow(refusal)
    window.show()
    app.exec()
    return 2
