"""Menu, stock and margins as the screens see them. Reading worker's thread, inside one look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clubdesk.domain.bar_money import money_of
from clubdesk.services.views_bar import MenuView, ProductMargin, StockMoveRow
from clubdesk.storage.reader import Look
from clubdesk.storage.rows_bar import (
    CATEGORIES,
    PRODUCTS,
    category_of,
    orders_of,
    product_of,
    stock_move_of,
)

_MOVES = """
SELECT m.*, p.name AS product_name, coalesce(f.name, '') AS staff_name
FROM stock_moves m
JOIN products p ON p.id = m.product_id
LEFT JOIN staff f ON f.id = m.staff_id
"""
_OF_ONE = _MOVES + " WHERE m.product_id = :product_id ORDER BY m.id DESC LIMIT :most"
_OF_ALL = _MOVES + " ORDER BY m.id DESC LIMIT :most"
_SOLD = "SELECT * FROM orders WHERE at >= :since AND at < :until ORDER BY id"


def menu(look: Look) -> MenuView:
    """Categories in order, and products by category and position."""
    categories = tuple(category_of(row) for row in look.each(CATEGORIES))
    places = {category.id: place for place, category in enumerate(categories)}
    products = [product_of(row) for row in look.each(PRODUCTS)]
    products.sort(key=lambda one: (places[one.category_id], one.position, one.id))
    return MenuView(categories, tuple(products))


def picture(look: Look, product_id: int) -> bytes | None:
    """A product's picture; None if there is none."""
    found = look.value("SELECT png FROM product_pictures WHERE product_id = :id", id=product_id)
    return None if found is None else bytes(found)


def stock_moves(look: Look, product_id: int | None, limit: int) -> list[StockMoveRow]:
    """The newest moves of one product, or of all."""
    if product_id is None:
        rows = look.rows(_OF_ALL, most=limit)
    else:
        rows = look.rows(_OF_ONE, product_id=product_id, most=limit)
    return [StockMoveRow(stock_move_of(row), row.product_name, row.staff_name) for row in rows]


@dataclass(slots=True)
class _Sums:
    sold: int = 0
    revenue: int = 0
    cost: int = 0


def margins(look: Look, since: datetime, until: datetime) -> list[ProductMargin]:
    """Pieces that stayed sold, the money that they were paid with (points bring none), their cost.

    A combo counts as the product that was sold, at what its parts cost then.
    """
    sums: dict[int, _Sums] = {}
    for order in orders_of(look, look.each(_SOLD, since=since, until=until)):
        for line in order.lines:
            stays = line.quantity - line.cancelled
            product = sums.setdefault(line.product_id, _Sums())
            product.sold += stays
            product.revenue += money_of(line, line.quantity) - money_of(line, line.cancelled)
            product.cost += line.cost_minor * stays
    names = {row.id: row.name for row in look.each("SELECT id, name FROM products")}
    found = [
        ProductMargin(product_id, names[product_id], one.sold, one.revenue, one.cost)
        for product_id, one in sums.items()
        if one.sold
    ]
    return sorted(found, key=lambda margin: (-margin.revenue_minor, margin.name))
