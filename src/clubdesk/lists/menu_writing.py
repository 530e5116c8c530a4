"""The menu with its stock as a file that an import reads, and an empty template of one.

Runs on the thread for long work.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from clubdesk.domain.bar import Product
from clubdesk.foundation.money import Currency
from clubdesk.foundation.translate import tr
from clubdesk.lists.menu_columns import ProductColumn, column_word
from clubdesk.lists.writing import Cell, write_table
from clubdesk.services.views_bar import MenuView


def export_menu(menu: MenuView, currency: Currency, path: Path) -> int:
    """Writes what is on sale; returns how many products.

    Raises:
        DeskError: ``list.disk_full`` or ``list.cannot_write``.
    """
    names = {category.id: category.name for category in menu.categories}
    rows = [_row(one, names[one.category_id], currency) for one in menu.products if one.active]
    return write_table(path, _headings(), rows)


def write_template(currency: Currency, path: Path) -> int:
    """Writes the headings with two lines that show how; returns 2.

    Raises:
        DeskError: ``list.disk_full`` or ``list.cannot_write``.
    """
    counted = Product(
        0, 0, tr("Cola 0.5 l"), 600 * currency.scale, "4870204391510", 1_200, 100,
        stocked=True, stock=24, low_stock=6, cost_minor=320 * currency.scale,
    )  # fmt: skip
    cooked = Product(0, 0, tr("Pizza slice"), 1_200 * currency.scale, kitchen=True)
    rows = [_row(counted, tr("Drinks"), currency), _row(cooked, tr("Hot food"), currency)]
    return write_table(path, _headings(), rows)


def _headings() -> list[str]:
    return [column_word(column) for column in ProductColumn]


def _row(product: Product, category: str, currency: Currency) -> list[Cell]:
    cells: dict[ProductColumn, Cell] = {
        ProductColumn.NAME: product.name,
        ProductColumn.CATEGORY: category,
        ProductColumn.PRICE: Decimal(product.price_minor).scaleb(-currency.exponent),
        ProductColumn.BARCODE: product.barcode,
        ProductColumn.TAX: Decimal(product.tax_rate).scaleb(-2),
        ProductColumn.POINTS: product.points_percent,
        ProductColumn.STOCK: max(0, product.stock) if product.stocked else None,
        ProductColumn.LOW: product.low_stock if product.stocked else None,
        ProductColumn.COST: Decimal(product.cost_minor).scaleb(-currency.exponent),
        ProductColumn.KITCHEN: tr("yes") if product.kitchen else tr("no"),
    }
    return [cells[column] for column in ProductColumn]
