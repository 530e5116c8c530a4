"""People, passwords, PINs and roles: nobody gives more than they have, an owner always stays."""

import json

import pytest

from clubdesk.domain.events import StaffChanged
from clubdesk.domain.people import ROLE_PERMISSIONS, Permission, Role, Staff, StaffRole
from clubdesk.foundation.errors import DeskError
from clubdesk.services.sign_in import SignIn
from clubdesk.services.staff_roles import RemoveRole, SaveRole
from clubdesk.services.staff_secrets import SetPassword, SetPin
from clubdesk.services.staffing import AddStaff, EditStaff
from tests.support.club_world import PASSWORD

MANAGER = frozenset({Permission.MANAGE_STAFF, Permission.TOP_UP, Permission.RUN_SESSIONS})


@pytest.fixture
def club(world):
    with world.storage.begin() as work:
        work.roles.save(StaffRole("custom-1", "Manager", MANAGER))
    world.manager = world.do(
        AddStaff(login="mira", name="Mira", role="custom-1", password=PASSWORD)
    ).staff_id
    world.cashier = world.staff(Role.CASHIER)
    return world


def person(world, staff_id: int) -> Staff:
    with world.storage.begin() as work:
        return work.staff.get(staff_id)


def code(world, command, staff_id: int | None = None) -> str:
    before = everything(world)
    with pytest.raises(DeskError) as refusal:
        world.do(command, staff_id)
    assert everything(world) == before
    return refusal.value.code


def everything(world):
    with world.storage.begin() as work:
        people = [
            (one.id, one.login, one.name, one.role, one.active, one.password_hash, one.pin_hash)
            for one in work.staff.all()
        ]
        return people, list(work.roles.all())


def edit(staff_id: int, **changes) -> EditStaff:
    facts = {"name": "Someone", "login": f"someone-{staff_id}", "role": Role.CASHIER}
    return EditStaff(staff_id=staff_id, **{**facts, **changes})


def test_a_new_person_signs_in_with_password_or_pin(club) -> None:
    fresh = AddStaff(login="Lev", name="Lev", role="cashier", password="six-66", pin="4826")
    added = club.do(fresh)
    for typed in ("six-66", "4826"):
        assert club.do(SignIn(login="lev", password=typed)).staff_id == added.staff_id
    with pytest.raises(DeskError) as wrong:
        club.do(SignIn(login="lev", password="48260"))
    assert wrong.value.code == "staff.wrong_password"
    assert StaffChanged(added.staff_id) in club.heard


def test_an_edit_writes_every_fact(club) -> None:
    club.do(edit(club.cashier, name="Ида", login=" IDA ", role=Role.TECHNICIAN))
    after = person(club, club.cashier)
    assert (after.name, after.login, after.role) == ("Ида", "ida", "technician")
    assert after.permissions == ROLE_PERMISSIONS[Role.TECHNICIAN]


def test_who_left_cannot_sign_in_or_do_anything(club) -> None:
    club.do(edit(club.cashier, active=False))
    login = person(club, club.cashier).login
    with pytest.raises(DeskError) as refusal:
        club.do(SignIn(login=login, password=PASSWORD))
    assert refusal.value.code == "staff.wrong_password"
    assert code(club, edit(club.cashier), club.cashier) == "staff.nobody"


def test_a_taken_or_empty_login_is_refused(club) -> None:
    for login in ("OWNER", "  ", "\t"):
        assert code(club, edit(club.cashier, login=login)) == "staff.login_taken"
    assert code(club, edit(club.cashier, login="x" * 41)) == "text.too_long"
    assert code(club, edit(club.cashier, role="custom-9")) == "role.unknown"
    assert code(club, edit(999_999)) == "staff.unknown"


def test_nobody_gives_a_role_that_may_do_more(club) -> None:
    add = AddStaff(login="n", name="N", role="cashier", password=PASSWORD)
    assert code(club, add, club.manager) == "staff.more_than_own"
    assert code(club, edit(club.manager, role=Role.OWNER), club.manager) == "staff.more_than_own"


def test_nobody_changes_a_person_who_may_do_more_even_after_that_person_left(club) -> None:
    boss = club.do(AddStaff(login="b", name="B", role="administrator", password=PASSWORD)).staff_id
    for command in (
        edit(boss, role="custom-1"),
        SetPassword(staff_id=boss, password="new-password"),
        SetPin(staff_id=boss, pin="4826"),
        SetPin(staff_id=boss, pin=""),
    ):
        assert code(club, command, club.manager) == "staff.has_more"
    club.do(edit(boss, role="administrator", active=False))
    assert code(club, edit(boss, role="custom-1"), club.manager) == "staff.has_more"


def test_the_last_owner_stays(club) -> None:
    assert code(club, edit(club.owner, role=Role.CASHIER)) == "staff.last_owner"
    assert code(club, edit(club.owner, role=Role.OWNER, active=False)) == "staff.not_self"
    second = club.do(AddStaff(login="o2", name="O2", role="owner", password=PASSWORD)).staff_id
    club.do(edit(club.owner, role=Role.OWNER, active=False), second)
    assert code(club, edit(second, role=Role.CASHIER), second) == "staff.last_owner"


def test_ones_own_password_needs_the_one_so_far(club) -> None:
    wrong = SetPassword(staff_id=club.cashier, password="new-password", own_password="guess")
    assert code(club, wrong, club.cashier) == "staff.wrong_own_password"
    assert person(club, club.cashier).failed_tries == 1
    club.do(
        SetPassword(staff_id=club.cashier, password="new-password", own_password=PASSWORD),
        club.cashier,
    )
    assert club.do(SignIn(login="cashier", password="new-password")).staff_id == club.cashier
    assert person(club, club.cashier).failed_tries == 0


def test_guessing_ones_own_password_has_to_wait(club) -> None:
    guess = SetPin(staff_id=club.cashier, pin="4826", own_password="guess")
    for _ in range(3):
        assert code(club, guess, club.cashier) == "staff.wrong_own_password"
    right = SetPin(staff_id=club.cashier, pin="4826", own_password=PASSWORD)
    assert code(club, right, club.cashier) == "staff.locked_out"
    club.clock.advance(6)
    club.do(right, club.cashier)


def test_anothers_password_needs_the_permission(club) -> None:
    command = SetPassword(staff_id=club.manager, password="new-password")
    assert code(club, command, club.cashier) == "staff.not_allowed"
    club.do(SetPassword(staff_id=club.cashier, password="by-the-owner"))
    assert club.do(SignIn(login="cashier", password="by-the-owner")).staff_id == club.cashier
    short = SetPassword(staff_id=club.cashier, password="short")
    assert code(club, short) == "staff.short_password"


@pytest.mark.parametrize(
    ("pin", "refused_as"),
    [
        ("123", "staff.bad_pin"),
        ("123456789", "staff.bad_pin"),
        ("12a4", "staff.bad_pin"),
        ("١٢٣٤", "staff.bad_pin"),
        (" 4826", "staff.bad_pin"),
        ("0000", "staff.easy_pin"),
        ("99999999", "staff.easy_pin"),
        ("1234", "staff.easy_pin"),
        ("78901", "staff.easy_pin"),
        ("987654", "staff.easy_pin"),
        ("1212", "staff.easy_pin"),
        ("4\U0001f600" * 1000, "staff.bad_pin"),
    ],
)
def test_what_is_no_good_pin(club, pin, refused_as) -> None:
    assert code(club, SetPin(staff_id=club.cashier, pin=pin)) == refused_as


def test_a_pin_is_set_and_taken_away(club) -> None:
    club.do(SetPin(staff_id=club.cashier, pin="4826"))
    assert person(club, club.cashier).pin_hash.startswith("$argon2id$")
    club.do(SetPin(staff_id=club.cashier, pin=""))
    assert person(club, club.cashier).pin_hash == ""


def test_a_role_of_the_clubs_own_is_made_given_changed_and_removed(club) -> None:
    made = club.do(SaveRole(name=" Night  shift ", permissions=(Permission.TOP_UP,))).key
    assert made == "custom-2"
    club.do(edit(club.cashier, role=made))
    assert person(club, club.cashier).permissions == {Permission.TOP_UP}
    assert person(club, club.cashier).role_name == "Night shift"
    more = (Permission.TOP_UP, Permission.REFUND)
    club.do(SaveRole(key=made, name="Nights", permissions=more))
    assert person(club, club.cashier).permissions == set(more)
    assert code(club, RemoveRole(key=made)) == "role.has_members"
    club.do(edit(club.cashier))
    club.do(RemoveRole(key=made))
    assert code(club, RemoveRole(key=made)) == "role.unknown"


def test_a_built_in_role_may_do_what_the_club_says(club) -> None:
    kept = tuple(ROLE_PERMISSIONS[Role.CASHIER] | {Permission.REFUND})
    club.do(SaveRole(key="cashier", name="ignored", permissions=kept))
    assert Permission.REFUND in person(club, club.cashier).permissions
    assert person(club, club.cashier).role_name == ""
    assert StaffChanged() in club.heard


def test_what_is_refused_about_roles(club) -> None:
    both = (Permission.TOP_UP, Permission.REFUND)
    assert code(club, SaveRole(key="owner", permissions=())) == "role.owner_fixed"
    assert code(club, RemoveRole(key="cashier")) == "role.built_in"
    assert code(club, SaveRole(name="", permissions=both)) == "role.no_name"
    assert code(club, SaveRole(name="manager", permissions=both)) == "role.name_taken"
    assert code(club, SaveRole(name="CASHIER", permissions=both)) == "role.name_taken"
    assert code(club, SaveRole(name="N", permissions=both), club.manager) == "staff.more_than_own"
    lifted = SaveRole(key="custom-1", name="Manager", permissions=(*MANAGER, Permission.REFUND))
    assert code(club, lifted, club.manager) == "staff.more_than_own"
    lowered = SaveRole(key="cashier", permissions=(Permission.TOP_UP,))
    assert code(club, lowered, club.manager) == "role.has_more"
    assert code(club, SaveRole(name="x" * 2_000_000, permissions=both)) == "text.too_long"


def test_no_secret_is_in_the_journal(club) -> None:
    club.do(SetPassword(staff_id=club.cashier, password="secret-word-1"))
    club.do(SetPin(staff_id=club.cashier, pin="4826"))
    club.do(AddStaff(login="q", name="Q", role="cashier", password="secret-word-2", pin="4826"))
    texts = " ".join(line.details for line in club.journal())
    assert "secret-word" not in texts
    assert "4826" not in texts
    assert json.loads(club.journal()[0].details)["login"] == "q"
