"""Birthdays, legs of a transaction and facts in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clubdesk.services.views_people import LegRow
from clubdesk.ui.clients.card_facts import birthday_words
from clubdesk.ui.clients.transaction_words import facts_of, leg_words
from clubdesk.ui.look.latin_keys import latin
from tests.support.fake_desk import CLUB
from tests.ui.clients.test_histories import TOP_UP


@pytest.mark.parametrize(
    ("birthday", "today", "said"),
    [
        (None, date(2026, 11, 21), ""),
        (date(2000, 11, 21), date(2026, 11, 21), "Birthday today"),
        (date(2000, 11, 22), date(2026, 11, 21), "Birthday in 1 day"),
        (date(2000, 11, 28), date(2026, 11, 21), "Birthday in 7 days"),
        (date(2000, 11, 29), date(2026, 11, 21), ""),
        (date(2000, 11, 20), date(2026, 11, 21), "Birthday was yesterday"),
        (date(2000, 11, 19), date(2026, 11, 21), ""),
        (date(2000, 1, 2), date(2026, 12, 31), "Birthday in 2 days"),
        (date(2000, 12, 31), date(2027, 1, 1), "Birthday was yesterday"),
        (date(2000, 2, 29), date(2026, 2, 28), "Birthday today"),
        (date(2000, 2, 29), date(2028, 2, 28), "Birthday in 1 day"),
    ],
)
def test_birthdays(birthday, today, said) -> None:
    assert birthday_words(birthday, today) == said


@pytest.mark.parametrize(
    ("leg", "said"),
    [
        (LegRow("till_cash", "Till 1", 500_000, False), ("Cash in the till · Till 1", "+5,000 ₸")),
        (LegRow("game", "Sanjar", -500_000, False), ("Game account · Sanjar", "+5,000 ₸")),
        (LegRow("game", "Sanjar", 63_600, False), ("Game account · Sanjar", "−636 ₸")),
        (LegRow("play_revenue", "", -63_600, False), ("Revenue from play", "+636 ₸")),
        (LegRow("bonus", "Sanjar", -250, True), ("Bonus account · Sanjar", "+250 pts")),
    ],
)
def test_legs_read_as_people_say_them(leg, said, spoken) -> None:
    name, amount, _tone = leg_words(leg, CLUB)
    assert (name, spoken(amount)) == said


def test_facts_name_the_till_and_its_chain_and_leave_out_what_is_not_known() -> None:
    facts = dict(facts_of(TOP_UP, CLUB))
    assert facts["When"] == "21 Nov, 19:30:00"
    assert facts["Till and number"] == "Till 1, No. 4471"
    assert "Promotion" not in facts
    assert "Took place" not in facts


def test_what_took_place_earlier_says_when() -> None:
    earlier = replace(TOP_UP, effective_at=TOP_UP.at - timedelta(minutes=5))
    assert dict(facts_of(earlier, CLUB))["Took place"] == "21 Nov, 19:25"


@pytest.mark.parametrize(("typed", "key"), [("t", "T"), ("Е", "T"), ("ь", "M"), ("1", "1")])
def test_a_key_is_the_same_on_both_keyboards(typed, key) -> None:
    assert latin(typed) == key
