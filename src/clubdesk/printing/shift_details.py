"""What a shift's report says in detail: the bar, expenses, denominations, a hand-over. Pure.

A part without anything to say is left out, so that a small club's report stays short.
"""

from __future__ import annotations

from collections.abc import Sequence

from clubdesk.domain.counting import CountedPart
from clubdesk.domain.receipt import PassedPayment, ShiftReport
from clubdesk.domain.shift import ShiftFigures
from clubdesk.printing.strip import Strip
from clubdesk.printing.wording import Wording


def write_bar(strip: Strip, figures: ShiftFigures, say: Wording) -> None:
    """How orders were paid, and the taxes that their prices hold."""
    if not figures.orders and not figures.bar_taxes:
        return
    strip.heading(say.tr("BAR"))
    strip.pair(say.tr("Orders"), say.count(figures.orders))
    ways = [
        (say.tr("in cash"), figures.bar_cash),
        (say.tr("by card"), figures.bar_card),
        (say.tr("from the balance"), figures.bar_balance),
    ]
    _write_some(strip, say, ways)
    if figures.bar_points:
        strip.pair("  " + say.tr("in points"), say.count(figures.bar_points))
    for tax in figures.bar_taxes:
        name = say.tr("of it tax {percent} %").format(percent=say.percent(tax.rate))
        strip.pair(name, say.amount(tax.tax))


def write_cancelled(strip: Strip, figures: ShiftFigures, say: Wording) -> None:
    """Where the money of cancelled orders went, below their sum."""
    ways = [
        (say.tr("paid out in cash"), figures.orders_cancelled_cash),
        (say.tr("back to cards"), figures.orders_cancelled_card),
    ]
    _write_some(strip, say, ways)


def write_expenses(strip: Strip, figures: ShiftFigures, say: Wording) -> None:
    """What cash was paid out for."""
    if not figures.expenses:
        return
    strip.heading(say.tr("EXPENSES"))
    for expense in figures.expenses:
        strip.pair(expense.name, say.amount(expense.amount))


def write_parts(strip: Strip, parts: Sequence[CountedPart], say: Wording) -> None:
    """A count by denomination, the greatest first; nothing where a total was typed."""
    for part in parts:
        left = f"  {say.amount(part.piece_minor)} x {say.count(part.pieces)}"
        strip.pair(left, say.amount(part.total_minor))


def write_hand_over(strip: Strip, report: ShiftReport, say: Wording) -> None:
    """Who had the till before, who has it after, and the payments that went along."""
    if report.taken_over_from:
        strip.pair(say.tr("Taken over from"), report.taken_over_from)
    if report.handed_to:
        strip.pair(say.tr("Handed over to"), report.handed_to)
    _write_payments(strip, say.tr("CARD PAYMENTS TAKEN OVER"), report.taken_over, say)
    _write_payments(strip, say.tr("CARD PAYMENTS PASSED ON"), report.passed_on, say)


def _write_payments(
    strip: Strip, heading: str, payments: Sequence[PassedPayment], say: Wording
) -> None:
    if not payments:
        return
    strip.heading(heading)
    for payment in payments:
        left = f"{say.clock(payment.at)} {payment.client_name}".strip()
        strip.pair(left, say.amount(payment.amount))
        strip.text(_state(payment.state, say), indent=2)


def _state(state: str, say: Wording) -> str:
    if state == "approved":
        return say.tr("approved")
    if state in ("declined", "cancelled", "no_connection", "not_started", "paid_back"):
        return say.tr("no money was taken")
    return say.tr("nobody knows the outcome yet")


def _write_some(strip: Strip, say: Wording, parts: Sequence[tuple[str, int]]) -> None:
    for label, minor in parts:
        if minor:
            strip.pair("  " + label, say.amount(minor))
