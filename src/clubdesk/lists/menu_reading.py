"""The rows of a list of products, checked before anything is stored: the dry run. Pure.

Runs on the thread for long work. Every fault is told with its line, its column and its value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from clubdesk.domain.bar import Product
from clubdesk.domain.people import fold
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR, Currency, parse_money
from clubdesk.foundation.translate import language, tr
from clubdesk.lists.checking import RowError
from clubdesk.lists.menu_columns import ProductColumn, columns_of
from clubdesk.lists.table_file import Line, TableFile
from clubdesk.services.menu_checks import LONGEST_BARCODE, LONGEST_NAME, MOST_PIECES, MOST_TAX
from clubdesk.services.menu_import import MOST_ROWS, ProductRow
from clubdesk.services.menu_known import KnownMenu
from clubdesk.services.typed_text import can_be_stored, fitting
from clubdesk.services.views_bar import MenuView

_YES = frozenset({"1", "yes", "y", "true", "x", "+", "да", "д"})
_NO = frozenset({"0", "no", "n", "false", "-", "нет", "н"})


@dataclass(frozen=True, slots=True)
class CheckedMenu:
    """What a dry run found.

    Attributes:
        rows: What can be imported.
        changed: Lines that change a product of today; the others are new.
        errors: In the order of lines; a list with any is not imported.
    """

    name: str
    rows: tuple[ProductRow, ...]
    changed: frozenset[int]
    errors: tuple[RowError, ...]

    @property
    def added(self) -> int:
        """How many products are new."""
        return len(self.rows) - len(self.changed)


def check_menu(table: TableFile, menu: MenuView, currency: Currency) -> CheckedMenu:
    """Checks every row within the file and against the menu of today.

    Raises:
        DeskError: ``list.no_product_column``, ``list.no_rows`` or ``list.too_large``.
    """
    columns = columns_of(table)
    lines = columns.body(table)
    if not lines:
        text = tr("Below the headings there is no row.")
        raise DeskError("list.no_rows", text, tr("Choose another file."), subject="path")
    if len(lines) > MOST_ROWS:
        text = tr("A list holds 1 to {most} products.").format(most=MOST_ROWS)
        raise DeskError("list.too_large", text, tr("Split it into several files."), subject="path")
    run = _Run(KnownMenu.of(menu.products))
    for line in lines:
        run.take(line, _facts(line, columns.places), currency)
    errors = tuple(sorted(run.errors, key=lambda error: error.line))
    return CheckedMenu(table.name, tuple(run.rows), frozenset(run.changed), errors)


class _Run:
    """A dry run: what was read so far."""

    def __init__(self, known: KnownMenu) -> None:
        self.rows: list[ProductRow] = []
        self.errors: list[RowError] = []
        self.changed: set[int] = set()
        self._known = known
        self._seen: dict[tuple[str, str], int] = {}

    def take(self, line: Line, facts: dict[ProductColumn, str], currency: Currency) -> None:
        """Reads one line."""
        if not all(can_be_stored(value) for value in facts.values()):
            text = tr("The row holds characters that cannot be stored.")
            self.errors.append(RowError(line.number, "", text, code="command.bad_text"))
            return
        found: dict[str, object] = {}
        before = len(self.errors)
        for column, typed in facts.items():
            try:
                found[column.value] = _CHECKS[column](typed, currency)
            except DeskError as error:
                fault = RowError(line.number, column.value, error.text, typed[:80], error.code)
                self.errors.append(fault)
        if len(self.errors) == before:
            self._keep(ProductRow(line=line.number, **found))  # type: ignore[arg-type]

    def _keep(self, row: ProductRow) -> None:
        product = self._known.matching(row.name, row.barcode)
        fault = self._twice(row) or self._lacks(row, product) or self._clash(row, product)
        if fault is not None:
            self.errors.append(fault)
            return
        self._seen["name", fold(row.name)] = row.line
        if row.barcode:
            self._seen["barcode", row.barcode] = row.line
        if product is not None:
            self.changed.add(row.line)
        self.rows.append(row)

    def _twice(self, row: ProductRow) -> RowError | None:
        for subject, value in (("name", fold(row.name)), ("barcode", row.barcode or "")):
            if value and (earlier := self._seen.get((subject, value))) is not None:
                text = tr("The same as in line {line}.").format(line=earlier)
                return RowError(row.line, subject, text, value[:80], "list.twice")
        return None

    def _lacks(self, row: ProductRow, product: Product | None) -> RowError | None:
        if product is not None:
            return None
        if row.price_minor is None:
            text = tr("A new product needs a price.")
            return RowError(row.line, "price_minor", text, "", "product.price")
        if not row.category:
            text = tr("A new product needs a category.")
            return RowError(row.line, "category", text, "", "product.category")
        return None

    def _clash(self, row: ProductRow, product: Product | None) -> RowError | None:
        named = self._known.by_name.get(fold(row.name))
        if product is not None and named is not None and named.id != product.id:
            text = tr("There is a product of this name already.")
            return RowError(row.line, "name", text, row.name, "product.name_taken")
        if product is not None and product.parts and row.stock is not None:
            text = tr("A combo has no stock of its own: that of its parts is counted.")
            return RowError(row.line, "stock", text, str(row.stock), "product.parts")
        return None


def _facts(line: Line, places: dict[ProductColumn, int]) -> dict[ProductColumn, str]:
    """What the line says: an empty cell says nothing, but a product without a name is a fault."""
    cells = {
        column: line.cells[place].removeprefix("'") if place < len(line.cells) else ""
        for column, place in places.items()
    }
    return {column: cell for column, cell in cells.items() if cell or column is ProductColumn.NAME}


def _name(typed: str, _: Currency) -> str:
    name = fitting(typed, LONGEST_NAME, "name")
    if not name:
        raise DeskError("product.name_missing", tr("The product needs a name."))
    return name


def _barcode(typed: str, _: Currency) -> str:
    return fitting(typed, LONGEST_BARCODE, "barcode").replace(" ", "")


def _money(typed: str, currency: Currency) -> int:
    minor = parse_money(typed[:60], currency, language())
    if not 0 <= minor <= MAX_MINOR:
        raise DeskError("product.price", tr("The price is zero or more, and not too large."))
    return minor


def _percent(most: Decimal, scale: int) -> Callable[[str, Currency], int]:
    def read(typed: str, _: Currency) -> int:
        try:
            value = Decimal(typed[:20].replace("%", "").replace(",", ".").strip())
        except InvalidOperation:
            value = Decimal(-1)
        if not value.is_finite() or not 0 <= value <= most or value * scale % 1:
            text = tr("This is no percentage from 0 to {most}.").format(most=most)
            raise DeskError("product.percent", text)
        return int(value * scale)

    return read


def _pieces(typed: str, _: Currency) -> int:
    plain = "".join(typed[:20].split())
    if not plain.isascii() or not plain.isdecimal() or int(plain) > MOST_PIECES:
        text = tr("The number of pieces is from 0 to {most}.").format(most=MOST_PIECES)
        raise DeskError("stock.quantity", text)
    return int(plain)


def _yes(typed: str, _: Currency) -> bool:
    plain = fold(typed[:20])
    if plain not in _YES | _NO:
        raise DeskError("list.not_yes_or_no", tr("Write yes or no."))
    return plain in _YES


_CHECKS: dict[ProductColumn, Callable[[str, Currency], object]] = {
    ProductColumn.NAME: _name,
    ProductColumn.CATEGORY: lambda typed, _: fitting(typed, LONGEST_NAME, "category"),
    ProductColumn.PRICE: _money,
    ProductColumn.BARCODE: _barcode,
    ProductColumn.TAX: _percent(Decimal(MOST_TAX).scaleb(-2), 100),
    ProductColumn.POINTS: _percent(Decimal(100), 1),
    ProductColumn.STOCK: _pieces,
    ProductColumn.LOW: _pieces,
    ProductColumn.COST: _money,
    ProductColumn.KITCHEN: _yes,
}
