"""Client groups at the door: kept, refused at the field, never removed with clients in them."""

import pytest

from clubdesk.domain.people import ClientGroup, Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.grouping import RemoveGroup, SaveGroup
from tests.support.points_club import enroll, group


def save(name="Friends", discount=10, points=30, group_id=0) -> SaveGroup:
    return SaveGroup(group_id=group_id, name=name, discount_percent=discount, points_percent=points)


def test_groups_are_kept_in_order_and_written_anew(world) -> None:
    first, second = group(world, "Friends", 10), group(world, "Staff", 100, 50)
    assert list(world.storage.queries.groups()) == [
        ClientGroup(first, "Friends", 10, 0),
        ClientGroup(second, "Staff", 100, 50),
    ]
    world.do(save("Regulars", 5, 20, first))
    assert next(iter(world.storage.queries.groups())) == ClientGroup(first, "Regulars", 5, 20)


@pytest.mark.parametrize(
    ("command", "code", "subject"),
    [
        (save(name="  "), "group.name_missing", "name"),
        (save(name="x" * 2_000_000), "text.too_long", "name"),
        (save(discount=101), "group.percent", "discount_percent"),
        (save(discount=-1), "group.percent", "discount_percent"),
        (save(points=10**18), "group.percent", "points_percent"),
        (save(name="ДРУЗЬЯ"), "group.name_taken", "name"),
        (save(group_id=99), "group.unknown", ""),
        (RemoveGroup(group_id=99), "group.unknown", ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world, command, code, subject) -> None:
    group(world, "друзья")
    with pytest.raises(DeskError) as caught:
        world.do(command)
    assert (caught.value.code, caught.value.subject or "") == (code, subject)
    assert [one.name for one in world.storage.queries.groups()] == ["друзья"]


def test_a_group_with_clients_stays(world) -> None:
    friends = group(world)
    client = world.client()
    enroll(world, client, group_id=friends)
    with pytest.raises(DeskError, match="1 client is in the group"):
        world.do(RemoveGroup(group_id=friends))
    enroll(world, client, group_id=None)
    world.do(RemoveGroup(group_id=friends))
    assert list(world.storage.queries.groups()) == []


def test_groups_are_for_who_may_edit_them(world) -> None:
    cashier = world.staff(Role.CASHIER)
    for command in (save(), RemoveGroup(group_id=1)):
        with pytest.raises(DeskError) as caught:
            world.do(command, cashier)
        assert caught.value.code == "staff.not_allowed"
