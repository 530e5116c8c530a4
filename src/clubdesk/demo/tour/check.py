"""Compares three tellings of a shift: the Z-report, the postings summed anew, and the paper.

Reads the database file by plain SQL, on purpose without the desk's own code. Caller's thread.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pysqlite3 import dbapi2

from clubdesk.domain.receipt import ShiftReport
from clubdesk.foundation.money import Currency, format_number
from clubdesk.foundation.translate import language

_SUMS = """
    SELECT t.kind, a.kind, SUM(p.amount)
    FROM postings p
    JOIN transactions t ON t.id = p.transaction_id
    JOIN accounts a ON a.id = p.account_id
    WHERE t.shift_id = ?
    GROUP BY t.kind, a.kind
"""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One figure as the report has it and as the postings add up to it, minor units or points."""

    name: str
    reported: int
    summed: int
    in_points: bool = False

    @property
    def holds(self) -> bool:
        """True if both say the same."""
        return self.reported == self.summed


def compare_with_ledger(books: Path, shift_id: int, report: ShiftReport) -> list[Agreement]:
    """Every figure of a Z-report beside its own sum over the postings of the shift."""
    uri = f"file:{books}?mode=ro"
    with closing(dbapi2.connect(uri, uri=True)) as link:
        rows = link.execute(_SUMS, (shift_id,)).fetchall()
    legs = {(kind, account): amount for kind, account, amount in rows}

    def total(account: str, *kinds: str) -> int:
        return sum(
            amount
            for (kind, found), amount in legs.items()
            if found == account and (not kinds or kind in kinds)
        )

    figures = report.figures
    moved = total("till_cash") - total("till_cash", "opening_float", "closing_difference")
    credited, deducted = -total("bonus", "bonus_credit"), total("bonus", "deduction")
    return [
        Agreement("play revenue", figures.play_revenue, -total("play_revenue")),
        Agreement("bar revenue", figures.bar_revenue, -total("bar_revenue")),
        Agreement(
            "cancelled orders", figures.orders_cancelled, total("bar_revenue", "bar_cancel")
        ),
        Agreement("cash out", figures.cash_out, -total("till_cash", "cash_out")),
        Agreement("collected", figures.collected, -total("till_cash", "collection")),
        Agreement("top-ups", figures.top_ups, -total("game", "top_up")),
        Agreement("top-ups in cash", figures.top_ups_cash, total("till_cash", "top_up")),
        Agreement("top-ups by card", figures.top_ups_card, total("card_clearing", "top_up")),
        Agreement("refunds", figures.refunds, total("game", "refund")),
        Agreement("bonuses credited", figures.bonuses_credited, credited, True),
        Agreement("bonuses deducted", figures.bonuses_deducted, deducted, True),
        Agreement("guests paid", figures.guest_paid, -total("guest", "guest_payment")),
        Agreement(
            "given back to guests", figures.guest_returned, -total("till_cash", "guest_change")
        ),
        Agreement("cash expected", figures.expected_cash, figures.opening + moved),
        Agreement(
            "difference", report.difference or 0, total("till_cash", "closing_difference")
        ),
    ]  # fmt: skip


def missing_on_paper(report: ShiftReport, paper: tuple[str, ...], currency: Currency) -> list[str]:
    """The report's amounts that are not on the printed paper, as text."""
    flat = " ".join(" ".join(paper).split())
    figures = report.figures
    wanted = {
        "play revenue": figures.play_revenue,
        "top-ups": figures.top_ups,
        "refunds": figures.refunds,
        "guests paid": figures.guest_paid,
        "given back to guests": figures.guest_returned,
        "cash expected": figures.expected_cash,
        "counted": report.counted or 0,
    }
    absent = []
    for name, minor in wanted.items():
        text = " ".join(format_number(minor, currency, language()).split())
        if text not in flat:
            absent.append(f"{name} {text}")
    if report.chain_head[:4] not in flat:
        absent.append("chain head")
    return absent
