"""A dialog keeps the keyboard, refuses in place, and does its deed once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.services.shifts import OpenShift, ShiftAnswer
from clubdesk.ui.look.dialog import Dialog, open_dialog_of

ANSWER = ShiftAnswer(shift_id=1, expected_minor=0, difference_minor=0, first=True)


class CountDialog(Dialog):
    def __init__(self, over, runner):
        super().__init__(over, "Count")
        self._runner = runner
        self.edit = QLineEdit()
        self.body.addWidget(self.edit)

    def on_primary(self):
        self.submit(self._runner, OpenShift(counted_minor=5))


@pytest.fixture
def window(stage):
    behind = QLineEdit()
    return stage(behind)


@pytest.fixture
def dialog(window, runner):
    made = CountDialog(window, runner)
    made.open(made.edit)
    return made


def test_it_covers_its_window_and_follows_its_size(window, dialog) -> None:
    assert dialog.geometry() == window.rect()
    window.resize(1000, 700)
    QApplication.processEvents()
    assert dialog.geometry() == window.rect()
    assert dialog.rect().contains(dialog.panel.geometry())


def test_tab_goes_round_inside(qtbot, dialog) -> None:
    seen = []
    for _ in range(4):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert seen[0] is dialog.edit
    assert seen[3] is dialog.edit
    assert set(seen) == {dialog.edit, dialog.cancel, dialog.primary}


def test_esc_closes_it_and_gives_the_keyboard_back(qtbot, window, runner) -> None:
    behind = window.findChild(QLineEdit)
    behind.setFocus()
    dialog = CountDialog(window, runner)
    dialog.open(dialog.edit)
    with qtbot.waitSignal(dialog.closed) as told:
        qtbot.keyClick(dialog.edit, Qt.Key.Key_Escape)
    assert told.args == [False]
    assert QApplication.focusWidget() is behind
    assert open_dialog_of(window) is None


def test_shortcuts_of_the_window_sleep_behind_it(qtbot, window, runner) -> None:
    pressed = []
    shortcut = QShortcut(QKeySequence("F6"), window)
    shortcut.activated.connect(lambda: pressed.append(1))
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert pressed == [1]
    dialog = CountDialog(window, runner)
    dialog.open(dialog.edit)
    qtbot.keyClick(dialog.edit, Qt.Key.Key_F6)
    assert pressed == [1]


def test_enter_does_the_deed_and_closes(qtbot, desk, dialog) -> None:
    desk.answers[OpenShift] = ANSWER
    with qtbot.waitSignal(dialog.closed) as told:
        qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    assert told.args == [True]
    assert [command.counted_minor for command in desk.done] == [5]


def test_a_double_click_sends_one_command(qtbot, desk, dialog, settled) -> None:
    desk.answers[OpenShift] = DeskError("shift.already_open", "A shift is already open.")
    desk.hold()
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    assert len(desk.done) == 1
    desk.release()
    settled()
    assert dialog.primary.isEnabled()


def test_a_refusal_is_shown_in_place_with_what_to_do(qtbot, desk, dialog, settled) -> None:
    desk.answers[OpenShift] = DeskError("x", "The till is closed.", "Open it first.")
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    settled()
    assert dialog.isVisible()
    assert dialog.refusal.isVisible()
    assert dialog.refusal.text.text() == "The till is closed."
    assert dialog.refusal.what_to_do.text() == "Open it first."


def test_an_answer_after_it_was_closed_touches_nothing(qtbot, desk, dialog, settled) -> None:
    desk.answers[OpenShift] = ANSWER
    desk.hold()
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    dialog.finish(done=False)
    qtbot.waitUntil(lambda: not isinstance(open_dialog_of(QWidget()), Dialog))
    desk.release()
    settled()


def test_a_click_beside_the_panel_loses_nothing(qtbot, dialog) -> None:
    qtbot.mouseClick(dialog, Qt.MouseButton.LeftButton, pos=dialog.rect().topLeft())
    assert dialog.isVisible()


@pytest.mark.parametrize("locked", [False, True])
def test_nothing_to_press_leaves_the_keyboard_inside(qtbot, window, locked) -> None:
    behind = window.findChild(QLineEdit)
    behind.setFocus()
    dialog = Dialog(window, "No seat")
    dialog.set_primary("Go on", why_not="No seat is free now.")
    dialog.open(None)
    if locked:
        dialog.suspend()
        behind.setFocus()
        dialog.resume()
    assert QApplication.focusWidget() is dialog.cancel
    qtbot.keyClicks(QApplication.focusWidget(), "5000")
    assert behind.text() == ""
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert open_dialog_of(window) is None
