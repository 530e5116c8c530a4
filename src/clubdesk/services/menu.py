"""The menu and the stock: categories, products, deliveries, write-offs, counts. Desk worker."""

from __future__ import annotations

import msgspec

from clubdesk.domain.bar import Product, ProductCategory
from clubdesk.services.commands import Answer, Command


class SaveCategory(Command, frozen=True, kw_only=True):
    """Adds a category (id 0) or changes one."""

    category: ProductCategory


class SaveProduct(Command, frozen=True, kw_only=True):
    """Adds a product (id 0) or changes one; its stock is not touched.

    Attributes:
        picture: A PNG or JPEG of at most 2 MB, which the screen made small before; None leaves the
            picture, empty drops it.
    """

    # Not personal, but thousands of signs that say nothing in a journal.
    PERSONAL = frozenset({"picture"})

    product: Product
    picture: bytes | None = None


class Saved(Answer, frozen=True, kw_only=True):
    """The id of what was saved."""

    id: int


class OrderMenu(Command, frozen=True, kw_only=True):
    """Puts categories or the products of one in an order; ids that are not named follow."""

    category_ids: tuple[int, ...] = ()
    product_ids: tuple[int, ...] = ()


class TakeDelivery(Command, frozen=True, kw_only=True):
    """Goods came: pieces and what a piece cost. The money for it is a Cash out, if it was paid."""

    class Item(msgspec.Struct, frozen=True, kw_only=True):
        """A product that came."""

        product_id: int
        quantity: int
        cost_minor: int

    items: tuple[Item, ...]
    note: str = ""


class WriteOffStock(Command, frozen=True, kw_only=True):
    """Pieces that are gone: broken, out of date, drunk by the house. The reason is required."""

    product_id: int
    quantity: int
    reason: str


class CountStock(Command, frozen=True, kw_only=True):
    """A stock count: what is really there; the differences are booked and told."""

    class Item(msgspec.Struct, frozen=True, kw_only=True):
        """A product that was counted.

        Attributes:
            seen: What the books said as it was counted: pieces that were sold or came since then
                are no difference. None takes what they say when the count is booked.
        """

        product_id: int
        counted: int
        seen: int | None = None

    items: tuple[Item, ...]
    reason: str = ""


class StockCounted(Answer, frozen=True, kw_only=True):
    """The differences, by product id (counted less what the books said), those of none left out."""

    differences: dict[int, int]
