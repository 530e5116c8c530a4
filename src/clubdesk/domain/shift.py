"""A staff member's working period at a till, and the figures it ends with. Pure.

Instants are UTC, amounts minor units.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from clubdesk.domain.counting import CountedPart
from clubdesk.domain.ledger import AccountKind, TransactionKind


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift, open while ``closed_at`` is None.

    Attributes:
        number: Counts a till's shifts from 1.
        z_number: Counts a till's Z-reports from 1 without a gap; None while open.
        expected_open_minor: What the till should have held at the opening, by the books.
        counted_open_parts, counted_close_parts: The counts by denomination; empty for a total.
        taken_over_from: The shift that was handed over to this one; None if it was opened.
    """

    id: int
    till_id: int
    number: int
    opened_by: int
    opened_at: datetime
    counted_open_minor: int
    expected_open_minor: int
    closed_by: int | None = None
    closed_at: datetime | None = None
    counted_close_minor: int | None = None
    expected_close_minor: int | None = None
    close_reason: str = ""
    z_number: int | None = None
    counted_open_parts: tuple[CountedPart, ...] = ()
    counted_close_parts: tuple[CountedPart, ...] = ()
    taken_over_from: int | None = None

    def is_long(self, now: datetime, hours: int) -> bool:
        """Whether it is open for more than so many hours."""
        return self.closed_at is None and now - self.opened_at > timedelta(hours=hours)


@dataclass(frozen=True, slots=True)
class LegSum:
    """The sum of one shift's postings of one kind on one kind of account, debit positive.

    ``undone`` is what kind a reversal undid; None for every other kind.
    """

    kind: TransactionKind
    account: AccountKind
    amount: int
    count: int
    undone: TransactionKind | None = None


@dataclass(frozen=True, slots=True)
class RateUse:
    """Sessions that ended in a shift, by rate; ``seconds`` is play time."""

    rate_name: str
    sessions: int
    seconds: int


@dataclass(frozen=True, slots=True)
class CategorySum:
    """Cash paid out for one kind of expense; minor units, positive."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class TaxSum:
    """What the bar's prices held of one tax, cancels taken off, as its receipts say together.

    ``rate`` in hundredths of a percent; of ``gross``, paid in money, it is ``tax``.
    """

    rate: int
    gross: int
    tax: int


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """Every figure of an X- or Z-report, minor units; money that left is positive where named so.

    What was undone in the shift stands beside what was done and is not taken off it: the undone
    operation may be of an earlier shift, and a terminal's own total knows of no undoing.

    Attributes:
        expected_cash: The till's cash by the books: opening count plus all cash movements.
        bonuses_credited, bonuses_spent, bonuses_deducted: Points, as the undone ones are.
        undone_top_ups: Taken off game accounts again; of it paid out in cash, back to cards.
        undone_refunds: Put back on game accounts; ``undone_refunds_cash`` came back in cash.
        undone_deductions: Put back on game accounts.
        undone_bonuses, undone_bonus_deductions: Points taken off again, and put back.
        deposits: Taken in cash for reservations; of all deposits, what went back in cash and what
            became revenue because nobody came.
        cash_in_outside: Of ``cash_in``, what did not come from the club's safe.
        expenses: ``cash_out`` by category.
        bar_cash, bar_card, bar_balance, bar_points: How orders were paid; what was cancelled stands
            beside it (``orders_cancelled``, of it in cash and to cards) and is not taken off.
        orders: How many were sold for more than nothing; ``bar_taxes`` is what their prices held,
            cancels taken off.
    """

    opening: int
    play_revenue: int
    bar_revenue: int
    top_ups: int
    top_ups_count: int
    top_ups_cash: int
    top_ups_card: int
    guest_paid: int
    guest_returned: int
    refunds: int
    deductions: int
    bonuses_credited: int
    bonuses_spent: int
    orders_cancelled: int
    cash_in: int
    cash_out: int
    collected: int
    cash_received: int
    card_received: int
    expected_cash: int
    sessions: int
    rates: tuple[RateUse, ...] = field(default_factory=tuple)
    refunds_cash: int = 0
    refunds_card: int = 0
    bonuses_deducted: int = 0
    undone_top_ups: int = 0
    undone_top_ups_cash: int = 0
    undone_top_ups_card: int = 0
    undone_refunds: int = 0
    undone_refunds_cash: int = 0
    undone_deductions: int = 0
    undone_bonuses: int = 0
    undone_bonus_deductions: int = 0
    deposits: int = 0
    deposits_returned: int = 0
    deposits_kept: int = 0
    cash_in_outside: int = 0
    expenses: tuple[CategorySum, ...] = ()
    bar_cash: int = 0
    bar_card: int = 0
    bar_balance: int = 0
    bar_points: int = 0
    orders: int = 0
    orders_cancelled_cash: int = 0
    orders_cancelled_card: int = 0
    bar_taxes: tuple[TaxSum, ...] = ()

    @property
    def revenue(self) -> int:
        """Play and bar together."""
        return self.play_revenue + self.bar_revenue


def figures(
    opening_counted: int,
    sums: Iterable[LegSum],
    rates: Iterable[RateUse],
    expenses: Iterable[CategorySum] = (),
    orders: int = 0,
    taxes: Iterable[TaxSum] = (),
) -> ShiftFigures:
    """Works out a report from the sums of its shift's postings and what they do not tell."""
    legs = list(sums)
    used = tuple(rates)

    def total(account: AccountKind, *kinds: TransactionKind) -> int:
        return sum(s.amount for s in legs if s.account is account and s.kind in kinds)

    def undone(account: AccountKind, what: TransactionKind) -> int:
        return sum(s.amount for s in legs if s.account is account and s.undone is what)

    cash, card = AccountKind.TILL_CASH, AccountKind.CARD_CLEARING
    game, bonus = AccountKind.GAME, AccountKind.BONUS
    kind = TransactionKind
    moving = tuple(k for k in kind if k not in (kind.OPENING_FLOAT, kind.CLOSING_DIFFERENCE))
    paid_in = (kind.TOP_UP, kind.GUEST_PAYMENT, kind.BAR_SALE, kind.DEPOSIT)
    return ShiftFigures(
        opening=opening_counted,
        play_revenue=-total(AccountKind.PLAY_REVENUE, *kind),
        bar_revenue=-total(AccountKind.BAR_REVENUE, *kind),
        top_ups=-total(AccountKind.GAME, kind.TOP_UP),
        top_ups_count=sum(
            s.count for s in legs if s.kind is kind.TOP_UP and s.account is AccountKind.GAME
        ),
        top_ups_cash=total(cash, kind.TOP_UP),
        top_ups_card=total(card, kind.TOP_UP),
        guest_paid=-total(AccountKind.GUEST, kind.GUEST_PAYMENT),
        guest_returned=-total(cash, kind.GUEST_CHANGE),
        refunds=total(AccountKind.GAME, kind.REFUND),
        deductions=total(AccountKind.GAME, kind.DEDUCTION),
        bonuses_credited=-total(AccountKind.BONUS, kind.BONUS_CREDIT),
        bonuses_spent=total(AccountKind.BONUS, kind.SESSION_CHARGE, kind.BAR_SALE),
        orders_cancelled=total(AccountKind.BAR_REVENUE, kind.BAR_CANCEL),
        cash_in=total(cash, kind.CASH_IN),
        cash_out=-total(cash, kind.CASH_OUT),
        collected=-total(cash, kind.COLLECTION),
        cash_received=total(cash, *paid_in),
        card_received=total(card, *paid_in),
        expected_cash=opening_counted + total(cash, *moving),
        sessions=sum(rate.sessions for rate in used),
        rates=used,
        refunds_cash=-total(cash, kind.REFUND),
        refunds_card=-total(card, kind.REFUND),
        bonuses_deducted=total(bonus, kind.DEDUCTION),
        undone_top_ups=undone(game, kind.TOP_UP),
        undone_top_ups_cash=-undone(cash, kind.TOP_UP),
        undone_top_ups_card=-undone(card, kind.TOP_UP),
        undone_refunds=-undone(game, kind.REFUND),
        undone_refunds_cash=undone(cash, kind.REFUND),
        undone_deductions=-undone(game, kind.DEDUCTION),
        undone_bonuses=undone(bonus, kind.BONUS_CREDIT),
        undone_bonus_deductions=-undone(bonus, kind.DEDUCTION),
        deposits=total(cash, kind.DEPOSIT),
        deposits_returned=-total(cash, kind.DEPOSIT_RETURNED),
        deposits_kept=total(AccountKind.DEPOSIT, kind.DEPOSIT_KEPT),
        cash_in_outside=-total(AccountKind.OUTSIDE, kind.CASH_IN),
        expenses=tuple(expenses),
        bar_cash=total(cash, kind.BAR_SALE),
        bar_card=total(card, kind.BAR_SALE),
        bar_balance=total(game, kind.BAR_SALE) + total(AccountKind.GUEST, kind.BAR_SALE),
        bar_points=total(bonus, kind.BAR_SALE),
        orders=orders,
        orders_cancelled_cash=-total(cash, kind.BAR_CANCEL),
        orders_cancelled_card=-total(card, kind.BAR_CANCEL),
        bar_taxes=tuple(taxes),
    )
