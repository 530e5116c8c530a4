"""Close Shift lists the card payments that nobody settled, and leads to where they are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from clubdesk.domain.events import CardPaymentChanged
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.settle_dialog import SettleDialog
from clubdesk.ui.shifts.screen import ShiftsScreen
from tests.support.fake_desk import NOW

PENDING = (
    PendingPayment(3, NOW - timedelta(minutes=9), 200_000, "Dana Abenova", "Maria", "unknown"),
    PendingPayment(4, NOW - timedelta(minutes=2), 50_000, "Dana Abenova", "Ruslan", "sent"),
)


@pytest.fixture
def screen(desk, runner, bridge, stage, settled):
    desk.books.now = replace(desk.books.now, pending_payments=PENDING)
    made = ShiftsScreen(runner, bridge)
    stage(made)
    settled()
    made.close_shift()
    return made


def test_they_are_listed_and_keep_the_shift_open(screen) -> None:
    dialog = open_dialog_of(screen)
    assert dialog.payments.isVisible()
    assert dialog.payments.title.text() == "2 card payments are pending"
    said = " ".join(label.text() for label in dialog.payments.findChildren(QLabel))
    assert "Maria" in said
    assert "2,000" in said
    assert not dialog.count.isVisible()
    assert dialog.primary.toolTip() == "Settle the card payments first."
    assert QApplication.focusWidget() is dialog.payments.buttons[0]


def test_each_is_settled_on_the_spot(qtbot, screen) -> None:
    open_dialog_of(screen).payments.buttons[1].click()
    settling = open_dialog_of(screen)
    assert isinstance(settling, SettleDialog)
    said = " ".join(label.text() for label in settling.findChildren(QLabel))
    assert "500\u00a0₸" in said


def test_the_button_leads_to_where_they_are_settled(qtbot, screen) -> None:
    with qtbot.waitSignal(screen.go_to_payments):
        open_dialog_of(screen).payments.button.click()
    assert open_dialog_of(screen) is None


def test_once_settled_the_count_is_asked_for(qtbot, desk, screen, settled) -> None:
    dialog = open_dialog_of(screen)
    desk.books.now = replace(desk.books.now, pending_payments=())
    desk.events.publish(CardPaymentChanged(3, 1))
    qtbot.waitUntil(dialog.count.isVisible)
    settled()
    assert not dialog.payments.isVisible()
