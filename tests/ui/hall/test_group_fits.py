"""No word of a group's start is cut off, in either language, whatever it shows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clubdesk.foundation import translate
from clubdesk.ui.hall.group_dialog import GroupDialog
from clubdesk.ui.hall.group_payment import CARD
from clubdesk.ui.look.dialog import open_dialog_of
from tests.support.clipping import clipped
from tests.support.databases import database_url, postgres, sqlite_template, storage
from tests.support.hall_books import desk, hall, runner, world
from tests.support.rates_club import allow_postpaid
from tests.support.reservations import reserve

__all__ = ["database_url", "desk", "hall", "postgres", "runner", "sqlite_template"]
__all__ += ["storage", "world"]


@pytest.fixture(params=["en", "ru"], autouse=True)
def tongue(request):
    translate.set_language(request.param)


@pytest.fixture
def dialog(tongue, world, request, settled, qtbot):
    """Two guests, a client without money and one with a long name; the third is in the way."""
    allow_postpaid(world, 60_000)
    reserve(world, seats=(2,), after_minutes=45)
    rich = world.client(150_000, "Алексей Константинопольский", "+77015550007")
    poor = world.client()
    hall = request.getfixturevalue("hall")
    hall.controller.reload()
    settled()
    hall.view.choose_all(world.stations[:4])
    QTest.keyClick(hall.view, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: isinstance(open_dialog_of(hall), GroupDialog))
    settled()
    opened = open_dialog_of(hall)
    opened.amount.set_minor(80_000)
    for place, client in ((1, poor), (3, rich)):
        opened.seats[place].put_client(world.storage.queries.client(client))
    settled()
    return opened


def fits(dialog) -> None:
    for _ in range(3):
        QApplication.processEvents()
    assert clipped(dialog.window()) == []
    assert dialog.height() <= 768


def test_the_seats_with_everything_that_can_be_said(dialog) -> None:
    assert dialog.seats[1].note.isVisible()
    assert dialog.seats[2].note.isVisible()
    fits(dialog)
    dialog.limit_button.click()
    fits(dialog)


def test_the_terminal_and_what_it_said(dialog, settled) -> None:
    dialog.seats[1].top_up.set_minor(80_000)
    dialog.payment.ways.choose(CARD)
    fits(dialog)
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    settled()
    assert dialog.payment.terminal.isVisible()
    fits(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_F10)
    settled()
    assert dialog.payment.notice.isVisible()
    fits(dialog)
