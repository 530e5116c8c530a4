"""The menu: categories and products kept, put in order, put away. Desk worker's thread.

A product's stock is not touched here: only moves of the stock change it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from clubdesk.domain.bar import Product, ProductCategory
from clubdesk.domain.events import MenuChanged
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.menu import OrderMenu, SaveCategory, Saved, SaveProduct
from clubdesk.services.menu_checks import check_picture, checked_category, checked_product
from clubdesk.services.menu_known import KnownMenu

T = TypeVar("T", Product, ProductCategory)


def save_category(deed: Deed, command: SaveCategory) -> Saved:
    """Keeps a category; a new one comes last.

    Raises:
        DeskError: ``category.unknown`` or what ``checked_category`` raises.
    """
    category = checked_category(deed, command.category)
    menu = deed.work.menu
    if category.id == 0:
        last = max((one.position for one in menu.categories()), default=-1)
        category = menu.add_category(replace(category, position=last + 1))
    else:
        before = menu.category(category.id)
        if before is None:
            raise _unknown("category.unknown", tr("This category does not exist."))
        menu.save_category(replace(category, position=before.position))
    deed.notes.update(name=category.name)
    deed.tell(MenuChanged())
    return Saved(id=category.id)


def save_product(deed: Deed, command: SaveProduct) -> Saved:
    """Keeps a product; a new one comes last in its category.

    Raises:
        DeskError: ``product.unknown`` or what the checks raise.
    """
    if command.picture:
        check_picture(command.picture)
    product = keep_product(deed, command.product)
    if command.picture is not None:
        deed.work.menu.set_picture(product.id, command.picture)
    deed.notes.update(name=product.name)
    deed.tell(MenuChanged())
    return Saved(id=product.id)


def keep_product(deed: Deed, given: Product, known: KnownMenu | None = None) -> Product:
    """Checks a product and writes it; ``known`` is the menu, where many are written in a row.

    Raises:
        DeskError: ``product.unknown`` or what ``checked_product`` raises.
    """
    menu = deed.work.menu
    before = find_product(deed, given.id) if given.id else None
    known = known or KnownMenu.of(menu.products())
    product = checked_product(deed, given, known)
    last = known.last_place.get(product.category_id, -1) + 1
    if before is None:
        return menu.add(replace(product, position=last))
    moves = before.category_id != product.category_id
    product = replace(product, position=last if moves else before.position)
    menu.save(product)
    return product


def order_menu(deed: Deed, command: OrderMenu) -> Done:
    """Writes the order of categories, or of the products of one.

    Raises:
        DeskError: ``category.unknown`` or ``product.unknown``.
    """
    menu = deed.work.menu
    if command.category_ids:
        for category in _in_order(menu.categories(), command.category_ids, "category"):
            menu.save_category(category)
    if command.product_ids:
        of_category = find_product(deed, command.product_ids[0]).category_id
        inside = [one for one in menu.products() if one.category_id == of_category]
        for product in _in_order(inside, command.product_ids, "product"):
            menu.save(product)
    deed.tell(MenuChanged())
    return Done()


def find_product(deed: Deed, product_id: int) -> Product:
    """A product.

    Raises:
        DeskError: ``product.unknown``.
    """
    product = deed.work.menu.get(product_id)
    if product is None:
        raise _unknown("product.unknown", tr("This product does not exist."))
    return product


def _in_order(things: Sequence[T], ids: Sequence[int], what: str) -> list[T]:
    """Those whose place changes, at their new place; the ids that are not named follow."""
    known: dict[int, T] = {one.id: one for one in things}
    if not set(ids) <= known.keys():
        raise _unknown(f"{what}.unknown", tr("One of these does not exist on the menu."))
    order = [*dict.fromkeys(ids), *(one for one in known if one not in ids)]
    return [
        replace(known[one], position=place)
        for place, one in enumerate(order)
        if known[one].position != place
    ]


def _unknown(code: str, text: str) -> DeskError:
    return DeskError(code, text, tr("Nothing was changed. Choose one from the menu."))


RULES: dict[type[Command], Rule] = {
    SaveCategory: Rule(save_category, Saved, needs=Permission.EDIT_MENU),
    SaveProduct: Rule(save_product, Saved, needs=Permission.EDIT_MENU),
    OrderMenu: Rule(order_menu, Done, needs=Permission.EDIT_MENU),
}
