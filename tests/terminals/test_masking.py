"""No full card number passes: every layout in which terminals print one, and random ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.terminals.masking import clean_line, mask_number, mask_text
from tests.support.card_numbers import card_number, card_numbers_in


def test_the_scanner_finds_what_it_must() -> None:
    number = card_number("411111111111111")
    assert card_numbers_in(f"x{number}y") == [number]
    assert card_numbers_in(" ".join(number[at : at + 4] for at in range(0, 16, 4))) == [number]
    assert not card_numbers_in("12345 67")


@pytest.mark.parametrize(
    ("raw", "masked"),
    [
        ("4111111111111111", "************1111"),
        ("eeeeeeeeeeee4771", "************4771"),
        ("411111******1111", "************1111"),
        ("eeee", "****"),
        ("", ""),
        ("12345", "*2345"),
        ("411111111111111e", "************111*"),
    ],
)
def test_a_number_keeps_four_digits_at_most(raw: str, masked: str) -> None:
    assert mask_number(raw) == masked


@pytest.mark.parametrize(
    "text",
    [
        "PAN 4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111 VISA",
        "4111  1111  1111  1111",
        "00004111111111111111000",
        "378282246310005",
        "6759649826438453",
        "6011 0009 9013 9424 0000 1",
    ],
)
def test_a_line_is_masked_in_every_layout(text: str) -> None:
    assert not card_numbers_in(mask_text(text))
    assert not card_numbers_in(clean_line(text))


def test_what_is_no_card_stays() -> None:
    line = "Terminal 68000001  Trace 000470  12.03.2026 10:20:30  AMOUNT 1 250.00"
    assert clean_line(line) == line


def test_a_line_has_no_control_signs_and_an_end() -> None:
    assert clean_line("a\x1b[2Jb\r\n\0c") == "a [2Jb   c"
    assert len(clean_line("x" * 100_000)) <= 120


@given(st.text(alphabet="0123456789 -x\t", max_size=60))
def test_random_digits_never_make_a_card(text: str) -> None:
    assert not card_numbers_in(clean_line(text))
