"""The words of every paper in both languages and widths, and that nothing is ever too wide."""

from dataclasses import replace
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.domain.receipt import PaperKind
from clubdesk.printing.layout import lay_out, receipt_text
from clubdesk.printing.strip import Cut, Kick, Row
from tests.support import papers

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", papers.EVERY)
def test_each_paper_reads_as_agreed(name, language, columns):
    expected = (GOLDEN / f"{name}-{language}-{columns}.txt").read_text(encoding="utf-8")
    text = "\n".join(receipt_text(papers.EVERY[name](), language, columns)) + "\n"
    assert text.replace("\u00a0", " ").replace("\u202f", " ") == expected


def test_a_top_up_says_who_paid_what_how_and_what_is_on_the_account_now():
    assert receipt_text(papers.top_up(header="", footer=""), "en", 32) == [
        "   Arena Club",
        "",
        "             TOP-UP",
        "--------------------------------",
        "Number                      1042",
        "Date          Nov 21, 2026 20:40",
        "Till / shift              1 / 12",
        "Cashier               Aigerim N.",
        "Currency                     KZT",
        "--------------------------------",
        "Client               Ivan Petrov",
        "--------------------------------",
        "PAID     5,000 ₸",
        "--------------------------------",
        "Card                       2,000",
        "Cash                       3,000",
        "Received                   5,000",
        "Change                     2,000",
        "--------------------------------",
        "Balance before             1,364",
        "Balance after              6,364",
    ]


def test_a_bill_in_russian_shows_minutes_times_price_and_the_pause():
    text = "\n".join(receipt_text(papers.session_end(), "ru", 48))
    assert "PC 07 17:40–19:00                         800,83" in text
    assert "  80 мин 5 с × 600 в час" in text
    assert "Пауза 19:00–19:15                         15 мин" in text
    assert "ИТОГО 1 400,83 ₸" not in text
    assert "ИТОГО         1 400,83 ₸" in text


def test_the_cash_column_of_a_report_adds_up_to_what_is_expected():
    rows = receipt_text(papers.z_report(), "en", 48)
    start = next(i for i, row in enumerate(rows) if row.startswith("Opening, counted"))
    end = next(i for i, row in enumerate(rows) if row.startswith("Expected"))
    column = [_number(row) for row in rows[start:end] if not row.startswith("  ")]
    assert sum(column) == _number(rows[end]) == 42200.0


def test_every_figure_of_a_z_report_stands_on_the_paper():
    text = "\n".join(receipt_text(papers.z_report(), "en", 48))
    for figure in ("31,250.50", "8,450.00", "39,700.50", "27,000.00", "15,000.00", "42,000.00",
                   "6,400.00", "35,000.00", "800.00", "500.00", "120.00", "450.00", "1,500",
                   "320", "1,000.00", "1,500.00", "10,000.00", "42,200.00", "42,100.00",
                   "−100 ₸", "1,184", "9f86 d081 884c", "Aigerim N.", "Daulet S.", "1 h 30 min",
                   "45 min", "A note was torn"):  # fmt: skip
        assert figure in text


def test_amounts_line_up_with_cents_once_one_of_them_has_cents():
    receipt = papers.top_up(currency_code="EUR")
    assert receipt.money is not None
    with_cents = replace(receipt, money=replace(receipt.money, balance_after=636405))
    rows = receipt_text(with_cents, "en", 32)
    assert "Change                  2,000.00" in rows
    assert "Balance after           6,364.05" in rows


def test_a_copy_is_marked_and_leaves_the_drawer_shut():
    original = lay_out(papers.top_up(), "en", 48)
    copy = lay_out(papers.top_up(), "en", 48, copy=True)
    assert isinstance(original[0], Kick)
    assert not any(isinstance(element, Kick) for element in copy)
    assert any(isinstance(e, Row) and e.text.strip() == "COPY" and e.inverse for e in copy)


def test_the_drawer_opens_for_cash_alone():
    money = papers.top_up().money
    assert money is not None
    by_card = replace(papers.top_up(), money=replace(money, cash=0, card=500000, change=0))
    assert not any(isinstance(element, Kick) for element in lay_out(by_card, "en", 48))
    assert any(isinstance(e, Kick) for e in lay_out(papers.guest_session_end(), "en", 48))
    assert not any(isinstance(e, Kick) for e in lay_out(papers.session_end(), "en", 48))


def test_a_demo_paper_says_so_at_both_ends():
    rows = [e for e in lay_out(papers.z_report(demo=True), "en", 48) if isinstance(e, Row)]
    stamps = [i for i, row in enumerate(rows) if row.inverse and row.text.strip() == "DEMO"]
    assert stamps[0] == 0
    assert stamps[-1] >= len(rows) - 2


def test_every_paper_ends_with_one_cut():
    for build in papers.EVERY.values():
        elements = lay_out(build(), "en", 48)
        assert elements.count(Cut()) == 1
        assert elements[-1] == Cut()


NAMES = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        ["Әйгерім Нұрланқызы Қожахметова-Өтегенова", "👩‍🚀 Zoë 🎮", "x" * 300, "a\x1b@b\nc", ""]
    ),
)
AMOUNTS = st.integers(min_value=-(10**15), max_value=10**15)


@given(
    name=NAMES, club=NAMES, footer=NAMES, amount=AMOUNTS, code=st.sampled_from(["KZT", "EUR"]),
    columns=st.sampled_from([24, 32, 42, 48]), language=st.sampled_from(["en", "ru"]),
)  # fmt: skip
def test_nothing_is_ever_wider_than_the_paper(name, club, footer, amount, code, columns, language):
    frame = {"club_name": club, "staff_name": name, "footer": footer, "currency_code": code}
    for build in (papers.top_up, papers.session_end, papers.z_report):
        receipt = build(demo=True, **frame)
        if receipt.money:
            receipt = replace(
                receipt, money=replace(receipt.money, payer=name, amount=amount, cash=amount)
            )
        if receipt.bill:
            receipt = replace(receipt, bill=replace(receipt.bill, payer=name, total=amount))
        for element in lay_out(receipt, language, columns, copy=True):
            if isinstance(element, Row):
                assert len(element.text) <= columns // element.scale
                assert not any(category(char) in ("Cc", "Cf") for char in element.text)


def test_papers_of_all_kinds_are_known():
    for kind in PaperKind:
        receipt = replace(papers.sample_page(), paper=papers.paper(kind))
        assert receipt_text(receipt, "en", 48)


def _number(row: str) -> float:
    return float(row.split()[-1].replace(",", "").replace("−", "-").replace("+", ""))
