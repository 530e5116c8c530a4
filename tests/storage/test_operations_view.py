"""The operations of a shift: newest first, what was undone struck, who can still be undone."""

import pytest

from clubdesk.services.balance import TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.shifts import CloseShift
from clubdesk.services.undoing import UndoOperation
from tests.support.club_world import World


@pytest.fixture
def world(storage) -> World:
    made = World(storage)
    made.shift = made.open_shift()
    return made


def operations(world: World, limit: int = 100):
    return list(world.storage.queries.operations_of_shift(world.shift, limit))


def test_a_new_shift_has_none(world) -> None:
    assert operations(world) == []


def test_they_come_newest_first_with_what_the_account_gained(world) -> None:
    sanjar = world.client()
    world.do(TopUp(client_id=sanjar, cash_minor=200_000, received_minor=500_000))
    world.do(CreditBonus(client_id=sanjar, points=500, reason="Bring a Friend promo"))
    world.do(Deduct(client_id=sanjar, amount=30_000, account=AccountType.GAME, reason="Wrong sum"))
    lines = operations(world)
    assert [(line.kind, line.amount, line.in_points) for line in lines] == [
        ("deduction", -30_000, False),
        ("bonus_credit", 500, True),
        ("top_up", 200_000, False),
    ]
    assert [line.cash for line in lines] == [0, 0, 200_000]
    assert [line.reason for line in lines] == ["Wrong sum", "Bring a Friend promo", ""]
    assert {line.client_name for line in lines} == {"Sanjar"}
    assert {line.staff_name for line in lines} == {"Olga Owner"}


def test_only_the_newest_of_each_client_can_be_undone(world) -> None:
    sanjar, maria = world.client(), world.client(name="Maria", phone="+77471204417")
    world.do(TopUp(client_id=sanjar, cash_minor=100_000))
    world.do(TopUp(client_id=maria, cash_minor=200_000))
    world.do(TopUp(client_id=sanjar, cash_minor=300_000))
    assert [(line.amount, line.can_undo) for line in operations(world)] == [
        (300_000, True),
        (200_000, True),
        (100_000, False),
    ]


def test_what_was_undone_says_so_and_hands_the_undo_on(world) -> None:
    sanjar = world.client()
    first = world.do(TopUp(client_id=sanjar, cash_minor=100_000)).transaction_id
    wrong = world.do(TopUp(client_id=sanjar, cash_minor=900_000)).transaction_id
    world.do(UndoOperation(transaction_id=wrong, reason="Wrong amount"))
    undo, undone, stands = operations(world)
    assert (undo.kind, undo.amount, undo.cash, undo.can_undo) == (
        "reversal", -900_000, -900_000, False,
    )  # fmt: skip
    assert (undone.reversed_by, undone.can_undo) == (undo.transaction_id, False)
    assert (stands.transaction_id, stands.can_undo) == (first, True)


def test_another_shift_s_operations_are_not_listed(world) -> None:
    sanjar = world.client()
    world.do(TopUp(client_id=sanjar, cash_minor=100_000))
    world.do(CloseShift(counted_minor=world.till()))
    world.shift = world.open_shift(world.till())
    assert operations(world) == []
    world.do(TopUp(client_id=sanjar, cash_minor=200_000))
    assert [line.amount for line in operations(world)] == [200_000]


def test_no_more_than_asked_for(world) -> None:
    sanjar = world.client()
    for amount in (100, 200, 300):
        world.do(TopUp(client_id=sanjar, cash_minor=amount))
    assert [line.amount for line in operations(world, 2)] == [300, 200]
