"""Names of 13 digits and more that are no card's number, written so that no mask takes them. Pure.

A Kaspi terminal names its payments by the milliseconds since 1970. Everything that looks like a
card's number is masked on its way into the books, so such a name is kept with points between its
digits: ``1700.0000.0000.1``.
"""

from __future__ import annotations

import re

from clubdesk.terminals.masking import SHOWN, mask_number

_SHORTEST = 13
_POINTED = re.compile(r"\d{4}(\.\d{1,4})+")
_SHORTEST_CARD = 14
_FIRST_OF_CARDS = "23456"


def pointed(name: str) -> str:
    """A name with points between its digits if it is long and of digits alone."""
    if len(name) < _SHORTEST or not (name.isascii() and name.isdecimal()):
        return name
    return ".".join(name[at : at + SHOWN] for at in range(0, len(name), SHOWN))


def without_points(name: str) -> str:
    """The name as the terminal gave it."""
    return name.replace(".", "") if _POINTED.fullmatch(name) else name


def shown(name: str) -> str:
    """A name for a person to read; masked if it could be a card's number after all."""
    is_long = len(name) >= _SHORTEST_CARD and name.isascii() and name.isdecimal()
    if is_long and name[0] in _FIRST_OF_CARDS and _passes_luhn(name):
        return mask_number(name)
    return pointed(name)


def _passes_luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812-1, annex B."""
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    plain = [int(digit) for digit in digits[::-2]]
    return (sum(plain) + sum(two - 9 if two > 9 else two for two in doubled)) % 10 == 0
