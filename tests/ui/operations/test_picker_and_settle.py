"""The field User, and the settling of a card payment that nobody knows the outcome of."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from clubdesk.services.balance import MoneyAnswer
from clubdesk.services.card_payments import PaymentSettled, SettleCardPayment
from clubdesk.services.views_people import PendingPayment
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.client_first import open_for_someone
from clubdesk.ui.operations.client_picker import ClientPicker
from clubdesk.ui.operations.outcome import Outcome
from clubdesk.ui.operations.settle_dialog import SettleDialog
from tests.support.fake_desk import CLUB, MARIA, NOW, OWNER, RUSLAN, SANJAR

ENTER = Qt.Key.Key_Return


@pytest.fixture
def picker(runner, stage):
    made = ClientPicker(runner)
    made.know(CLUB)
    stage(made)
    made.search.setFocus()
    return made


def found(qtbot, picker, text: str, settled) -> None:
    qtbot.keyClicks(picker.search, text)
    qtbot.waitUntil(lambda: picker.search.tag != "")
    settled()


def test_digits_list_who_may_be_meant(qtbot, picker, settled) -> None:
    found(qtbot, picker, "4417", settled)
    assert [row.line.title for row in picker.list.rows] == [
        "Sanjar Tulegenov",
        "Мария Ким",
        "Ruslan Abenov",
    ]
    assert picker.search.tag == "3 found"
    line = picker.list.rows[0].line
    assert line.value.replace("\u00a0", " ") == "1,364 ₸"
    assert "+7 701 555 4417" in line.under


def test_arrows_and_enter_choose(qtbot, picker, settled) -> None:
    found(qtbot, picker, "4417", settled)
    qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.picked) as told:
        qtbot.keyClick(picker.search, ENTER)
    assert told.args == [MARIA]
    assert picker.chosen.isVisible()
    assert not picker.search.isVisible()


def test_a_click_on_the_name_chooses(qtbot, picker, settled) -> None:
    found(qtbot, picker, "4417", settled)
    with qtbot.waitSignal(picker.picked) as told:
        qtbot.mouseClick(picker.list.rows[1], Qt.MouseButton.LeftButton)
    assert told.args == [MARIA]


def test_enter_before_the_answer_counts_where_only_one_is_found(qtbot, picker) -> None:
    with qtbot.waitSignal(picker.picked) as told:
        qtbot.keyClicks(picker.search, "984417\r")
    assert told.args == [RUSLAN]


def test_enter_before_the_answer_chooses_nobody_of_several(qtbot, picker, settled) -> None:
    with qtbot.assertNotEmitted(picker.picked, wait=50):
        qtbot.keyClicks(picker.search, "4417\r")
    settled()
    assert len(picker.list.rows) == 3
    with qtbot.waitSignal(picker.picked) as told:
        qtbot.keyClick(picker.search, ENTER)
    assert told.args == [SANJAR]


def test_nobody_found_says_what_to_do(qtbot, picker, settled) -> None:
    found(qtbot, picker, "99999", settled)
    assert "Nobody is found" in picker.note.text()
    with qtbot.assertNotEmitted(picker.picked, wait=20):
        qtbot.keyClick(picker.search, ENTER)


def test_change_gives_the_search_back(qtbot, picker, settled) -> None:
    picker.pick(SANJAR)
    with qtbot.waitSignal(picker.cleared):
        picker.chosen.change.click()
    assert picker.row is None
    assert QApplication.focusWidget() is picker.search
    assert picker.search.text() == ""


def test_refund_by_word_asks_for_the_client_first(qtbot, runner, stage, settled) -> None:
    place = QWidget()
    stage(place)
    opened: list[int] = []
    open_for_someone(place, runner, "Refund", lambda over, run, client: opened.append(client))
    settled()
    dialog = open_dialog_of(place)
    assert QApplication.focusWidget() is dialog.picker.search
    qtbot.keyClicks(dialog.picker.search, "984417\r")
    qtbot.waitUntil(lambda: opened == [RUSLAN.client.id])
    assert open_dialog_of(place) is None


PENDING = PendingPayment(3, NOW - timedelta(minutes=9), 200_000, "Dana Abenova", "Maria", "unknown")


@pytest.fixture
def settle(desk, runner, stage, settled):
    runner.staff = OWNER
    desk.answers[SettleCardPayment] = PaymentSettled(payment_id=3)
    place = QWidget()
    stage(place)
    dialog = SettleDialog(place, runner, CLUB, PENDING)
    dialog.begin()
    return dialog


def test_nothing_is_presumed_about_the_outcome(qtbot, desk, settle) -> None:
    assert settle.outcome.key() is None
    settle.reason.edit.setText("By the slip")
    assert not settle.primary.isEnabled()
    qtbot.keyClick(settle.reason.edit, ENTER)
    assert settle.outcome.under.text() == "Choose what the slip says."
    assert desk.done == []


def test_approved_needs_the_slip(desk, settle, settled) -> None:
    settle.outcome.choose(True)
    settle.reason.edit.setText("By the slip")
    assert not settle.primary.isEnabled()
    settle.slip.editor.setText("0042")
    assert settle.primary.text().replace("\u00a0", " ") == "Approved: top up 2,000 ₸"
    settle.primary.click()
    settled()
    [command] = desk.done
    assert (command.payment_id, command.approved, command.slip) == (3, True, "0042")
    assert command.reason == "By the slip"


def test_not_taken_books_nothing(qtbot, desk, settle, settled) -> None:
    settle.slip.editor.setText("left from before")
    settle.outcome.choose(False)
    assert not settle.slip.isVisible()
    qtbot.keyClicks(settle.reason.edit, "The client left\r")
    settled()
    [command] = desk.done
    assert (command.approved, command.slip) == (False, "")


def test_what_a_settled_payment_became_is_told_as_any_top_up(desk, runner, settle, settled) -> None:
    booked = MoneyAnswer(transaction_id=31, balance_minor=336_400, job_id=7)
    answer = PaymentSettled(payment_id=3, booked=booked, client_id=SANJAR.client.id)
    desk.answers[SettleCardPayment] = answer
    heard: list[Outcome] = []
    runner.operated.connect(heard.append)
    settle.outcome.choose(True)
    settle.slip.editor.setText("0042")
    settle.reason.edit.setText("By the slip")
    settle.primary.click()
    settled()
    [outcome] = heard
    assert (outcome.before, outcome.after, outcome.transaction_id) == (136_400, 336_400, 31)
    assert outcome.text.replace("\u00a0", " ") == "Topped up 2,000 ₸ by card"
    assert (outcome.client_name, outcome.can_be_undone) == (SANJAR.client.name, True)
