"""A shift's report as sections of lines: what the page, the PDF and the spreadsheet show. Pure.

Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from clubdesk.domain.hall import Club
from clubdesk.domain.receipt import ShiftReport
from clubdesk.domain.shift import RateUse, ShiftFigures
from clubdesk.foundation.translate import tr
from clubdesk.services.views_till import CashMoveRow
from clubdesk.ui.look.wording import date_time, duration, money, points, signed_money

GROUP = 4
"""Hex digits between two spaces of a chain head, as on paper."""


class Unit(StrEnum):
    """What a line's value counts."""

    MONEY = "money"
    SIGNED = "signed"
    POINTS = "points"
    COUNT = "count"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A name with its value.

    Attributes:
        note: What is said of it besides.
        strong: A sum.
        inner: Of the line above.
    """

    name: str
    value: int | str
    unit: Unit = Unit.MONEY
    note: str = ""
    strong: bool = False
    inner: bool = False

    def shown(self, club: Club) -> str:
        """The value in words."""
        if isinstance(self.value, str):
            return self.value
        words = {
            Unit.MONEY: money,
            Unit.SIGNED: signed_money,
            Unit.POINTS: points,
        }.get(self.unit)
        return words(self.value, club) if words is not None else str(self.value)


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A heading and its lines."""

    title: str
    lines: tuple[ReportLine, ...] = field(default_factory=tuple)


def totals(report: ShiftReport, *, with_cash: bool = True) -> tuple[ReportLine, ...]:
    """What is asked of a shift first; the cash in the till only for who may see it."""
    f = report.figures
    first = (
        ReportLine(tr("Total revenue"), f.revenue, strong=True),
        ReportLine(tr("Number of sessions"), f.sessions, Unit.COUNT),
        ReportLine(tr("Cash"), f.cash_received),
        ReportLine(tr("Card"), f.card_received),
        ReportLine(tr("Top-up total"), f.top_ups),
    )
    if report.difference is not None:
        return (*first, ReportLine(tr("Difference"), report.difference, Unit.SIGNED))
    return (*first, ReportLine(tr("Cash expected"), f.expected_cash)) if with_cash else first


def sections(
    report: ShiftReport, moves: Sequence[CashMoveRow], club: Club, *, with_cash: bool = True
) -> tuple[ReportSection, ...]:
    """Every line of the report; without ``with_cash`` nothing tells what the till holds."""
    f = report.figures
    found = [
        _revenue(f),
        _sessions(f),
        _taken(f),
        _top_ups(f),
        _bonuses(f),
        _corrections(f),
        _cash_moves(f, moves, club),
        _taxes(f, club),
        _payments(report, club),
        _shift(report, club),
    ]
    if with_cash:
        found.insert(7, _till(report, club))
    return tuple(section for section in found if section.lines)


def _revenue(f: ShiftFigures) -> ReportSection:
    lines = [
        ReportLine(tr("Play"), f.play_revenue),
        ReportLine(tr("Bar"), f.bar_revenue),
        *_any(ReportLine(tr("Orders"), f.orders, Unit.COUNT, inner=True)),
        *_any(ReportLine(tr("Deposits kept"), f.deposits_kept, inner=True)),
        ReportLine(tr("Total revenue"), f.revenue, strong=True),
    ]
    return ReportSection(tr("Revenue"), tuple(lines))


def _sessions(f: ShiftFigures) -> ReportSection:
    rates = [ReportLine(r.rate_name, r.sessions, Unit.COUNT, _average(r)) for r in f.rates]
    whole = RateUse("", f.sessions, sum(rate.seconds for rate in f.rates))
    note = _average(whole) if f.sessions else ""
    total = ReportLine(tr("Number of sessions"), f.sessions, Unit.COUNT, note, strong=True)
    return ReportSection(tr("Sessions by rate"), (*rates, total))


def _average(use: RateUse) -> str:
    length = duration(use.seconds // use.sessions if use.sessions else 0)
    return tr("{length} on average").format(length=length)


def _taken(f: ShiftFigures) -> ReportSection:
    lines = [
        ReportLine(tr("Cash"), f.cash_received, strong=True),
        *_any(ReportLine(tr("Top-ups in cash"), f.top_ups_cash, inner=True)),
        *_any(ReportLine(tr("Bar in cash"), f.bar_cash, inner=True)),
        *_any(ReportLine(tr("Deposits taken"), f.deposits, inner=True)),
        ReportLine(tr("Card"), f.card_received, strong=True),
        *_any(ReportLine(tr("Top-ups by card"), f.top_ups_card, inner=True)),
        *_any(ReportLine(tr("Bar by card"), f.bar_card, inner=True)),
        *_any(ReportLine(tr("Guests paid"), f.guest_paid)),
        *_any(ReportLine(tr("Bar from balances"), f.bar_balance)),
        *_any(ReportLine(tr("Bar in points"), f.bar_points, Unit.POINTS)),
    ]
    return ReportSection(tr("Cash and card"), tuple(lines))


def _top_ups(f: ShiftFigures) -> ReportSection:
    lines = [
        ReportLine(tr("In cash"), f.top_ups_cash),
        ReportLine(tr("By card"), f.top_ups_card),
        ReportLine(tr("Number of top-ups"), f.top_ups_count, Unit.COUNT),
        ReportLine(tr("Top-up total"), f.top_ups, strong=True),
        *_any(ReportLine(tr("Undone top-ups"), f.undone_top_ups)),
        *_any(ReportLine(tr("paid out in cash"), f.undone_top_ups_cash, inner=True)),
        *_any(ReportLine(tr("back to cards"), f.undone_top_ups_card, inner=True)),
    ]
    return ReportSection(tr("Top-ups"), tuple(lines))


def _bonuses(f: ShiftFigures) -> ReportSection:
    unit = Unit.POINTS
    lines = [
        ReportLine(tr("Credited"), f.bonuses_credited, unit),
        ReportLine(tr("Spent"), f.bonuses_spent, unit),
        *_any(ReportLine(tr("Deducted"), f.bonuses_deducted, unit)),
        *_any(ReportLine(tr("Undone bonus credits"), f.undone_bonuses, unit)),
        *_any(ReportLine(tr("Undone bonus deductions"), f.undone_bonus_deductions, unit)),
    ]
    return ReportSection(tr("Bonuses"), tuple(lines))


def _corrections(f: ShiftFigures) -> ReportSection:
    lines = [
        ReportLine(tr("Refunds"), f.refunds),
        *_any(ReportLine(tr("of them in cash"), f.refunds_cash, inner=True)),
        *_any(ReportLine(tr("of them by card"), f.refunds_card, inner=True)),
        ReportLine(tr("Deductions"), f.deductions),
        ReportLine(tr("Cancelled orders"), f.orders_cancelled),
        *_any(ReportLine(tr("of them in cash"), f.orders_cancelled_cash, inner=True)),
        *_any(ReportLine(tr("of them by card"), f.orders_cancelled_card, inner=True)),
        *_any(ReportLine(tr("Guests' remainders"), f.guest_returned)),
        *_any(ReportLine(tr("Deposits paid back"), f.deposits_returned)),
        *_any(ReportLine(tr("Undone refunds"), f.undone_refunds)),
        *_any(ReportLine(tr("Undone deductions"), f.undone_deductions)),
    ]
    return ReportSection(tr("Refunds, deductions, cancelled orders"), tuple(lines))


def _cash_moves(f: ShiftFigures, moves: Sequence[CashMoveRow], club: Club) -> ReportSection:
    def each(kind: str) -> list[ReportLine]:
        of_kind = [move for move in moves if move.kind == kind]
        return [_move(move, club) for move in sorted(of_kind, key=lambda move: move.at)]

    lines = [
        ReportLine(tr("Cash in"), f.cash_in, strong=True),
        *each("cash_in"),
        ReportLine(tr("Cash out"), f.cash_out, strong=True),
        *(ReportLine(one.name, one.amount) for one in f.expenses),
        *each("cash_out"),
        ReportLine(tr("Collected"), f.collected, strong=True),
        *each("collection"),
    ]
    return ReportSection(tr("Cash in, cash out, collections"), tuple(lines))


def _move(move: CashMoveRow, club: Club) -> ReportLine:
    about = " · ".join(part for part in (move.category, move.reason, move.staff_name) if part)
    return ReportLine(date_time(move.at, club), move.amount, note=about, inner=True)


def _till(report: ShiftReport, club: Club) -> ReportSection:
    lines = [ReportLine(tr("Opening, counted"), report.figures.opening)]
    if report.opening_difference:
        difference = report.opening_difference
        lines.append(ReportLine(tr("opening difference"), difference, Unit.SIGNED, inner=True))
    lines.append(ReportLine(tr("Expected by the books"), report.figures.expected_cash, strong=True))
    if report.counted is not None:
        lines.append(ReportLine(tr("Counted"), report.counted, strong=True))
    for part in report.counted_parts:
        pieces = f"{part.pieces} × {money(part.piece_minor, club)}"
        lines.append(ReportLine(pieces, part.total_minor, inner=True))
    if report.difference is not None:
        difference = report.difference
        lines.append(ReportLine(tr("Difference"), difference, Unit.SIGNED, strong=True))
    if report.reason:
        lines.append(ReportLine(tr("Reason"), report.reason, Unit.WORDS))
    return ReportSection(tr("Count of the till"), tuple(lines))


def _taxes(f: ShiftFigures, club: Club) -> ReportSection:
    lines = [
        ReportLine(_percent(tax.rate), tax.tax, note=tr("of {amount}").format(
            amount=money(tax.gross, club)
        ))
        for tax in f.bar_taxes
    ]  # fmt: skip
    return ReportSection(tr("Taxes in the bar's prices"), tuple(lines))


def _percent(hundredths: int) -> str:
    return f"{hundredths / 100:g} %"


def _payments(report: ShiftReport, club: Club) -> ReportSection:
    lines = [
        ReportLine(date_time(one.at, club), one.amount, note=f"{word} {one.client_name}".strip())
        for word, many in (
            (tr("left to the next shift"), report.passed_on),
            (tr("taken over"), report.taken_over),
        )
        for one in many
    ]
    return ReportSection(tr("Card payments whose outcome was not known"), tuple(lines))


def _shift(report: ShiftReport, club: Club) -> ReportSection:
    facts: list[tuple[str, str]] = [
        (tr("Opened by"), report.opened_by),
        (tr("Opened"), date_time(report.opened_at, club)),
        (tr("Taken over from"), report.taken_over_from),
        (tr("Closed by"), report.closed_by),
        (tr("Closed"), date_time(report.closed_at, club) if report.closed_at else ""),
        (tr("Handed to"), report.handed_to),
        (tr("Entries in the chain"), str(report.chain_length) if report.chain_head else ""),
        (tr("Chain head"), _grouped(report.chain_head)),
    ]
    lines = [ReportLine(name, text, Unit.WORDS) for name, text in facts if text]
    return ReportSection(tr("The shift"), tuple(lines))


def _grouped(head: str) -> str:
    return " ".join(head[at : at + GROUP] for at in range(0, len(head), GROUP))


def _any(line: ReportLine) -> tuple[ReportLine, ...]:
    """The line, unless there is nothing of it."""
    return (line,) if line.value else ()
