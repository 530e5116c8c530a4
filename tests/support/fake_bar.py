"""The bar's part of the books in memory: a menu, orders, a stock, buyers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from clubdesk.domain.bar import (
    Choice,
    Order,
    OrderLine,
    OrderState,
    Part,
    Product,
    ProductCategory,
    StockMove,
    StockMoveKind,
)
from clubdesk.services.views_bar import (
    Buyer,
    MenuView,
    OrderRow,
    ProductMargin,
    StockMoveRow,
)

AT = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
DRINKS, FOOD, SETS = 1, 2, 3
CATEGORIES = (
    ProductCategory(DRINKS, "Drinks", "#3c6de8", 1),
    ProductCategory(FOOD, "Hot food", "#c77b00", 2),
    ProductCategory(SETS, "Sets", "#6a48d7", 3),
)
COLA = Product(1, DRINKS, "Cola 0.5", 60_000, barcode="4870001112223", stocked=True, stock=14,
               low_stock=6, cost_minor=31_000, points_percent=50, tax_rate=1200)  # fmt: skip
WATER = Product(2, DRINKS, "Still water 0.5", 30_000, barcode="4870001112230", stocked=True,
                stock=2, low_stock=6, cost_minor=9_000, position=1)  # fmt: skip
LATTE = Product(3, DRINKS, "Latte", 90_000, kitchen=True, position=2,
                choices=(Choice("Oat milk", 20_000), Choice("Syrup", 10_000)))  # fmt: skip
BURGER = Product(4, FOOD, "Double cheeseburger with onions", 190_000, kitchen=True,
                 cost_minor=90_000)  # fmt: skip
CHIPS = Product(5, FOOD, "Chips", 50_000, stocked=True, stock=0, low_stock=4, position=1,
                cost_minor=24_000)  # fmt: skip
LUNCH = Product(6, SETS, "Gamer's lunch", 230_000, kitchen=True, parts=(Part(1), Part(4)))
OLD = Product(7, FOOD, "Hot dog of last year", 80_000, active=False, position=9)
MENU = MenuView(CATEGORIES, (COLA, WATER, LATTE, BURGER, CHIPS, LUNCH, OLD))


def a_line(product: Product, quantity: int = 1, **more: Any) -> OrderLine:
    """A line of an order at the menu's price."""
    unit = more.pop("unit_minor", product.price_minor)
    took = (Part(product.id),) if product.stocked else ()
    return OrderLine(product.id, product.name, quantity, unit, kitchen=product.kitchen,
                     tax_rate=product.tax_rate, took=took, **more)  # fmt: skip


def an_order(number: int, *lines: OrderLine, **more: Any) -> Order:
    """An order of so many minutes ago, from the balance unless it says otherwise."""
    total = sum(line.total_minor for line in lines)
    points = sum(line.points for line in lines)
    own: dict[str, Any] = {"state": OrderState.NEW, "points": points, **more}
    if not any(name in own for name in ("balance_minor", "cash_minor", "card_minor")):
        own["balance_minor"] = total - points
    at = own.pop("at", AT - timedelta(minutes=3 * (20 - number)))
    state = own.pop("state")
    return Order(number, 1, number, 214, 2, at, state, total, tuple(lines), **own)


ORDERS = (
    OrderRow(
        an_order(14, a_line(COLA, 2), a_line(BURGER), client_id=1, session_id=5, station_id=7,
                 transaction_id=900),
        "Dana Abenova", "Sanjar Tulegenov", "PC 07",
    ),
    OrderRow(
        an_order(13, a_line(LATTE, 1, choices=("Oat milk",), unit_minor=110_000),
                 state=OrderState.PREPARING, cash_minor=110_000, note="No sugar"),
        "Dana Abenova",
    ),
    OrderRow(
        an_order(12, a_line(WATER, 3), state=OrderState.SERVED, cash_minor=40_000,
                 card_minor=50_000, ready_at=AT),
        "Dana Abenova",
    ),
)  # fmt: skip
MOVES = (
    StockMoveRow(
        StockMove(3, 1, -2, StockMoveKind.SALE, AT, 31_000, 2, 14), "Cola 0.5", "Dana Abenova"
    ),
    StockMoveRow(
        StockMove(2, 5, -3, StockMoveKind.WRITE_OFF, AT, 24_000, 1, reason="Out of date"),
        "Chips", "Aliya Serikova",
    ),
    StockMoveRow(
        StockMove(1, 1, 24, StockMoveKind.DELIVERY, AT - timedelta(days=1), 31_000, 1),
        "Cola 0.5", "Aliya Serikova",
    ),
)  # fmt: skip
SANJAR_BUYS = Buyer(1, 5, "PC 07", "Sanjar Tulegenov", 136_400, 25_000)
RUSLAN_BUYS = Buyer(3, None, "", "Ruslan Abenov", 520_000, 0)
GUEST_BUYS = Buyer(None, 8, "PC 02", "", 80_000, 0)
POSTPAID_BUYS = Buyer(None, 9, "PC 03", "", 0, 0, postpaid=True)


class FakeBar:
    """BarQueries over plain values that a test may replace."""

    def __init__(self) -> None:
        super().__init__()
        self.the_menu = MENU
        self.pictures: dict[int, bytes] = {}
        self.the_orders = list(ORDERS)
        self.buyers = {(1, None): SANJAR_BUYS, (3, None): RUSLAN_BUYS, (None, 5): SANJAR_BUYS,
                       (None, 8): GUEST_BUYS, (None, 9): POSTPAID_BUYS}  # fmt: skip
        self.the_moves = list(MOVES)
        self.the_margins = [ProductMargin(1, "Cola 0.5", 31, 1_860_000, 961_000),
                            ProductMargin(4, "Double cheeseburger with onions", 9, 1_710_000,
                                          810_000)]  # fmt: skip
        self.asked_orders: list[Any] = []
        self.the_refunds: list[Any] = []

    def menu(self):
        return self.the_menu

    def product_picture(self, product_id):
        return self.pictures.get(product_id)

    def orders(self, only, limit=200):
        self.asked_orders.append(only)
        return [row for row in self.the_orders if _fits(row, only)][:limit]

    def order(self, order_id):
        return next((row for row in self.the_orders if row.order.id == order_id), None)

    def waiting_orders(self):
        return [row for row in reversed(self.the_orders) if row.order.state.is_open]

    def order_refunds(self, till_id):
        return list(self.the_refunds)

    def buyer(self, client_id, session_id, now):
        return self.buyers.get((client_id, session_id))

    def stock_moves(self, product_id, limit=200):
        return [one for one in self.the_moves if product_id in (None, one.move.product_id)][:limit]

    def margins(self, since, until):
        return list(self.the_margins)

    def replace_order(self, order_id, **changes):
        """The books say something else of an order."""
        for place, row in enumerate(self.the_orders):
            if row.order.id == order_id:
                self.the_orders[place] = replace(row, order=replace(row.order, **changes))


def _fits(row: OrderRow, only: Any) -> bool:
    order = row.order
    words = f"{order.number} {row.client_name} {' '.join(one.name for one in order.lines)}"
    return (
        (only.client_id is None or order.client_id == only.client_id)
        and (only.session_id is None or order.session_id == only.session_id)
        and (not only.states or order.state in only.states)
        and only.text.casefold() in words.casefold()
    )
