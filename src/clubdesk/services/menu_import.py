"""Products from a list, all or none, in one deed. Desk worker's thread. Amounts are minor units.

A line whose barcode is on the menu changes that product, else one of the same name, else it is a
new product. What a column does not say stays as it is. ``clubdesk.lists`` reads the file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import msgspec

from clubdesk.domain.bar import Product, ProductCategory, StockMoveKind
from clubdesk.domain.events import MenuChanged
from clubdesk.domain.people import Permission, fold
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.menu_checks import MOST_PIECES, checked_category
from clubdesk.services.menu_keeping import find_product, keep_product
from clubdesk.services.menu_known import KnownMenu
from clubdesk.services.stock_keeping import move_stock
from clubdesk.services.typed_text import one_line

MOST_ROWS = 2_000
"""Few enough that a cashier's deed hardly waits for it; no bar has so many products."""
_LONGEST_FILE_NAME = 120
_PLAIN = (
    "barcode", "price_minor", "tax_rate", "points_percent", "low_stock", "cost_minor", "kitchen",
)  # fmt: skip


class ProductRow(msgspec.Struct, frozen=True, kw_only=True):
    """One checked line; None is what the list does not say.

    Attributes:
        stock: Pieces that are there now; says that they are counted, too.
    """

    line: int
    name: str
    category: str = ""
    barcode: str | None = None
    price_minor: int | None = None
    tax_rate: int | None = None
    points_percent: int | None = None
    low_stock: int | None = None
    cost_minor: int | None = None
    kitchen: bool | None = None
    stock: int | None = None


class ImportMenu(Command, frozen=True, kw_only=True):
    """Brings a checked list of products onto the menu."""

    # Thousands of lines would stand in the journal; it says how many and from which file.
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"rows"})

    rows: tuple[ProductRow, ...]
    file_name: str = ""


class MenuImported(Answer, frozen=True, kw_only=True):
    """How many products are new, and how many were changed."""

    added: int
    changed: int


def import_menu(deed: Deed, command: ImportMenu) -> MenuImported:
    """Brings all lines in, or none.

    Raises:
        DeskError: ``import.nothing``, or a check's own code with the line in its text.
    """
    if not 0 < len(command.rows) <= MOST_ROWS:
        raise DeskError(
            "import.nothing",
            tr("A list holds 1 to {most} products.").format(most=MOST_ROWS),
            tr("Nothing was imported. Choose another file."),
        )
    name = one_line(command.file_name[:1_000])[:_LONGEST_FILE_NAME]
    deed.reason = tr("Import of {name}").format(name=name) if name else tr("Import")
    known, categories = KnownMenu.of(deed.work.menu.products()), _categories(deed)
    added = 0
    for row in command.rows:
        try:
            added += _bring_in(deed, row, known, categories)
        except DeskError as error:
            raise _on_line(row, error) from error
    changed = len(command.rows) - added
    deed.notes.update(file_name=name, added=added, changed=changed)
    deed.tell(MenuChanged())
    return MenuImported(added=added, changed=changed)


def as_product(row: ProductRow, before: Product | None, category_id: int) -> Product:
    """The product as the line has it, over what it was before."""
    product = before or Product(0, category_id, row.name, 0)
    facts: dict[str, Any] = {
        name: getattr(row, name) for name in _PLAIN if getattr(row, name) is not None
    }
    stocked = product.stocked or row.stock is not None
    return replace(product, name=row.name, category_id=category_id, stocked=stocked, **facts)


def _bring_in(deed: Deed, row: ProductRow, known: KnownMenu, categories: dict[str, int]) -> bool:
    """Brings a line in; whether it is a new product."""
    before = known.matching(row.name, row.barcode)
    category_id = _category(deed, row, before, categories)
    if before is None and row.price_minor is None:
        text = tr("A new product needs a price.")
        raise DeskError("product.price", text, subject="price_minor")
    kept = keep_product(deed, as_product(row, before, category_id), known)
    if before is not None:
        known.forget(before)
    known.note(kept)
    if row.stock is not None:
        _set_stock(deed, row, kept, is_new=before is None)
    return before is None


def _set_stock(deed: Deed, row: ProductRow, kept: Product, *, is_new: bool) -> None:
    if row.stock is None or not 0 <= row.stock <= MOST_PIECES:
        text = tr("The number of pieces is from 0 to {most}.").format(most=MOST_PIECES)
        raise DeskError("stock.quantity", text, subject="stock")
    product = find_product(deed, kept.id)
    if difference := row.stock - product.stock:
        kind = StockMoveKind.DELIVERY if is_new else StockMoveKind.COUNT
        move_stock(deed, product, difference, kind, product.cost_minor)


def _categories(deed: Deed) -> dict[str, int]:
    return {fold(one.name): one.id for one in deed.work.menu.categories() if one.active}


def _category(
    deed: Deed, row: ProductRow, before: Product | None, categories: dict[str, int]
) -> int:
    wanted = one_line(row.category[:1_000])
    if not wanted and before is not None:
        return before.category_id
    if (found := categories.get(fold(wanted))) is not None:
        return found
    if not wanted:
        text = tr("A new product needs a category.")
        raise DeskError("product.category", text, subject="category")
    new = checked_category(deed, ProductCategory(0, wanted))
    last = max((one.position for one in deed.work.menu.categories()), default=-1)
    added = deed.work.menu.add_category(replace(new, position=last + 1))
    categories[fold(added.name)] = added.id
    return added.id


def _on_line(row: ProductRow, error: DeskError) -> DeskError:
    return DeskError(
        error.code,
        tr("Line {line}: {what}").format(line=row.line, what=error.text),
        tr("Nothing was imported. Correct the line and import the file again."),
        subject=error.subject,
    )


RULES: dict[type[Command], Rule] = {
    ImportMenu: Rule(import_menu, MenuImported, needs=Permission.EDIT_MENU),
}
