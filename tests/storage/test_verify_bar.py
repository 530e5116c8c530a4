"""`verify` finds what was changed by force in the books of the bar."""

import pytest

from clubdesk.storage.verify import verify
from tests.support.bar_club import Bar
from tests.support.club_world import World
from tests.support.force import by_force

CHANGES = [
    ("UPDATE products SET stock = stock + 1 WHERE id = 1", "bar.stock"),
    ("UPDATE orders SET number = 7 WHERE id = 1", "bar.number"),
    ("UPDATE order_lines SET unit_minor = unit_minor + 1 WHERE order_id = 1", "bar.lines"),
    ("UPDATE orders SET cash_minor = 0, balance_minor = cash_minor WHERE id = 1", "bar.paid"),
    ("UPDATE orders SET transaction_id = NULL WHERE id = 1", "bar.homeless"),
    ("UPDATE order_lines SET cancelled = 2 WHERE order_id = 1", "bar.cancelled"),
    ("UPDATE order_cancels SET cash_minor = cash_minor - 1, points = 1", "bar.given_back"),
    ("UPDATE stock_moves SET order_id = NULL WHERE kind = 'sale'", "bar.taken"),
]


@pytest.mark.parametrize(("change", "law"), CHANGES)
def test_a_change_by_force_is_found(storage, database_url, change, law) -> None:
    world = World(storage, url=database_url)
    world.open_shift()
    bar = Bar(world)
    bar.cancel(bar.sell((bar.cola, 3)).order_id, (0, 1))
    assert verify(database_url).ok
    by_force(database_url, change)
    assert law in {problem.law for problem in verify(database_url).problems}
