"""Menu and stock in the books. Desk worker's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import bindparam, delete, insert, update

from clubdesk.domain.bar import Product, ProductCategory, StockMove
from clubdesk.storage import tables_bar
from clubdesk.storage.rows_bar import (
    CATEGORIES,
    PRODUCT,
    PRODUCTS,
    category_of,
    product_of,
    product_values,
)
from clubdesk.storage.work_link import WorkLink

_categories, _products = tables_bar.product_categories, tables_bar.products
_pictures, _moves = tables_bar.product_pictures, tables_bar.stock_moves
_ADD_CATEGORY = insert(_categories)
_SAVE_CATEGORY = update(_categories).where(_categories.c.id == bindparam("of_id"))
_ADD = insert(_products)
_SAVE = update(_products).where(_products.c.id == bindparam("of_id"))
_ADD_PICTURE = insert(_pictures)
_DROP_PICTURE = delete(_pictures).where(_pictures.c.product_id == bindparam("of_id"))
_ADD_MOVE = insert(_moves)


class SqlMenuStore:
    """What the bar sells."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def categories(self) -> Sequence[ProductCategory]:
        """All categories in their order, those put away too."""
        return [category_of(row) for row in self._link.each(CATEGORIES)]

    def category(self, category_id: int) -> ProductCategory | None:
        """A category by id."""
        row = self._link.one("SELECT * FROM product_categories WHERE id = :id", id=category_id)
        return None if row is None else category_of(row)

    def add_category(self, category: ProductCategory) -> ProductCategory:
        """Adds a category; the id that is given back is the books'."""
        return replace(category, id=self._link.insert(_ADD_CATEGORY, _category(category)))

    def save_category(self, category: ProductCategory) -> None:
        """Writes what changed."""
        self._link.write(_SAVE_CATEGORY, {**_category(category), "of_id": category.id})

    def products(self) -> Sequence[Product]:
        """All products by category and position, those put away too."""
        return [product_of(row) for row in self._link.each(PRODUCTS)]

    def get(self, product_id: int) -> Product | None:
        """A product by id."""
        row = self._link.one(PRODUCT, id=product_id)
        return None if row is None else product_of(row)

    def add(self, product: Product) -> Product:
        """Adds a product, without any stock; the id that is given back is the books'."""
        new_id = self._link.insert(_ADD, product_values(product))
        return replace(product, id=new_id, stock=0, has_picture=False)

    def save(self, product: Product) -> None:
        """Writes what changed; the stock is left to its moves."""
        self._link.write(_SAVE, {**product_values(product), "of_id": product.id})

    def set_picture(self, product_id: int, picture: bytes) -> None:
        """Keeps a product's picture in place of the one before; an empty one is none."""
        self._link.write(_DROP_PICTURE, {"of_id": product_id})
        if picture:
            self._link.write(_ADD_PICTURE, {"product_id": product_id, "png": picture})


class SqlStockStore:
    """Moves of the stock; a trigger adds each to its product's stock."""

    def __init__(self, link: WorkLink) -> None:
        self._link = link

    def add(self, move: StockMove) -> StockMove:
        """Writes a move for good."""
        values = {
            "product_id": move.product_id,
            "quantity": move.quantity,
            "kind": move.kind.value,
            "cost_minor": move.cost_minor,
            "at": move.at,
            "staff_id": move.staff_id,
            "order_id": move.order_id,
            "reason": move.reason,
        }
        return replace(move, id=self._link.insert(_ADD_MOVE, values))


def _category(category: ProductCategory) -> dict[str, object]:
    return {
        "name": category.name,
        "colour": category.colour,
        "position": category.position,
        "active": category.active,
    }
