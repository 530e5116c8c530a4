"""What the fiscal device has not registered: each line is seen whole, a long list scrolls."""

import shutil

import pytest
from PySide6.QtWidgets import QWidget

from clubdesk.fiscal.simulator import OFFLINE
from clubdesk.foundation.translate import set_language
from clubdesk.services.balance import TopUp
from clubdesk.services.fiscalising import ReportFiscal, SetFiscalDevice
from clubdesk.services.ports_fiscal import FiscalOutcome
from clubdesk.storage.address import sqlite_url
from clubdesk.storage.opening import open_storage
from clubdesk.ui.operations.fiscal_dialog import FiscalDialog
from tests.support.clipping import clipped
from tests.support.club_world import World
from tests.support.databases import sqlite_template
from tests.support.world_desk import WorldDesk

__all__ = ["sqlite_template"]


@pytest.fixture
def world(sqlite_template, tmp_path):
    file = tmp_path / "club.db"
    shutil.copyfile(sqlite_template, file)
    storage = open_storage(sqlite_url(file))
    made = World(storage)
    made.open_shift()
    made.do(SetFiscalDevice(device="simulator"))
    yield made
    storage.close()


@pytest.fixture
def desk(world):
    return WorldDesk(world)


def refuse(world, count):
    client = world.client()
    for number in range(1, count + 1):
        world.do(TopUp(client_id=client, cash_minor=1_000 * number))
        told = ReportFiscal(document_id=number, outcome=FiscalOutcome.REFUSED, words=OFFLINE)
        world.door.carry_out(told, None)


@pytest.fixture
def opened(world, runner, stage, settled):
    def make():
        with world.storage.begin() as work:
            runner.staff = work.staff.get(world.owner)
        over = QWidget()
        stage(over)
        dialog = FiscalDialog(over, runner)
        dialog.open()
        settled()
        return dialog

    return make


@pytest.mark.parametrize("tongue", ["en", "ru"])
def test_a_few_lines_are_seen_whole(world, opened, qtbot, tongue):
    set_language(tongue)
    refuse(world, 2)
    dialog = opened()
    bar = dialog.area.verticalScrollBar()
    qtbot.waitUntil(lambda: all(button.isVisible() for button in dialog.buttons.values()))
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert clipped(dialog) == []
    dialog.finish(done=False)


def test_a_long_list_scrolls(world, opened, qtbot):
    refuse(world, 12)
    dialog = opened()
    qtbot.waitUntil(lambda: dialog.area.verticalScrollBar().maximum() > 0)
    assert 188 < dialog.area.height() <= 320
    dialog.finish(done=False)
