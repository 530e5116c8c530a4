"""The real desk: windows over a house, agents on loopback, a printer on TCP."""

import pytest

from clubdesk.bootstrap.windows import DeskWindows
from tests.support.real_desk import RealDesk, make_template, real_stage
from tests.support.sms_http import SmsHttp


@pytest.fixture(scope="session")
def books_template(tmp_path_factory):
    return make_template(tmp_path_factory.mktemp("real") / "books")


@pytest.fixture
def real(books_template, tmp_path, qtbot):
    """The desk, nobody signed in yet; no bug may have come to light by its end."""
    stage = real_stage(books_template, tmp_path / "books")
    windows = DeskWindows(stage.house)
    windows.open()
    desk = RealDesk(stage, windows, qtbot)
    qtbot.waitExposed(desk.window)
    desk.window.activateWindow()
    desk.settle()
    yield desk
    desk.window.close()
    windows.bridge.close()
    stage.stop()
    qtbot.waitUntil(lambda: windows.runner.pending == 0)
    desk.window.deleteLater()
    assert desk.crashes == []


@pytest.fixture
def provider():
    """A provider of text messages on loopback."""
    made = SmsHttp()
    yield made
    made.stop()
