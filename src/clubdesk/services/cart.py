"""The cart of an order: its products looked up, its pieces priced, the stock that it takes.

Desk worker's thread, inside the deed's transaction. Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clubdesk.domain.bar import Choice, OrderLine, Part, Product
from clubdesk.domain.bar_money import most_points, stock_taken
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.foundation.translate import tr
from clubdesk.services.available import money_text
from clubdesk.services.deed import Deed
from clubdesk.services.selling import OrderedItem

MOST_LINES = 100
MOST_PIECES = 999


@dataclass(frozen=True, slots=True)
class Cart:
    """What is about to be sold.

    Attributes:
        lines: Without points yet.
        most_points: How much of each line may be paid in points.
    """

    lines: tuple[OrderLine, ...]
    most_points: tuple[int, ...]

    @property
    def total_minor(self) -> int:
        """What all of it costs."""
        return sum(line.total_minor for line in self.lines)

    @property
    def stock(self) -> dict[int, int]:
        """Pieces that leave the stock, by product."""
        return stock_taken([(line.took, line.quantity) for line in self.lines])


def cart_of(deed: Deed, items: Sequence[OrderedItem]) -> Cart:
    """The cart at today's prices.

    Raises:
        DeskError: ``order.empty``, ``order.too_long``, ``order.quantity``, ``product.gone``,
            ``product.no_such_choice`` or ``money.too_large``.
    """
    if not items:
        raise _wrong("empty", tr("Nothing is in the order."), tr("Choose a product first."))
    if len(items) > MOST_LINES:
        text = tr("An order has at most {count} lines.").format(count=MOST_LINES)
        raise _wrong("too_long", text, tr("Make two orders of it."))
    sold = [_line(deed, item) for item in items]
    cart = Cart(tuple(line for line, _ in sold), tuple(most for _, most in sold))
    if cart.total_minor > MAX_MINOR:
        raise DeskError(
            "money.too_large",
            tr("The amount is too large."),
            tr("Correct the quantities."),
            subject="items",
        )
    return cart


def check_price(deed: Deed, cart: Cart, expected_minor: int) -> None:
    """Refuses another total than the one that the cashier saw.

    Raises:
        DeskError: ``order.price_changed``.
    """
    if cart.total_minor == expected_minor:
        return
    text = tr("A price changed meanwhile: the order costs {now} now, not {before}.")
    raise _wrong(
        "price_changed",
        text.format(
            now=money_text(deed, cart.total_minor), before=money_text(deed, expected_minor)
        ),
        tr("Nothing was sold. Tell the customer the new price and confirm again."),
    )


def check_stock(deed: Deed, cart: Cart) -> None:
    """Refuses to sell what the books say is not there.

    Raises:
        DeskError: ``stock.too_little``, about the product.
    """
    for product_id, pieces in cart.stock.items():
        product = deed.work.menu.get(product_id)
        if product is None or product.stock >= pieces:
            continue
        text = tr("{name}: only {stock} left by the books, {wanted} wanted.")
        raise DeskError(
            "stock.too_little",
            text.format(name=product.name, stock=max(0, product.stock), wanted=pieces),
            tr("Nothing was sold. Sell it all the same if it is there, and count the stock."),
            subject="items",
            about_id=product.id,
        )


def _line(deed: Deed, item: OrderedItem) -> tuple[OrderLine, int]:
    product = _on_sale(deed, item.product_id)
    if not 0 < item.quantity <= MOST_PIECES:
        text = tr("{name}: the quantity is between 1 and {most}.")
        raise _wrong(
            "quantity",
            text.format(name=product.name, most=MOST_PIECES),
            tr("Correct the quantity."),
        )
    chosen = _chosen(product, item.choices)
    parts = _parts(deed, product)
    line = OrderLine(
        product_id=product.id,
        name=product.name,
        quantity=item.quantity,
        unit_minor=product.price_minor + sum(choice.price_minor for choice in chosen),
        choices=tuple(choice.name for choice in chosen),
        tax_rate=product.tax_rate,
        cost_minor=sum(part.cost_minor * pieces for part, pieces in parts),
        kitchen=product.kitchen,
        took=tuple(Part(part.id, pieces) for part, pieces in parts if part.stocked),
    )
    return line, most_points(line.total_minor, product.points_percent)


def _on_sale(deed: Deed, product_id: int) -> Product:
    product = deed.work.menu.get(product_id)
    category = deed.work.menu.category(product.category_id) if product else None
    if product is None or not product.active or category is None or not category.active:
        name = product.name if product else str(product_id)
        raise DeskError(
            "product.gone",
            tr("{name} is no longer on the menu.").format(name=name),
            tr("Nothing was sold. Take it out of the order."),
            subject="items",
            about_id=product_id,
        )
    return product


def _chosen(product: Product, names: Sequence[str]) -> list[Choice]:
    known = {choice.name: choice for choice in product.choices}
    if len(set(names)) != len(names) or not set(names) <= known.keys():
        raise DeskError(
            "product.no_such_choice",
            tr("{name} does not come like that.").format(name=product.name),
            tr("Nothing was sold. Take it out of the order and choose it anew."),
            subject="items",
            about_id=product.id,
        )
    return [known[name] for name in names]


def _parts(deed: Deed, product: Product) -> list[tuple[Product, int]]:
    """What a piece is made of: the product itself, or what the combo holds."""
    if not product.parts:
        return [(product, 1)]
    found = [(deed.work.menu.get(part.product_id), part.quantity) for part in product.parts]
    return [(part, pieces) for part, pieces in found if part is not None]


def _wrong(code: str, text: str, what_to_do: str) -> DeskError:
    return DeskError(f"order.{code}", text, what_to_do, subject="items")
