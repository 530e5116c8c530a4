"""Finds full card numbers in whatever a test holds: 13 to 19 digits that pass the Luhn sum."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d(?:[ -]?\d){12,}")


def luhn_holds(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def card_numbers_in(text: str) -> list[str]:
    """Every full card number, within longer runs of digits too."""
    found = []
    for run in _DIGITS.findall(text):
        digits = re.sub(r"\D", "", run)
        for size in range(13, 20):
            for start in range(len(digits) - size + 1):
                part = digits[start : start + size]
                if luhn_holds(part) and len(set(part)) > 1:
                    found.append(part)
    return found


def card_number(body: str) -> str:
    """A number with the right last digit."""
    return next(body + str(last) for last in range(10) if luhn_holds(body + str(last)))
