"""The laws of staff: an active owner always stays, and nobody gives more than they have."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clubdesk.domain.people import Permission, Role, Staff, StaffRole
from clubdesk.foundation.errors import DeskError
from clubdesk.services import passwords
from clubdesk.services.commands import Approval
from clubdesk.services.staff_rights import is_owner
from clubdesk.services.staff_roles import RemoveRole, SaveRole
from clubdesk.services.staff_secrets import SetPassword, SetPin
from clubdesk.services.staffing import AddStaff, EditStaff

PIN = "7391"
PEOPLE = st.integers(0, 7)
ROLES = st.sampled_from([*[role.value for role in Role], "custom-1", "custom-2", "custom-3"])
RIGHTS = st.sets(
    st.sampled_from(
        [Permission.MANAGE_STAFF, Permission.TOP_UP, Permission.REFUND, Permission.SEE_JOURNAL]
    )
).map(lambda chosen: tuple(sorted(chosen)))
DEEDS = st.one_of(
    st.tuples(st.just("add"), ROLES, PEOPLE),
    st.tuples(st.just("edit"), PEOPLE, ROLES, st.booleans()),
    st.tuples(st.just("role"), st.sampled_from(["", "custom-1", "custom-2", "cashier"]), RIGHTS),
    st.tuples(st.just("remove"), ROLES),
    st.tuples(st.just("secret"), PEOPLE),
)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Argon2id at its cheapest: the laws are about who, not about hashes."""
    from argon2 import PasswordHasher

    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    passwords._decoy.cache_clear()
    yield
    passwords._decoy.cache_clear()


@dataclass(frozen=True)
class Books:
    people: dict[int, Staff]
    roles: dict[str, StaffRole]

    def rights(self, key: str) -> frozenset[Permission]:
        return self.roles[key].permissions if key in self.roles else frozenset()


def read(world) -> Books:
    with world.storage.begin() as work:
        return Books(
            {one.id: one for one in work.staff.all()}, {r.key: r for r in work.roles.all()}
        )


def command_of(deed, ids: list[int], number: int, approval: Approval | None):
    def of(index: int) -> int:
        return ids[index % len(ids)]

    match deed:
        case ("add", role, _):
            return AddStaff(
                login=f"n{number}", name="N", role=role, password="secret", pin=PIN,
                approval=approval,
            )  # fmt: skip
        case ("edit", who, role, active):
            return EditStaff(
                staff_id=of(who), name="N", login=f"e{number}", role=role, active=active,
                approval=approval,
            )  # fmt: skip
        case ("role", key, rights):
            return SaveRole(key=key, name=f"R{number}", permissions=rights, approval=approval)
        case ("remove", key):
            return RemoveRole(key=key, approval=approval)
        case (_, who):
            kind = SetPin if number % 2 else SetPassword
            field = {"pin": "4826"} if number % 2 else {"password": "another"}
            return kind(staff_id=of(who), **field, approval=approval)


def check_gift(before: Books, after: Books, giver: Staff) -> None:
    """Whoever may do something new got it from someone who could do it."""
    own = before.people[giver.id].permissions
    for staff_id, person in after.people.items():
        earlier = before.people.get(staff_id)
        had = earlier.permissions if earlier is not None else frozenset()
        assert person.permissions - had <= own
        secrets = (person.password_hash, person.pin_hash)
        taken_over = earlier is not None and (earlier.password_hash, earlier.pin_hash) != secrets
        if taken_over and staff_id != giver.id:
            assert before.rights(person.role) <= own
    for key, role in after.roles.items():
        assert role.permissions - before.rights(key) <= own


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(steps=[(0, ("edit", 0, "cashier", True), None)])  # the last owner steps down
@example(steps=[(1, ("edit", 1, "owner", True), None)])  # a manager makes an owner of oneself
@example(steps=[(1, ("secret", 4), None)])  # a manager takes an administrator's account over
@given(steps=st.lists(st.tuples(PEOPLE, DEEDS, st.none() | PEOPLE), min_size=5, max_size=25))
def test_random_edits_by_random_people_keep_the_laws(fresh_world, steps) -> None:
    world = fresh_world()
    with world.storage.begin() as work:
        rights = frozenset({Permission.MANAGE_STAFF, Permission.TOP_UP})
        work.roles.save(StaffRole("custom-1", "Manager", rights))
        work.roles.save(StaffRole("custom-2", "Till", frozenset({Permission.TOP_UP})))
        pin = passwords.hash_secret(PIN)
        for number, role in enumerate(("custom-1", "custom-1", "custom-2", Role.ADMINISTRATOR)):
            work.staff.add(Staff(0, f"first{number}", "F", role, "", pin))
    for number, (who, deed, approver) in enumerate(steps):
        before = read(world)
        ids = sorted(before.people)
        giver = before.people[ids[who % len(ids)]]
        login = before.people[ids[approver % len(ids)]].login if approver is not None else ""
        approval = Approval(login=login, pin=PIN) if login else None
        try:
            world.do(command_of(deed, ids, number, approval), giver.id)
        except DeskError:
            after = read(world)
            assert after.roles == before.roles
            assert [p.permissions for p in after.people.values()] == [
                p.permissions for p in before.people.values()
            ]
            continue
        after = read(world)
        check_gift(before, after, giver)
        assert any(is_owner(one) for one in after.people.values())
        assert after.people[giver.id].active
