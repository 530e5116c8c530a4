"""What the start dialog says: what was found, what money buys, why someone cannot start."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.domain.hall import Rate
from clubdesk.domain.people import ClientGroup
from clubdesk.domain.points_share import Purse
from clubdesk.domain.pricing import HourlyPrice, PriceBand
from clubdesk.foundation.money import Currency, format_money
from clubdesk.ui.hall.face import wording_of
from clubdesk.ui.hall.quote import next_price, quote
from clubdesk.ui.hall.short_money import ShortMoney
from clubdesk.ui.hall.start_words import client_line, ends_text, rate_line, why_not_start
from clubdesk.ui.look.matching import match_span
from tests.support.fake_hall import CLUB, KZT, NOON, ZONE, small_club

WORDING = wording_of(CLUB)
DAY_NIGHT = HourlyPrice(
    tuple(PriceBand(d * 1440 + m, p) for d in range(7) for m, p in ((480, 800_00), (1320, 600_00))),
    ZONE,
)


@pytest.mark.parametrize(
    ("text", "needle", "part"),
    [
        ("+7 701 555 4417", "4417", "4417"),
        ("+7 705 984 4171", "44171", "4 4171"),
        ("+7 701 555 4417", "999", ""),
        ("Sanjar Tulegenov", "tule", "Tule"),
        ("Алёна Ким", "алена", "Алёна"),
        ("Sanjar Tulegenov", "4417", ""),
        ("Sanjar", "", ""),
        ("Player 12", "er 1", "er 1"),
    ],
)
def test_the_matched_part_is_found(text, needle, part):
    start, stop = match_span(text, needle)
    assert text[start:stop] == part


def test_a_quote_ends_when_the_amount_is_used_up():
    rate = Rate(1, "Standard", frozenset({1}), HourlyPrice.flat(800_00, ZONE))
    bought = quote(rate, Purse(1_200_00), NOON)
    assert bought.buys == timedelta(minutes=90)
    assert ends_text(bought, WORDING) == "19:42"
    assert quote(rate, Purse(0), NOON).buys == timedelta()


def test_an_end_after_midnight_names_the_days():
    rate = Rate(1, "Standard", frozenset({1}), HourlyPrice.flat(100_00, ZONE))
    assert ends_text(quote(rate, Purse(2_400_00), NOON), WORDING) == "18:12, in 1 d"


def test_the_next_price_is_announced():
    change = next_price(DAY_NIGHT, NOON)
    assert change is not None
    assert (WORDING.clock(change[0]), change[1]) == ("22:00", 600_00)
    assert next_price(HourlyPrice.flat(1), NOON) is None
    assert next_price(HourlyPrice((PriceBand(0, 1), PriceBand(7 * 1440 - 1, 2))), NOON) is None


def test_a_rate_says_what_the_balance_buys():
    rate = Rate(1, "Standard", frozenset({1}), DAY_NIGHT)
    line = rate_line(rate, Purse(800_00), WORDING, NOON)
    assert (line.title, line.value) == ("Standard", "800\u00a0₸/h")
    assert line.under == "22:00 on: 600\u00a0₸/h"
    assert line.under_value == "buys 1\u00a0h"
    assert rate_line(rate, None, WORDING, NOON).under_value == ""


def test_a_group_has_its_discount_and_its_points_in_the_quote():
    rate = Rate(1, "Standard", frozenset({1}), HourlyPrice.flat(800_00, ZONE))
    friends = ClientGroup(1, "Friends", discount_percent=10, points_percent=25)
    bought = quote(rate, Purse(540_00, 500_00), NOON, friends)
    assert (bought.amount_minor, bought.points) == (540_00, 180_00)
    assert bought.buys == timedelta(hours=1)
    line = rate_line(rate, Purse(540_00, 500_00), WORDING, NOON, friends)
    assert line.value == "800\u00a0₸/h −10 %"
    assert line.under_value == "buys 1\u00a0h"
    free = ClientGroup(2, "Staff", discount_percent=100)
    assert quote(rate, Purse(0), NOON, free).buys == timedelta(hours=24)


def test_points_that_may_pay_all_are_as_good_as_money():
    desk = small_club()
    row = replace(desk.books.client(1), balance_minor=0, points=100)
    assert "no money" in why_not_start(row, desk.books.on_sale, ClientGroup(1, "G", 0, 99))
    assert why_not_start(row, desk.books.on_sale, ClientGroup(1, "G", 0, 100)) == ""
    poor = replace(row, points=0)
    assert why_not_start(poor, desk.books.on_sale, ClientGroup(1, "G", 100, 0)) == ""


def test_who_cannot_start_is_told_why():
    desk = small_club()
    rates = desk.books.on_sale
    row = desk.books.client(1)
    assert why_not_start(row, rates) == ""
    assert "Find the client" in why_not_start(None, rates)
    assert "No rate" in why_not_start(row, ())
    assert "no money" in why_not_start(replace(row, balance_minor=0), rates)
    assert "PC 03" in why_not_start(replace(row, playing_on="PC 03"), rates)
    blocked = replace(row, client=replace(row.client, blocked=True))
    assert "is blocked" in why_not_start(blocked, rates)
    assert client_line(blocked, WORDING, NOON).under_value == "blocked"
    assert client_line(replace(row, playing_on="PC 03"), WORDING, NOON).tone == "amber"


@given(st.integers(0, 10**13), st.sampled_from(["en", "ru"]))
def test_short_money_agrees_with_money_on_whole_amounts(units, language):
    money = ShortMoney(KZT, language)
    whole = format_money(units * 100, KZT, language)
    assert money.running(units * 100 + 37, 800_00) == whole


def test_cents_are_shown_where_they_matter():
    euro = ShortMoney(Currency("EUR", 2), "en")
    assert euro.running(5_52, 3_00) == "5.52\u00a0€"
    assert ShortMoney(Currency("JPY", 0), "en").running(1234, 500) == "1,234\u00a0¥"
