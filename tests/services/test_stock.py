"""Deliveries, write-offs, counts; what is low; what the bar earned."""

from datetime import timedelta

import pytest

from clubdesk.domain.bar import StockMoveKind
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.menu import CountStock, TakeDelivery, WriteOffStock
from clubdesk.storage.verify import verify
from tests.support.bar_club import Bar


@pytest.fixture
def bar(world):
    world.open_shift()
    return Bar(world)


def refused(code, bar, command, subject=None, staff_id=None) -> None:
    with pytest.raises(DeskError) as caught:
        bar.world.do(command, staff_id)
    assert caught.value.code == code
    if subject is not None:
        assert caught.value.subject == subject
    assert (bar.stock(bar.cola), bar.stock(bar.chips)) == (20, 20)


def item(product_id: int, quantity: int, cost: int = 100) -> TakeDelivery.Item:
    return TakeDelivery.Item(product_id=product_id, quantity=quantity, cost_minor=cost)


def counted(product_id: int, pieces: int) -> CountStock.Item:
    return CountStock.Item(product_id=product_id, counted=pieces)


def test_a_delivery_adds_pieces_and_keeps_the_cost(bar) -> None:
    bar.world.do(TakeDelivery(items=(item(bar.cola, 24, 21_000),), note="Invoice 17"))
    assert (bar.stock(bar.cola), bar.look(bar.cola).cost_minor) == (44, 21_000)
    move = bar.world.storage.queries.stock_moves(bar.cola)[0]
    assert (move.move.kind, move.move.quantity) == (StockMoveKind.DELIVERY, 24)
    assert (move.move.reason, move.product_name, move.staff_name) == (
        "Invoice 17",
        "Cola",
        "Olga Owner",
    )


def test_all_of_a_delivery_or_none(bar) -> None:
    for wrong, code in (
        (item(bar.chips, 0), "stock.quantity"),
        (item(bar.chips, -5), "stock.quantity"),
        (item(bar.chips, 10**18), "stock.quantity"),
        (item(bar.chips, 1, -1), "stock.cost"),
        (item(bar.chips, 1, 10**18), "stock.cost"),
        (item(bar.pizza, 1), "product.not_counted"),
        (item(999, 1), "product.unknown"),
    ):
        refused(code, bar, TakeDelivery(items=(item(bar.cola, 5), wrong)))
    refused("stock.nothing", bar, TakeDelivery(items=()), "items")


def test_a_write_off_needs_its_reason_and_the_pieces(bar) -> None:
    def off(quantity: int, reason: str = "Broken") -> WriteOffStock:
        return WriteOffStock(product_id=bar.cola, quantity=quantity, reason=reason)

    refused("reason.missing", bar, off(1, " "), "reason")
    refused("stock.too_little", bar, off(21), "quantity")
    refused("stock.quantity", bar, off(0))
    bar.world.do(off(3))
    move = bar.world.storage.queries.stock_moves(bar.cola)[0].move
    assert (bar.stock(bar.cola), move.quantity, move.reason) == (17, -3, "Broken")


def test_a_count_books_the_differences_and_tells_them(bar) -> None:
    bar.sell((bar.cola, 5))
    answer = bar.world.do(CountStock(items=(counted(bar.cola, 12), counted(bar.chips, 20))))
    assert answer.differences == {bar.cola: -3}
    assert bar.stock(bar.cola) == 12
    kinds = [row.move.kind for row in bar.world.storage.queries.stock_moves(bar.cola)]
    assert kinds == [StockMoveKind.COUNT, StockMoveKind.SALE, StockMoveKind.DELIVERY]


def test_what_is_sold_while_somebody_counts_is_no_difference(bar) -> None:
    seen = bar.stock(bar.cola)
    absurd = CountStock.Item(product_id=bar.cola, counted=1, seen=-(10**18))
    refused("stock.quantity", bar, CountStock(items=(absurd,)))
    bar.sell((bar.cola, 2))
    item = CountStock.Item(product_id=bar.cola, counted=seen - 1, seen=seen)
    assert bar.world.do(CountStock(items=(item,))).differences == {bar.cola: -1}
    assert bar.stock(bar.cola) == seen - 3


def test_a_count_puts_right_what_was_sold_beyond_the_books(bar) -> None:
    bar.sell((bar.cola, 23), beyond_stock=True)
    assert bar.stock(bar.cola) == -3
    bar.world.do(CountStock(items=(counted(bar.cola, 0),)))
    assert bar.stock(bar.cola) == 0


def test_an_impossible_count_is_refused(bar) -> None:
    refused("stock.quantity", bar, CountStock(items=(counted(bar.cola, -1),)))
    refused("stock.quantity", bar, CountStock(items=(counted(bar.cola, 10**18),)))
    twice = (counted(bar.cola, 1), counted(bar.cola, 2))
    refused("stock.twice", bar, CountStock(items=twice))
    refused("product.not_counted", bar, CountStock(items=(counted(bar.combo, 1),)))
    refused("stock.nothing", bar, CountStock(items=()))


def test_who_does_not_keep_the_stock_cannot_change_it(bar) -> None:
    cashier = bar.world.staff(Role.CASHIER)
    for command in (
        TakeDelivery(items=(item(bar.cola, 1),)),
        WriteOffStock(product_id=bar.cola, quantity=1, reason="Drunk"),
        CountStock(items=(counted(bar.cola, 1),)),
    ):
        refused("staff.not_allowed", bar, command, staff_id=cashier)


def test_what_runs_low_is_told(bar) -> None:
    assert not bar.look(bar.chips).is_low
    bar.sell((bar.chips, 17))
    assert bar.look(bar.chips).is_low
    assert not bar.look(bar.cola).is_low


def test_margins_count_what_stayed_sold_at_what_it_cost(bar) -> None:
    start = bar.world.clock.now()
    client = bar.world.client(100_000)
    bar.world.credit(client, 10_000)
    bar.sell((bar.chips, 2), client_id=client, from_balance=True)
    order_id = bar.sell((bar.cola, 4), (bar.combo, 1)).order_id
    bar.cancel(order_id, (0, 1))
    bar.deliver(bar.cola, 1, 99_000)
    end = bar.world.clock.now() + timedelta(seconds=1)
    found = bar.world.storage.queries.margins(start, end)
    assert [(one.name, one.sold, one.revenue_minor, one.cost_minor) for one in found] == [
        ("Cola", 3, 150_000, 60_000),
        ("Combo", 1, 70_000, 30_000),
        ("Chips", 2, 50_000, 20_000),
    ]
    assert not bar.world.storage.queries.margins(end, end + timedelta(days=1))


def test_the_books_of_the_bar_are_verified(bar, database_url) -> None:
    bar.sell((bar.cola, 2))
    assert verify(database_url).ok
