"""The names, barcodes and places that products on the menu have, read once for many checks.

Desk worker's thread, inside one deed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from clubdesk.domain.bar import Product
from clubdesk.domain.people import fold


@dataclass(slots=True)
class KnownMenu:
    """What is on sale by name (folded) and barcode, and the last place of each category."""

    by_name: dict[str, Product] = field(default_factory=dict)
    by_barcode: dict[str, Product] = field(default_factory=dict)
    last_place: dict[int, int] = field(default_factory=dict)
    count: int = 0

    @classmethod
    def of(cls, products: Iterable[Product]) -> KnownMenu:
        """The menu as it is now."""
        known = cls()
        for product in products:
            known.note(product)
            known.count += 1
        return known

    def note(self, product: Product) -> None:
        """A product that is there, or that was just written."""
        place = self.last_place.get(product.category_id, -1)
        self.last_place[product.category_id] = max(place, product.position)
        if product.active:
            self.by_name[fold(product.name)] = product
            if product.barcode:
                self.by_barcode[product.barcode] = product

    def forget(self, product: Product) -> None:
        """A product whose name or barcode may change now."""
        if self.by_name.get(fold(product.name)) == product:
            del self.by_name[fold(product.name)]
        if self.by_barcode.get(product.barcode) == product:
            del self.by_barcode[product.barcode]

    def matching(self, name: str, barcode: str | None) -> Product | None:
        """The product that a line of a list speaks of: by its barcode, else by its name."""
        found = self.by_barcode.get(barcode) if barcode else None
        return found or self.by_name.get(fold(name))
