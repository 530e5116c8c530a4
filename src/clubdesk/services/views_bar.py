"""What the screens show of the bar. Frozen values; amounts are minor units, instants UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from clubdesk.domain.bar import Order, OrderState, Product, ProductCategory, StockMove
from clubdesk.domain.card_payment import CardState


@dataclass(frozen=True, slots=True)
class MenuView:
    """Categories in order and products by category and position, those put away too."""

    categories: tuple[ProductCategory, ...] = ()
    products: tuple[Product, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderCancel:
    """What was cancelled of an order: positions and quantities, who, why, what went back."""

    at: datetime
    staff_name: str
    approved_by: str
    reason: str
    lines: tuple[tuple[int, int], ...]
    points: int = 0
    balance_minor: int = 0
    cash_minor: int = 0
    card_minor: int = 0


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order with the names of who bought, who sold and where, and its cancels.

    ``erased`` says that the client's data was erased: what the account paid goes back in cash.
    """

    order: Order
    staff_name: str
    client_name: str = ""
    station_name: str = ""
    cancels: tuple[OrderCancel, ...] = field(default_factory=tuple)
    erased: bool = False


@dataclass(frozen=True, slots=True)
class OrderRefund:
    """What the terminal is paying back for an order, or has paid back, and no cancel booked yet."""

    order_id: int
    payment_id: int
    amount_minor: int
    state: CardState


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders: of instants, a client, a session, states, a number or a product's word."""

    since: datetime | None = None
    until: datetime | None = None
    client_id: int | None = None
    session_id: int | None = None
    states: frozenset[OrderState] = frozenset()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Buyer:
    """What an order may be paid from: a client's or a guest session's money that is free now.

    Attributes:
        name: The client's; empty for a guest.
        money_free, points_free: By the books less what a running session has used so far.
    """

    client_id: int | None
    session_id: int | None
    station_name: str
    name: str
    money_free: int
    points_free: int
    postpaid: bool = False


@dataclass(frozen=True, slots=True)
class StockMoveRow:
    """A move of the stock with the names of the product and of who did it."""

    move: StockMove
    product_name: str
    staff_name: str


@dataclass(frozen=True, slots=True)
class ProductMargin:
    """What a product brought in a period: pieces sold (cancelled ones off), revenue, its cost."""

    product_id: int
    name: str
    sold: int
    revenue_minor: int
    cost_minor: int


class BarQueries(Protocol):
    """Reads of the bar's screens; part of ``DeskQueries``."""

    def menu(self) -> MenuView: ...
    def product_picture(self, product_id: int) -> bytes | None: ...
    def orders(self, only: OrderFilter, limit: int = 200) -> Sequence[OrderRow]: ...
    def order(self, order_id: int) -> OrderRow | None: ...
    def waiting_orders(self) -> Sequence[OrderRow]: ...
    def order_refunds(self, till_id: int) -> Sequence[OrderRefund]: ...
    def buyer(
        self, client_id: int | None, session_id: int | None, now: datetime
    ) -> Buyer | None: ...
    def stock_moves(self, product_id: int | None, limit: int = 200) -> Sequence[StockMoveRow]: ...
    def margins(self, since: datetime, until: datetime) -> Sequence[ProductMargin]: ...
