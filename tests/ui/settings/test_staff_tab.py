"""The tab "Staff and roles": who may change whom, and what is sent."""

import pytest
from PySide6.QtWidgets import QApplication

from clubdesk.domain import events as e
from clubdesk.domain.people import ROLE_PERMISSIONS, Permission, Role, Staff, StaffRole
from clubdesk.foundation.errors import DeskError
from clubdesk.services.commands import Done
from clubdesk.services.staff_roles import RemoveRole, RoleAnswer, SaveRole
from clubdesk.services.staff_secrets import SetPassword, SetPin
from clubdesk.services.staffing import AddStaff, EditStaff, StaffAnswer
from clubdesk.services.views_people import StaffRow
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.settings.person_dialog import PersonDialog
from clubdesk.ui.settings.role_dialog import RoleDialog
from clubdesk.ui.settings.secret_dialog import SecretDialog
from clubdesk.ui.settings.staff_tab import StaffTab
from tests.support.fake_desk import CASHIER, OWNER

BUILT_IN = {r: StaffRole(r.value, "", ROLE_PERMISSIONS[r], built_in=True) for r in Role}
NIGHTS = StaffRole("custom-1", "Nights", frozenset({Permission.TOP_UP, Permission.MANAGE_STAFF}))
ROLES = [*BUILT_IN.values(), NIGHTS]
PEOPLE = [
    StaffRow(OWNER.id, "aliya", OWNER.name, BUILT_IN[Role.OWNER], True, True),
    StaffRow(CASHIER.id, "dana", CASHIER.name, BUILT_IN[Role.CASHIER], False, True),
    StaffRow(9, "nina", "Nina Night", NIGHTS, False, True),
]
NINA = Staff(9, "nina", "Nina Night", "custom-1", "", granted=NIGHTS.permissions)


@pytest.fixture
def tab(runner, bridge, desk, stage, settled):
    desk.books.people = lambda: PEOPLE
    desk.books.roles = lambda: ROLES
    runner.staff = OWNER
    made = StaffTab(runner, bridge)
    stage(made)
    settled()
    return made


def opened(tab, kind):
    found = open_dialog_of(tab)
    assert isinstance(found, kind)
    return found


def test_people_and_roles_are_listed(tab) -> None:
    columns = tab.people.rows_model.columns
    assert [column.text(PEOPLE[2]) for column in columns] == [
        "Nina Night", "nina", "Nights", "–", "in use",
    ]  # fmt: skip
    assert [column.text(NIGHTS) for column in tab.roles.rows_model.columns] == [
        "Nights", "the club's own", f"2 of {len(Permission)}",
    ]  # fmt: skip


def test_a_person_is_added(tab, desk, settled) -> None:
    desk.answers[AddStaff] = StaffAnswer(staff_id=10)
    tab.add.click()
    dialog = opened(tab, PersonDialog)
    dialog.name.editor.setText("Lev")
    dialog.login.editor.setText("lev")
    dialog.role.choose("custom-1")
    dialog.password.editor.setText("secret-1")
    dialog.pin.editor.setText("4826")
    dialog.primary.click()
    settled()
    [sent] = desk.done
    assert (sent.name, sent.login, sent.role) == ("Lev", "lev", "custom-1")
    assert (sent.password, sent.pin) == ("secret-1", "4826")
    assert open_dialog_of(tab) is None


def test_a_refusal_marks_its_field(tab, desk, settled) -> None:
    desk.answers[AddStaff] = DeskError("x", "This login cannot be used.", "", subject="login")
    tab.add.click()
    dialog = opened(tab, PersonDialog)
    dialog.primary.click()
    settled()
    assert dialog.login.error() == "This login cannot be used."
    assert QApplication.focusWidget() is dialog.login.editor


def test_an_edit_keeps_what_was_not_touched(tab, desk, settled) -> None:
    desk.answers[EditStaff] = Done()
    tab.people.go_to(1)
    tab.edit.click()
    dialog = opened(tab, PersonDialog)
    dialog.active.click()
    dialog.primary.click()
    settled()
    [sent] = desk.done
    assert (sent.staff_id, sent.login, sent.role, sent.active) == (2, "dana", "cashier", False)


def test_nobody_takes_themselves_out_of_use(tab) -> None:
    tab.people.go_to(0)
    tab.edit.click()
    assert not opened(tab, PersonDialog).active.isEnabled()


def test_ones_own_secret_asks_for_the_password_and_anothers_does_not(tab, desk, settled) -> None:
    desk.answers[SetPin] = desk.answers[SetPassword] = Done()
    tab.people.go_to(0)
    tab.pin.click()
    dialog = opened(tab, SecretDialog)
    dialog.own.editor.setText("mine")
    dialog.new.editor.setText("4826")
    dialog.again.editor.setText("4862")
    dialog.primary.click()
    assert dialog.again.error() == "This is not the same."
    dialog.again.editor.setText("4826")
    dialog.primary.click()
    settled()
    tab.people.go_to(1)
    tab.password.click()
    dialog = opened(tab, SecretDialog)
    assert not dialog.own.isVisible()
    dialog.new.editor.setText("fresh-1")
    dialog.again.editor.setText("fresh-1")
    dialog.primary.click()
    settled()
    pin, password = desk.done
    assert (pin.staff_id, pin.pin, pin.own_password) == (OWNER.id, "4826", "mine")
    assert (password.staff_id, password.password) == (CASHIER.id, "fresh-1")


def test_a_pin_can_be_taken_away(tab, desk, settled) -> None:
    desk.answers[SetPin] = Done()
    tab.people.go_to(0)
    tab.pin.click()
    dialog = opened(tab, SecretDialog)
    dialog.own.editor.setText("mine")
    dialog.remove.click()
    settled()
    assert desk.done[0].pin == ""


def test_a_role_is_a_checklist(tab, desk, settled) -> None:
    desk.answers[SaveRole] = RoleAnswer(key="custom-1")
    tab.roles.go_to(4)
    tab.edit_role.click()
    dialog = opened(tab, RoleDialog)
    assert set(dialog.granted()) == NIGHTS.permissions
    dialog.ticks[Permission.REFUND].click()
    dialog.ticks[Permission.TOP_UP].click()
    assert dialog.count.text() == "2 permissions"
    dialog.primary.click()
    settled()
    [sent] = desk.done
    assert (sent.key, sent.name) == ("custom-1", "Nights")
    assert set(sent.permissions) == {Permission.REFUND, Permission.MANAGE_STAFF}


def test_what_one_does_not_have_is_greyed_out(tab, runner, settled) -> None:
    runner.staff = NINA
    tab.reload()
    settled()
    tab.new_role.click()
    dialog = opened(tab, RoleDialog)
    able = {permission for permission, tick in dialog.ticks.items() if tick.isEnabled()}
    assert able == NIGHTS.permissions
    dialog.finish(done=False)
    tab.people.go_to(1)
    assert not tab.edit.isEnabled()
    assert not tab.pin.isEnabled()
    tab.roles.go_to(2)
    assert not tab.edit_role.isEnabled()
    assert tab.edit_role.toolTip() == "This role may do more than you."
    tab.people.go_to(2)
    tab.edit.click()
    choice = opened(tab, PersonDialog).role
    can = [bool(choice.model().item(row).isEnabled()) for row in range(choice.count())]
    assert can == [False, False, False, False, True]


def test_the_owners_role_stays_and_built_in_ones_are_not_removed(tab, desk, settled) -> None:
    tab.roles.go_to(0)
    assert not tab.edit_role.isEnabled()
    tab.roles.go_to(2)
    assert tab.edit_role.isEnabled()
    assert not tab.remove_role.isEnabled()
    desk.answers[RemoveRole] = DeskError("role.has_members", "1 person has this role.")
    tab.roles.go_to(4)
    tab.remove_role.click()
    settled()
    assert tab.refusal.text.text() == "1 person has this role."


def test_a_cashier_changes_only_their_own_secrets(tab, runner, settled) -> None:
    runner.staff = CASHIER
    tab.reload()
    settled()
    for row, own in ((0, False), (1, True)):
        tab.people.go_to(row)
        assert tab.pin.isEnabled() is own
        assert tab.password.isEnabled() is own
        assert not tab.edit.isEnabled()
    assert not tab.add.isEnabled()
    assert "Missing permission" in tab.add.toolTip()


def test_it_follows_what_changes(tab, desk, settled, qtbot) -> None:
    desk.books.people = lambda: PEOPLE[:1]
    desk.events.publish(e.StaffChanged(2))
    qtbot.waitUntil(lambda: tab.people.rows_model.rowCount() == 1)


def test_every_permission_has_a_box(tab) -> None:
    tab.new_role.click()
    assert set(opened(tab, RoleDialog).ticks) == set(Permission)
