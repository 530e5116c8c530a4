"""A shift's report: every line of the rules, on the page, in the PDF and as numbers in a table."""

from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from clubdesk.bootstrap.sheet_files import pattern, sheet_writer
from clubdesk.domain.counting import parts_of
from clubdesk.domain.shift import CategorySum
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import currency_of
from clubdesk.foundation.translate import set_language
from clubdesk.services.views_till import CashMoveRow
from clubdesk.ui.look import fonts
from clubdesk.ui.sheet import Amount
from clubdesk.ui.shifts.report_files import keep_pdf, pdf_report, sheet_of
from clubdesk.ui.shifts.report_lines import sections, totals
from clubdesk.ui.shifts.report_page import in_two
from clubdesk.ui.shifts.report_pdf import pdf_of
from tests.support.fake_desk import CLUB, FIGURES, NOW, closed_shift
from tests.support.pdf_text import pages_of, words_of
from tests.support.reader import plain

MOVES = (
    CashMoveRow(1, NOW, "cash_out", 450_000, "Dana", "Coffee beans", "Bar supplies"),
    CashMoveRow(2, NOW, "collection", 5_000_000, "Aliya"),
)
ROW = closed_shift(214, -50_000)
REPORT = replace(
    ROW.report.report,
    reason="Change given twice",
    counted_parts=parts_of({2_000_000: 4, 500_000: 2}),
    figures=replace(
        FIGURES,
        cash_out=450_000,
        collected=5_000_000,
        expenses=(CategorySum("Bar supplies", 450_000),),
        refunds=100_000,
        deductions=20_000,
        orders_cancelled=30_000,
    ),
)
RECEIPT = replace(ROW.report, report=REPORT)


def shown() -> dict[str, str]:
    """Every line of the report in words, by its name."""
    lines = [line for part in sections(REPORT, MOVES, CLUB) for line in part.lines]
    return {plain(line.name): plain(line.shown(CLUB)) for line in lines}


def test_the_totals_are_what_the_guide_names() -> None:
    assert [line.name for line in totals(REPORT)] == [
        "Total revenue", "Number of sessions", "Cash", "Card", "Top-up total", "Difference",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Play", "64,125 ₸"),
        ("Bar", "8,400 ₸"),
        ("Total revenue", "72,525 ₸"),
        ("Standard hourly", "30"),
        ("Number of sessions", "42"),
        ("Top-up total", "71,500 ₸"),
        ("Credited", "25,000 pts"),
        ("Spent", "12,000 pts"),
        ("Refunds", "1,000 ₸"),
        ("Deductions", "200 ₸"),
        ("Cancelled orders", "300 ₸"),
        ("Cash out", "4,500 ₸"),
        ("Bar supplies", "4,500 ₸"),
        ("Collected", "50,000 ₸"),
        ("Opening, counted", "20,000 ₸"),
        ("Expected by the books", "100,250 ₸"),
        ("Counted", "93,500 ₸"),
        ("4 × 20,000 ₸", "80,000 ₸"),
        ("Difference", "−500 ₸"),
        ("Reason", "Change given twice"),
        ("Opened by", "Dana Abenova"),
        ("Closed by", "Dana Abenova"),
        ("Chain head", " ".join(["5f3a"] * 16)),
    ],
)
def test_every_line_of_the_rules_is_there(name, value) -> None:
    assert shown()[name] == value


def test_nothing_tells_what_the_till_holds_to_who_may_not_see_it() -> None:
    running = replace(REPORT, counted=None, difference=None, counted_parts=())
    lines = [
        line for part in sections(running, MOVES, CLUB, with_cash=False) for line in part.lines
    ]
    assert running.figures.expected_cash not in [line.value for line in lines]
    assert "Cash expected" not in [line.name for line in totals(running, with_cash=False)]


def test_the_columns_keep_the_order_and_lose_nothing() -> None:
    parts = sections(REPORT, MOVES, CLUB)
    left, right = in_two(parts)
    assert (*left, *right) == parts
    assert left
    assert right


def test_the_pdf_says_it_all(qapp) -> None:
    fonts.load()
    pdf = pdf_of(pdf_report(RECEIPT, MOVES, CLUB))
    said = words_of(pdf)
    for words in (CLUB.name, "Z-report 214", "72,525 ₸", "Coffee beans", "−500 ₸", "Page 1 of 1"):
        assert words in said
    assert pages_of(pdf) == 1


def test_a_long_report_takes_more_pages_and_numbers_them(qapp) -> None:
    fonts.load()
    many = tuple(replace(MOVES[0], reason=f"Expense {number}") for number in range(200))
    pdf = pdf_of(pdf_report(RECEIPT, many, CLUB))
    assert pages_of(pdf) > 2
    said = words_of(pdf)
    assert "Expense 199" in said
    assert f"Page {pages_of(pdf)} of {pages_of(pdf)}" in said


def test_the_pdf_speaks_russian(qapp) -> None:
    fonts.load()
    set_language("ru")
    try:
        said = words_of(pdf_of(pdf_report(RECEIPT, MOVES, CLUB)))
    finally:
        set_language("en")
    assert "Выручка" in said
    assert "72 525 ₸" in said


def test_a_folder_that_takes_no_file_is_told_and_nothing_is_left(qapp, tmp_path) -> None:
    fonts.load()
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DeskError) as told:
        keep_pdf(tmp_path / "file" / "report.pdf", pdf_report(RECEIPT, MOVES, CLUB))
    assert told.value.code == "report.cannot_write"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


class DoesAtOnce:
    """A desk whose long work is done before anybody could wait."""

    def work(self, task, job):
        task(job)


def test_a_spreadsheet_gets_numbers_with_the_money_s_own_pattern(tmp_path) -> None:
    path = tmp_path / "report.xlsx"
    sheet_writer(DoesAtOnce())(sheet_of(REPORT, MOVES, CLUB), path)
    rows = list(openpyxl.load_workbook(path).active.iter_rows(min_row=2))
    found = {(row[0].value, row[1].value): row[2] for row in rows}
    revenue = found["Revenue", "Total revenue"]
    assert (revenue.value, revenue.number_format) == (72_525, '#,##0.00 "₸"')
    assert found["Sessions by rate", "Standard hourly"].value == 30
    assert found["Count of the till", "Reason"].value == "Change given twice"


def test_a_csv_file_gets_plain_numbers(tmp_path) -> None:
    path = tmp_path / "report.csv"
    sheet_writer(DoesAtOnce())(sheet_of(REPORT, MOVES, CLUB), path)
    assert "Revenue,Total revenue,72525.00," in path.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("code", "wanted"),
    [("KZT", '#,##0.00 "₸"'), ("JPY", '#,##0 "¥"'), ("USD", '#,##0.00 "$"')],
)
def test_the_pattern_is_the_currency_s_own(code, wanted) -> None:
    assert pattern(currency_of(code)) == wanted


def test_an_amount_is_exact() -> None:
    from clubdesk.bootstrap.sheet_files import _plain

    cell = _plain(Amount(5, currency_of("KZT")))
    assert cell.value == Decimal("0.05")
