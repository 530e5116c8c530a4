"""Cash beside sales: put in, paid out, taken to the safe. Desk worker's thread. Minor units."""

from __future__ import annotations

from clubdesk.services.commands import Answer, Command


class CashIn(Command, frozen=True, kw_only=True):
    """Puts change or other money into the till; where it came from is the reason.

    Attributes:
        from_safe: From the club's safe; else from outside (an owner's money), booked as such.
    """

    amount_minor: int
    reason: str
    from_safe: bool = True


class CashOut(Command, frozen=True, kw_only=True):
    """Pays an expense from the till; never more than it holds."""

    amount_minor: int
    category: str
    reason: str


class Collect(Command, frozen=True, kw_only=True):
    """Takes cash from the till to the safe; ``amount_minor`` None takes all of it by the books."""

    amount_minor: int | None = None
    reason: str = ""


class CashMoved(Answer, frozen=True, kw_only=True):
    """The transaction, the amount, and the slip's print job."""

    transaction_id: int
    amount_minor: int
    job_id: int


class SaveTillRules(Command, frozen=True, kw_only=True):
    """The club's rules of its tills (settings).

    Attributes:
        categories: What expenses are for, in order.
        long_shift_hours: A shift that is open longer is flagged.
        tolerance_minor: A difference at the close up to this needs nobody's approval.
    """

    categories: tuple[str, ...]
    long_shift_hours: int = 24
    tolerance_minor: int = 0
