"""What tests of the screens stand on: the look, a desk in memory, the real runner and bridge."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from tests.support.fake_desk import CASHIER, FakeDesk

from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.event_bridge import EventBridge
from clubdesk.ui.look import app_look


@pytest.fixture(autouse=True)
def dressed(qapp):
    """The application in the dark theme, nothing moving."""
    if app_look.look().choice != "dark" or not qapp.styleSheet():
        app_look.apply(qapp, "dark")
    app_look.look().moves = False
    return qapp


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
