"""A colleague's PIN on the spot: over a dialog, over a screen, wrong, given up, nobody there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from clubdesk.domain.people import Permission, Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.commands import Command, Done
from clubdesk.services.views import SignInName
from clubdesk.ui.look.approval import ApprovalDialog, ask_approval
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.dialog import Dialog, open_dialog_of

ANNA = SignInName("anna", "Anna Petrova", Role.ADMINISTRATOR, has_pin=True)
BORIS = SignInName("boris", "Boris Kim", Role.OWNER, has_pin=True)
OWN = SignInName("dana", "Dana Abenova", Role.CASHIER, has_pin=True)
WRONG = DeskError("approval.wrong_pin", "The PIN is wrong.", "Type it again.", subject="pin")


class PayOut(Command, frozen=True, kw_only=True):
    amount: int = 5


def needs(permission: Permission) -> DeskError:
    return DeskError("staff.not_allowed", "Not allowed.", "Ask.", subject=permission.value)


def guarded(command):
    """As the door: refused alone, wrong by another PIN, done by the right one."""
    if command.approval is None:
        return needs(Permission.REFUND)
    return Done() if command.approval.pin == "7391" else WRONG


@pytest.fixture
def window(stage, desk, runner):
    runner.ask_approval = ask_approval
    desk.answers[PayOut] = guarded
    desk.books.approvers = lambda permission: [OWN, ANNA, BORIS]
    return stage(QWidget())


@pytest.fixture
def dialog(window, runner, settled):
    made = Dialog(window, "Refund", "· Sanjar")
    made.set_primary("Pay out 5 ₸")
    made.open()
    made.submit(runner, PayOut())
    settled()
    return made


def approval_over(window) -> ApprovalDialog:
    found = open_dialog_of(window)
    assert isinstance(found, ApprovalDialog)
    return found


def test_the_approval_says_what_it_is_for_and_who_can_give_it(window, dialog) -> None:
    asked = approval_over(window)
    assert asked.what.text() == "Refund · Sanjar: Pay out 5 ₸"
    assert asked.missing.text() == "Missing permission: Refund money."
    names = [asked.pick.choice.itemText(row) for row in range(asked.pick.choice.count())]
    assert names == ["Anna Petrova · Administrator", "Boris Kim · Owner"]
    assert QApplication.focusWidget() is asked.pick.secret.editor


def test_the_right_pin_does_the_deed_that_was_refused(qtbot, window, dialog, desk, settled) -> None:
    asked = approval_over(window)
    qtbot.keyClicks(asked.pick.secret.editor, "7391")
    with qtbot.waitSignal(dialog.closed) as closed:
        qtbot.keyClick(asked.pick.secret.editor, Qt.Key.Key_Return)
    assert closed.args == [True]
    first, second = desk.done
    assert (second.amount, second.approval.login) == (5, "anna")
    # The refusal before it belongs to the same deed, and is not counted as one that stood.
    assert first.command_id == second.command_id
    assert open_dialog_of(window) is None


def test_a_wrong_pin_stays_with_its_reason(qtbot, window, dialog, settled) -> None:
    asked = approval_over(window)
    qtbot.keyClicks(asked.pick.secret.editor, "1111")
    qtbot.keyClick(asked.pick.secret.editor, Qt.Key.Key_Return)
    settled()
    assert approval_over(window) is asked
    assert "The PIN is wrong." in asked.pick.secret.error()
    assert asked.pick.secret.editor.text() == ""
    assert dialog.isVisible()


def test_arrows_and_letters_choose_the_person_from_the_pin(qtbot, window, dialog) -> None:
    asked = approval_over(window)
    editor = asked.pick.secret.editor
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert asked.pick.login() == "boris"
    qtbot.keyClicks(editor, "a")
    assert asked.pick.login() == "anna"
    qtbot.keyClicks(editor, "q")
    assert asked.pick.login() == "anna"
    assert editor.text() == ""


def test_giving_up_leaves_the_dialog_with_its_refusal(qtbot, window, dialog) -> None:
    asked = approval_over(window)
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert open_dialog_of(window) is dialog
    assert dialog.refusal.text.text() == "Not allowed."
    assert dialog.primary.isEnabled()


def test_an_empty_pin_is_not_sent(qtbot, window, dialog, desk) -> None:
    asked = approval_over(window)
    qtbot.keyClick(asked.pick.secret.editor, Qt.Key.Key_Return)
    assert len(desk.done) == 1
    assert asked.pick.secret.error() == "Type the PIN."


def test_where_nobody_could_approve_it_says_so(window, desk, runner, settled) -> None:
    desk.books.approvers = lambda permission: [OWN]
    refusals = []
    runner.do_or_approve(window, PayOut(), "Pay out", refused=refusals.append)
    settled()
    settled()
    asked = approval_over(window)
    assert asked.nobody.isVisible()
    assert not asked.pick.isVisible()
    assert not asked.primary.isEnabled()
    asked.cancel.click()
    assert [error.code for error in refusals] == ["staff.not_allowed"]


def test_a_further_permission_asks_for_someone_who_has_both(
    qtbot, window, desk, runner, settled
) -> None:
    def door(command):
        if command.approval is None:
            return needs(Permission.UNDO)
        return Done() if command.approval.login == "boris" else needs(Permission.UNDO_CLOSED)

    desk.answers[PayOut] = door
    has = {Permission.UNDO: [ANNA, BORIS], Permission.UNDO_CLOSED: [BORIS]}
    desk.books.approvers = lambda permission: has[permission]
    answers = []
    runner.do_or_approve(window, PayOut(), "Undo", answers.append)
    settled()
    settled()
    asked = approval_over(window)
    qtbot.keyClicks(asked.pick.secret.editor, "7391")
    asked.primary.click()
    settled()
    settled()
    assert asked.pick.login() == "boris"
    qtbot.keyClicks(asked.pick.secret.editor, "7391")
    asked.primary.click()
    settled()
    assert answers == [Done()]


def test_a_guarded_button_can_be_pressed_and_says_what_is_missing(qtbot, stage, runner) -> None:
    button = Button("Refund")
    stage(button)
    wide = button.sizeHint().width()
    button.guard(runner.missing(Permission.REFUND))
    assert button.isEnabled()
    told = "Missing permission: Refund money. A colleague's PIN can approve it."
    assert button.toolTip() == told
    assert button.sizeHint().width() > wide
    with qtbot.waitSignal(button.clicked):
        button.click()
    button.guard(runner.missing(Permission.TOP_UP))
    assert button.toolTip() == ""
    assert button.sizeHint().width() == wide
