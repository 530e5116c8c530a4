"""Slips of balance operations: what they say, who signs, and when the drawer opens."""

from dataclasses import replace

import pytest

from clubdesk.printing.layout import lay_out, receipt_text
from clubdesk.printing.strip import Kick
from tests.support import papers


def rows(receipt, columns=48):
    return receipt_text(receipt, "en", columns)


def said(receipt):
    return " ".join(" ".join(rows(receipt)).split())


def kicks(receipt, **how):
    return sum(isinstance(element, Kick) for element in lay_out(receipt, "en", 48, **how))


def with_slip(receipt, **changes):
    return replace(receipt, slip=replace(receipt.slip, **changes))


def test_a_refund_in_cash_opens_the_drawer_and_is_signed():
    text = said(papers.refund())
    assert "REFUNDED 1,500 ₸" in text
    assert "Reason: The client moves away" in text
    assert "Approved by Daulet S." in text
    assert "Balance before 6,364 Balance after 4,864" in text
    assert "Paid out in cash 1,500" in text
    assert "Signature ____" in text
    assert (kicks(papers.refund()), kicks(papers.refund(), copy=True)) == (1, 0)


def test_a_refund_by_card_names_the_terminals_slip_and_leaves_the_drawer_shut():
    receipt = with_slip(papers.refund(), cash=0, card=150_000, slip="R 77", approved_by="")
    text = said(receipt)
    assert "Back to the card 1,500 Terminal's slip R 77" in text
    assert "Paid out" not in text
    assert "Approved" not in text
    assert "Signature" in text
    assert kicks(receipt) == 0


def test_points_are_no_money():
    text = said(papers.bonus_credit())
    assert "CREDITED 1,500 pts" in text
    assert "Account Bonus account" in text
    assert "Promotion Bring a Friend" in text
    assert "Points before 320 Points after 1,820" in text
    assert "Signature" not in text
    assert kicks(papers.bonus_credit()) == 0


def test_a_deduction_with_cents_lines_its_column_up():
    assert "Balance before 4,864.00 Balance after 4,363.50" in said(papers.deduction())


def test_an_undone_top_up_says_what_goes_back():
    text = said(papers.undo())
    assert "Undone Top-up Its number 1042" in text
    assert "Points taken back 500" in text
    assert "Paid out in cash 3,000 Back to the card 2,000" in text
    assert "Signature" in text
    assert kicks(papers.undo()) == 1


def test_an_undone_refund_puts_cash_back():
    receipt = with_slip(papers.undo(), cash=-3_000, card=0, with_points=0, undone_kind="refund")
    text = said(receipt)
    assert "Undone Refund" in text
    assert "Put back into the till 30" in text
    assert "Signature" not in text
    assert kicks(receipt) == 1


def test_a_top_up_by_card_alone_opens_no_drawer():
    receipt = papers.top_up()
    money = replace(receipt.money, cash=0, card=500_000, received=0, change=0, slip="0042")
    receipt = replace(receipt, money=money)
    text = said(receipt)
    assert "Card 5,000 Terminal's slip 0042" in text
    assert "Cash " not in text
    assert "Received" not in text
    assert kicks(receipt) == 0


@pytest.mark.parametrize("name", ["x_report", "z_report"])
def test_a_report_without_undoing_says_nothing_of_it(name):
    text = said(papers.EVERY[name]())
    assert "Undone" not in text
    assert "of them" not in text


def test_the_tills_column_adds_up_with_what_was_undone():
    lines = [row for row in rows(papers.z_report_undone()) if row]
    start = next(n for n, row in enumerate(lines) if row.startswith("CASH IN THE TILL"))
    end = next(n for n, row in enumerate(lines) if row.startswith("Expected"))
    column = [row for row in lines[start + 1 : end] if "opening difference" not in row]
    amounts = [row.split()[-1].replace(",", "").replace("−", "-") for row in column]
    expected = lines[end].split()[-1].replace(",", "")
    assert sum(map(float, amounts)) == float(expected)
