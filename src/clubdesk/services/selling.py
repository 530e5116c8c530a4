"""Selling from the bar: to a client's balance, to a guest's session, for cash or by card.

Desk worker's thread. Amounts: minor units.
"""

from __future__ import annotations

import msgspec

from clubdesk.services.commands import Answer, Command


class OrderedItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the cart: a product, how many, and the names of the choices taken."""

    product_id: int
    quantity: int = 1
    choices: tuple[str, ...] = ()


class PlaceOrder(Command, frozen=True, kw_only=True):
    """Sells what is in the cart, in one deed: money, points, stock, papers.

    Who pays: ``from_balance`` takes the client's points (up to each product's share) and money, or
    the money on the guest session's account; otherwise ``cash_minor`` and ``card_minor`` together
    are the price.

    Attributes:
        client_id: The client; None for a guest or a walk-in.
        session_id: The session it is ordered in; its client or guest pays from the balance.
        expected_minor: The total that the cashier saw; another price now is refused.
        use_points: False leaves the client's points alone.
        received_minor: Cash as it was handed over; None if it was the exact amount.
        beyond_stock: Sells even what the books say is not there (the cashier was asked).
        served: It went over the counter at once: it does not wait in the queue.
    """

    PERSONAL = frozenset({"slip"})

    items: tuple[OrderedItem, ...]
    expected_minor: int
    client_id: int | None = None
    session_id: int | None = None
    from_balance: bool = False
    use_points: bool = True
    cash_minor: int = 0
    received_minor: int | None = None
    card_minor: int = 0
    card_payment_id: int | None = None
    slip: str = ""
    note: str = ""
    beyond_stock: bool = False
    served: bool = False


class OrderPlaced(Answer, frozen=True, kw_only=True):
    """The order, its number, how it was paid, and the receipt's print job (0: none)."""

    order_id: int
    number: int
    total_minor: int
    points: int = 0
    balance_minor: int = 0
    change_minor: int = 0
    balance_after_minor: int | None = None
    job_id: int = 0


class CancelledItem(msgspec.Struct, frozen=True, kw_only=True):
    """How many pieces of a line of the order are cancelled; ``position`` counts from 0."""

    position: int
    quantity: int


class CancelOrder(Command, frozen=True, kw_only=True):
    """Takes an order back, whole (no items) or partly: money, points and stock, in one deed.

    Money goes back where it came from: the balance, the guest's account, the till's cash (now
    open), the card. ``card_slip`` is the terminal's number of what went back to the card.
    """

    order_id: int
    reason: str
    items: tuple[CancelledItem, ...] = ()
    to_stock: bool = True
    card_payment_id: int | None = None
    card_slip: str = ""


class OrderCancelled(Answer, frozen=True, kw_only=True):
    """What went back, each way."""

    order_id: int
    points: int = 0
    balance_minor: int = 0
    cash_minor: int = 0
    card_minor: int = 0
    balance_after_minor: int | None = None
    job_id: int = 0


class AdvanceOrder(Command, frozen=True, kw_only=True):
    """Moves an order on in the queue: ``state`` is preparing or served."""

    order_id: int
    state: str
