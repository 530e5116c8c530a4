"""What is typed into the search of the menu: a quantity, a name, a barcode. Pure.

``3`` is a quantity for the tile that is pressed next, ``3 cola`` looks for cola and takes three,
and a barcode that the scanner typed behind a quantity is still found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from clubdesk.domain.bar import Product
from clubdesk.domain.people import fold

_QUANTITY = re.compile(r"([1-9]\d?)(?:[ *×xх]\s*(\S.*)?)?")
_LONGEST_QUANTITY = 2


@dataclass(frozen=True, slots=True)
class Typed:
    """How many, and what is looked for; ``counted`` is False where no quantity was typed."""

    quantity: int
    needle: str
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Scanned:
    """A product that a barcode names, and how many of it."""

    product: Product
    quantity: int = 1


def read_typed(text: str) -> Typed:
    """Splits what was typed into a quantity (1 to 99) and what is looked for."""
    found = _QUANTITY.fullmatch(text.strip())
    if found is None:
        return Typed(1, text.strip())
    return Typed(int(found[1]), found[2] or "", counted=True)


def by_barcode(text: str, products: Iterable[Product]) -> Scanned | None:
    """The product whose barcode was read, alone or behind a quantity; None if it is nobody's."""
    code = text.strip()
    known = {product.barcode: product for product in products if product.barcode}
    if code in known:
        return Scanned(known[code])
    for length in range(1, _LONGEST_QUANTITY + 1):
        quantity, rest = code[:length], code[length:].lstrip(" *×x")
        if quantity.isdecimal() and quantity.isascii() and int(quantity) > 0 and rest in known:
            return Scanned(known[rest], int(quantity))
    return None


def found_in_menu(needle: str, products: Iterable[Product]) -> list[Product]:
    """The products whose name has every word typed; those that begin with it come first."""
    words = fold(needle).split()
    if not words:
        return list(products)
    hits = [one for one in products if all(word in fold(one.name) for word in words)]
    return sorted(hits, key=lambda one: _rank(fold(one.name), words[0]))


def _rank(name: str, word: str) -> int:
    if name.startswith(word):
        return 0
    return 1 if f" {word}" in name else 2
