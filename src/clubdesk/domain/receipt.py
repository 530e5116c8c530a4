"""The facts on a paper, free of language and layout; stored with the deed they belong to. Pure.

A paper is printed from these facts, so a reprint says what the first print said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from clubdesk.domain.counting import CountedPart
from clubdesk.domain.explaining import Explanation
from clubdesk.domain.shift import ShiftFigures


class PaperKind(StrEnum):
    """Which paper it is."""

    TOP_UP = "top_up"
    GUEST_PAYMENT = "guest_payment"
    REFUND = "refund"
    BONUS_CREDIT = "bonus_credit"
    DEDUCTION = "deduction"
    UNDO = "undo"
    DEPOSIT = "deposit"
    DEPOSIT_RETURN = "deposit_return"
    SESSION_END = "session_end"
    ORDER = "order"
    ORDER_CANCEL = "order_cancel"
    KITCHEN = "kitchen"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    COLLECTION = "collection"
    X_REPORT = "x_report"
    Z_REPORT = "z_report"
    EXPLANATION = "explanation"
    TERMINAL_DAY = "terminal_day"
    CARD_SLIP = "card_slip"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Paper:
    """What every paper says: whose club, when, who, at which till. ``at`` is UTC."""

    kind: PaperKind
    club_name: str
    currency_code: str
    currency_exponent: int
    time_zone: str
    at: datetime
    till_id: int
    shift_number: int
    staff_name: str
    header: str = ""
    footer: str = ""
    demo: bool = False
    number: int = 0
    tax_number: str = ""
    qr: str = ""


@dataclass(frozen=True, slots=True)
class MoneyTaken:
    """A top-up or a guest's payment; amounts in minor units. ``slip``: the terminal's number.

    ``points_credited`` came with it, from the promotions named in ``promotion``.
    """

    payer: str
    amount: int
    cash: int
    card: int
    received: int
    change: int
    balance_before: int | None = None
    balance_after: int | None = None
    station_name: str = ""
    rate_name: str = ""
    seconds_bought: int | None = None
    slip: str = ""
    points_credited: int = 0
    promotion: str = ""


@dataclass(frozen=True, slots=True)
class BalanceSlip:
    """A refund, a credit of points, a deduction or an undone operation.

    Attributes:
        amount: Minor units, or points where ``in_points``; positive.
        cash, card: What left the till or goes back by card (refund, undone top-up); signed the
            way the client sees it: positive is handed to the client.
        undone: The number of the transaction that was undone; 0 if none. ``undone_kind`` is its
            kind, and ``with_points`` the points of a promotion that went with it.
        slip: The number on the terminal's slip.
    """

    payer: str
    amount: int
    in_points: bool
    reason: str
    balance_before: int
    balance_after: int
    cash: int = 0
    card: int = 0
    promotion: str = ""
    approved_by: str = ""
    undone: int = 0
    undone_kind: str = ""
    with_points: int = 0
    slip: str = ""


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One stretch of a charge: where, how long, at what price an hour; or covered by a package."""

    station_name: str
    started_at: datetime
    ended_at: datetime
    seconds: int
    per_hour_minor: int
    amount: int
    running: bool
    covered: bool = False


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package of a session: its price after what was given back, and what was played of it.

    ``kept_seconds`` of it can be played at a later visit.
    """

    name: str
    amount: int
    used_seconds: int
    seconds: int
    given_back: int = 0
    kept_seconds: int = 0


@dataclass(frozen=True, slots=True)
class SessionBill:
    """How a session's charge came about, and what became of the rest.

    Attributes:
        lines: At the rate's full price.
        total: What was charged in all, ``discount`` (minor units) taken off; of it ``points`` were
            paid in points, the rest in money.
        packages: The packages that were bought or brought along, at their full price.
        step_minutes, step_amount: The billing step and what the rounding up to it cost.
        minimum_added: What the minimum charge added.
        cash, card: What a guest who pays at the end paid, each way; ``received`` is what was handed
            over in cash and ``change`` what was given back of it.
    """

    payer: str
    rate_name: str
    lines: tuple[ChargeLine, ...]
    total: int
    paid_before: int
    balance_after: int | None
    returned: int = 0
    forfeited: int = 0
    discount_percent: int = 0
    discount: int = 0
    points: int = 0
    packages: tuple[PackageLine, ...] = ()
    step_minutes: int = 0
    step_amount: int = 0
    minimum_added: int = 0
    cash: int = 0
    card: int = 0
    received: int = 0
    change: int = 0


@dataclass(frozen=True, slots=True)
class PassedPayment:
    """A card payment whose outcome nobody knew when one shift handed over to the next.

    ``state`` is what is known of it as the paper is written (a ``CardState``'s value). A report is
    kept for good, so ``client_name`` is the client's number ("#12"), never a name.
    """

    payment_id: int
    at: datetime
    amount: int
    state: str
    client_name: str = ""


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """An X- or Z-report with all its figures; ``counted`` and what follows only on a Z.

    Attributes:
        opened_parts, counted_parts: The counts by denomination; empty where a total was typed.
        taken_over_from, handed_to: Who had the till before without a close between, and after.
        passed_on, taken_over: Card payments left to the next shift, and those got from the one
            before.
    """

    opened_by: str
    opened_at: datetime
    figures: ShiftFigures
    opening_difference: int
    closed_by: str = ""
    closed_at: datetime | None = None
    counted: int | None = None
    difference: int | None = None
    reason: str = ""
    chain_head: str = ""
    chain_length: int = 0
    opened_parts: tuple[CountedPart, ...] = ()
    counted_parts: tuple[CountedPart, ...] = ()
    taken_over_from: str = ""
    handed_to: str = ""
    passed_on: tuple[PassedPayment, ...] = ()
    taken_over: tuple[PassedPayment, ...] = ()


@dataclass(frozen=True, slots=True)
class TaxLine:
    """A tax that prices hold: ``rate`` in hundredths of a percent; of ``gross`` it is ``tax``."""

    rate: int
    gross: int
    tax: int


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """A line of an order or of its cancel; ``tax_rate`` in hundredths of a percent."""

    name: str
    quantity: int
    unit: int
    amount: int
    choices: tuple[str, ...] = ()
    tax_rate: int = 0


@dataclass(frozen=True, slots=True)
class OrderSlip:
    """An order, its cancel, or what of it the kitchen makes (without money).

    Attributes:
        payer: The client's name; empty for a guest or a walk-in.
        points, from_balance, cash, card: How it was paid, or what went back that way.
        approved_by: Who allowed a cancel besides the one who did it.
    """

    number: int
    lines: tuple[OrderedLine, ...]
    total: int
    payer: str = ""
    station_name: str = ""
    points: int = 0
    from_balance: int = 0
    cash: int = 0
    card: int = 0
    received: int = 0
    change: int = 0
    balance_after: int | None = None
    taxes: tuple[TaxLine, ...] = ()
    note: str = ""
    reason: str = ""
    approved_by: str = ""
    slip: str = ""


@dataclass(frozen=True, slots=True)
class CashSlip:
    """Cash that was put in, paid out or taken to the safe; positive."""

    amount: int
    reason: str
    category: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class FiscalSeal:
    """What the fiscal device gave for a payment: its number, sign and the text of its QR code."""

    uuid: str
    sign: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One paper: the frame and its one body."""

    paper: Paper
    money: MoneyTaken | None = None
    bill: SessionBill | None = None
    report: ShiftReport | None = None
    slip: BalanceSlip | None = None
    explanation: Explanation | None = None
    order: OrderSlip | None = None
    cash: CashSlip | None = None
    fiscal: FiscalSeal | None = None
    lines: tuple[str, ...] = field(default_factory=tuple)
