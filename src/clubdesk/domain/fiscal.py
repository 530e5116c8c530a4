"""What a fiscal device is told of a payment, and where that document is. Pure.

The order is always: the payment is settled, it is registered here, then its receipt is printed. A
payment whose outcome nobody knows has no document: it is not in the books yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from clubdesk.domain.receipt import PaperKind, Receipt


class FiscalKind(StrEnum):
    """What a document tells the device."""

    SALE = "sale"
    REFUND = "refund"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    CLOSE_SHIFT = "close_shift"


class FiscalState(StrEnum):
    """Where a document is.

    PENDING: the device was not asked. UNKNOWN: it was asked, and nobody knows what it did; it is
    asked by the document's number before anything else. FAILED: it refused, a person decides.
    """

    PENDING = "pending"
    UNKNOWN = "unknown"
    REGISTERED = "registered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FiscalLine:
    """One line of a document; minor units, ``tax_rate`` in hundredths of a percent."""

    name: str
    quantity: int
    amount: int
    tax_rate: int = 0


@dataclass(frozen=True, slots=True)
class FiscalFacts:
    """What is registered: ``advance`` is what was paid before (from the balance or in points)."""

    lines: tuple[FiscalLine, ...] = field(default_factory=tuple)
    cash: int = 0
    card: int = 0
    advance: int = 0


@dataclass(frozen=True, slots=True)
class FiscalDocument:
    """A document on its way.

    Attributes:
        uuid: Its own number, which the device keeps: asking twice registers once.
        about: What it belongs to ("order:112"), so that a refund finds its sale.
        original_uuid: The sale that a refund takes back; empty if there is no single one.
        job_id: The receipt that waits for it; None if none does.
        released: A person let the receipt go without the device's sign.
        sign, link: The device's number for it, and the text of its QR code.
    """

    id: int
    uuid: str
    kind: FiscalKind
    till_id: int
    at: datetime
    facts: FiscalFacts
    about: str = ""
    original_uuid: str = ""
    job_id: int | None = None
    state: FiscalState = FiscalState.PENDING
    released: bool = False
    sign: str = ""
    link: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FiscalDraft:
    """What a paper asks to be registered."""

    kind: FiscalKind
    facts: FiscalFacts
    about: str = ""
    takes_back: str = ""


def draft_of(receipt: Receipt) -> FiscalDraft | None:
    """The document that a paper's payment needs; None where no money moved."""
    if receipt.paper.kind is PaperKind.Z_REPORT:
        return FiscalDraft(FiscalKind.CLOSE_SHIFT, FiscalFacts())
    if receipt.order is not None:
        return _of_order(receipt)
    if receipt.cash is not None:
        kind = receipt.paper.kind
        way = FiscalKind.CASH_IN if kind is PaperKind.CASH_IN else FiscalKind.CASH_OUT
        return FiscalDraft(way, FiscalFacts(cash=receipt.cash.amount))
    if receipt.money is not None and receipt.money.amount > 0:
        money = receipt.money
        facts = FiscalFacts(_whole(receipt, money.amount), money.cash, money.card)
        return FiscalDraft(FiscalKind.SALE, facts, about=_number(receipt))
    return _of_slip(receipt) or _of_bill(receipt)


def _of_order(receipt: Receipt) -> FiscalDraft | None:
    order, kind = receipt.order, receipt.paper.kind
    if order is None or kind is PaperKind.KITCHEN or order.total <= 0:
        return None
    lines = tuple(
        FiscalLine(one.name, one.quantity, one.amount, one.tax_rate) for one in order.lines
    )
    facts = FiscalFacts(lines, order.cash, order.card, order.from_balance + order.points)
    about = f"order:{receipt.paper.till_id}:{order.number}"
    if kind is PaperKind.ORDER_CANCEL:
        return FiscalDraft(FiscalKind.REFUND, facts, takes_back=about)
    return FiscalDraft(FiscalKind.SALE, facts, about=about)


def _of_slip(receipt: Receipt) -> FiscalDraft | None:
    """Money handed out, or (a refund that is undone) taken back from the client."""
    slip = receipt.slip
    if slip is None or not (slip.cash or slip.card):
        return None
    cash, card = abs(slip.cash), abs(slip.card)
    facts = FiscalFacts(_whole(receipt, cash + card), cash, card)
    if slip.cash < 0 or slip.card < 0:
        return FiscalDraft(FiscalKind.SALE, facts, about=_number(receipt))
    undone = f"transaction:{slip.undone}" if slip.undone else ""
    return FiscalDraft(FiscalKind.REFUND, facts, takes_back=undone)


def _of_bill(receipt: Receipt) -> FiscalDraft | None:
    """What a guest pays at the end, or gets back of what was paid before."""
    bill = receipt.bill
    if bill is None:
        return None
    if bill.cash or bill.card:
        facts = FiscalFacts(_whole(receipt, bill.cash + bill.card), bill.cash, bill.card)
        return FiscalDraft(FiscalKind.SALE, facts, about=f"session:{receipt.paper.number}")
    if bill.returned > 0:
        facts = FiscalFacts(_whole(receipt, bill.returned), cash=bill.returned)
        return FiscalDraft(FiscalKind.REFUND, facts)
    return None


def _whole(receipt: Receipt, amount: int) -> tuple[FiscalLine, ...]:
    return (FiscalLine(receipt.paper.kind.value, 1, amount),)


def _number(receipt: Receipt) -> str:
    return f"transaction:{receipt.paper.number}" if receipt.paper.number else ""
