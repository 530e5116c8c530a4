"""Rows of the bar as frozen values, in SQL and code that the writing and reading side share. Pure.

Choices, parts and what a line took are JSON texts in short lists, because no question looks into
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

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
from clubdesk.storage.instants import instant_of, maybe_instant
from clubdesk.storage.reader import Look, listed
from clubdesk.storage.untyped import StoredRow

CATEGORIES = "SELECT * FROM product_categories ORDER BY position, id"
_PRODUCTS = """
SELECT p.*, i.product_id AS pictured FROM products p
LEFT JOIN product_pictures i ON i.product_id = p.id
"""
PRODUCTS = _PRODUCTS + " ORDER BY p.category_id, p.position, p.id"
PRODUCT = _PRODUCTS + " WHERE p.id = :id"
# The same words as in the partial index, or SQLite would not use it; and the few that wait first,
# because the order asked for would tempt it to walk through all orders there ever were.
WAITING = "o.id IN (SELECT w.id FROM orders w WHERE w.state IN ('new', 'preparing'))"
_LINES = "SELECT * FROM order_lines WHERE order_id IN ({orders}) ORDER BY order_id, position"
_AT_ONCE = 500
"""Orders whose lines are read with one question: SQLite takes a limited number of parameters."""


def category_of(row: StoredRow) -> ProductCategory:
    """A part of the menu."""
    return ProductCategory(row.id, row.name, row.colour, row.position, bool(row.active))


def product_of(row: StoredRow) -> Product:
    """A product; the row comes from one of the questions above."""
    return Product(
        id=row.id,
        category_id=row.category_id,
        name=row.name,
        price_minor=row.price_minor,
        barcode=row.barcode,
        tax_rate=row.tax_rate,
        points_percent=row.points_percent,
        stocked=bool(row.stocked),
        stock=row.stock,
        low_stock=row.low_stock,
        cost_minor=row.cost_minor,
        kitchen=bool(row.kitchen),
        choices=choices_of(row.choices),
        parts=parts_of(row.parts),
        position=row.position,
        active=bool(row.active),
        has_picture=row.pictured is not None,
    )


def product_values(product: Product) -> dict[str, Any]:
    """The columns of a product but for its stock, which its moves alone change."""
    return {
        "category_id": product.category_id,
        "name": product.name,
        "price_minor": product.price_minor,
        "barcode": product.barcode,
        "tax_rate": product.tax_rate,
        "points_percent": product.points_percent,
        "stocked": product.stocked,
        "low_stock": product.low_stock,
        "cost_minor": product.cost_minor,
        "kitchen": product.kitchen,
        "choices": text_of([[one.name, one.price_minor] for one in product.choices]),
        "parts": parts_text(product.parts),
        "position": product.position,
        "active": product.active,
    }


def orders_of(look: Look, rows: Iterable[StoredRow]) -> list[Order]:
    """Orders with their lines, in the order of the rows."""
    found = list(rows)
    lines: dict[int, list[OrderLine]] = {row.id: [] for row in found}
    for start in range(0, len(found), _AT_ONCE):
        inside, given = listed("order", [row.id for row in found[start : start + _AT_ONCE]])
        for line in look.each(_LINES.format(orders=inside), **given):
            lines[line.order_id].append(_line_of(line))
    return [_order_of(row, tuple(lines[row.id])) for row in found]


def stock_move_of(row: StoredRow) -> StockMove:
    """A move of the stock."""
    return StockMove(
        id=row.id,
        product_id=row.product_id,
        quantity=row.quantity,
        kind=StockMoveKind(row.kind),
        at=instant_of(row.at),
        cost_minor=row.cost_minor,
        staff_id=row.staff_id,
        order_id=row.order_id,
        reason=row.reason,
    )


def text_of(value: object) -> str:
    """Plain lists as the text that is stored."""
    return msgspec.json.encode(value).decode()


def parts_text(parts: Sequence[Part]) -> str:
    """Products and quantities as the text that is stored."""
    return text_of([[part.product_id, part.quantity] for part in parts])


@lru_cache(maxsize=1024)
def parts_of(text: str) -> tuple[Part, ...]:
    """Products and quantities."""
    return tuple(Part(*pair) for pair in msgspec.json.decode(text, type=list[tuple[int, int]]))


@lru_cache(maxsize=1024)
def choices_of(text: str) -> tuple[Choice, ...]:
    """What a product can come with."""
    return tuple(Choice(*pair) for pair in msgspec.json.decode(text, type=list[tuple[str, int]]))


@lru_cache(maxsize=1024)
def names_of(text: str) -> tuple[str, ...]:
    """The choices that were taken."""
    return msgspec.json.decode(text, type=tuple[str, ...])


@lru_cache(maxsize=1024)
def pieces_of(text: str) -> tuple[tuple[int, int], ...]:
    """Positions and quantities of a cancel."""
    return msgspec.json.decode(text, type=tuple[tuple[int, int], ...])


def _line_of(row: StoredRow) -> OrderLine:
    return OrderLine(
        product_id=row.product_id,
        name=row.name,
        quantity=row.quantity,
        unit_minor=row.unit_minor,
        choices=names_of(row.choices),
        points=row.points,
        tax_rate=row.tax_rate,
        cost_minor=row.cost_minor,
        kitchen=bool(row.kitchen),
        cancelled=row.cancelled,
        took=parts_of(row.took),
    )


def _order_of(row: StoredRow, lines: tuple[OrderLine, ...]) -> Order:
    return Order(
        id=row.id,
        till_id=row.till_id,
        number=row.number,
        shift_id=row.shift_id,
        staff_id=row.staff_id,
        at=instant_of(row.at),
        state=OrderState(row.state),
        total_minor=row.total_minor,
        lines=lines,
        client_id=row.client_id,
        session_id=row.session_id,
        station_id=row.station_id,
        points=row.points,
        balance_minor=row.balance_minor,
        cash_minor=row.cash_minor,
        card_minor=row.card_minor,
        transaction_id=row.transaction_id,
        note=row.note,
        ready_at=maybe_instant(row.ready_at),
    )
