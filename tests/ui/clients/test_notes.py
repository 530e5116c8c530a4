"""Notes: written, kept by button or Ctrl+Enter, and never lost while they are being written."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from clubdesk.domain.events import ClientChanged
from clubdesk.foundation.errors import DeskError
from clubdesk.services.client_file import WriteNote
from clubdesk.services.commands import Done
from tests.support.fake_desk import TECHNICIAN


@pytest.fixture
def notes(rich, card, settled):
    card.by_key("4")
    settled()
    return card.notes


def test_the_note_is_there_to_be_read(notes) -> None:
    assert notes.edit.toPlainText() == "Prefers PC 07."
    assert notes.edit.hasFocus()
    assert not notes.save.isEnabled()


def test_ctrl_enter_keeps_several_lines(qtbot, desk, notes, settled) -> None:
    desk.answers[WriteNote] = Done()
    notes.edit.setPlainText("Prefers PC 07.\nAsks for a quiet corner.")
    qtbot.keyClick(notes.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled()
    command = desk.done[0]
    assert (command.client_id, command.note) == (1, "Prefers PC 07.\nAsks for a quiet corner.")
    assert notes.told.text() == "Saved."
    assert not notes.is_changed


def test_the_keyboard_stays_in_the_note_when_it_is_saved(qtbot, desk, notes, settled) -> None:
    desk.answers[WriteNote] = Done()
    notes.edit.setPlainText("Something new")
    qtbot.mouseClick(notes.save, Qt.MouseButton.LeftButton)
    settled()
    assert not notes.save.isEnabled()
    assert notes.edit.hasFocus()


def test_news_from_the_books_leave_what_is_being_written(qtbot, desk, notes, settled) -> None:
    notes.edit.setPlainText("half a sen")
    desk.events.publish(ClientChanged(1))
    qtbot.waitUntil(lambda: len(desk.books.asked_history) >= 1)
    settled()
    assert notes.edit.toPlainText() == "half a sen"


def test_a_draft_waits_on_its_own_card(screen, notes, settled) -> None:
    notes.edit.setPlainText("half a sen")
    screen.show_client(2)
    settled()
    assert notes.edit.toPlainText() == ""
    screen.show_client(1)
    settled()
    assert notes.edit.toPlainText() == "half a sen"
    assert notes.save.isEnabled()


def test_what_another_desk_wrote_comes_in_while_nothing_is_typed(desk, screen, notes, settled):
    first = desk.books.clients[0]
    desk.books.clients[0] = replace(first, client=replace(first.client, note="New"))
    screen.card.reload()
    settled()
    assert notes.edit.toPlainText() == "New"


def test_a_note_that_is_too_long_says_so_and_is_not_sent(desk, notes) -> None:
    notes.edit.setPlainText("x" * 4_001)
    assert notes.save.toolTip() == "The note is too long."
    assert notes.left.text() == "The note is too long. 4001 of 4000 characters"
    notes.save.click()
    assert desk.done == []


def test_a_pasted_book_is_told_and_not_put_in(notes) -> None:
    QGuiApplication.clipboard().setText("x" * 2_000_000)
    notes.edit.paste()
    assert notes.left.text() == "The note is too long. 2000000 of 4000 characters"
    assert not notes.is_changed
    QGuiApplication.clipboard().setText("Prefers PC 07.")
    notes.edit.paste()
    assert notes.edit.toPlainText().endswith("Prefers PC 07.")
    assert "too long" not in notes.left.text()


def test_a_refused_note_stays_in_the_box(desk, notes, settled) -> None:
    desk.answers[WriteNote] = DeskError("x", "The disk is full.", "Free some room.")
    notes.edit.setPlainText("Something new")
    notes.save.click()
    settled()
    assert notes.refusal.text.text() == "The disk is full."
    assert notes.edit.toPlainText() == "Something new"
    assert notes.save.isEnabled()


def test_who_may_not_edit_may_read(runner, rich, screen, settled) -> None:
    runner.staff = TECHNICIAN
    screen.show_client(1)
    settled()
    notes = screen.card.notes
    assert notes.edit.isReadOnly()
    assert "“Add and edit clients”" in notes.save.toolTip()
