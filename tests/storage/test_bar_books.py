"""The database defends the bar's books itself, and answers the bar's questions by its indexes."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from clubdesk.storage import tables_bar
from clubdesk.storage.rows_bar import WAITING
from clubdesk.storage.stores_orders import OPEN
from clubdesk.storage.views_orders import ORDERS
from tests.support.bar_club import Bar
from tests.support.club_world import World

REFUSED = [
    "UPDATE orders SET total_minor = 1, cash_minor = 1 WHERE id = 1",
    "UPDATE orders SET number = 9 WHERE id = 1",
    "UPDATE orders SET state = 'served' WHERE id = 2",
    "UPDATE orders SET state = 'eaten' WHERE id = 1",
    "DELETE FROM orders WHERE id = 1",
    "UPDATE order_lines SET quantity = 9 WHERE order_id = 1",
    "UPDATE order_lines SET points = 9 WHERE order_id = 1",
    "UPDATE order_lines SET cancelled = 0 WHERE order_id = 2",
    "UPDATE order_lines SET cancelled = 9 WHERE order_id = 1",
    "DELETE FROM order_lines WHERE order_id = 1",
    "UPDATE order_cancels SET cash_minor = 0",
    "DELETE FROM order_cancels",
    "UPDATE stock_moves SET quantity = 1",
    "DELETE FROM stock_moves",
    "INSERT INTO stock_moves (product_id, quantity, kind, at) SELECT product_id, 0, kind, at"
    " FROM stock_moves WHERE id = 1",
    "UPDATE products SET price_minor = -1 WHERE id = 1",
    "UPDATE products SET barcode = '4870001' WHERE id = 2",
]


@pytest.fixture
def world(storage):
    """A club whose first order stands and whose second is cancelled."""
    made = World(storage)
    made.open_shift()
    bar = Bar(made)
    bar.sell((bar.cola, 2))
    bar.cancel(bar.sell((bar.cola, 1)).order_id)
    return made


@pytest.mark.parametrize("statement", REFUSED)
def test_what_the_stores_never_do_is_refused_all_the_same(world, statement) -> None:
    engine = world.storage.engine
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(statement))
    with engine.connect() as connection:
        left = connection.execute(text("SELECT count(*), sum(cancelled) FROM order_lines")).one()
    assert tuple(left) == (2, 1)


def test_every_move_counts_at_its_product(world) -> None:
    engine = world.storage.engine
    moves = tables_bar.stock_moves
    with engine.begin() as connection:
        connection.execute(
            moves.insert(),
            [{"product_id": 1, "quantity": -7, "kind": "count", "at": world.clock.now()}],
        )
        left = connection.execute(text("SELECT stock FROM products WHERE id = 1")).scalar()
    assert left == 20 - 2 - 7


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (OPEN.replace(":till_id", ":a"), "ix_orders_waiting"),
        (
            ORDERS.format(conditions=WAITING, way="o.id").replace(":most", ":a"),
            "ix_orders_waiting",
        ),
        ("SELECT * FROM orders WHERE client_id = :a ORDER BY id DESC", "ix_orders_client_id"),
        ("SELECT * FROM orders WHERE session_id = :a ORDER BY id DESC", "ix_orders_session_id"),
        ("SELECT * FROM order_cancels WHERE order_id = :a", "ix_order_cancels_order_id"),
    ],
    ids=["queue of a till", "queue", "client", "session", "cancels"],
)
def test_sqlite_answers_by_an_index(world, question, index) -> None:
    if world.storage.engine.dialect.name != "sqlite":
        pytest.skip("Postgres plans by what the tables hold")
    with world.storage.engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {question}"), {"a": 1}).all()
    assert any(index in row[-1] for row in plan), plan
