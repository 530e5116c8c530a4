"""Payments by card with a terminal of its own beside the till: the cashier tells the outcome.

Desk worker's thread. The wish is stored before the terminal is asked, so that nothing a terminal
did can be forgotten; one whose outcome nobody knows keeps the shift from closing.
"""

from __future__ import annotations

from clubdesk.services.commands import Answer, Command


class BeginCardPayment(Command, frozen=True, kw_only=True):
    """Stores that the terminal is about to be asked for an amount."""

    amount_minor: int
    client_id: int | None = None


class CardPaymentBegun(Answer, frozen=True, kw_only=True):
    """The payment to tell the outcome of."""

    payment_id: int


class FailCardPayment(Command, frozen=True, kw_only=True):
    """The terminal did not take it: ``outcome`` is declined, no_connection or unknown."""

    payment_id: int
    outcome: str
    detail: str = ""


class SettleCardPayment(Command, frozen=True, kw_only=True):
    """A person settles a payment whose outcome was not known, from the slip, with a reason.

    Attributes:
        approved: True books the top-up; False says that no money moved.
        slip: The slip's number; needed if approved.
    """

    payment_id: int
    approved: bool
    reason: str
    slip: str = ""
