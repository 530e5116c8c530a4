"""Cash beside sales and the hand-over on the screen: what is asked, what is sent, what is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from clubdesk.domain.bar import OrderState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.cash_moves import CashIn, CashMoved, CashOut, Collect
from clubdesk.services.commands import Done
from clubdesk.services.handing_over import HandedOver, HandOver
from clubdesk.services.papers import OpenDrawer
from clubdesk.services.views import ShiftNow
from clubdesk.services.views_till import OpenOrder
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.shifts.screen import ShiftsScreen
from tests.support.fake_desk import CASHIER, NOW, OWNER, TECHNICIAN, a_shift

MOVED = CashMoved(transaction_id=9, amount_minor=450_000, job_id=3)
HANDED = HandedOver(
    closed_shift_id=214, z_number=214, expected_minor=5_000_000, difference_minor=0, job_id=4,
    opened_shift_id=215, staff_id=OWNER.id,
)  # fmt: skip
EMPTY = DeskError("till.too_little", "There is less in the till.", "Take less.", subject="amount")


def words(widget) -> str:
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return " | ".join(shown).replace("\u00a0", " ")


def press(qtbot, key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


@pytest.fixture
def screen(runner, bridge, stage, settled):
    made = ShiftsScreen(runner, bridge)
    stage(made)
    settled()
    made.setFocus()
    return made


@pytest.fixture
def opened(qtbot, screen, settled):
    def by(key):
        press(qtbot, key)
        settled()
        return open_dialog_of(screen)

    return by


def test_cash_out_leads_from_field_to_field_by_enter(qtbot, desk, screen, opened, settled) -> None:
    desk.answers[CashOut] = MOVED
    told = []
    screen.told.connect(told.append)
    dialog = opened(Qt.Key.Key_U)
    assert not dialog.figures.isVisible()  # a cashier may not see what the till should hold
    press(qtbot, Qt.Key.Key_Return)
    assert dialog.amount.field.error() == "Type the amount."
    qtbot.keyClicks(QApplication.focusWidget(), "4500\r")
    assert QApplication.focusWidget() is dialog.category.chips[0]
    press(qtbot, Qt.Key.Key_Right)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.reason.edit
    qtbot.keyClicks(dialog.reason.edit, "Mop\r")
    settled()
    [command] = desk.done
    assert (command.amount_minor, command.category, command.reason) == (450_000, "Cleaning", "Mop")
    assert open_dialog_of(screen) is None
    assert told[0].text.replace("\u00a0", " ") == "Cash out: 4,500 ₸"


def test_who_may_see_reports_sees_the_till_before_and_after(qtbot, runner, opened) -> None:
    runner.staff = OWNER
    dialog = opened(Qt.Key.Key_I)
    qtbot.keyClicks(QApplication.focusWidget(), "1000")
    shown = words(dialog)
    assert "100,250 ₸" in shown
    assert "101,250 ₸" in shown


def test_where_cash_comes_from_is_sent(qtbot, desk, opened, settled) -> None:
    desk.answers[CashIn] = MOVED
    dialog = opened(Qt.Key.Key_I)
    qtbot.keyClicks(QApplication.focusWidget(), "1000")
    dialog.source.choose(False)
    dialog.reason.chips[0].click()
    dialog.primary.click()
    settled()
    [command] = desk.done
    assert (command.from_safe, command.reason) == (False, "Change for the till")


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    qtbot, desk, opened, settled
) -> None:
    desk.answers[CashIn] = EMPTY
    dialog = opened(Qt.Key.Key_I)
    qtbot.keyClicks(QApplication.focusWidget(), "1000")
    dialog.reason.put("x")
    dialog.primary.click()
    settled()
    assert dialog.amount.field.error() == "There is less in the till."
    assert dialog.amount.minor() == 100_000


def test_all_of_it_is_collected_without_an_amount(qtbot, runner, desk, opened, settled) -> None:
    runner.staff = OWNER
    desk.answers[Collect] = MOVED
    dialog = opened(Qt.Key.Key_L)
    assert dialog.primary.text().replace("\u00a0", " ") == "Take 100,250 ₸ to the safe"
    press(qtbot, Qt.Key.Key_Return)
    settled()
    assert desk.done[0].amount_minor is None


def test_a_cashier_is_not_told_how_much_all_of_it_is(opened) -> None:
    dialog = opened(Qt.Key.Key_L)
    assert dialog.primary.text() == "Take all of it to the safe"
    assert "Missing permission" in dialog.primary.toolTip()


def test_the_drawer_is_opened(qtbot, desk, opened, screen, settled) -> None:
    desk.answers[OpenDrawer] = Done()
    assert opened(Qt.Key.Key_D) is None
    assert len(desk.done) == 1


def test_what_a_person_may_not_do_has_a_lock_and_nothing_works_without_a_shift(
    runner, desk, screen, settled
) -> None:
    assert "Missing permission" in screen.deeds.collect.toolTip()
    assert screen.deeds.collect.isEnabled()
    assert screen.deeds.cash_out.toolTip() == ""
    runner.staff = TECHNICIAN
    desk.books.now = ShiftNow(None)
    screen.reload()
    settled()
    for deed in screen.deeds.deeds:
        assert not deed.button.isEnabled()
        assert deed.button.toolTip().startswith("Open a shift first")


def test_a_shift_that_is_too_long_is_red_and_says_what_to_do(desk, screen, settled) -> None:
    assert not screen.warnings.isVisible()
    long_ago = replace(a_shift(), opened_at=NOW - timedelta(hours=26))
    desk.books.now = replace(desk.books.now, shift=long_ago, is_long=True)
    screen.reload()
    settled()
    assert screen.warnings.isVisible()
    said = words(screen.warnings)
    assert "This shift is open for 26 h." in said
    assert "hand it over" in said
    assert screen.state.word == "Open for too long"


ORDER = OpenOrder(7, 31, NOW, OrderState.PREPARING, 250_000, "Sanjar")


def test_open_orders_keep_the_shift_open_and_lead_to_the_bar(qtbot, desk, screen, opened) -> None:
    desk.books.now = replace(desk.books.now, open_orders=(ORDER,))
    screen.reload()
    qtbot.waitUntil(lambda: "1 order is open" in words(screen))
    dialog = opened(Qt.Key.Key_C)
    assert dialog.primary.toolTip() == "Serve or cancel the open orders first."
    with qtbot.waitSignal(screen.go_to_order) as told:
        dialog.orders.buttons[0].click()
    assert told.args == [7]


def test_another_open_till_lets_this_one_close_with_players(desk, screen, opened, settled) -> None:
    from clubdesk.domain.hall import Station
    from clubdesk.services.views import StationCard

    card = StationCard(Station(1, 1, 1, "PC 01"), None, "Sanjar")
    desk.books.now = replace(desk.books.now, open_sessions=(card,), sessions_block=False)
    screen.reload()
    settled()
    assert opened(Qt.Key.Key_C).count.isVisible()


def test_the_till_is_handed_over_and_the_new_person_signed_in(
    qtbot, desk, runner, opened, settled
) -> None:
    desk.answers[HandOver] = HANDED
    dialog = opened(Qt.Key.Key_H)
    dialog.pick.choice.choose(OWNER.login)
    assert CASHIER.login not in [dialog.pick.choice.itemData(n) for n in range(2)]
    press(qtbot, Qt.Key.Key_Return)
    assert dialog.pick.secret.error() == "Type the password or the PIN."
    qtbot.keyClicks(QApplication.focusWidget(), "secret\r")
    assert QApplication.focusWidget() is dialog.count.total.edit
    qtbot.keyClicks(QApplication.focusWidget(), "50000\r")
    settled()
    [command] = desk.done
    assert (command.to_login, command.password) == (OWNER.login, "secret")
    assert command.counted_minor == 5_000_000
    assert runner.staff == OWNER
    assert "The till and the books agree." in words(dialog)
    assert dialog.heading.text() == f"The till is with {OWNER.name} now"
