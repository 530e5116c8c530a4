"""What papers say of discounts and points: on a session's bill and on a top-up's receipt."""

from dataclasses import replace

import pytest

from clubdesk.printing.encoding import PaperStyle, receipt_bytes
from clubdesk.printing.paper import paper_text
from tests.support import papers


def rows(receipt, columns: int = 48) -> list[tuple[str, ...]]:
    """The paper's rows, each as its words from the left and from the right edge."""
    lines = paper_text(receipt_bytes(receipt, PaperStyle("en", columns=columns)))
    return [tuple(part for part in line.split("  ") if part.strip()) for line in lines]


def said(receipt, columns: int = 48) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in row) for row in rows(receipt, columns)]


@pytest.fixture
def bill():
    whole = papers.session_end()
    facts = whole.bill
    full = sum(line.amount for line in facts.lines)
    return replace(
        whole,
        bill=replace(
            facts, total=full - 20_000, discount_percent=10, discount=20_000, points=30_000
        ),
    )


@pytest.mark.parametrize("columns", [32, 48])
def test_a_bill_takes_the_discount_off_and_says_how_it_was_paid(bill, columns) -> None:
    text = said(bill, columns)
    assert ("Discount 10 %", "-200.00") in text
    assert ("Paid in points", "30,000") in text
    assert bill.bill.total == 120_083
    assert ("Paid in money", "900.83") in text


def test_a_bill_without_points_says_nothing_of_them() -> None:
    text = said(papers.session_end())
    assert not [row for row in text if row and ("points" in row[0] or "Discount" in row[0])]


@pytest.mark.parametrize("columns", [32, 48])
def test_a_top_up_says_which_promotion_gave_points(columns) -> None:
    plain = papers.top_up()
    given = replace(plain.money, points_credited=50_000, promotion="Bigger top-up, Welcome")
    text = said(replace(plain, money=given), columns)
    assert ("Bonus points", "+50,000") in text
    assert ("Bigger top-up, Welcome",) in text
    assert not [row for row in said(plain, columns) if row and row[0] == "Bonus points"]
