"""A toast with Undo: its button, Ctrl+Z from anywhere, and where Ctrl+Z means something else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clubdesk.ui.frame.toasts import Toasts
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.dialog import Dialog
from clubdesk.ui.look.notice import Notice
from clubdesk.ui.look.toast import STAYS_MS, WITH_ACTION_MS

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(stage):
    made = QWidget()
    made.field = QLineEdit()
    QVBoxLayout(made).addWidget(made.field)
    stage(made)
    made.field.setFocus()
    return made


@pytest.fixture
def toasts(place):
    return Toasts(place)


def press_undo(place) -> None:
    QTest.keyClick(place.window().windowHandle(), Qt.Key.Key_Z, CTRL)


def test_the_button_undoes_and_the_toast_leaves(qtbot, toasts) -> None:
    toast = toasts.tell_undoable(Notice("Topped up"))
    button = toast.findChild(Button)
    assert (button.text(), button.keys) == ("Undo", "Ctrl Z")
    with qtbot.waitSignal(toast.acted):
        button.click()
    assert toasts.shown == []


def test_ctrl_z_undoes_while_it_is_shown(qtbot, place, toasts) -> None:
    toast = toasts.tell_undoable(Notice("Topped up"))
    with qtbot.waitSignal(toast.acted):
        press_undo(place)
    press_undo(place)
    assert toasts.shown == []


def test_ctrl_z_in_a_field_with_a_text_is_the_field_s(qtbot, place, toasts) -> None:
    toast = toasts.tell_undoable(Notice("Topped up"))
    qtbot.keyClicks(place.field, "5000")
    with qtbot.assertNotEmitted(toast.acted):
        press_undo(place)
    assert place.field.text() == ""


def test_ctrl_z_under_a_dialog_does_nothing(qtbot, place, toasts) -> None:
    toast = toasts.tell_undoable(Notice("Topped up"))
    Dialog(place, "Something else").open()
    with qtbot.assertNotEmitted(toast.acted):
        press_undo(place)


def test_a_plain_toast_takes_no_key(qtbot, place, toasts) -> None:
    toast = toasts.tell(Notice("Seen"), "Look")
    with qtbot.assertNotEmitted(toast.acted):
        press_undo(place)


def test_only_the_newest_operation_is_offered(toasts) -> None:
    toasts.tell_undoable(Notice("First"))
    second = toasts.tell_undoable(Notice("Second"))
    assert toasts.shown == [second]


def test_what_can_be_undone_stays_longer(toasts) -> None:
    assert toasts.tell_undoable(Notice("Topped up"))._stay.interval() == WITH_ACTION_MS
    assert toasts.tell(Notice("Seen"))._stay.interval() == STAYS_MS


def test_a_screen_keeps_its_button_clear(place, toasts) -> None:
    toast = toasts.tell(Notice("Seen"))
    low = toast.geometry().bottom()
    toasts.keep_clear(120)
    assert toast.geometry().bottom() == low - 80
    toasts.keep_clear(0)
    assert toast.geometry().bottom() == low
