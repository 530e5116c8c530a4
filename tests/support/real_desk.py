"""The real desk for tests of its windows: a house over real books, agents on loopback, a printer.

The hands wait for the program with qtbot; nothing sleeps.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from clubdesk.bootstrap.windows import DeskWindows
from clubdesk.demo.books import make_books
from clubdesk.demo.cast import PASSWORD
from clubdesk.demo.stage import Stage
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.domain.session import PlaySession
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.balance import TopUp
from clubdesk.services.commands import Command
from clubdesk.services.shifts import OpenShift
from clubdesk.ui.frame.window import MainWindow
from clubdesk.ui.hall.screen import HallScreen
from clubdesk.ui.look.dialog import Dialog, open_dialog_of
from clubdesk.ui.sign_in.screen import SignInScreen

START = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
STATIONS = 10
LEFT = Qt.MouseButton.LeftButton
W = TypeVar("W", bound=QWidget)
PATIENCE_MS = 15_000


def make_template(folder: Path) -> Path:
    """Books of a demo club without a past: 6 standard PCs, 3 VIP ones, one console."""
    folder.mkdir(parents=True)
    make_books(folder, STATIONS, START, days=0)
    return folder


def real_stage(template: Path, folder: Path, away: int = 1) -> Stage:
    """The house over a copy of the template, with the agents of all PCs but the last ones."""
    shutil.copytree(template, folder)
    settings = DeskSettings(language="en", theme="dark")
    return Stage(folder, ManualClock(START), settings, away=away)


def double_click(widget: QWidget) -> None:
    """Two fast clicks as a window system sends them: the second goes to whatever is there then."""
    window = widget.window()
    at = widget.mapTo(window, widget.rect().center())
    QTest.mouseClick(widget, LEFT)
    QApplication.processEvents()
    under = window.childAt(at) or window
    local = QPointF(under.mapFrom(window, at))
    kinds = (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease)
    for kind in kinds:
        held = LEFT if kind is QEvent.Type.MouseButtonDblClick else Qt.MouseButton.NoButton
        event = QMouseEvent(
            kind,
            local,
            QPointF(window.mapToGlobal(at)),
            LEFT,
            held,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(under, event)


def hold_enter(times: int = 12) -> None:
    """Enter pressed and held: one press, then the keyboard's repeats."""
    for number in range(times):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            target = QApplication.focusWidget()
            if target is None:
                return
            repeats = number > 0 or kind is QEvent.Type.KeyRelease
            event = QKeyEvent(
                kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeats
            )
            QApplication.sendEvent(target, event)
            QApplication.processEvents()


def _type_sign(into: QWidget, sign: str) -> None:
    """A sign of another keyboard: Qt's own test hands know ASCII only."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign)
        QApplication.sendEvent(into, event)


@dataclass
class RealDesk:
    """Hands and eyes of a test at the real desk."""

    stage: Stage
    windows: DeskWindows
    qtbot: Any
    crashes: list[BaseException] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.windows.runner.crashed.connect(self.crashes.append)
        self.windows.runner.refused.connect(lambda error: self.refusals.append(error.code))

    # Eyes.

    @property
    def house(self) -> Any:
        return self.stage.house

    @property
    def clock(self) -> ManualClock:
        clock = self.stage.house.clock
        assert isinstance(clock, ManualClock)
        return clock

    @property
    def runner(self) -> Any:
        return self.windows.runner

    @property
    def window(self) -> MainWindow:
        assert self.windows.window is not None
        return self.windows.window

    @property
    def hall(self) -> HallScreen:
        shown = self.window.stack.currentWidget()
        screen = shown if isinstance(shown, HallScreen) else self.window.open_screen("hall")
        assert isinstance(screen, HallScreen)
        return screen

    def hall_behind(self) -> HallScreen:
        """The hall where it lies under the sign-in screen."""
        found = self.window.findChild(HallScreen)
        assert isinstance(found, HallScreen)
        return found

    @property
    def open_dialog(self) -> Dialog | None:
        return open_dialog_of(self.window)

    @property
    def papers(self) -> list[Any]:
        return self.stage.printer.papers

    def books(self, look: Callable[[Any], Any]) -> Any:
        """Reads in a transaction on the desk worker."""

        def question() -> Any:
            with self.house.storage.begin() as work:
                return look(work)

        return self.house.writer.submit(question).result(20)

    def session_on(self, number: int) -> PlaySession | None:
        return self.books(lambda work: work.sessions.open_on_station(number))

    def playing(self, number: int) -> PlaySession:
        session = self.session_on(number)
        assert session is not None
        return session

    def balance(self, kind: AccountKind, owner: int = 0) -> int:
        return self.books(lambda work: work.ledger.balance(AccountRef(kind, owner)))

    def game(self, client_id: int) -> int:
        return self.balance(AccountKind.GAME, client_id)

    def till(self) -> int:
        return self.balance(AccountKind.TILL_CASH, 1)

    def journal(self, action: str = "") -> list[Any]:
        lines = self.house.storage.queries.journal(10_000)
        return [line for line in lines if not action or line.action == action]

    def done(self, action: str) -> int:
        """How often a deed was done."""
        return sum(1 for line in self.journal(action) if not line.refused)

    def refused(self, action: str) -> list[str]:
        return [line.refused for line in self.journal(action) if line.refused]

    def jobs(self) -> list[Any]:
        return list(self.house.storage.queries.print_jobs(1_000))

    def toasts(self) -> str:
        shown = self.window.toasts.shown
        return " ".join(words.text() for toast in shown for words in toast.findChildren(QLabel))

    def is_pc_open(self, number: int) -> bool:
        return not self.stage.machines[number].is_locked

    # Hands.

    def until(self, holds: Callable[[], Any]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE_MS)

    def settle(self) -> None:
        """Waits until the desk has answered and the screens have asked what they wanted."""
        for _ in range(3):
            self.until(lambda: self.runner.pending == 0)
            self.house.writer.submit(lambda: None).result(20)
            self.house.reader.submit(lambda: None).result(20)
            QApplication.processEvents()
        self.until(lambda: self.runner.pending == 0)

    def do(self, command: Command, login: str = "dana") -> Any:
        """A deed past the windows, to set the scene."""
        staff = self.books(lambda work: work.staff.by_login(login))
        answer = self.house.desk.do(command, staff.id).result(20)
        self.settle()
        return answer

    def sign_in(self, login: str = "dana", password: str = PASSWORD) -> None:
        """Through the sign-in screen."""
        screen = self.window.findChild(SignInScreen)
        assert isinstance(screen, SignInScreen)
        self.until(lambda: screen.tiles)
        self.settle()
        tile = next(tile for tile in screen.tiles if tile.person.login == login)
        self.click(tile)
        QTest.keyClicks(screen.password.editor, password)
        self.click(screen.button)

    def come_to_work(self, login: str = "dana", counted: int = 5_000_000) -> None:
        """A shift is open and someone is signed in, in the hall."""
        self.do(OpenShift(counted_minor=counted))
        self.sign_in(login)
        self.until(lambda: self.runner.staff is not None and self.hall.controller.wording)
        self.settle()

    def speak(self, language: str) -> None:
        """The windows are made anew in a language, as the settings do it."""
        self.windows._places.language_changed.emit(language)
        self.settle()
        self.until(lambda: self.hall.controller.wording is not None)
        self.settle()

    def top_up(self, client_id: int, minor: int) -> None:
        self.do(TopUp(client_id=client_id, cash_minor=minor))

    def click(self, widget: QWidget) -> None:
        # What was just added to a list is shown with the next turn of the event loop.
        self.until(widget.isVisible)
        assert widget.isEnabled(), widget.toolTip()
        QTest.mouseClick(widget, LEFT)
        self.settle()

    def double_click(self, widget: QWidget) -> None:
        assert widget.isVisible()
        assert widget.isEnabled()
        double_click(widget)
        self.settle()

    def type(self, text: str, into: QWidget) -> None:
        for sign in text:
            if sign.isascii():
                QTest.keyClick(into, sign)
            else:
                _type_sign(into, sign)
        self.settle()

    def key(self, key: Qt.Key, into: QWidget | None = None) -> None:
        QTest.keyClick(into or QApplication.focusWidget() or self.window, key)
        self.settle()

    def choose(self, number: int) -> HallScreen:
        """Clicks on a card."""
        hall = self.hall
        self.until(lambda: hall.controller.wording is not None)
        hall.choose_station(number)
        self.settle()
        return hall

    def press(self, deed: str) -> None:
        """Presses a button of the panel."""
        self.click(self.button(deed))

    def button(self, deed: str) -> Any:
        return next(b for d, b in self.hall.panel.buttons.buttons.items() if d == deed)

    def dialog(self, kind: type[W]) -> W:
        self.until(lambda: isinstance(self.open_dialog, kind))
        self.settle()
        found = self.open_dialog
        assert isinstance(found, kind)
        return found

    def nothing_open(self) -> None:
        self.until(lambda: self.open_dialog is None)
        self.settle()

    def until_pc(self, number: int, *, is_open: bool) -> None:
        """Until the PC follows and its agent has said so."""

        def follows() -> bool:
            link = next(k for k in self.house.hub.links() if k.station_id == number)
            return link.is_open is is_open and self.is_pc_open(number) is is_open

        self.until(follows)
        self.settle()
