"""``verify`` names balance operations that were changed past every guard."""

import pytest

from clubdesk.services.balance import TopUp
from clubdesk.services.shifts import CloseShift
from clubdesk.storage.verify import verify
from tests.support.force import by_force


@pytest.fixture
def operations(world, database_url):
    """A shift in which a split top-up was undone, and a card top-up that stands."""
    world.url = database_url
    world.open_shift()
    client = world.client(10_000)
    world.undone = world.card_top_up(client, 4_000, cash=6_000)
    world.undo(world.undone)
    world.card_top_up(client, 2_500)
    return world


def laws(world) -> dict[str, tuple[str, int]]:
    return {one.law: (one.table, one.row_id) for one in verify(world.url).problems}


def test_honest_operations_hold(operations):
    world = operations
    assert verify(world.url).ok
    world.do(CloseShift(counted_minor=world.till()))
    assert verify(world.url).ok


def test_an_undo_in_another_till_holds(operations):
    world = operations
    operation = world.do(TopUp(client_id=1, cash_minor=300)).transaction_id
    world.door.till_id = 2
    world.open_shift(1_000)
    world.undo(operation)
    assert verify(world.url).ok


def test_a_reversal_of_another_operation_is_named(operations):
    world = operations
    by_force(
        world.url,
        f"UPDATE transactions SET reverses_id = 1 WHERE reverses_id = {world.undone}",
    )
    with world.storage.begin() as work:
        reversal = work.ledger.reversal_of(1)
    assert laws(world)["books.reversal"] == ("transactions", reversal)


def test_a_payment_of_another_amount_than_booked_is_named(operations):
    world = operations
    by_force(world.url, "UPDATE card_payments SET amount_minor = 2501 WHERE id = 2")
    assert laws(world) == {"payment.booked": ("card_payments", 2)}


def test_a_payment_left_open_in_a_closed_shift_is_named(operations):
    world = operations
    payment = world.begin_card(1, 700)
    assert verify(world.url).ok
    by_force(world.url, "UPDATE card_payments SET state = 'declined' WHERE id = 3")
    world.do(CloseShift(counted_minor=world.till()))
    by_force(world.url, "UPDATE card_payments SET state = 'unknown' WHERE id = 3")
    assert laws(world) == {"payment.pending": ("card_payments", payment)}
