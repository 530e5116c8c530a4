"""A card goes where a person would type it; what became of a card out of use is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from clubdesk.services.ports_people import RetiredCard
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.line_edit import LineEdit, take_scans
from clubdesk.ui.look.search_box import SearchBox
from tests.support.fake_hall import NOON

CARD = "900002"


def strike(frame, text):
    """Keys as they come from the system: to the window, without a pause."""
    for letter in text:
        QTest.keyClick(frame.window.windowHandle(), letter)


def told(frame):
    toast = frame.window.toasts.shown[0]
    return [label.text() for label in toast.findChildren(QLabel) if label.text()]


@pytest.fixture
def open_dialog(frame, qtbot):
    """Opens a dialog with an edit and counts how often its primary was pressed."""

    def make(edit):
        dialog = Dialog(frame.window, "Top Up Balance")
        dialog.body.addWidget(edit)
        dialog.pressed = []
        dialog.on_primary = lambda: dialog.pressed.append(True)
        dialog.primary.clicked.connect(lambda: dialog.pressed.append(True))
        dialog.open(edit)
        edit.setFocus()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is edit)
        return dialog

    return make


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("replaced", "This card was replaced on 20 Nov; it belonged to Мария Ким."),
        ("blocked", "This card was blocked on 20 Nov; it belonged to Мария Ким."),
    ],
)
def test_a_card_out_of_use_is_told_and_opens_its_client_on_demand(
    frame, desk, settled, qtbot, why, text
):
    at = NOON - timedelta(days=1)
    desk.books.retired_cards["111222"] = RetiredCard("111222", 2, why, "Lost in the hall", at)
    frame.window.stack.currentWidget().setFocus()
    strike(frame, "111222\r")
    settled()
    assert frame.calls == []
    assert told(frame)[:2] == [text, "Lost in the hall"]
    toast = frame.window.toasts.shown[0]
    assert toast.notice.tone == "amber"
    toast.acted.emit()
    assert frame.calls == [("client", 2)]


def test_a_blocked_client_is_opened_and_told(frame, desk, settled):
    blocked = replace(desk.books.clients[2], blocked=True, blocked_reason="Broke a chair")
    desk.books.clients[2] = blocked
    frame.window.stack.currentWidget().setFocus()
    strike(frame, f"{CARD}\r")
    settled()
    assert frame.calls == [("client", 2)]
    assert told(frame)[:2] == ["Мария Ким is blocked.", "Broke a chair"]


def test_a_card_read_into_an_amount_changes_nothing(frame, open_dialog, settled):
    edit = LineEdit("5000")
    dialog = open_dialog(edit)
    edit.end(False)
    strike(frame, f"{CARD}\r")
    settled()
    assert edit.text() == "5000"
    assert dialog.pressed == []
    assert frame.calls == []


def test_a_field_for_cards_keeps_the_number_and_presses_nothing(frame, open_dialog, settled):
    edit = LineEdit()
    take_scans(edit)
    dialog = open_dialog(edit)
    strike(frame, f"{CARD}\r")
    settled()
    assert edit.text() == CARD
    assert dialog.pressed == []


def test_a_pin_may_come_from_a_reader(frame, open_dialog):
    edit = LineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    dialog = open_dialog(edit)
    strike(frame, "4821\r")
    assert edit.text() == "4821"
    assert dialog.pressed


def test_a_search_in_a_dialog_takes_the_card_and_its_enter(frame, open_dialog):
    box = SearchBox("User")
    heard = []
    box.searched.connect(heard.append)
    box.chosen.connect(lambda: heard.append("chosen"))
    open_dialog(box)
    strike(frame, f"{CARD}\r")
    assert heard[-2:] == [CARD, "chosen"]


def test_a_card_read_beside_a_dialogs_search_goes_into_it(frame, open_dialog, qtbot):
    box = SearchBox("User")
    heard = []
    box.chosen.connect(lambda: heard.append(box.text()))
    dialog = open_dialog(box)
    dialog.cancel.setFocus()
    strike(frame, f"{CARD}\r")
    qtbot.waitUntil(lambda: heard == [CARD])
    assert QApplication.focusWidget() is box
    assert frame.calls == []


def test_a_slow_hand_is_no_reader(frame, open_dialog, qtbot):
    edit = LineEdit()
    dialog = open_dialog(edit)
    keys = {"5": Qt.Key.Key_5, "0": Qt.Key.Key_0, "\r": Qt.Key.Key_Return}
    for place, letter in enumerate("5000\r"):
        # The window was busy: all come at once, with the instants at which they were struck.
        plain = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(QEvent.Type.KeyPress, keys[letter], plain, letter)
        event.setTimestamp(1_000 + 90 * place)
        QCoreApplication.sendEvent(frame.window.windowHandle(), event)
    qtbot.waitUntil(lambda: bool(dialog.pressed))
    assert edit.text() == "5000"


def test_a_card_read_into_the_frames_box_opens_its_client(frame, qtbot, settled):
    qtbot.keyClick(frame.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    strike(frame, "4417")
    settled()
    strike(frame, "x")
    frame.window.search.box.clear()
    strike(frame, f"{CARD}\r")
    settled()
    assert frame.calls == [("client", 2)]


def test_a_retired_card_in_the_frames_box_is_told(frame, desk, qtbot, settled):
    desk.books.retired_cards["111222"] = RetiredCard("111222", 2, "replaced", "", NOON)
    qtbot.keyClick(frame.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    strike(frame, "111222\r")
    settled()
    assert told(frame)[0].startswith("This card was replaced on")
