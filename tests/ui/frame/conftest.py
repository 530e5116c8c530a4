"""The frame's tests: two plain screens, a small club, and a record of what was opened."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.frame.entries import ScreenEntry, SearchCommand, SearchTargets
from clubdesk.ui.frame.window import MainWindow
from tests.support.fake_hall import OWNER, small_club


class PlainScreen(QWidget):
    """Takes keys; holds one edit."""

    def __init__(self):
        super().__init__()
        self.keys = []
        self.edit = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.edit)
        self.setFocusPolicy(self.edit.focusPolicy())

    def keyPressEvent(self, event):
        self.keys.append(event.text())


@pytest.fixture
def desk():
    return small_club()


@pytest.fixture
def runner(desk, qapp):
    made = DeskRunner(desk)
    made.staff = OWNER
    return made


@pytest.fixture
def frame(qtbot, runner, bridge, settled):
    """The window, shown; ``made`` counts screens, ``calls`` records what was opened."""
    made, calls = [], []

    def maker(key):
        def make():
            made.append(key)
            return PlainScreen()

        return make

    def command(name, **more):
        return SearchCommand(name, "", lambda: calls.append(name), **more)

    entries = [
        ScreenEntry("hall", "layout-grid", "Hall", "F2", maker("hall")),
        ScreenEntry("clients", "users", "Clients", "F3", maker("clients")),
        ScreenEntry("shifts", "clock", "Shifts", "F6", maker("shifts")),
    ]
    targets = SearchTargets(
        lambda client_id: calls.append(("client", client_id)),
        lambda station_id: calls.append(("station", station_id)),
        (
            command("Close Shift"),
            command("Open Shift", why_not=lambda: "A shift is open already."),
        ),
    )
    sign_in = QWidget()
    window = MainWindow(runner, bridge, entries, targets, sign_in)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    settled()
    return SimpleNamespace(window=window, made=made, calls=calls, sign_in=sign_in)
