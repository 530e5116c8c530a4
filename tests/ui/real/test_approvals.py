"""A colleague's PIN at the real desk, from the refusal to the journal."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clubdesk.demo.cast import STAFF
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import ROLE_PERMISSIONS, Permission, Role
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.staff_roles import SaveRole
from clubdesk.ui.frame.switch_dialog import SwitchDialog
from clubdesk.ui.journal.screen import JournalScreen
from clubdesk.ui.look.approval import ApprovalDialog
from clubdesk.ui.shifts.close_dialog import CloseShiftDialog

CLIENT = 4
PINS = {worker.login: worker.pin for worker in STAFF}


def wish(real, answers: list, refusals: list) -> ApprovalDialog:
    command = CreditBonus(client_id=CLIENT, points=700, reason="Loyal client")
    real.runner.do_or_approve(
        real.window, command, "Credit 700 points", answers.append, refused=refusals.append
    )
    return real.dialog(ApprovalDialog)


def test_a_cashiers_bonus_is_credited_with_the_administrators_pin(real) -> None:
    real.come_to_work("timur")
    answers, refusals = [], []
    dialog = wish(real, answers, refusals)
    assert dialog.pick.choice.count() == 2
    dialog.pick.choice.choose("dana")
    real.type("9999", dialog.pick.secret.editor)
    real.key(Qt.Key.Key_Return, dialog.pick.secret.editor)
    assert real.open_dialog is dialog
    assert dialog.pick.secret.error()
    assert real.balance(AccountKind.BONUS, CLIENT) == 0
    real.type(PINS["dana"], dialog.pick.secret.editor)
    real.key(Qt.Key.Key_Return, dialog.pick.secret.editor)
    real.until(lambda: answers)
    assert real.open_dialog is None
    assert refusals == []
    assert real.balance(AccountKind.BONUS, CLIENT) == 700
    done, wrong, alone = real.journal("CreditBonus")[:3]
    names = {one.id: one.login for one in real.books(lambda work: work.staff.all())}
    assert (names[done.staff_id], names[done.approved_by]) == ("timur", "dana")
    assert (wrong.refused, alone.refused) == ("approval.wrong_pin", "staff.not_allowed")
    assert wrong.client_id == CLIENT


def test_giving_up_does_nothing(real) -> None:
    real.come_to_work("timur")
    answers, refusals = [], []
    dialog = wish(real, answers, refusals)
    real.key(Qt.Key.Key_Escape, dialog)
    assert [error.code for error in refusals] == ["staff.not_allowed"]
    assert answers == []
    assert real.balance(AccountKind.BONUS, CLIENT) == 0


def test_the_desk_is_handed_over_by_pin_on_the_same_screen(real) -> None:
    real.come_to_work("timur")
    real.window.open_screen("shifts")
    shown = real.window.stack.currentWidget()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(real.window, Qt.Key.Key_L, keys)
    dialog = real.dialog(SwitchDialog)
    dialog.pick.choice.choose("dana")
    real.type(PINS["dana"], dialog.pick.secret.editor)
    real.key(Qt.Key.Key_Return, dialog.pick.secret.editor)
    real.until(lambda: real.runner.staff is not None and real.runner.staff.login == "dana")
    assert real.window.stack.currentWidget() is shown
    assert real.window.rail.buttons["journal"].isEnabled()


def test_rights_that_were_given_meanwhile_open_the_journal(real) -> None:
    real.come_to_work("timur")
    button = real.window.rail.buttons["journal"]
    assert not button.isEnabled()
    QTest.keyClick(real.window, Qt.Key.Key_F8)
    assert not isinstance(real.window.stack.currentWidget(), JournalScreen)
    more = tuple(ROLE_PERMISSIONS[Role.CASHIER] | {Permission.SEE_JOURNAL})
    real.do(SaveRole(key="cashier", permissions=more), "owner")
    real.until(button.isEnabled)
    QTest.keyClick(real.window, Qt.Key.Key_F8)
    screen = real.window.stack.currentWidget()
    assert isinstance(screen, JournalScreen)
    real.until(lambda: screen.table is not None and screen.table.rows_model.rowCount())


def test_a_shift_over_the_tolerance_is_closed_with_the_administrators_pin(real) -> None:
    real.come_to_work("timur", counted=5_000_000)
    screen = real.window.open_screen("shifts")
    real.settle()
    screen.close_shift()
    closing = real.dialog(CloseShiftDialog)
    real.type("40000", closing.count.total.edit)
    real.key(Qt.Key.Key_Return, closing.count.total.edit)
    assert real.open_dialog is closing
    assert "10,000" in closing.blind.difference
    real.type("A note is missing", closing.reason.editor)
    real.key(Qt.Key.Key_Return, closing.reason.editor)
    approval = real.dialog(ApprovalDialog)
    assert "10,000" in approval.what.text()
    approval.pick.choice.choose("dana")
    real.type(PINS["dana"], approval.pick.secret.editor)
    real.key(Qt.Key.Key_Return, approval.pick.secret.editor)
    real.until(lambda: real.done("CloseShift") == 1)
    assert real.refused("CloseShift") == ["staff.not_allowed", "shift.over_tolerance"]
    names = {one.id: one.login for one in real.books(lambda work: work.staff.all())}
    line = real.journal("CloseShift")[0]
    assert (names[line.staff_id], names[line.approved_by]) == ("timur", "dana")
    assert real.open_dialog is closing
    assert closing.heading.text() == "The shift is closed"
