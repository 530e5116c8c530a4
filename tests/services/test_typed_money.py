"""What may be typed as a slip's number: never a card's, in whatever form it comes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.foundation.errors import DeskError
from clubdesk.services.typed_money import check_slip, holds_card_number

# Test numbers that the card schemes publish.
CARDS = (
    "4111111111111111",
    "5500000000000004",
    "340000000000009",
    "6011000000000004",
    "30000000000004",
    "4222222222222",
    "6304000000000000000",
)


@pytest.mark.parametrize("number", CARDS)
def test_a_card_number_is_seen_however_it_is_written(number):
    grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    arabic = number.translate({ord("0") + n: chr(0x0660 + n) for n in range(10)})
    wide = number.translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)})
    for text in (number, grouped, grouped.replace(" ", "-"), grouped.replace(" ", " . ")):
        assert holds_card_number(text), text
        assert holds_card_number(f"slip {text}, approved")
        assert holds_card_number(f"0042 {text} 17")
    assert holds_card_number(arabic)
    assert holds_card_number(wide)
    assert holds_card_number("0" * 5 + number + "7" * 3) or len(number) < 15


@pytest.mark.parametrize(
    "slip", ["0042", "130155 991177", "RRN 632417000123", "A-77/3", "4111111111111112", "№ 15"]
)
def test_a_slips_number_is_taken(slip):
    assert check_slip(slip) == slip


@given(st.text(alphabet="0123456789", min_size=1, max_size=12))
def test_up_to_twelve_digits_are_no_card(digits):
    assert not holds_card_number(digits)


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text):
    slip = ""
    with suppress(DeskError):
        slip = check_slip(text)
    assert slip == " ".join(slip.split())
    assert not holds_card_number(slip)


@given(st.integers(10**11, 10**18 - 1))
def test_every_number_with_its_check_digit_is_seen(number):
    digits = str(number)
    total = sum(int(d) for d in digits[-2::-2])
    total += sum(d * 2 - 9 if d > 4 else d * 2 for d in map(int, digits[::-2]))
    whole = digits + str(-total % 10)
    assert holds_card_number(whole)
    assert not holds_card_number(digits + str((1 - total) % 10))
