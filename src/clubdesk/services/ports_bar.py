"""What the use cases of the bar need stored, as protocols: menu, stock, orders.

Called on the desk worker's thread, inside one transaction. Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clubdesk.domain.bar import Order, OrderState, Product, ProductCategory, StockMove
from clubdesk.domain.bar_money import Paid


@dataclass(frozen=True, slots=True)
class CancelNote:
    """A cancel as it is kept: pieces by the line's position, and what was given back each way.

    ``back`` says how it was handed back, which differs from how it was paid where a guest whose
    session is over gets cash.
    """

    order_id: int
    at: datetime
    shift_id: int
    staff_id: int | None
    approved_by: int | None
    reason: str
    pieces: Mapping[int, int]
    back: Paid
    transaction_id: int | None


class MenuStore(Protocol):
    """Categories and products; ``add_*`` ignore the given id, ``save`` leaves the stock alone.

    ``set_picture`` drops the picture where it is empty.
    """

    def categories(self) -> Sequence[ProductCategory]: ...
    def category(self, category_id: int) -> ProductCategory | None: ...
    def add_category(self, category: ProductCategory) -> ProductCategory: ...
    def save_category(self, category: ProductCategory) -> None: ...
    def products(self) -> Sequence[Product]: ...
    def get(self, product_id: int) -> Product | None: ...
    def add(self, product: Product) -> Product: ...
    def save(self, product: Product) -> None: ...
    def set_picture(self, product_id: int, picture: bytes) -> None: ...


class StockStore(Protocol):
    """Moves of the stock, written once; the database adds each to its product's stock."""

    def add(self, move: StockMove) -> StockMove: ...


class OrderStore(Protocol):
    """Orders. ``add`` numbers one within its till and returns it with its id.

    ``open_of_till`` are those that somebody still waits for, the oldest first; ``note_cancel``
    keeps a cancel and counts its pieces; ``forget`` takes a client's notes out.
    """

    def get(self, order_id: int) -> Order | None: ...
    def by_transaction(self, transaction_id: int) -> Order | None: ...
    def add(self, order: Order) -> Order: ...
    def set_state(self, order_id: int, state: OrderState, ready_at: datetime | None) -> None: ...
    def note_cancel(self, note: CancelNote) -> None: ...
    def open_of_till(self, till_id: int) -> Sequence[Order]: ...
    def hand_over(self, from_client_id: int, to_client_id: int) -> None: ...
    def forget(self, client_id: int) -> None: ...
