"""The client card at the real desk: what is shown is what the books say, and each deed is done."""

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from clubdesk.domain.ledger import AccountKind
from clubdesk.services.client_cards import AssignCard
from clubdesk.services.sessions import EndSession, StartSession
from clubdesk.ui.clients.erase_dialog import EraseDialog
from clubdesk.ui.clients.membership_dialog import MembershipDialog
from clubdesk.ui.clients.merge_dialog import MergeDialog
from clubdesk.ui.clients.reason_dialog import ReasonDialog
from clubdesk.ui.clients.transaction_dialog import TransactionDialog
from clubdesk.ui.hall.seat_dialog import SeatDialog
from clubdesk.ui.hall.start_dialog import StartDialog

# A menu grabs the keyboard, which the platform without a screen cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CLIENT, OTHER = 4, 5


@pytest.fixture
def clients(real):
    """The screen Clients with an administrator at the desk."""
    real.come_to_work()
    screen = real.window.open_screen("clients")
    real.settle()
    return screen


def person(real, client_id: int = CLIENT):
    return real.books(lambda work: work.clients.get(client_id))


def find(real, screen, text: str):
    """Types into the search box and presses Enter."""
    screen.search.clear()
    screen.search.setText(text)
    screen.search.search_now()
    real.settle()
    real.key(Qt.Key.Key_Return, screen.search)
    assert screen.is_card_open
    return screen.card


def opened(real, screen, client_id: int = CLIENT):
    screen.show_client(client_id)
    real.settle()
    return screen.card


def choose(real, button, line: str) -> None:
    """Opens a menu and chooses a line."""
    real.click(button)
    menu = button.menu_open
    action = menu.action_of(line)
    assert action.isEnabled(), action.toolTip()
    menu.close()
    action.trigger()
    real.settle()


def scan(real, code: str) -> None:
    """What a reader sends: keys at once, then Enter, to the window as the system has it."""
    for sign in code:
        QTest.keyClick(real.window.windowHandle(), sign)
    QTest.keyClick(real.window.windowHandle(), Qt.Key.Key_Return)
    real.settle()


def play(real, minutes: int = 30, number: int = 1) -> None:
    answer = real.do(StartSession(station_id=number, client_id=CLIENT, rate_id=1))
    real.clock.advance(minutes * 60)
    real.do(EndSession(session_id=answer.session_id))


def test_find_a_client_by_phone_by_name_and_by_card(real, clients) -> None:
    real.do(AssignCard(client_id=CLIENT, card_number="77-4417"))
    known = person(real)
    for text in (known.phone[-4:], known.phone[-6:], known.name.split()[0], "77-4417"):
        card = find(real, clients, text)
        assert card.client_id == CLIENT, text
        assert card.header.name.whole() == known.name


def test_a_wrong_balance_is_gone_through_operation_by_operation(real, clients) -> None:
    real.top_up(CLIENT, 500_000)
    play(real)
    card = find(real, clients, person(real).phone[-4:])
    assert card.tabs.key() == "history"
    card.history.account.choose("game")
    real.settle()
    lines = card.history.table.rows_model.rows
    assert [line.kind for line in lines] == ["session_charge", "top_up"]
    assert sum(line.amount for line in lines) == real.game(CLIENT) == lines[0].balance_after
    texts = [card.history.table.rows_model.index(row, 1).data() for row in range(2)]
    assert texts[0].startswith("Play · PC 01")
    assert texts[1] == "Top-up"
    for row, line in enumerate(lines):
        card.history.table.go_to(row)
        real.key(Qt.Key.Key_Return, card.history.table)
        dialog = real.dialog(TransactionDialog)
        assert dialog.subtitle.text() == f"· No. {line.transaction_id}"
        assert len(dialog.legs) >= 2
        real.key(Qt.Key.Key_Escape, dialog)


def test_an_operation_opens_its_receipt_and_prints_a_copy(real, clients) -> None:
    real.top_up(CLIENT, 500_000)
    real.until(lambda: len(real.papers) == 1)
    card = opened(real, clients)
    card.history.kind.choose("top_ups")
    real.settle()
    real.key(Qt.Key.Key_Return, card.history.table)
    dialog = real.dialog(TransactionDialog)
    real.until(lambda: dialog.paper.widget() is not None)
    assert not dialog.paper.widget().picture.isNull()
    real.click(dialog.copy)
    real.until(lambda: len(real.papers) == 2)
    assert "COPY" in " ".join(real.papers[1].text)
    real.key(Qt.Key.Key_Escape, dialog)


def test_the_visit_history_says_when_how_long_at_which_rate_and_for_how_much(real, clients) -> None:
    real.top_up(CLIENT, 500_000)
    play(real, 30)
    real.clock.advance(3_600)
    play(real, 60, number=2)
    card = opened(real, clients)
    real.click(card.tabs.buttons["visits"])
    visits = card.visits.table.rows_model.rows
    assert [visit.seconds for visit in visits] == [3_600, 1_800]
    assert [visit.stations for visit in visits] == [("PC 02",), ("PC 01",)]
    assert all(visit.rates for visit in visits)
    assert sum(visit.amount for visit in visits) == 500_000 - real.game(CLIENT)
    assert "2 visits" in card.visits.totals.text()


def test_a_history_is_saved_as_a_file(real, clients, monkeypatch, tmp_path) -> None:
    real.top_up(CLIENT, 500_000)
    card = opened(real, clients)
    card.history.kind.choose("top_ups")
    real.settle()
    path = tmp_path / "history.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "CSV (*.csv)"))
    real.click(card.history.save)
    real.until(path.exists)
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    rows = list(csv.reader(text.splitlines(), csv.Sniffer().sniff(text)))
    assert rows[0] == ["When", "What", "Account", "Amount", "Balance", "Who"]
    assert rows[1][1:5] == ["Top-up", "Game", "5000", "5000"]
    real.until(lambda: "The table was saved." in real.toasts())


def test_start_session_leads_over_the_hall_to_the_start(real, clients) -> None:
    real.top_up(CLIENT, 80_000)
    card = opened(real, clients)
    real.click(card.bar.start)
    seats = real.dialog(SeatDialog)
    real.click(seats.chips[2])
    assert seats.primary.text() == "Go on at PC 02"
    real.click(seats.primary)
    start = real.dialog(StartDialog)
    real.until(lambda: start.client.row() is not None)
    assert start.client.row().client.id == CLIENT
    real.until(start.primary.isEnabled)
    real.click(start.primary)
    real.nothing_open()
    assert real.playing(2).client_id == CLIENT


def test_who_plays_is_shown_in_the_hall_from_the_card(real, clients) -> None:
    real.top_up(CLIENT, 80_000)
    real.do(StartSession(station_id=3, client_id=CLIENT, rate_id=1))
    card = opened(real, clients)
    real.until(lambda: "Plays on PC 03" in [pill.word for pill in card.header.shown])
    clients.station_wanted.emit(CLIENT)
    real.settle()
    assert [seat.card.station.id for seat in real.hall.view.chosen_seats()] == [3]


def test_a_note_is_kept(real, clients) -> None:
    card = opened(real, clients)
    real.click(card.tabs.buttons["notes"])
    card.notes.edit.setPlainText("Prefers PC 07.\nAsks for a quiet corner.")
    real.click(card.notes.save)
    assert person(real).note == "Prefers PC 07.\nAsks for a quiet corner."
    assert real.done("WriteNote") == 1
    assert not any("quiet corner" in line.details for line in real.journal())


def test_a_client_is_blocked_with_a_reason_and_unblocked(real, clients) -> None:
    card = opened(real, clients)
    choose(real, card.bar.more, "Block")
    dialog = real.dialog(ReasonDialog)
    real.type("Broke a mouse", dialog.reason.edit)
    real.click(dialog.primary)
    real.nothing_open()
    assert person(real).blocked_reason == "Broke a mouse"
    real.until(lambda: card.header.shown[0].word == "Blocked: Broke a mouse")
    assert not card.bar.start.isEnabled()
    choose(real, card.bar.more, "Unblock")
    dialog = real.dialog(ReasonDialog)
    real.click(dialog.reason.chips[0])
    real.click(dialog.primary)
    real.nothing_open()
    assert not person(real).blocked


def test_a_card_is_given_and_then_opens_its_client(real, clients) -> None:
    card = opened(real, clients)
    choose(real, card.bar.more, "Membership card")
    dialog = real.dialog(MembershipDialog)
    scan(real, "0009999")
    assert dialog.isVisible()
    real.key(Qt.Key.Key_Return, dialog.number.editor)
    real.nothing_open()
    assert person(real).card_number == "0009999"
    real.window.open_screen("hall")
    scan(real, "0009999")
    real.until(lambda: clients.isVisible() and clients.card.client_id == CLIENT)


def test_two_cards_become_one(real, clients) -> None:
    real.top_up(CLIENT, 500_000)
    real.top_up(OTHER, 100_000)
    card = opened(real, clients)
    choose(real, card.bar.more, "Merge with another card")
    dialog = real.dialog(MergeDialog)
    dialog.search.setText(person(real, OTHER).phone)
    dialog.search.search_now()
    real.settle()
    real.key(Qt.Key.Key_Return, dialog.search)
    real.click(dialog.reason.chips[0])
    real.click(dialog.primary)
    real.nothing_open()
    assert real.game(CLIENT) == 600_000
    assert person(real, OTHER).merged_into == CLIENT
    assert real.done("MergeClients")
    kinds = [line.kind for line in card.history.table.rows_model.rows]
    assert "merge" in kinds


def test_a_client_is_forgotten_once_nothing_is_owed(real, clients) -> None:
    name = person(real).name
    card = opened(real, clients)
    choose(real, card.bar.more, "Erase personal data")
    dialog = real.dialog(EraseDialog)
    real.click(dialog.reason.chips[0])
    real.type(str(CLIENT), dialog.word.editor)
    real.click(dialog.primary)
    real.nothing_open()
    gone = person(real)
    assert gone.erased_at is not None
    assert (gone.phone, gone.name == name) == ("", False)
    real.until(lambda: [p.word for p in card.header.shown] == ["Personal data erased"])
    assert real.balance(AccountKind.GAME, CLIENT) == 0
