"""The hall's tests stand on a small club in memory: six PCs, two consoles, three clients."""

import pytest

from clubdesk.ui.desk_runner import DeskRunner
from clubdesk.ui.hall.screen import HallScreen
from tests.support.fake_hall import OWNER, small_club


@pytest.fixture
def desk():
    return small_club()


@pytest.fixture
def runner(desk, qapp):
    made = DeskRunner(desk)
    made.staff = OWNER
    return made


@pytest.fixture
def hall(qtbot, stage, runner, bridge, settled):
    """The screen in a shown window; ``opened`` holds what it asked others to open."""
    opened = []
    screen = HallScreen(
        runner,
        bridge,
        lambda client_id: opened.append(("top_up", client_id)),
        lambda client_id: opened.append(("client", client_id)),
    )
    screen.opened = opened
    screen.window_ = stage(screen)
    settled()
    screen.view.setFocus()
    return screen
