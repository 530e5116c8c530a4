"""Clients: found as typed, shown at the right, topped up, added."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from clubdesk.domain.events import BalanceChanged
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import MoneyAnswer, TopUp
from clubdesk.services.clients import AddClient, ClientAnswer
from clubdesk.services.views import ShiftNow
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.clients.top_up_dialog import TopUpDialog, open_top_up
from clubdesk.ui.look.dialog import open_dialog_of
from tests.support.fake_desk import CLUB, MARIA, SANJAR, TECHNICIAN, a_client

BOOKED = MoneyAnswer(transaction_id=1, balance_minor=636_400, job_id=1, change_minor=0)
TAKEN = DeskError(
    "client.phone_taken", "This phone belongs to Мария Ким already.", "Open that client card.",
    subject="phone",
)  # fmt: skip


def words(widget) -> str:
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return " | ".join(shown).replace("\u00a0", " ")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture
def screen(runner, bridge, stage, settled):
    made = ClientsScreen(runner, bridge)
    stage(made)
    made.setFocus()
    settled()
    return made


def test_the_list_says_what_a_cashier_looks_for(screen) -> None:
    model = screen.table.rows_model
    first = [plain(model.index(0, column).data()) for column in range(model.columnCount())]
    assert first == ["Sanjar Tulegenov", "+7 701 555 4417", "1,364 ₸", "250 pts", "today", "PC 07"]


def test_typing_searches_and_says_how_many(qtbot, desk, screen, settled) -> None:
    screen.search.setText("мария")
    qtbot.waitUntil(lambda: "мария" in desk.books.searches)
    settled()
    assert screen.table.current() == MARIA
    assert screen.search.tag == "1 found"
    assert desk.books.searches == ["", "мария"]


def test_the_chosen_client_is_told_at_the_right(qtbot, screen, settled) -> None:
    qtbot.keyClick(screen.search, Qt.Key.Key_Down)
    settled()
    assert screen.table.current() == MARIA
    assert "Мария Ким" in words(screen.panel)
    assert "Not verified" in [pill.word for pill in screen.panel.pills.findChildren(object)
                              if hasattr(pill, "word")]  # fmt: skip


def test_the_history_runs_along_with_the_balance(screen) -> None:
    model = screen.panel.history.rows_model
    lines = [[plain(model.index(row, column).data()) for column in (1, 2, 3)] for row in range(3)]
    assert lines == [
        ["Top-up", "+1,000 ₸", "1,364 ₸"],
        ["Play", "−636 ₸", "364 ₸"],
        ["Top-up", "+1,000 ₸", "1,000 ₸"],
    ]


def test_nobody_found_offers_to_add(qtbot, screen, settled) -> None:
    qtbot.keyClicks(screen.search, "87015550000\r")
    settled()
    assert not screen.table.isVisible()
    assert not screen.panel.isVisible()
    assert "Nobody is found" in screen.none_found.text()
    screen.add_button.click()
    assert open_dialog_of(screen).phone.text() == "87015550000"


def test_a_change_of_a_balance_reloads_and_stays_on_the_client(
    qtbot, desk, screen, settled
) -> None:
    qtbot.keyClick(screen.search, Qt.Key.Key_Down)
    desk.books.clients[1] = a_client(2, "Мария Ким", "+77471204417", 500_000)
    desk.events.publish(BalanceChanged(2))
    qtbot.waitUntil(lambda: screen.table.current().balance_minor == 500_000)
    settled()
    assert plain(screen.panel.balance.value.text()) == "5,000 ₸"


def open_by_key(qtbot, screen, settled) -> TopUpDialog:
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_T)
    settled()
    dialog = open_dialog_of(screen)
    assert isinstance(dialog, TopUpDialog)
    return dialog


def test_top_up_says_what_it_will_do_and_does_it(qtbot, desk, screen, settled) -> None:
    desk.answers[TopUp] = BOOKED
    dialog = open_by_key(qtbot, screen, settled)
    assert not dialog.primary.isEnabled()
    qtbot.keyClicks(QApplication.focusWidget(), "5000")
    assert plain(dialog.primary.text()) == "Top up 5,000 ₸ in cash"
    assert plain(dialog.after.value.text()) == "6,364 ₸"
    with qtbot.waitSignal(screen.topped_up) as told:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert told.args == [BOOKED]
    command = desk.done[0]
    assert (command.client_id, command.cash_minor, command.received_minor) == (1, 500_000, None)


def test_change_is_worked_out_and_too_little_is_refused(qtbot, screen, settled) -> None:
    dialog = open_by_key(qtbot, screen, settled)
    dialog.amount.set_minor(350_000)
    dialog.received.set_minor(500_000)
    assert plain(dialog.change.value.text()) == "1,500 ₸"
    assert dialog.primary.isEnabled()
    dialog.received.set_minor(300_000)
    assert not dialog.primary.isEnabled()
    assert dialog.primary.toolTip() == "Less was received than the amount to pay."
    dialog.received.edit.setText("five")
    assert not dialog.primary.isEnabled()


def test_what_is_handed_over_is_offered_on_chips(qtbot, screen, settled) -> None:
    dialog = open_by_key(qtbot, screen, settled)
    dialog.amount.set_minor(350_000)
    assert "4,000 ₸" in [plain(chip.text()) for chip in dialog.received.chips]


def test_enter_twice_tops_up_once(qtbot, desk, screen, settled) -> None:
    desk.answers[TopUp] = BOOKED
    dialog = open_by_key(qtbot, screen, settled)
    dialog.amount.set_minor(100_000)
    desk.hold()
    for _ in range(2):
        qtbot.keyClick(dialog.amount.edit, Qt.Key.Key_Return)
        qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    assert len(desk.done) == 1
    desk.release()
    settled()


def test_a_refused_top_up_stays_open_and_says_why(qtbot, desk, screen, settled) -> None:
    desk.answers[TopUp] = DeskError("x", "The disk is full.", "Free some room.")
    dialog = open_by_key(qtbot, screen, settled)
    dialog.amount.set_minor(100_000)
    dialog.primary.click()
    settled()
    assert dialog.isVisible()
    assert dialog.refusal.text.text() == "The disk is full."


def test_without_a_shift_the_notice_says_what_to_do(qtbot, desk, runner, screen, settled) -> None:
    desk.books.now = ShiftNow(None)
    with qtbot.waitSignal(runner.refused) as told:
        open_top_up(screen, runner, SANJAR.client.id)
    assert told.args[0].code == "shift.not_open"
    assert "F6" in told.args[0].what_to_do
    assert open_dialog_of(screen) is None


def test_a_suggested_amount_waits_in_the_field(runner, screen, settled) -> None:
    dialog = TopUpDialog(screen, runner, SANJAR, CLUB, suggested_minor=63_600)
    dialog.begin()
    assert dialog.amount.minor() == 63_600
    assert dialog.amount.edit.selectedText() == "636"
    dialog.finish(done=False)


def test_who_may_not_top_up_is_told_so(runner, bridge, stage, settled) -> None:
    runner.staff = TECHNICIAN
    screen = ClientsScreen(runner, bridge)
    stage(screen)
    settled()
    assert not screen.panel.top_up.isEnabled()
    assert not screen.add_button.isEnabled()


def test_adding_a_client_shows_the_new_one(qtbot, desk, screen, settled) -> None:
    desk.answers[AddClient] = ClientAnswer(client_id=9)
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Insert)
    dialog = open_dialog_of(screen)
    qtbot.keyClicks(dialog.phone.editor, "87015550009")
    qtbot.keyClicks(dialog.name.editor, "Timur")
    desk.books.clients.append(a_client(9, "Timur", "+77015550009", 0))
    with qtbot.waitSignal(screen.added) as told:
        qtbot.keyClick(dialog.name.editor, Qt.Key.Key_Return)
    assert told.args == [9]
    qtbot.waitUntil(lambda: screen.table.current().client.id == 9)


def test_a_taken_phone_is_marked_at_its_field(qtbot, desk, screen, settled) -> None:
    desk.answers[AddClient] = TAKEN
    screen.add_client()
    dialog = open_dialog_of(screen)
    qtbot.keyClicks(dialog.name.editor, "Maria\r")
    settled()
    assert dialog.phone.error() == TAKEN.text
    assert QApplication.focusWidget() is dialog.phone.editor
    assert dialog.refusal.text.text() == TAKEN.what_to_do
    qtbot.keyClicks(dialog.phone.editor, "8")
    assert dialog.phone.error() == ""
    assert not dialog.refusal.isVisible()
