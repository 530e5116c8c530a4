"""The cart and what is typed, without a window."""

import pytest

from clubdesk.domain.bar import Product
from clubdesk.ui.operations.order_cart import MOST, Cart
from clubdesk.ui.operations.order_pay import OrderMethod, OrderPay
from clubdesk.ui.operations.order_typed import by_barcode, found_in_menu, read_typed
from tests.support.fake_bar import (
    BURGER,
    CHIPS,
    COLA,
    LATTE,
    LUNCH,
    MENU,
    POSTPAID_BUYS,
    SANJAR_BUYS,
    WATER,
)

PRODUCTS = {one.id: one for one in MENU.products}


@pytest.mark.parametrize(
    ("text", "quantity", "needle"),
    [
        ("3", 3, ""), ("3 cola", 3, "cola"), ("12*la", 12, "la"), ("2×кола", 2, "кола"),
        ("cola", 1, "cola"), ("7up", 1, "7up"), ("0", 1, "0"), ("100", 1, "100"), ("", 1, ""),
        ("-3", 1, "-3"), ("4870001112223", 1, "4870001112223"), ("3 ", 3, ""),
        ("3 in 1", 3, "in 1"), ("1e9", 1, "1e9"), ("'; DROP TABLE", 1, "'; DROP TABLE"),
    ],
)  # fmt: skip
def test_a_quantity_is_told_from_a_name(text, quantity, needle) -> None:
    typed = read_typed(text)
    assert (typed.quantity, typed.needle) == (quantity, needle)


def test_a_barcode_is_found_alone_and_behind_a_quantity() -> None:
    alone = by_barcode(COLA.barcode, MENU.products)
    assert (alone.product, alone.quantity) == (COLA, 1)
    three = by_barcode(f"3{COLA.barcode}", MENU.products)
    assert (three.product, three.quantity) == (COLA, 3)
    assert by_barcode(f"12 {COLA.barcode}", MENU.products).quantity == 12
    for unknown in ("4870001112224", "", "cola", "0" + COLA.barcode, "x" + COLA.barcode):
        assert by_barcode(unknown, MENU.products) is None


def test_the_menu_is_searched_by_every_word_and_beginnings_come_first() -> None:
    names = [one.name for one in found_in_menu("la", MENU.products)]
    assert names[0] == "Latte"
    assert "Cola 0.5" in names
    assert found_in_menu("cheese double", MENU.products) == [BURGER]
    assert found_in_menu("x" * 2_000_000, MENU.products) == []


def test_the_same_product_with_other_choices_is_another_line() -> None:
    cart = Cart().with_more(LATTE, 1).with_more(LATTE, 2, ("Syrup",)).with_more(LATTE, 1)
    assert [(line.quantity, line.unit_minor) for line in cart.lines] == [(2, 90_000), (2, 100_000)]
    assert cart.total_minor == 380_000


def test_quantities_stay_within_what_a_line_may_hold() -> None:
    cart = Cart().with_more(COLA, 10**18)
    assert cart.lines[0].quantity == MOST
    assert cart.with_quantity(0, -5).lines == ()
    assert cart.with_quantity(0, 10**18).lines[0].quantity == MOST


def test_what_the_stock_lacks_counts_the_parts_of_combos_too() -> None:
    cart = Cart().with_more(COLA, 10).with_more(LUNCH, 5).with_more(WATER, 2)
    [short] = cart.shortages(PRODUCTS)
    assert (short.name, short.left, short.wanted) == (COLA.name, 14, 15)
    assert [one.name for one in Cart().with_more(CHIPS, 1).shortages(PRODUCTS)] == ["Chips"]
    assert Cart().with_more(BURGER, 500).shortages(PRODUCTS) == ()


def test_prices_follow_the_menu_and_what_is_gone_leaves_the_cart() -> None:
    dearer = {COLA.id: Product(1, 1, "Cola 0.5", 70_000)}
    cart = Cart().with_more(COLA, 2).with_more(WATER, 1).renewed(dearer)
    assert [(one.product.name, one.total_minor) for one in cart.lines] == [("Cola 0.5", 140_000)]


def test_points_go_first_up_to_each_product_s_share_and_what_is_there() -> None:
    cart = Cart().with_more(COLA, 1).with_more(BURGER, 1)
    paid = OrderPay(OrderMethod.BALANCE, cart, SANJAR_BUYS)
    assert (paid.points, paid.from_balance) == (25_000, 225_000)
    assert OrderPay(OrderMethod.BALANCE, cart, SANJAR_BUYS, use_points=False).points == 0
    assert OrderPay(OrderMethod.CASH, cart, SANJAR_BUYS).points == 0


def test_why_it_cannot_be_paid_like_that() -> None:
    cart = Cart().with_more(BURGER, 1)
    assert "not enough" in OrderPay(OrderMethod.BALANCE, cart, SANJAR_BUYS).lacks_balance()
    assert "at the end" in OrderPay(OrderMethod.BALANCE, cart, POSTPAID_BUYS).lacks_balance()
    assert OrderPay(OrderMethod.BALANCE, cart, None).lacks_balance()
    for part in (None, 0, 190_000, 10**18, -1):
        assert OrderPay(OrderMethod.SPLIT, cart, cash_part=part).lacks_cash()
    split = OrderPay(OrderMethod.SPLIT, cart, cash_part=100_000, received=200_000)
    assert (split.cash, split.card, split.change()) == (100_000, 90_000, 100_000)
    assert OrderPay(OrderMethod.CASH, cart, received=1).lacks_received()
