"""The screens of one window and the ways between them: screens do not know each other.

GUI thread. A screen is made when it is opened first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clubdesk.bootstrap.bar_places import bar_commands, takes_card, takes_code
from clubdesk.domain.people import Permission
from clubdesk.foundation.translate import tr
from clubdesk.services.permission_words import permission_word
from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.frame.entries import ScreenEntry, SearchCommand
from clubdesk.ui.settings_port import SettingsPort

if TYPE_CHECKING:
    from clubdesk.ui.balance.screen import BalanceScreen
    from clubdesk.ui.clients.screen import ClientsScreen
    from clubdesk.ui.frame.window import MainWindow
    from clubdesk.ui.hall.screen import HallScreen
    from clubdesk.ui.settings.screen import SettingsScreen
    from clubdesk.ui.shifts.screen import ShiftsScreen


class Places(QObject):
    """Makes screens and leads from one to another.

    Signals:
        language_changed: The windows are to be made anew in this language.
    """

    language_changed = Signal(str)

    def __init__(
        self, runner: DeskRunner, bridge: EventBridge, settings: SettingsPort, hub_port: int
    ) -> None:
        super().__init__()
        self.runner = runner
        self.bridge = bridge
        self._settings = settings
        self._port = hub_port
        self.window: MainWindow | None = None

    def entries(self) -> list[ScreenEntry]:
        """The rail, from the top."""
        return [
            ScreenEntry("hall", "layout-grid", tr("Hall"), "F2", self._hall),
            ScreenEntry("clients", "users", tr("Clients"), "F3", self._clients),
            ScreenEntry("balance", "wallet", tr("Balance operations"), "F4", self._balance),
            ScreenEntry("bar", "martini", tr("Bar"), "F5", self._bar),
            ScreenEntry("shifts", "clock", tr("Shifts"), "F6", self._shifts),
            ScreenEntry(
                "journal",
                "scroll-text",
                tr("Journal"),
                "F8",
                self._journal,
                lambda: self.runner.missing(Permission.SEE_JOURNAL),
            ),
            ScreenEntry("stations", "monitor", tr("Stations"), "F9", self._stations),
            ScreenEntry("settings", "settings", tr("Settings"), "Ctrl+,", self._settings_screen),
            ScreenEntry("help", "circle-question-mark", tr("Help"), "F1", self._help),
            ScreenEntry(
                "timeline", "calendar-clock", tr("Timeline"), "", self._timeline, within="hall"
            ),
        ]

    def commands(self) -> list[SearchCommand]:
        """What the search box finds by word, in both languages."""
        return [
            *self._operations(),
            SearchCommand(
                tr("Add Client"), "add client new добавить клиента новый", self.add_client,
                "user-plus", why_not=self._needs(Permission.EDIT_CLIENTS),
            ),
            SearchCommand(
                tr("Open Shift"), "open shift открыть смену", self.open_shift, "clock",
                why_not=self._needs(Permission.RUN_SHIFT),
            ),
            SearchCommand(
                tr("Close Shift"), "close shift закрыть смену z", self.close_shift, "clock",
                why_not=self._needs(Permission.RUN_SHIFT),
            ),
            SearchCommand(
                tr("Hand over"), "hand over shift передать смену кассу", self.hand_over, "clock",
                why_not=self._needs(Permission.RUN_SHIFT),
            ),
            *self._for_all(),
            *bar_commands(self),
            SearchCommand(
                tr("Timeline"), "timeline reservations reserve брони бронирование день",
                self.open_timeline, "calendar-clock", "L",
            ),
        ]  # fmt: skip

    def _for_all(self) -> list[SearchCommand]:
        """What is done with the whole hall at once, such as after a power failure."""
        return [
            SearchCommand(
                tr("Pause all sessions"), "pause all sessions power пауза все сеансы сессии",
                lambda: self._open_hall().ask_all(pause=True), "pause",
                why_not=self._needs(Permission.RUN_SESSIONS),
            ),
            SearchCommand(
                tr("Resume all sessions"), "resume all sessions продолжить все сессии сеансы",
                lambda: self._open_hall().ask_all(pause=False), "play",
                why_not=self._needs(Permission.RUN_SESSIONS),
            ),
        ]  # fmt: skip

    def _operations(self) -> list[SearchCommand]:
        """The balance operations; who may not do one alone may have it approved."""
        return [
            SearchCommand(
                tr("Top up account"), "top up balance account пополнить пополнение баланс счёт",
                self.top_up_someone, "banknote", "F4",
            ),
            SearchCommand(
                tr("Credit bonuses"), "credit add bonus points начислить бонусы баллы",
                self.credit_someone, "coins",
            ),
            SearchCommand(
                tr("Deduct balance"), "deduct balance write-off списать списание баланс",
                self.deduct_someone, "minus",
            ),
            SearchCommand(
                tr("Refund"), "refund money back возврат вернуть деньги",
                self.refund_someone, "rotate-cw",
            ),
            SearchCommand(
                tr("Undo"), "undo operation cancel отменить отмена операции",
                self.undo_someone, "undo-2",
            ),
        ]  # fmt: skip

    def open_client(self, client_id: int) -> None:
        """Opens a client's card."""
        self._clients_screen().show_client(client_id)

    def take_card(self, client_id: int) -> None:
        """A card was scanned: its client comes to the counter that is open, or is shown."""
        from clubdesk.ui.balance.screen import BalanceScreen

        shown = self.window.stack.currentWidget() if self.window is not None else None
        if isinstance(shown, BalanceScreen):
            shown.take_card(client_id)
        elif takes_card(shown, client_id):
            return
        else:
            self.open_client(client_id)

    def open_station(self, station_id: int) -> None:
        """Shows a station in the hall."""
        self._open_hall().choose_station(station_id)

    def start_session(self, client_id: int) -> None:
        """Goes to the hall and starts a session for a client: a seat is chosen there first."""
        self._open_hall().start_for(client_id)

    def show_client_in_hall(self, client_id: int) -> None:
        """Shows the station where a client plays."""
        self.runner.ask(
            lambda books: books.station_of_client(client_id),
            lambda station_id: None if station_id is None else self.open_station(station_id),
        )

    def top_up(self, client_id: int) -> None:
        """Opens the dialog Top Up Balance for a client, wherever one is."""
        from clubdesk.ui.operations.openers import open_top_up

        if self.window is not None:
            open_top_up(self.window, self.runner, client_id)

    def top_up_someone(self) -> None:
        """Goes where a client is looked for, to top up."""
        from clubdesk.ui.balance.modes import Mode

        self._balance_screen().begin(Mode.TOP_UP)

    def credit_someone(self) -> None:
        """Goes where a client is looked for, to credit bonuses."""
        from clubdesk.ui.balance.modes import Mode

        self._balance_screen().begin(Mode.CREDIT)

    def deduct_someone(self) -> None:
        """Goes where a client is looked for, to deduct."""
        from clubdesk.ui.balance.modes import Mode

        self._balance_screen().begin(Mode.DEDUCT)

    def refund_someone(self) -> None:
        """Asks for the client, then opens Refund."""
        from clubdesk.ui.operations.client_first import open_for_someone
        from clubdesk.ui.operations.openers import open_refund

        if self.window is not None:
            open_for_someone(self.window, self.runner, tr("Refund"), open_refund)

    def undo_someone(self) -> None:
        """Asks for the client, then shows what undoing the newest operation would do."""
        from clubdesk.ui.operations.client_first import open_for_someone
        from clubdesk.ui.operations.openers import open_undo

        if self.window is not None:
            open_for_someone(self.window, self.runner, tr("Undo"), open_undo)

    def open_payments(self) -> None:
        """Goes where pending card payments are settled."""
        self._balance_screen()

    def open_write_off(self) -> None:
        """Goes to the settings of promotions, where expired bonuses are written off."""
        tabs = self._open_settings().tabs
        if "promotions" in tabs.tabs and not tabs.tabs["promotions"].why_not():
            tabs.open("promotions")

    def add_client(self) -> None:
        """Opens the dialog Add Client."""
        self._clients_screen().add_client()

    def open_shift(self) -> None:
        """Opens the dialog Open Shift."""
        self._shifts_screen().open_shift()

    def close_shift(self) -> None:
        """Opens the dialog Close Shift."""
        self._shifts_screen().close_shift()

    def hand_over(self) -> None:
        """Opens the dialog Hand over."""
        self._shifts_screen().hand_over()

    def open_transaction(self, number: int) -> None:
        """Shows one transaction in full, over whatever is open."""
        from clubdesk.ui.clients.transaction_dialog import open_transaction

        if self.window is not None:
            open_transaction(self.window, self.runner, number)

    def offer_shift(self) -> None:
        """Asks to open a shift after signing in, if none is open and the person may."""
        from clubdesk.ui.shifts.open_dialog import offer_open_shift

        if self.window is not None:
            offer_open_shift(self.window, self.runner)

    def _needs(self, permission: Permission) -> Callable[[], str]:
        def why_not() -> str:
            if self.runner.may(permission):
                return ""
            word = permission_word(permission)
            return tr("Missing permission: {permission}").format(permission=word)

        return why_not

    def _open(self, key: str) -> QWidget:
        assert self.window is not None  # noqa: S101 - places are used by their window alone
        return self.window.open_screen(key)

    def _open_hall(self) -> HallScreen:
        return self._open("hall")  # type: ignore[return-value]

    def _clients_screen(self) -> ClientsScreen:
        return self._open("clients")  # type: ignore[return-value]

    def _balance_screen(self) -> BalanceScreen:
        return self._open("balance")  # type: ignore[return-value]

    def _open_settings(self) -> SettingsScreen:
        return self._open("settings")  # type: ignore[return-value]

    def _shifts_screen(self) -> ShiftsScreen:
        return self._open("shifts")  # type: ignore[return-value]

    def _hall(self) -> QWidget:
        from clubdesk.ui.hall.screen import HallScreen

        screen = HallScreen(self.runner, self.bridge, self.top_up, self.open_client, self._port)
        screen.timeline_wanted.connect(self.open_timeline)
        if self.window is not None:
            screen.told.connect(self.window.tell)
        return screen

    def _timeline(self) -> QWidget:
        from clubdesk.ui.timeline.screen import TimelineScreen

        screen = TimelineScreen(self.runner, self.bridge)
        screen.back_wanted.connect(self._open_hall)
        screen.start_wanted.connect(self.start_who_came)
        if self.window is not None:
            screen.told.connect(self.window.tell)
        return screen

    def start_who_came(self, client_id: int | None, station_id: int) -> None:
        """Goes to the hall and starts a session for somebody who had reserved."""
        hall = self._open_hall()
        hall.choose_station(station_id)
        hall.errands.start_who_came(station_id, client_id)

    def open_timeline(self) -> None:
        """Shows the day of all seats."""
        self._open("timeline")

    def _clients(self) -> QWidget:
        from clubdesk.ui.clients.screen import ClientsScreen

        screen = ClientsScreen(self.runner, self.bridge)
        screen.start_wanted.connect(self.start_session)
        screen.station_wanted.connect(self.show_client_in_hall)
        if self.window is not None:
            screen.told.connect(self.window.tell)
        return screen

    def _balance(self) -> QWidget:
        from clubdesk.ui.balance.screen import BalanceScreen

        screen = BalanceScreen(self.runner, self.bridge)
        screen.open_shift_wanted.connect(self.offer_shift)
        screen.write_off_wanted.connect(self.open_write_off)
        screen.open_card_wanted.connect(self.open_client)
        return screen

    def _bar(self) -> QWidget:
        from clubdesk.ui.bar.screen import BarScreen

        screen = BarScreen(self.runner, self.bridge)
        if self.window is not None:
            screen.told.connect(self.window.tell)
        return screen

    def open_bar(self, tab: str = "") -> None:
        """Opens the bar, at one of its pages."""
        screen = self._open("bar")
        if tab:
            screen.open_tab(tab)  # type: ignore[attr-defined]

    def take_code(self, code: str) -> bool:
        """A code was scanned: True if the screen that is open has taken it as a product's."""
        return takes_code(self.window.stack.currentWidget() if self.window else None, code)

    def _shifts(self) -> QWidget:
        from clubdesk.ui.shifts.screen import ShiftsScreen

        screen = ShiftsScreen(self.runner, self.bridge)
        screen.go_to_station.connect(self.open_station)
        screen.go_to_payments.connect(self.open_payments)
        screen.transaction_wanted.connect(self.open_transaction)
        screen.go_to_order.connect(lambda _order_id: self.open_bar("queue"))
        if self.window is not None:
            screen.told.connect(self.window.tell)
        return screen

    def _stations(self) -> QWidget:
        from clubdesk.ui.stations.screen import StationsScreen

        return StationsScreen(self.runner, self.bridge, self._port)

    def _journal(self) -> QWidget:
        from clubdesk.ui.journal.screen import JournalScreen

        screen = JournalScreen(self.runner, self.bridge)
        screen.client_asked.connect(self.open_client)
        screen.station_asked.connect(self.open_station)
        if self.window is not None:
            screen.told.connect(self.window.toast)
        return screen

    def _settings_screen(self) -> QWidget:
        from clubdesk.ui.settings.screen import SettingsScreen

        screen = SettingsScreen(self.runner, self.bridge, self._settings)
        screen.language_changed.connect(self.language_changed)
        return screen

    def _help(self) -> QWidget:
        from clubdesk.ui.help.screen import HelpScreen

        return HelpScreen()
