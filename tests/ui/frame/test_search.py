"""One box finds clients, stations and commands; a scanner is heard on every screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clubdesk.domain.hall import Station
from clubdesk.ui.frame.entries import SearchCommand
from clubdesk.ui.frame.finding import command_hits, station_hits
from clubdesk.ui.look.app_look import theme


@pytest.fixture
def look_for(frame, qtbot, settled):
    def search(text):
        qtbot.keyClick(frame.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        box = frame.window.search.box
        assert QApplication.focusWidget() is box
        box.setText(text)
        box.search_now()
        settled()
        return [(hit.title, hit.note) for hit in frame.window.search.list.hits]

    return search


def press(frame, qtbot, key):
    qtbot.keyClick(frame.window.search.box, key)


def test_clients_are_found_by_the_end_of_the_phone(frame, look_for, qtbot):
    assert look_for("4417") == [
        ("Sanjar Tulegenov", "1,364\u00a0₸"),
        ("Мария Ким", "0\u00a0₸"),
        ("Ruslan Abenov", "5,200\u00a0₸"),
    ]
    press(frame, qtbot, Qt.Key.Key_Down)
    press(frame, qtbot, Qt.Key.Key_Return)
    assert frame.calls == [("client", 2)]
    assert not frame.window.search.list.isVisible()
    assert frame.window.search.box.text() == ""


def test_stations_are_found_by_number_and_name(frame, look_for, qtbot):
    assert look_for("5")[0] == ("PC 05", "")
    press(frame, qtbot, Qt.Key.Key_Return)
    assert frame.calls == [("station", 5)]
    assert [title for title, _ in look_for("ps")] == ["PS 07", "PS 08"]


def test_commands_are_found_by_word(frame, look_for, qtbot):
    assert [title for title, _ in look_for("clo sh")] == ["Close Shift"]
    press(frame, qtbot, Qt.Key.Key_Return)
    assert frame.calls == ["Close Shift"]


def test_what_cannot_be_done_now_says_why_and_is_not_done(frame, look_for, qtbot):
    look_for("open")
    assert frame.window.search.list.hits[0].under == "A shift is open already."
    press(frame, qtbot, Qt.Key.Key_Return)
    assert frame.calls == []


def test_esc_closes_and_gives_the_keyboard_back(frame, look_for, qtbot):
    before = QApplication.focusWidget()
    look_for("4417")
    press(frame, qtbot, Qt.Key.Key_Escape)
    assert not frame.window.search.list.isVisible()
    press(frame, qtbot, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before


def test_a_press_on_a_line_takes_it(frame, look_for, qtbot):
    look_for("4417")
    frame.window.grab()
    hits = frame.window.search.list
    place = hits.rect().center()
    place.setY(6 + 44 * 2 + 20)
    qtbot.mouseMove(hits, place)
    qtbot.mouseClick(hits, Qt.MouseButton.LeftButton, pos=place)
    assert frame.calls == [("client", 3)]


def test_nothing_found_is_said(frame, look_for):
    assert look_for("zzzz") == []
    assert frame.window.search.list.isVisible()
    frame.window.grab()


def test_a_command_needs_every_word_and_stations_only_the_beginning():
    commands = [SearchCommand("Top Up Balance", "money cash", lambda: None)]
    assert [hit.title for hit in command_hits("cash top", commands)] == ["Top Up Balance"]
    assert command_hits("top shift", commands) == []
    assert command_hits("  ", commands) == []
    stations = [Station(1, 1, 7, "PC 07"), Station(2, 1, 17, "PC 17")]
    assert [hit.title for hit in station_hits("7", stations, print)] == ["PC 07"]
    assert [hit.title for hit in station_hits("pc1", stations, print)] == ["PC 17"]
    assert station_hits("", stations, print) == []


def strike(frame, text):
    """Keys as they come from the system: to the window, without a pause."""
    for letter in text:
        QTest.keyClick(frame.window.windowHandle(), letter)


def screen(frame):
    return frame.window.stack.currentWidget()


def test_a_scanned_card_opens_its_client_on_any_screen(frame, qtbot, settled):
    screen(frame).setFocus()
    strike(frame, "900002\r")
    settled()
    assert frame.calls == [("client", 2)]
    assert screen(frame).keys == []


def test_a_card_nobody_has_is_told(frame, qtbot, settled):
    screen(frame).setFocus()
    strike(frame, "123456\r")
    settled()
    assert frame.window.toasts.shown[0].text.text() == "No client has the card 123456."


def test_typing_is_handed_on_in_order(frame, qtbot):
    screen(frame).setFocus()
    strike(frame, "ab")
    qtbot.waitUntil(lambda: screen(frame).keys == ["a", "b"])
    strike(frame, "12\r")
    qtbot.waitUntil(lambda: screen(frame).keys == ["a", "b", "1", "2", "\r"])
    assert frame.calls == []


def test_an_edit_gets_its_keys_at_once(frame, qtbot):
    edit = screen(frame).edit
    edit.setFocus()
    strike(frame, "900002\r")
    assert edit.text() == "900002"
    assert frame.calls == []


def accents(widget):
    """How many pixels have the accent's colour."""
    image = widget.grab().toImage()
    return sum(
        image.pixelColor(x, y).name() == theme().accent.lower()
        for x in range(image.width())
        for y in range(image.height())
    )


def test_what_was_typed_is_marked_in_the_list(frame, look_for):
    look_for("мар")
    hits = frame.window.search.list
    marked = accents(hits)
    hits.show_hits(hits.hits, "zzz")
    assert marked > 20
    assert accents(hits) == 0


def test_a_card_is_told_where_it_was_looked_for(frame, look_for):
    look_for("900002")
    assert "Card 900002" in frame.window.search.list.hits[0].under


def test_the_list_stays_while_the_next_one_is_looked_for(frame, look_for, qtbot):
    look_for("4417")
    qtbot.keyClicks(frame.window.search.box, "0")
    assert frame.window.search.list.isVisible()
    assert len(frame.window.search.list.hits) == 3


def test_enter_never_takes_the_line_of_an_older_text(frame, look_for, qtbot, settled):
    look_for("4417")
    box = frame.window.search.box
    box.setText("мария ким")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settled()
    assert frame.calls == [("client", 2)]
