"""The bar: what is on the menu, what an order holds, how it is paid. Pure.

Amounts are minor units; a point is one minor unit when it is spent. Quantities are whole pieces.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ProductCategory:
    """A part of the menu, in the club's order."""

    id: int
    name: str
    colour: str = ""
    position: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a product can come with ("Milk"), and what it costs more."""

    name: str
    price_minor: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A product that a combo holds: its stock goes, not the combo's."""

    product_id: int
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Product:
    """Something that the bar sells.

    Attributes:
        tax_rate: Hundredths of a percent that the price holds already (1200 is 12 %).
        points_percent: How much of the price may be paid in points.
        stocked: Whether its pieces are counted; ``stock`` may be below zero where the cashier
            sold what the books did not know of.
        low_stock: From this many pieces on it is low; 0 never tells.
        cost_minor: What a piece cost at the last delivery.
        kitchen: Its lines go to the kitchen's printer.
        has_picture: There is a picture of it (``DeskQueries.product_picture``).
    """

    id: int
    category_id: int
    name: str
    price_minor: int
    barcode: str = ""
    tax_rate: int = 0
    points_percent: int = 0
    stocked: bool = False
    stock: int = 0
    low_stock: int = 0
    cost_minor: int = 0
    kitchen: bool = False
    choices: tuple[Choice, ...] = ()
    parts: tuple[Part, ...] = ()
    position: int = 0
    active: bool = True
    has_picture: bool = False

    @property
    def is_low(self) -> bool:
        """Whether somebody should buy more of it."""
        return self.stocked and self.low_stock > 0 and self.stock <= self.low_stock


class OrderState(StrEnum):
    """Where an order is."""

    NEW = "new"
    PREPARING = "preparing"
    SERVED = "served"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Somebody still waits for it: it keeps the shift from closing."""
        return self in (OrderState.NEW, OrderState.PREPARING)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of an order as it was sold.

    Attributes:
        unit_minor: The price of a piece with its choices.
        points: How much of the whole line was paid in points.
        cancelled: How many pieces were cancelled since.
        took: What of the stock a piece took: product ids and quantities.
    """

    product_id: int
    name: str
    quantity: int
    unit_minor: int
    choices: tuple[str, ...] = ()
    points: int = 0
    tax_rate: int = 0
    cost_minor: int = 0
    kitchen: bool = False
    cancelled: int = 0
    took: tuple[Part, ...] = ()

    @property
    def total_minor(self) -> int:
        """What the whole line cost."""
        return self.unit_minor * self.quantity


@dataclass(frozen=True, slots=True)
class Order:
    """Bar items sold: to a client's account, to a session, or for cash and card.

    Attributes:
        number: Counts a till's orders from 1.
        client_id: Whose balance paid, or who bought; None for a walk-in or a guest.
        session_id: The session it was ordered in.
        points, balance_minor, cash_minor, card_minor: How it was paid; together ``total_minor``.
        ready_at: When it was served; None until then.
    """

    id: int
    till_id: int
    number: int
    shift_id: int
    staff_id: int | None
    at: datetime
    state: OrderState
    total_minor: int
    lines: tuple[OrderLine, ...] = field(default_factory=tuple)
    client_id: int | None = None
    session_id: int | None = None
    station_id: int | None = None
    points: int = 0
    balance_minor: int = 0
    cash_minor: int = 0
    card_minor: int = 0
    transaction_id: int | None = None
    note: str = ""
    ready_at: datetime | None = None


class StockMoveKind(StrEnum):
    """Why the stock of a product changed."""

    DELIVERY = "delivery"
    WRITE_OFF = "write_off"
    COUNT = "count"
    SALE = "sale"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class StockMove:
    """A change of a stock, written once; ``quantity`` is signed, ``cost_minor`` a piece's."""

    id: int
    product_id: int
    quantity: int
    kind: StockMoveKind
    at: datetime
    cost_minor: int = 0
    staff_id: int | None = None
    order_id: int | None = None
    reason: str = ""
