"""What is in the cart of an order: lines, their prices, and what of it the stock lacks. Pure.

Amounts are minor units; the books reckon the same when the order is placed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from clubdesk.domain.bar import Product
from clubdesk.domain.bar_money import most_points
from clubdesk.services.selling import OrderedItem

MOST = 999
"""Pieces of one line."""


@dataclass(frozen=True, slots=True)
class CartLine:
    """A product with the choices taken, and how many."""

    product: Product
    quantity: int
    choices: tuple[str, ...] = ()

    @property
    def unit_minor(self) -> int:
        """The price of a piece with its choices."""
        return price_with(self.product, self.choices)

    @property
    def total_minor(self) -> int:
        """The price of all pieces."""
        return self.unit_minor * self.quantity

    @property
    def most_points(self) -> int:
        """How much of it may be paid in points."""
        return most_points(self.total_minor, self.product.points_percent)

    @property
    def item(self) -> OrderedItem:
        """The line as the command takes it."""
        return OrderedItem(product_id=self.product.id, quantity=self.quantity, choices=self.choices)


@dataclass(frozen=True, slots=True)
class Shortage:
    """A product of which the books say less is there than the cart wants."""

    name: str
    left: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Cart:
    """Lines in the order in which they were added."""

    lines: tuple[CartLine, ...] = ()

    @property
    def total_minor(self) -> int:
        """The price of everything."""
        return sum(line.total_minor for line in self.lines)

    @property
    def most_points(self) -> int:
        """How much of it may be paid in points: each product's own share."""
        return sum(line.most_points for line in self.lines)

    @property
    def has_kitchen(self) -> bool:
        """Whether somebody has to prepare something."""
        return any(line.product.kitchen for line in self.lines)

    @property
    def items(self) -> tuple[OrderedItem, ...]:
        """The lines as the command takes them."""
        return tuple(line.item for line in self.lines)

    def count_of(self, product_id: int) -> int:
        """How many pieces of a product are in it, with whatever choices."""
        return sum(line.quantity for line in self.lines if line.product.id == product_id)

    def place_of(self, product_id: int, choices: tuple[str, ...] = ()) -> int:
        """Where a product stands with exactly these choices; -1 if it does not."""
        wanted = (product_id, choices)
        found = [n for n, one in enumerate(self.lines) if (one.product.id, one.choices) == wanted]
        return found[0] if found else -1

    def with_more(self, product: Product, quantity: int, choices: tuple[str, ...] = ()) -> Cart:
        """The cart with so many more of a product."""
        place = self.place_of(product.id, choices)
        if place >= 0:
            return self.with_quantity(place, self.lines[place].quantity + quantity)
        return Cart((*self.lines, CartLine(product, min(MOST, max(1, quantity)), choices)))

    def with_quantity(self, place: int, quantity: int) -> Cart:
        """The cart with another quantity in a line; none takes the line out."""
        lines = list(self.lines)
        if quantity <= 0:
            del lines[place]
        else:
            lines[place] = replace(lines[place], quantity=min(MOST, quantity))
        return Cart(tuple(lines))

    def renewed(self, products: Mapping[int, Product]) -> Cart:
        """The cart at the menu's prices of now; what is not sold any more is out."""
        kept = (
            replace(line, product=products[line.product.id])
            for line in self.lines
            if line.product.id in products and products[line.product.id].active
        )
        return Cart(tuple(kept))

    def shortages(self, products: Mapping[int, Product]) -> tuple[Shortage, ...]:
        """What the cart wants beyond what the books say is there, the parts of combos too."""
        wanted = self._pieces()
        lacking = []
        for product_id, count in wanted.items():
            product = products.get(product_id)
            if product is not None and product.stocked and product.stock < count:
                lacking.append(Shortage(product.name, product.stock, count))
        return tuple(lacking)

    def _pieces(self) -> Counter[int]:
        wanted: Counter[int] = Counter()
        for line in self.lines:
            if not line.product.parts:
                wanted[line.product.id] += line.quantity
            for part in line.product.parts:
                wanted[part.product_id] += line.quantity * part.quantity
        return wanted


def price_with(product: Product, choices: tuple[str, ...]) -> int:
    """What a piece costs with some of its choices, minor units."""
    more = {choice.name: choice.price_minor for choice in product.choices}
    return product.price_minor + sum(more.get(name, 0) for name in choices)
