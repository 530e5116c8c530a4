"""A bar for tests: a small menu in a small club, and short ways to sell and cancel."""

from __future__ import annotations

from typing import Any

from clubdesk.domain.bar import Choice, Order, Part, Product, ProductCategory
from clubdesk.services.menu import SaveCategory, SaveProduct, TakeDelivery
from clubdesk.services.selling import CancelledItem, CancelOrder, OrderedItem, PlaceOrder
from clubdesk.services.views_bar import OrderRow
from tests.support.club_world import World


class Bar:
    """Cola (500, counted, 12 % tax, all in points), chips (300, counted, half in points), pizza
    (1,500, kitchen, with choices), combo (700: one cola and one chips). Amounts are minor units.
    """

    def __init__(self, world: World, *, stock: int = 20) -> None:
        self.world = world
        self.drinks = self.category("Drinks")
        self.cola = self.product(
            "Cola", 50_000, tax_rate=1_200, points_percent=100, stocked=True, barcode="4870001"
        )
        self.chips = self.product("Chips", 30_000, points_percent=50, stocked=True, low_stock=3)
        self.pizza = self.product(
            "Pizza",
            150_000,
            kitchen=True,
            cost_minor=60_000,
            choices=(Choice("Cheese", 20_000), Choice("No onion")),
        )
        parts = (Part(self.cola), Part(self.chips))
        self.combo = self.product("Combo", 70_000, parts=parts, points_percent=100)
        if stock:
            self.deliver(self.cola, stock, 20_000)
            self.deliver(self.chips, stock, 10_000)

    def category(self, name: str) -> int:
        """A new category."""
        return self.world.do(SaveCategory(category=ProductCategory(0, name))).id

    def product(self, name: str, price: int, **more: Any) -> int:
        """A new product among the drinks."""
        return self.world.do(SaveProduct(product=Product(0, self.drinks, name, price, **more))).id

    def deliver(self, product_id: int, pieces: int, cost: int) -> None:
        """Goods that came."""
        item = TakeDelivery.Item(product_id=product_id, quantity=pieces, cost_minor=cost)
        self.world.do(TakeDelivery(items=(item,)))

    def items(self, *sold: tuple[int, int]) -> tuple[OrderedItem, ...]:
        """A cart of products and quantities."""
        return tuple(OrderedItem(product_id=one, quantity=count) for one, count in sold)

    def total(self, items: tuple[OrderedItem, ...]) -> int:
        """What a cart costs by the menu."""
        known = {one.id: one for one in self.world.storage.queries.menu().products}
        total = 0
        for item in items:
            choices = {choice.name: choice.price_minor for choice in known[item.product_id].choices}
            unit = known[item.product_id].price_minor + sum(choices[one] for one in item.choices)
            total += unit * item.quantity
        return total

    def sell(self, *sold: tuple[int, int], staff_id: int | None = None, **more: Any) -> Any:
        """Sells at the price of the menu; in cash unless something else is said."""
        items = more.pop("items", None) or self.items(*sold)
        total = more.pop("expected_minor", None)
        total = self.total(items) if total is None else total
        if not more.get("from_balance") and not more.get("card_minor"):
            more.setdefault("cash_minor", total)
        return self.world.do(PlaceOrder(items=items, expected_minor=total, **more), staff_id)

    def cancel(self, order_id: int, *pieces: tuple[int, int], **more: Any) -> Any:
        """Cancels pieces of lines, or everything."""
        staff_id = more.pop("staff_id", None)
        items = tuple(CancelledItem(position=place, quantity=count) for place, count in pieces)
        more.setdefault("reason", "Ordered by mistake")
        return self.world.do(CancelOrder(order_id=order_id, items=items, **more), staff_id)

    def order(self, order_id: int) -> Order:
        """An order as the books have it."""
        return self.row(order_id).order

    def row(self, order_id: int) -> OrderRow:
        """An order as the screens see it."""
        found = self.world.storage.queries.order(order_id)
        assert found is not None
        return found

    def stock(self, product_id: int) -> int:
        """Pieces by the books."""
        return self.look(product_id).stock

    def look(self, product_id: int) -> Product:
        """A product as the screens see it."""
        products = self.world.storage.queries.menu().products
        return next(one for one in products if one.id == product_id)

    def papers(self, kind: str) -> list[Any]:
        """The papers of a kind, the newest first."""
        jobs = self.world.storage.queries.print_jobs(200)
        return [job for job in jobs if job.receipt.paper.kind == kind]
