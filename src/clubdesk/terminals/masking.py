"""Takes card numbers out of what a terminal says, before anybody else sees it. Pure.

A card's number has 13 to 19 digits (ISO/IEC 7812). Terminals print it masked, most of them, on the
customer's slip; what they do not mask is masked here, at decoding. At most four digits stay.
"""

from __future__ import annotations

import re

SHOWN = 4
_SHORTEST = 13
_NUMBER = re.compile(rf"\d(?:[ \t-]{{0,2}}\d){{{_SHORTEST - 1},}}")
"""Digits, alone or in groups; longer runs too, as a number may stand inside one."""

_LONGEST_LINE = 120


def mask_number(digits: str) -> str:
    """A card's number with its last four digits readable, whatever the terminal left open.

    Args:
        digits: Digits, and any other sign where the terminal masked one.
    """
    if len(digits) <= SHOWN:
        return "*" * len(digits)
    end = "".join(sign if sign.isdecimal() else "*" for sign in digits[-SHOWN:])
    return "*" * (len(digits) - SHOWN) + end


def mask_text(text: str) -> str:
    """A text in which no run of 13 digits or more is readable but for its last four."""
    return _NUMBER.sub(lambda found: mask_number(re.sub(r"\D", "", found.group())), text)


def clean_line(text: str) -> str:
    """One line as a terminal wrote it: masked, without control signs, of bounded length."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text.replace("\xa0", " "))
    return mask_text(plain).rstrip()[:_LONGEST_LINE]
