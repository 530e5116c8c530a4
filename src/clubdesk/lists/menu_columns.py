"""Which column of a list of products is what, by its heading in English or Russian. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clubdesk.domain.people import fold
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import mark, tr
from clubdesk.lists.table_file import Line, TableFile


class ProductColumn(StrEnum):
    """What a column may hold."""

    NAME = "name"
    CATEGORY = "category"
    PRICE = "price_minor"
    BARCODE = "barcode"
    TAX = "tax_rate"
    POINTS = "points_percent"
    STOCK = "stock"
    LOW = "low_stock"
    COST = "cost_minor"
    KITCHEN = "kitchen"


_WORDS: dict[ProductColumn, str] = {
    ProductColumn.NAME: mark("Product"),
    ProductColumn.CATEGORY: mark("Category"),
    ProductColumn.PRICE: mark("Price"),
    ProductColumn.BARCODE: mark("Barcode"),
    ProductColumn.TAX: mark("Tax, %"),
    ProductColumn.POINTS: mark("Payable in points, %"),
    ProductColumn.STOCK: mark("In stock"),
    ProductColumn.LOW: mark("Low from"),
    ProductColumn.COST: mark("Cost"),
    ProductColumn.KITCHEN: mark("Kitchen"),
}
_HEADINGS: dict[ProductColumn, str] = {
    ProductColumn.NAME: "product|name|item|title|товар|название|наименование|продукт|позиция",
    ProductColumn.CATEGORY: "category|group|section|категория|группа|раздел",
    ProductColumn.PRICE: "price|sale price|цена|цена продажи|стоимость",
    ProductColumn.BARCODE: "barcode|bar code|ean|code|штрихкод|штрих-код|код",
    ProductColumn.TAX: "tax, %|tax %|tax|vat|ндс, %|ндс %|ндс|налог, %|налог",
    ProductColumn.POINTS: (
        "payable in points, %|points|points %|points, %|баллы|баллы, %|бонусы, %|оплата баллами, %"
    ),
    ProductColumn.STOCK: "in stock|stock|quantity|pieces|остаток|количество|кол-во|на складе",
    ProductColumn.LOW: "low from|low stock|minimum|мало от|минимум|мин. остаток|мин остаток",
    ProductColumn.COST: "cost|cost price|purchase price|себестоимость|закупка|цена закупки",
    ProductColumn.KITCHEN: "kitchen|кухня",
}


@dataclass(frozen=True, slots=True)
class ProductColumns:
    """Which column (from 0) holds what; the rows below the heading are the products."""

    places: dict[ProductColumn, int]

    def body(self, table: TableFile) -> tuple[Line, ...]:
        """The rows below the heading."""
        return table.lines[1:]


def column_word(column: ProductColumn) -> str:
    """What a column holds, in the language in use."""
    return tr(_WORDS[column])


def columns_of(table: TableFile) -> ProductColumns:
    """The columns by their headings.

    Raises:
        DeskError: ``list.no_product_column``: the first row names none as the product's name.
    """
    places: dict[ProductColumn, int] = {}
    for place, cell in enumerate(table.lines[0].cells):
        plain = fold(cell.replace("_", " ")).strip(" .:*№#")
        for column, headings in _HEADINGS.items():
            known = (*headings.split("|"), fold(column_word(column)))
            if plain in known and column not in places:
                places[column] = place
                break
    if ProductColumn.NAME not in places:
        raise DeskError(
            "list.no_product_column",
            tr("The first row names no column as the product."),
            tr("Name the columns as in the template: {names}.").format(
                names=", ".join(column_word(column) for column in ProductColumn)
            ),
            subject="path",
        )
    return ProductColumns(places)
