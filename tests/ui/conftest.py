"""What tests of the screens stand on: the look, a desk in memory, the real runner and bridge."""

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look import app_look
from tests.support.fake_desk import CASHIER, FakeDesk


@pytest.fixture(autouse=True)
def dressed(qapp):
    """The application in the dark theme, nothing moving."""
    if app_look.look().choice != "dark" or not qapp.styleSheet():
        app_look.apply(qapp, "dark")
    app_look.look().moves = False
    return qapp


class StrayWindows(QObject):
    """Remembers what was shown as a window of its own and got a parent only later: a flash."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False

    def strays(self) -> list[QWidget]:
        alive = [widget for widget in self.shown if shiboken6.isValid(widget)]
        return [widget for widget in alive if not widget.isWindow()]


@pytest.fixture(autouse=True)
def no_flashes(qapp):
    """No part of a screen is ever seen as a small window of its own."""
    watch = StrayWindows()
    qapp.installEventFilter(watch)
    yield
    qapp.removeEventFilter(watch)
    assert watch.strays() == []


@pytest.fixture
def desk():
    return FakeDesk()


@pytest.fixture
def runner(desk, qapp):
    made = DeskRunner(desk)
    made.staff = CASHIER
    return made


@pytest.fixture
def bridge(desk, qapp):
    made = EventBridge(desk.events)
    yield made
    made.close()


@pytest.fixture
def settled(qtbot, runner):
    """Waits until the desk has answered everything that was asked."""

    def wait() -> None:
        qtbot.waitUntil(lambda: runner.pending == 0)

    return wait


@pytest.fixture
def stage(qtbot):
    """Puts a screen into a window of 1366x768, shown and active."""

    kept = []

    def put(screen: QWidget) -> QWidget:
        window = QWidget()
        window.resize(1366, 768)
        lines = QVBoxLayout(window)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(screen)
        kept.append(window)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return put
