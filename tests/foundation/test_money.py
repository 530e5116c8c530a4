"""Money meets text in two places only; both are exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import currency_of, format_money, format_number, parse_money

CURRENCIES = ["KZT", "RUB", "EUR", "USD", "JPY", "KWD"]


@pytest.mark.parametrize(
    ("minor", "code", "language", "text"),
    [
        (136_400, "KZT", "ru", "1\u00a0364\u00a0₸"),
        (5_250, "EUR", "en", "52.50\u00a0€"),
        (-70_000, "RUB", "ru", "\u2212700\u00a0₽"),
        (1_000, "JPY", "en", "1,000\u00a0¥"),
        (0, "USD", "en", "0\u00a0$"),
    ],
)
def test_amounts_read_as_people_write_them(minor, code, language, text) -> None:
    assert format_money(minor, currency_of(code), language) == text


@given(
    minor=st.integers(-(10**15), 10**15),
    code=st.sampled_from(CURRENCIES),
    language=st.sampled_from(["en", "ru"]),
)
def test_what_is_shown_can_be_typed_back(minor, code, language) -> None:
    currency = currency_of(code)
    shown = format_money(minor, currency, language).replace("\u2212", "-")
    assert parse_money(shown, currency, language) == minor


@given(
    thousands=st.integers(1, 10**6),
    code=st.sampled_from(CURRENCIES),
    language=st.sampled_from(["en", "ru", "de"]),
)
def test_whole_thousands_stay_thousands(thousands, code, language) -> None:
    currency = currency_of(code)
    minor = thousands * 1000 * currency.scale
    assert parse_money(format_number(minor, currency, language), currency, language) == minor


def test_the_number_pads_dot_marks_three_decimals_too() -> None:
    assert parse_money("1.234", currency_of("KWD"), "ru") == 1_234
    assert parse_money("1.234", currency_of("KWD"), "en") == 1_234


@pytest.mark.parametrize("text", ["5000.5", "5000,5", "5 000,50"])
def test_dot_and_comma_both_mark_decimals(text) -> None:
    assert parse_money(text, currency_of("KZT"), "ru") == 500_050


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "money.not_a_number"),
        ("five", "money.not_a_number"),
        ("1.2.3", "money.not_a_number"),
        ("NaN", "money.not_a_number"),
        ("Infinity", "money.not_a_number"),
        ("1e5", "money.not_a_number"),
        ("5.001", "money.too_many_decimals"),
        ("1" + "0" * 18, "money.too_large"),
        ("٣٤", "money.not_a_number"),
        ("5000 5000", "money.not_a_number"),
        ("5000\n5000", "money.not_a_number"),
        ("5 00", "money.not_a_number"),
        ("1 000 00", "money.not_a_number"),
    ],
)
def test_what_is_no_amount_is_refused_in_words(text, code) -> None:
    with pytest.raises(DeskError) as refusal:
        parse_money(text, currency_of("USD"), "ru")
    assert refusal.value.code == code
    assert refusal.value.what_to_do


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(DeskError) as refusal:
        currency_of("XQQ")
    assert refusal.value.code == "money.unknown_currency"
