"""Clients: found as typed, opened as a card beside the list, added."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from clubdesk.domain.events import BalanceChanged
from clubdesk.foundation.errors import DeskError
from clubdesk.services.clients import AddClient, ClientAnswer
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.dialogs import TopUpDialog
from tests.support.fake_desk import MARIA, RUSLAN, TECHNICIAN, a_client

TAKEN = DeskError(
    "client.phone_taken", "This phone belongs to Мария Ким already.", "Open that client card.",
    subject="phone",
)  # fmt: skip


def words(widget) -> str:
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return " | ".join(shown).replace("\u00a0", " ")


def test_the_list_says_what_a_cashier_looks_for(screen, spoken) -> None:
    model = screen.table.rows_model
    first = [spoken(model.index(0, column).data()) for column in range(model.columnCount())]
    assert first == [
        "Sanjar Tulegenov", "+7 701 555 4417", "1,364 ₸", "250 pts", "0004417", "today", "PC 07",
    ]  # fmt: skip


def test_typing_searches_and_says_how_many(qtbot, desk, screen, settled) -> None:
    screen.search.setText("мария")
    qtbot.waitUntil(lambda: "мария" in desk.books.searches)
    settled()
    assert screen.table.current() == MARIA
    assert screen.search.tag == "1 found"
    assert desk.books.searches == ["", "мария"]


def test_the_list_has_the_screen_until_a_card_is_opened(qtbot, screen, settled) -> None:
    assert not screen.is_card_open
    whole = screen.table.width()
    qtbot.keyClick(screen.search, Qt.Key.Key_Down)
    assert not screen.is_card_open
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    settled()
    assert screen.is_card_open
    assert screen.card.client_id == MARIA.client.id
    assert "Мария Ким" in words(screen.card.header)
    QApplication.processEvents()
    assert screen.table.width() < whole / 2 < screen.card.width()
    assert screen.table.rows_model.index(1, 1).data() == "…4417"


def test_esc_goes_back_to_the_list_and_its_row(qtbot, screen, card) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not screen.is_card_open
    assert QApplication.focusWidget() is screen.table
    assert screen.table.current().client.id == card.client_id


def test_a_click_opens_a_card(qtbot, screen, settled) -> None:
    place = screen.table.visualRect(screen.table.rows_model.index(2, 0)).center()
    qtbot.mouseClick(screen.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settled()
    assert screen.card.client_id == RUSLAN.client.id


def test_the_arrows_lead_the_card_from_client_to_client(qtbot, screen, card, settled) -> None:
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_Down)
    settled()
    assert card.facts.client == MARIA.client


def test_enter_before_the_answer_opens_who_was_typed(qtbot, desk, screen, settled) -> None:
    qtbot.keyClicks(screen.search, "1204417")
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    settled()
    assert screen.card.client_id == MARIA.client.id


def test_typing_on_leaves_the_open_card_alone(qtbot, screen, card, settled) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is screen.search
    screen.search.setText("мария")
    screen.search.search_now()
    settled()
    assert screen.table.current() == MARIA
    assert card.client_id == 1


def test_a_client_is_opened_from_anywhere(screen, settled) -> None:
    screen.show_client(RUSLAN.client.id)
    settled()
    assert screen.card.client_id == RUSLAN.client.id
    assert screen.table.current() == RUSLAN


def test_a_client_asked_for_before_the_list_is_there_opens_too(
    runner, bridge, stage, settled
) -> None:
    made = ClientsScreen(runner, bridge)
    made.show_client(RUSLAN.client.id)
    stage(made)
    settled()
    assert made.is_card_open
    assert made.card.client_id == RUSLAN.client.id


def test_who_is_not_in_the_list_is_looked_for(desk, screen, settled) -> None:
    desk.books.clients.append(a_client(9, "Timur", "+77015550009", 0))
    screen.show_client(9)
    settled()
    assert screen.search.text() == "+77015550009"
    assert screen.table.current().client.id == 9
    assert screen.card.client_id == 9


def test_nobody_found_offers_to_add(qtbot, screen, settled) -> None:
    qtbot.keyClicks(screen.search, "87015550000\r")
    settled()
    assert not screen.table.isVisible()
    assert not screen.is_card_open
    assert "Nobody is found" in screen.none_found.text()
    screen.add_button.click()
    assert open_dialog_of(screen).phone.text() == "87015550000"


def test_a_change_of_a_balance_reloads_and_stays_on_the_client(
    qtbot, desk, screen, settled, spoken
) -> None:
    screen.show_client(2)
    settled()
    desk.books.clients[1] = a_client(2, "Мария Ким", "+77471204417", 500_000)
    desk.events.publish(BalanceChanged(2))
    qtbot.waitUntil(lambda: screen.table.current().balance_minor == 500_000)
    settled()
    assert screen.card.client_id == 2
    assert spoken(screen.card.header.game.value.text()) == "5,000 ₸"


def test_t_tops_up_from_the_list_and_from_the_card(qtbot, screen, settled) -> None:
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_T)
    settled()
    assert isinstance(open_dialog_of(screen), TopUpDialog)
    open_dialog_of(screen).finish(done=False)
    screen.table.choose_current()
    settled()
    qtbot.keyClicks(QApplication.focusWidget(), "t")
    settled()
    assert isinstance(open_dialog_of(screen), TopUpDialog)


def test_enter_on_a_found_client_and_enter_again_is_a_top_up(qtbot, screen, settled) -> None:
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    settled()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settled()
    assert isinstance(open_dialog_of(screen), TopUpDialog)


def test_who_may_not_top_up_or_add_is_told_so(runner, bridge, stage, settled) -> None:
    runner.staff = TECHNICIAN
    screen = ClientsScreen(runner, bridge)
    stage(screen)
    settled()
    assert not screen.add_button.isEnabled()
    assert "Add and edit clients" in screen.add_button.toolTip()
    screen.table.choose_current()
    settled()
    assert not screen.card.bar.top_up.isEnabled()
    assert "Top up a balance" in screen.card.bar.top_up.toolTip()
    assert QApplication.focusWidget() is screen.card.history.table


def test_adding_a_client_shows_the_new_one(qtbot, desk, screen, settled) -> None:
    desk.answers[AddClient] = ClientAnswer(client_id=9)
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_Insert)
    dialog = open_dialog_of(screen)
    qtbot.keyClicks(dialog.phone.editor, "87015550009")
    qtbot.keyClicks(dialog.name.editor, "Timur")
    desk.books.clients.append(a_client(9, "Timur", "+77015550009", 0))
    qtbot.keyClick(dialog.name.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.step.isVisible)
    with qtbot.waitSignal(screen.added) as told:
        dialog.primary.click()
    assert told.args == [9]
    qtbot.waitUntil(lambda: screen.card.client_id == 9)


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
