"""The bar's screen over the desk in memory."""

import pytest

from clubdesk.services.commands import Done
from clubdesk.services.selling import AdvanceOrder, OrderPlaced, PlaceOrder
from clubdesk.ui.bar.screen import BarScreen
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.order_dialog import open_order_for_client
from tests.support.fake_desk import OWNER


@pytest.fixture
def owner(runner):
    runner.staff = OWNER
    return OWNER


@pytest.fixture
def sells(desk):
    """Orders are taken; what was sold is remembered by the desk."""

    def placed(command: PlaceOrder) -> OrderPlaced:
        change = (command.received_minor or command.cash_minor) - command.cash_minor
        return OrderPlaced(
            order_id=15, number=15, total_minor=command.expected_minor, change_minor=change
        )

    desk.answers[PlaceOrder] = placed
    desk.answers[AdvanceOrder] = Done()
    return desk


@pytest.fixture
def bar(owner, sells, runner, bridge, stage, settled):
    made = BarScreen(runner, bridge)
    stage(made)
    settled()
    return made


@pytest.fixture
def dialog(owner, sells, runner, stage, settled, qtbot):
    """Add Order for a client by id."""
    from PySide6.QtWidgets import QWidget

    place = QWidget()
    stage(place)

    def begin(client_id: int = 1):
        open_order_for_client(place, runner, client_id)
        settled()
        return open_dialog_of(place)

    return begin
