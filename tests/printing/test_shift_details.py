"""What a Z-report says of the bar, of expenses, of notes and coins, and of a hand-over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clubdesk.domain.counting import CountedPart
from clubdesk.domain.receipt import PassedPayment
from clubdesk.domain.shift import CategorySum, TaxSum
from clubdesk.printing.layout import receipt_text
from tests.support import papers

FIGURES = replace(
    papers.FIGURES,
    orders=12,
    bar_cash=400_000,
    bar_card=145_000,
    bar_balance=300_000,
    bar_points=2_500,
    bar_taxes=(TaxSum(1_200, 845_000, 90_536),),
    orders_cancelled=30_000,
    orders_cancelled_cash=20_000,
    orders_cancelled_card=10_000,
    expenses=(CategorySum("Cleaning", 45_000), CategorySum("Wages", 1_000_050)),
)


def evening(**changes):
    """The Z-report of an evening in which everything happened."""
    z = papers.z_report()
    report = replace(
        z.report,
        figures=FIGURES,
        opened_parts=(CountedPart(1_000_000, 2),),
        counted_parts=(CountedPart(2_000_000, 2), CountedPart(10_000, 21)),
        taken_over_from="Olga O.",
        handed_to="Marat T.",
        taken_over=(
            PassedPayment(4, papers.AT - timedelta(hours=9), 70_000, "approved", "Ivan Petrov"),
            PassedPayment(5, papers.AT - timedelta(hours=9), 3_000, "declined"),
        ),
        passed_on=(PassedPayment(9, papers.AT, 12_000, "unknown", "Asel"),),
    )
    return replace(z, report=replace(report, **changes))


def rows(receipt, columns=48):
    return [" ".join(row.split()) for row in receipt_text(receipt, "en", columns)]


def test_everything_that_happened_is_on_the_paper() -> None:
    text = rows(evening())
    for line in (
        "Taken over from Olga O.",
        "Handed over to Marat T.",
        "20:40 Asel 120.00",
        "nobody knows the outcome yet",
        "11:40 Ivan Petrov 700.00",
        "approved",
        "no money was taken",
        "Orders 12",
        "in cash 4,000.00",
        "by card 1,450.00",
        "from the balance 3,000.00",
        "in points 2,500",
        "of it tax 12 % 905.36",
        "Cancelled orders 300.00",
        "paid out in cash 200.00",
        "back to cards 100.00",
        "Cleaning 450.00",
        "Wages 10,000.50",
        "10,000.00 x 2 20,000.00",
        "20,000.00 x 2 40,000.00",
        "100.00 x 21 2,100.00",
    ):
        assert line in text, line


def test_a_report_without_any_of_it_says_nothing_of_it() -> None:
    text = "\n".join(rows(papers.z_report()))
    for word in ("BAR", "EXPENSES", "Taken over", "Handed over", " x "):
        assert word not in text


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("columns", [24, 32, 48])
def test_nothing_is_too_wide(language, columns) -> None:
    report = evening(taken_over_from="Н" * 80, handed_to="W" * 80)
    long = replace(FIGURES, expenses=(CategorySum("Очень длинная статья расходов " * 2, 10**12),))
    text = receipt_text(
        replace(report, report=replace(report.report, figures=long)), language, columns
    )
    assert max(map(len, text)) <= columns
