"""What is asked of the bar: an order, its way through the queue, its cancel.

Amounts: minor units. Carried out by ``ordering``, ``order_queue`` and ``cancelling_orders``.
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
    the money on the guest session's account, for what ``cash_minor`` and ``card_minor`` leave of
    the price; otherwise these two together are the price.

    Attributes:
        client_id: The client; None for a guest or a walk-in.
        session_id: The session it is ordered in; its client or guest pays from the balance.
        expected_minor: The total that the cashier saw; another price now is refused.
        use_points: False leaves the client's points alone.
        received_minor: Cash as it was handed over; None if it was the exact amount.
        beyond_stock: Sells even what the books say is not there (the cashier was asked).
        served: It went over the counter at once: it does not wait in the queue, and the kitchen
            gets no slip.
    """

    PERSONAL = frozenset({"slip", "note"})

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

    Points go back as each line was paid; the money first to the account that paid, then in cash
    from the till now open, then to the card. A guest whose session is over gets cash for what the
    session's account paid, and so does a client who was erased since; a guest who became a client
    gets money on the game account.

    Attributes:
        card_slip: The terminal's number of what went back to the card, where a person did it there.
        card_payment_id: What the terminal that the desk drives paid back (``BeginOrderRefund``).
        to_stock: Puts the pieces back on the shelf.
    """

    PERSONAL = frozenset({"card_slip"})

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
