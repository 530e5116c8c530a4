"""Cash beside sales: put in, paid out, taken to the safe. Desk worker's thread. Minor units.

None of these is undone: the cash itself has moved. A mistake is put right by the opposite deed,
which moves it back and leaves both papers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from clubdesk.domain import events
from clubdesk.domain.ledger import AccountKind, AccountRef, TransactionKind, pair
from clubdesk.domain.people import Permission
from clubdesk.domain.receipt import CashSlip, PaperKind, Receipt
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.available import till_holds
from clubdesk.services.commands import Answer, Command
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.paper_facts import paper, queue_paper
from clubdesk.services.ports_till import CashMoveKind
from clubdesk.services.slips import approver_name
from clubdesk.services.typed_money import (
    LONGEST_REASON,
    check_amount,
    give_reason,
    kept_words,
    till_too_little,
)
from clubdesk.services.typed_text import one_line

LONGEST_CATEGORY = 60


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


@dataclass(frozen=True, slots=True)
class _Way:
    """How a deed moves cash: between the till and another account, on which paper."""

    kind: CashMoveKind
    booked_as: TransactionKind
    paper: PaperKind
    other: AccountKind
    into_till: bool = False
    category: str = ""


_FROM_SAFE = _Way(
    CashMoveKind.CASH_IN,
    TransactionKind.CASH_IN,
    PaperKind.CASH_IN,
    AccountKind.SAFE,
    into_till=True,
)
_EXPENSE = _Way(
    CashMoveKind.CASH_OUT, TransactionKind.CASH_OUT, PaperKind.CASH_OUT, AccountKind.EXPENSES
)
_TO_SAFE = _Way(
    CashMoveKind.COLLECTION, TransactionKind.COLLECTION, PaperKind.COLLECTION, AccountKind.SAFE
)


def cash_in(deed: Deed, command: CashIn) -> CashMoved:
    """Puts cash into the till.

    Raises:
        DeskError: ``money.not_positive``, ``money.too_large`` or ``reason.missing``.
    """
    check_amount(command.amount_minor)
    give_reason(deed, command.reason)
    source = AccountKind.SAFE if command.from_safe else AccountKind.OUTSIDE
    return _move(deed, replace(_FROM_SAFE, other=source), command.amount_minor)


def cash_out(deed: Deed, command: CashOut) -> CashMoved:
    """Pays an expense of one of the club's categories.

    Raises:
        DeskError: ``cash.unknown_category``, ``till.too_little``, ``money.*``, ``reason.missing``.
    """
    check_amount(command.amount_minor)
    category = _category(deed, command.category)
    give_reason(deed, command.reason)
    _require_in_till(deed, command.amount_minor)
    return _move(deed, replace(_EXPENSE, category=category), command.amount_minor)


def collect(deed: Deed, command: Collect) -> CashMoved:
    """Takes a part of the till's cash, or all of it, to the safe.

    Raises:
        DeskError: ``till.empty``, ``till.too_little`` or ``money.*``.
    """
    if command.amount_minor is not None:
        check_amount(command.amount_minor)
    deed.reason = kept_words(command.reason, LONGEST_REASON, "reason")
    held = till_holds(deed)
    if held <= 0:
        raise DeskError(
            "till.empty",
            tr("There is no cash in the till by the books."),
            tr("Nothing was changed. There is nothing to take to the safe."),
            subject="amount",
        )
    amount = held if command.amount_minor is None else command.amount_minor
    _require_in_till(deed, amount)
    return _move(deed, _TO_SAFE, amount)


def _move(deed: Deed, way: _Way, amount: int) -> CashMoved:
    till, other = AccountRef(AccountKind.TILL_CASH, deed.till_id), AccountRef(way.other)
    debit, credit = (till, other) if way.into_till else (other, till)
    booked = deed.post(way.booked_as, pair(debit=debit, credit=credit, amount=amount))
    deed.work.till.keep_move(booked.id, way.kind, way.category)
    slip = CashSlip(amount, deed.reason, way.category, approver_name(deed))
    receipt = Receipt(paper(deed, way.paper, booked.id), cash=slip)
    job_id = queue_paper(deed, receipt, transaction_id=booked.id)
    deed.notes.update(amount_minor=amount, till_after=till_holds(deed))
    deed.tell(events.CashMoved(deed.till_id))
    return CashMoved(transaction_id=booked.id, amount_minor=amount, job_id=job_id)


def _category(deed: Deed, typed: str) -> str:
    wanted = one_line(typed[: LONGEST_CATEGORY * 4]).casefold()
    known = deed.club.till.expense_categories
    found = next((name for name in known if name.casefold() == wanted), None)
    if found is None:
        raise DeskError(
            "cash.unknown_category",
            tr("The club does not know this kind of expense."),
            tr("Nothing was changed. Choose one of: {categories}.").format(
                categories=", ".join(known)
            ),
            subject="category",
        )
    return found


def _require_in_till(deed: Deed, amount: int) -> None:
    held = till_holds(deed)
    if amount > held:
        raise till_too_little(held, deed.club.currency)


_IN_OUT = Permission.CASH_IN_OUT

RULES: dict[type[Command], Rule] = {
    CashIn: Rule(cash_in, CashMoved, needs=_IN_OUT, in_shift=True),
    CashOut: Rule(cash_out, CashMoved, needs=_IN_OUT, in_shift=True),
    Collect: Rule(collect, CashMoved, needs=Permission.COLLECT, in_shift=True),
}
