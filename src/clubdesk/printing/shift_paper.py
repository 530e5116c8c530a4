"""The X-report of a running shift and the Z-report of a closed one, figure by figure. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from clubdesk.domain.receipt import ShiftReport
from clubdesk.domain.shift import ShiftFigures
from clubdesk.printing.shift_details import (
    write_bar,
    write_cancelled,
    write_expenses,
    write_hand_over,
    write_parts,
)
from clubdesk.printing.strip import Strip
from clubdesk.printing.wording import Wording

GROUP = 4
"""Hex digits between two spaces of a printed chain head."""


def write_report(strip: Strip, report: ShiftReport, say: Wording) -> None:
    """Every figure of the shift in groups that add up, then the seal of the books."""
    _write_people(strip, report, say)
    _write_revenue(strip, report.figures, say)
    write_bar(strip, report.figures, say)
    _write_sessions(strip, report.figures, say)
    _write_payments(strip, report.figures, say)
    _write_corrections(strip, report.figures, say)
    write_expenses(strip, report.figures, say)
    _write_till(strip, report, say)
    if report.chain_head:
        _write_seal(strip, report, say)


def _write_people(strip: Strip, report: ShiftReport, say: Wording) -> None:
    strip.rule()
    strip.pair(say.tr("Opened"), say.when(report.opened_at))
    strip.pair(say.tr("Opened by"), report.opened_by)
    if report.closed_at is not None:
        strip.pair(say.tr("Closed"), say.when(report.closed_at))
        strip.pair(say.tr("Closed by"), report.closed_by)
    write_hand_over(strip, report, say)


def _write_revenue(strip: Strip, figures: ShiftFigures, say: Wording) -> None:
    strip.heading(say.tr("REVENUE"))
    strip.pair(say.tr("Play"), say.amount(figures.play_revenue))
    strip.pair(say.tr("Bar"), say.amount(figures.bar_revenue))
    strip.total(say.tr("TOTAL"), say.money(figures.revenue))


def _write_sessions(strip: Strip, figures: ShiftFigures, say: Wording) -> None:
    strip.heading(say.tr("SESSIONS"))
    for rate in figures.rates:
        strip.pair(rate.rate_name, say.count(rate.sessions))
        average = say.length(rate.seconds // rate.sessions if rate.sessions else 0)
        strip.pair("  " + say.tr("on average"), average)
    strip.pair(say.tr("All sessions"), say.count(figures.sessions), bold=True)


def _write_payments(strip: Strip, figures: ShiftFigures, say: Wording) -> None:
    strip.heading(say.tr("MONEY TAKEN"))
    strip.pair(say.tr("Top-ups in cash"), say.amount(figures.top_ups_cash))
    strip.pair(say.tr("Top-ups by card"), say.amount(figures.top_ups_card))
    strip.pair(say.tr("Top-ups"), say.amount(figures.top_ups), bold=True)
    strip.pair(say.tr("Number of top-ups"), say.count(figures.top_ups_count))
    strip.pair(say.tr("Guests paid"), say.amount(figures.guest_paid))
    if figures.deposits:
        strip.pair(say.tr("Deposits taken"), say.amount(figures.deposits))
    strip.pair(say.tr("Cash received"), say.amount(figures.cash_received), bold=True)
    strip.pair(say.tr("Card received"), say.amount(figures.card_received), bold=True)


def _write_corrections(strip: Strip, figures: ShiftFigures, say: Wording) -> None:
    strip.heading(say.tr("RETURNS AND CORRECTIONS"))
    strip.pair(say.tr("Guests' remainders"), say.amount(figures.guest_returned))
    strip.pair(say.tr("Refunds"), say.amount(figures.refunds))
    _write_where(
        strip,
        say,
        [
            (say.tr("of them in cash"), figures.refunds_cash),
            (say.tr("of them by card"), figures.refunds_card),
        ],
    )
    if figures.deposits_returned:
        strip.pair(say.tr("Deposits paid back"), say.amount(figures.deposits_returned))
    if figures.deposits_kept:
        strip.pair(say.tr("Deposits kept"), say.amount(figures.deposits_kept))
    strip.pair(say.tr("Deductions"), say.amount(figures.deductions))
    strip.pair(say.tr("Cancelled orders"), say.amount(figures.orders_cancelled))
    write_cancelled(strip, figures, say)
    strip.pair(say.tr("Bonus points credited"), say.count(figures.bonuses_credited))
    strip.pair(say.tr("Bonus points spent"), say.count(figures.bonuses_spent))
    if figures.bonuses_deducted:
        strip.pair(say.tr("Bonus points deducted"), say.count(figures.bonuses_deducted))
    _write_undone(strip, figures, say)


def _write_undone(strip: Strip, figures: ShiftFigures, say: Wording) -> None:
    """What was undone in this shift, of this one or of an earlier one."""
    if figures.undone_top_ups:
        strip.pair(say.tr("Undone top-ups"), say.amount(figures.undone_top_ups))
    _write_where(
        strip,
        say,
        [
            (say.tr("paid out in cash"), figures.undone_top_ups_cash),
            (say.tr("back to cards"), figures.undone_top_ups_card),
        ],
    )
    if figures.undone_refunds:
        strip.pair(say.tr("Undone refunds"), say.amount(figures.undone_refunds))
    if figures.undone_deductions:
        strip.pair(say.tr("Undone deductions"), say.amount(figures.undone_deductions))
    points = [
        (say.tr("Undone bonus credits"), figures.undone_bonuses),
        (say.tr("Undone bonus deductions"), figures.undone_bonus_deductions),
    ]
    for label, count in points:
        if count:
            strip.pair(label, say.count(count))


def _write_where(strip: Strip, say: Wording, parts: Sequence[tuple[str, int]]) -> None:
    for label, minor in parts:
        if minor:
            strip.pair("  " + label, say.amount(minor))


def _write_till(strip: Strip, report: ShiftReport, say: Wording) -> None:
    figures = report.figures
    strip.heading(say.tr("CASH IN THE TILL"))
    strip.pair(say.tr("Opening, counted"), say.amount(figures.opening))
    write_parts(strip, report.opened_parts, say)
    if report.opening_difference:
        strip.pair("  " + say.tr("opening difference"), say.signed(report.opening_difference))
    for label, minor in _movements(figures, say):
        strip.pair(label, say.signed(minor))
    strip.pair(say.tr("Expected"), say.amount(figures.expected_cash), bold=True)
    if report.counted is not None:
        strip.pair(say.tr("Counted"), say.amount(report.counted), bold=True)
        write_parts(strip, report.counted_parts, say)
    if report.difference is not None:
        strip.total(say.tr("DIFFERENCE"), _difference(report.difference, say))
    if report.reason:
        strip.text(say.tr("Reason: {reason}").format(reason=report.reason))


def _movements(figures: ShiftFigures, say: Wording) -> Sequence[tuple[str, int]]:
    """What leads from the opening count to the expected cash, so that the column adds up."""
    known = [
        (say.tr("Cash received"), figures.cash_received),
        (say.tr("Cash in"), figures.cash_in),
        (say.tr("Cash out"), -figures.cash_out),
        (say.tr("Collected"), -figures.collected),
    ]
    undone = [
        (say.tr("Undone top-ups"), -figures.undone_top_ups_cash),
        (say.tr("Undone refunds"), figures.undone_refunds_cash),
    ]
    known += [(label, minor) for label, minor in undone if minor]
    paid_back = figures.expected_cash - figures.opening - sum(minor for _, minor in known)
    return [*known, (say.tr("Paid back to clients"), paid_back)]


def _difference(minor: int, say: Wording) -> str:
    return ("+" if minor > 0 else "") + say.money(minor)


def _write_seal(strip: Strip, report: ShiftReport, say: Wording) -> None:
    strip.heading(say.tr("SEAL OF THE BOOKS"))
    strip.pair(say.tr("Entries in the chain"), say.count(report.chain_length))
    head = report.chain_head
    strip.text(" ".join(head[at : at + GROUP] for at in range(0, len(head), GROUP)))
    strip.blank()
    strip.blank()
    strip.pair(say.tr("Signature"), "_" * (strip.columns // 2))
