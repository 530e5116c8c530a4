"""What the screens show of clients' money, visits, staff and the journal. Frozen values.

Amounts are minor units, instants UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from clubdesk.domain.ledger import TransactionKind
from clubdesk.domain.people import Client, ClientGroup, StaffRole
from clubdesk.domain.promotion import Promotion
from clubdesk.domain.receipt import Receipt
from clubdesk.services.ports import JournalEntry
from clubdesk.services.ports_people import ExpiredPoints, PhoneCode, RetiredCard


@dataclass(frozen=True, slots=True)
class ClientMoney:
    """A client's money at one instant.

    Attributes:
        balance: The game account by the ledger.
        available: That less what a running session has used so far.
        refundable_cash, refundable_card: The most that may go back that way now.
        points_available: Points less those a running session has used so far.
    """

    balance: int
    available: int
    points: int
    points_available: int
    refundable_cash: int
    refundable_card: int


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which lines of a Transaction History: an account, kinds, days (in the club's zone)."""

    account: str = ""
    kinds: frozenset[TransactionKind] = frozenset()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LegRow:
    """One posting: the account's kind and, for a client's, whose; debit positive."""

    account: str
    owner: str
    amount: int
    in_points: bool


@dataclass(frozen=True, slots=True)
class TransactionView:
    """A whole transaction with its receipt.

    Attributes:
        reversed_by, reverses: The number of the transaction that undid it, or that it undid.
        paper_job_id: The paper that was printed for it; None if none. ``paper`` are its facts.
    """

    id: int
    till_id: int
    till_seq: int
    hash: str
    kind: TransactionKind
    at: datetime
    effective_at: datetime
    staff_name: str
    client_name: str
    shift_number: int
    reason: str
    legs: tuple[LegRow, ...]
    promotion: str = ""
    reverses: int | None = None
    reversed_by: int | None = None
    paper_job_id: int | None = None
    paper: Receipt | None = None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One session of a client: where, how long, at which rate, for how much.

    Attributes:
        stations, rates: Names in the order of play, each once.
        seconds: Play time without pauses; ``amount`` and ``points`` are what was charged.
    """

    session_id: int
    started_at: datetime
    ended_at: datetime | None
    seconds: int
    stations: tuple[str, ...]
    rates: tuple[str, ...]
    amount: int
    points: int
    state: str


@dataclass(frozen=True, slots=True)
class UndoView:
    """What undoing the newest operation of a client would do, or why it cannot be undone.

    Attributes:
        transaction_id: 0 if there is nothing to undo.
        with_points: Points of a promotion that go with it.
        closed_shift: It belongs to a shift that is closed: a permission of its own.
        why_not: A sentence in the language in use; empty if it can be undone.
    """

    transaction_id: int
    kind: TransactionKind | None = None
    at: datetime | None = None
    staff_name: str = ""
    reason: str = ""
    balance_before: int = 0
    balance_after: int = 0
    points_before: int = 0
    points_after: int = 0
    cash_out: int = 0
    card_out: int = 0
    with_points: int = 0
    closed_shift: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class OperationRow:
    """A balance operation of a shift.

    Attributes:
        amount: What the client's account gained (negative: lost), minor units or points.
        cash, card: What came into the till or through the terminal (negative: went out).
        reversed_by: The number of the transaction that undid it.
        can_undo: It is the newest of its client's operations that stand.
    """

    transaction_id: int
    at: datetime
    client_id: int
    client_name: str
    kind: str
    amount: int
    in_points: bool
    staff_name: str
    reason: str = ""
    cash: int = 0
    card: int = 0
    reversed_by: int | None = None
    can_undo: bool = False


@dataclass(frozen=True, slots=True)
class ClientFile:
    """What a client card shows besides the money."""

    group: ClientGroup | None = None
    code: PhoneCode | None = None
    retired_cards: tuple[RetiredCard, ...] = ()
    merged_from: tuple[int, ...] = ()
    visits: int = 0
    first_visit: datetime | None = None
    birthday_offers: tuple[Promotion, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownNumbers:
    """Which of some phones (E.164) and cards belong to someone already, with the client's id."""

    phones: dict[str, int] = field(default_factory=dict)
    cards: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportedClient:
    """A client as a file of clients has them."""

    client: Client
    group: str
    balance_minor: int
    points: int
    last_visit: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExpiredReview:
    """What the write-off of expired points would take, client by client, as of an instant."""

    as_of: datetime
    lines: tuple[ExpiredPoints, ...]

    @property
    def points(self) -> int:
        """All of it."""
        return sum(line.points for line in self.lines)


@dataclass(frozen=True, slots=True)
class PendingPayment:
    """A card payment whose end is not known, or that was approved and is not booked yet.

    Attributes:
        amount: Minor units, positive also where they go back (``kind``: refund, reversal).
        code, detail: The terminal's own.
        driver: ``manual`` where the cashier tells what the terminal says.
        session_id, seat_name: The open session of a guest that it pays for, and where that is;
            None and empty for all else.
    """

    payment_id: int
    started_at: datetime
    amount: int
    staff_name: str
    client_name: str
    state: str
    detail: str = ""
    code: str = ""
    kind: str = "payment"
    driver: str = "manual"
    purpose: str = ""
    client_id: int | None = None
    session_id: int | None = None
    seat_name: str = ""


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Someone who works here, for Settings."""

    id: int
    login: str
    name: str
    role: StaffRole
    has_pin: bool
    active: bool
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which lines of the journal; empty fields ask for all.

    Attributes:
        actions: Command names.
        text: Part of a reason, a client's name, a station's name or an action's details.
        only_refused, only_approved: Refusals alone; deeds with a second person's approval alone.
        before_id: For the next page: lines older than this one.
    """

    staff_id: int | None = None
    client_id: int | None = None
    station_id: int | None = None
    actions: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    only_refused: bool = False
    only_approved: bool = False
    before_id: int | None = None


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A line of the journal with the names a person reads."""

    id: int
    entry: JournalEntry
    staff_name: str = ""
    client_name: str = ""
    station_name: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class StaffDeeds:
    """What one person did by hand in a period: what an owner looks at first.

    Amounts are sums of minor units or points.
    """

    staff_id: int
    staff_name: str
    bonuses: int = 0
    bonus_points: int = 0
    deductions: int = 0
    deducted: int = 0
    deducted_points: int = 0
    refunds: int = 0
    refunded: int = 0
    undone: int = 0
    undone_minor: int = 0
    cancelled_sessions: int = 0
    refusals: int = 0
    approvals_given: int = 0
    lines: tuple[int, ...] = field(default_factory=tuple)
