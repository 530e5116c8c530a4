"""The desk locked, handed over in passing, left alone; and rights that change meanwhile."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from clubdesk.domain import events as e
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.sign_in import SignedIn
from clubdesk.services.views import SignInName
from clubdesk.ui.frame.idle_watch import IdleWatch
from clubdesk.ui.frame.switch_dialog import SwitchDialog
from clubdesk.ui.look.dialog import Dialog, open_dialog_of
from tests.support.fake_hall import OWNER, TECHNICIAN

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def people(desk):
    everyone = {OWNER.id: OWNER, TECHNICIAN.id: TECHNICIAN}
    desk.books.staff = everyone.get
    desk.books.sign_in_names = lambda: [
        SignInName(one.login, one.name, one.role) for one in everyone.values()
    ]
    return everyone


@pytest.fixture
def half_typed(frame):
    """A dialog with money half typed into it."""
    dialog = Dialog(frame.window, "Top Up Balance")
    dialog.edit = QLineEdit()
    dialog.body.addWidget(dialog.edit)
    dialog.open(dialog.edit)
    dialog.edit.setText("5 00")
    return dialog


def lock(frame, qtbot) -> None:
    qtbot.keyClick(QApplication.focusWidget() or frame.window, Qt.Key.Key_L, CTRL)


def test_what_was_half_typed_waits_for_the_same_person(frame, runner, half_typed, qtbot) -> None:
    lock(frame, qtbot)
    assert runner.staff is None
    assert frame.sign_in.isVisible()
    assert not half_typed.isVisible()
    runner.sign_in(OWNER)
    assert open_dialog_of(frame.window) is half_typed
    assert half_typed.edit.text() == "5 00"
    assert QApplication.focusWidget() is half_typed.edit


def test_another_person_finds_nothing_of_it(frame, runner, half_typed, qtbot) -> None:
    closed = []
    half_typed.closed.connect(closed.append)
    lock(frame, qtbot)
    runner.sign_in(TECHNICIAN)
    assert closed == [False]
    assert open_dialog_of(frame.window) is None


def test_the_screen_stays_for_the_same_person(frame, runner, qtbot) -> None:
    qtbot.keyClick(frame.window, Qt.Key.Key_F3)
    before = frame.window.stack.currentWidget()
    frame.window.lock()
    runner.sign_in(OWNER)
    assert frame.window.stack.currentWidget() is before
    frame.window.lock()
    runner.sign_in(TECHNICIAN)
    assert frame.window.stack.currentWidget() is not before


def test_a_dialog_that_was_done_meanwhile_does_not_come_back(frame, runner, half_typed) -> None:
    frame.window.lock()
    half_typed.finish(done=True)
    runner.sign_in(OWNER)
    assert open_dialog_of(frame.window) is None


def test_what_an_answer_opens_over_a_locked_desk_waits_unseen(frame, runner) -> None:
    frame.window.lock()
    late = Dialog(frame.window, "The receipt")
    late.open()
    assert not late.isVisible()
    runner.sign_in(OWNER)
    assert late.isVisible()


def test_signing_out_of_a_locked_desk_closes_what_waits(frame, runner, half_typed) -> None:
    frame.window.lock()
    frame.window.sign_out()
    runner.sign_in(OWNER)
    assert open_dialog_of(frame.window) is None


def test_two_dialogs_come_back_in_their_order(frame, runner, half_typed) -> None:
    upper = Dialog(frame.window, "Approval")
    upper.open()
    frame.window.lock()
    runner.sign_in(OWNER)
    assert open_dialog_of(frame.window) is upper
    upper.finish(done=False)
    assert open_dialog_of(frame.window) is half_typed


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_desk_that_nobody_touches_is_locked(frame, runner, half_typed, qtbot) -> None:
    seconds = Seconds()
    watch = IdleWatch(frame.window.lock, lambda: 10, seconds, frame.window)
    seconds.now = 599.0
    watch.look()
    assert runner.staff is OWNER
    qtbot.keyClick(half_typed.edit, Qt.Key.Key_7)
    seconds.now = 1_198.0
    watch.look()
    assert runner.staff is OWNER
    seconds.now = 1_199.0
    watch.look()
    assert runner.staff is None
    runner.sign_in(OWNER)
    assert half_typed.edit.text() == "5 007"


def test_no_minutes_never_lock(frame, runner) -> None:
    seconds = Seconds()
    watch = IdleWatch(frame.window.lock, lambda: 0, seconds, frame.window)
    seconds.now = 1e9
    watch.look()
    assert runner.staff is OWNER


def switch(frame, settled) -> SwitchDialog:
    settled()
    found = open_dialog_of(frame.window)
    assert isinstance(found, SwitchDialog)
    return found


def test_someone_else_takes_over_on_the_same_screen(frame, runner, desk, qtbot, settled) -> None:
    desk._carry_out = lambda command: SignedIn(staff_id=TECHNICIAN.id)
    qtbot.keyClick(frame.window, Qt.Key.Key_F3)
    before = frame.window.stack.currentWidget()
    qtbot.keyClick(frame.window, Qt.Key.Key_L, CTRL_SHIFT)
    dialog = switch(frame, settled)
    assert [dialog.pick.choice.itemData(i) for i in range(dialog.pick.choice.count())] == ["timur"]
    qtbot.keyClicks(dialog.pick.secret.editor, "4826")
    with qtbot.waitSignal(runner.signed_in) as told:
        qtbot.keyClick(dialog.pick.secret.editor, Qt.Key.Key_Return)
    assert told.args == [TECHNICIAN]
    assert frame.window.stack.currentWidget() is before
    assert frame.window.bar.user.name == TECHNICIAN.name
    assert [(done.login, done.password) for done in desk.done] == [("timur", "4826")]


def test_a_wrong_secret_stays_in_the_dialog(frame, runner, desk, qtbot, settled) -> None:
    desk.refusal = DeskError("w", "Wrong.", "Try again.", subject="password")
    frame.window.bar.user.click()
    dialog = switch(frame, settled)
    qtbot.keyClicks(dialog.pick.secret.editor, "x")
    dialog.primary.click()
    settled()
    assert dialog.pick.secret.error() == "Wrong. Try again."
    assert runner.staff is OWNER


def test_the_dialog_locks_or_signs_out_instead(frame, runner, settled) -> None:
    for button in ("lock", "leave"):
        frame.window.bar.user.click()
        getattr(switch(frame, settled), button).click()
        assert runner.staff is None
        assert (frame.window.desk_lock.held_for is OWNER) == (button == "lock")
        runner.sign_in(OWNER)


def test_changed_rights_reach_who_is_at_the_desk(
    frame, runner, bridge, people, desk, qtbot
) -> None:
    changed = replace(OWNER, role=Role.CASHIER)
    people[OWNER.id] = changed
    with qtbot.waitSignal(runner.rights_changed):
        desk.events.publish(e.StaffChanged(OWNER.id))
    assert runner.staff == changed


def test_who_was_taken_out_of_use_is_signed_out(frame, runner, people, desk, qtbot) -> None:
    people[OWNER.id] = replace(OWNER, active=False)
    with qtbot.waitSignal(runner.signed_in) as told:
        desk.events.publish(e.StaffChanged())
    assert told.args == [None]


def test_a_screen_without_the_permission_is_greyed_and_named(qtbot, runner, bridge, desk) -> None:
    from clubdesk.ui.frame.entries import ScreenEntry
    from clubdesk.ui.frame.rail import Rail

    why = ["Missing permission: See the journal."]
    entry = ScreenEntry("journal", "list", "Journal", "F8", lambda: None, lambda: why[0])
    rail = Rail([entry])
    qtbot.addWidget(rail)
    assert not rail.buttons["journal"].isEnabled()
    assert rail.buttons["journal"].toolTip() == "Journal (F8)\nMissing permission: See the journal."
    why[0] = ""
    rail.allow()
    assert rail.buttons["journal"].isEnabled()


def test_a_key_that_is_held_counts_as_a_touch(frame, runner) -> None:
    seconds = Seconds()
    watch = IdleWatch(frame.window.lock, lambda: 1, seconds, frame.window)
    seconds.now = 59.0
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", True)
    QApplication.sendEvent(frame.window, press)
    seconds.now = 100.0
    watch.look()
    assert runner.staff is OWNER
