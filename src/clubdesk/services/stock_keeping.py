"""Goods that came, pieces that are gone, and what a count found. Desk worker's thread.

No money moves here: what was paid for goods in cash is a Cash out. Amounts are minor units.
"""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.bar import Product, StockMove, StockMoveKind
from clubdesk.domain.events import MenuChanged
from clubdesk.domain.people import Permission
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.menu import CountStock, StockCounted, TakeDelivery, WriteOffStock
from clubdesk.services.menu_checks import MOST_PIECES
from clubdesk.services.menu_keeping import find_product
from clubdesk.services.typed_money import LONGEST_REASON, give_reason, kept_words

MOST_ITEMS = 5_000


def take_delivery(deed: Deed, command: TakeDelivery) -> Done:
    """Adds what came, and keeps what a piece cost.

    Raises:
        DeskError: ``stock.nothing``, ``stock.quantity``, ``stock.cost``, ``product.unknown`` or
            ``product.not_counted``.
    """
    _check_items(len(command.items))
    deed.reason = kept_words(command.note, LONGEST_REASON, "note")
    for item in command.items:
        product = _counted(deed, item.product_id)
        _check_pieces(product, item.quantity, least=1)
        if not 0 <= item.cost_minor <= MAX_MINOR:
            text = tr("{name}: the cost is zero or more.").format(name=product.name)
            raise _wrong("cost", text, product, "cost_minor")
        move_stock(deed, product, item.quantity, StockMoveKind.DELIVERY, item.cost_minor)
        if item.cost_minor != product.cost_minor:
            deed.work.menu.save(replace(product, cost_minor=item.cost_minor))
    deed.tell(MenuChanged())
    return Done()


def write_off_stock(deed: Deed, command: WriteOffStock) -> Done:
    """Takes off what is gone.

    Raises:
        DeskError: ``stock.quantity``, ``stock.too_little``, ``reason.missing``,
            ``product.unknown`` or ``product.not_counted``.
    """
    product = _counted(deed, command.product_id)
    _check_pieces(product, command.quantity, least=1)
    give_reason(deed, command.reason)
    if command.quantity > product.stock:
        text = tr("{name}: only {stock} left by the books.").format(
            name=product.name, stock=max(0, product.stock)
        )
        raise DeskError(
            "stock.too_little",
            text,
            tr("Nothing was changed. Write off fewer, or count the stock first."),
            subject="quantity",
            about_id=product.id,
        )
    move_stock(deed, product, -command.quantity, StockMoveKind.WRITE_OFF, product.cost_minor)
    deed.notes.update(name=product.name, lost_minor=product.cost_minor * command.quantity)
    deed.tell(MenuChanged())
    return Done()


def count_stock(deed: Deed, command: CountStock) -> StockCounted:
    """Books the differences between what is there and what the books said as it was counted.

    Raises:
        DeskError: ``stock.nothing``, ``stock.twice``, ``stock.quantity``, ``product.unknown``
            or ``product.not_counted``.
    """
    _check_items(len(command.items))
    deed.reason = kept_words(command.reason, LONGEST_REASON, "reason")
    if len({item.product_id for item in command.items}) < len(command.items):
        raise DeskError(
            "stock.twice",
            tr("A product was counted twice."),
            tr("Nothing was changed. Leave one of the two lines."),
            subject="items",
        )
    found: dict[int, int] = {}
    for item in command.items:
        product = _counted(deed, item.product_id)
        _check_pieces(product, item.counted, least=0)
        if abs(item.seen or 0) > MAX_MINOR:
            text = tr("{name}: this cannot have been its stock.").format(name=product.name)
            raise _wrong("quantity", text, product, "quantity")
        if difference := item.counted - (product.stock if item.seen is None else item.seen):
            found[product.id] = difference
            move_stock(deed, product, difference, StockMoveKind.COUNT, product.cost_minor)
    deed.notes.update(differences=sorted(found.items()))
    deed.tell(MenuChanged())
    return StockCounted(differences=found)


def move_stock(
    deed: Deed, product: Product, quantity: int, kind: StockMoveKind, cost_minor: int
) -> None:
    """Writes a move of the stock under the deed's person and reason."""
    deed.work.stock.add(
        StockMove(
            id=0,
            product_id=product.id,
            quantity=quantity,
            kind=kind,
            at=deed.now,
            cost_minor=cost_minor,
            staff_id=deed.staff.id if deed.staff else None,
            reason=deed.reason,
        )
    )


def _counted(deed: Deed, product_id: int) -> Product:
    product = find_product(deed, product_id)
    if not product.stocked:
        raise DeskError(
            "product.not_counted",
            tr("The pieces of {name} are not counted.").format(name=product.name),
            tr("Nothing was changed. Let its stock be counted on the menu first."),
            subject="items",
            about_id=product.id,
        )
    return product


def _check_items(count: int) -> None:
    if 0 < count <= MOST_ITEMS:
        return
    raise DeskError(
        "stock.nothing",
        tr("Name 1 to {most} products.").format(most=MOST_ITEMS),
        tr("Nothing was changed."),
        subject="items",
    )


def _check_pieces(product: Product, pieces: int, *, least: int) -> None:
    if not least <= pieces <= MOST_PIECES:
        text = tr("{name}: the number of pieces is from {least} to {most}.").format(
            name=product.name, least=least, most=MOST_PIECES
        )
        raise _wrong("quantity", text, product, "quantity")


def _wrong(code: str, text: str, product: Product, subject: str) -> DeskError:
    return DeskError(
        f"stock.{code}",
        text,
        tr("Nothing was changed. Correct the number."),
        subject=subject,
        about_id=product.id,
    )


RULES: dict[type[Command], Rule] = {
    TakeDelivery: Rule(take_delivery, Done, needs=Permission.EDIT_MENU),
    WriteOffStock: Rule(write_off_stock, Done, needs=Permission.EDIT_MENU),
    CountStock: Rule(count_stock, StockCounted, needs=Permission.EDIT_MENU),
}
