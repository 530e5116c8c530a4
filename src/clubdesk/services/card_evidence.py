"""What a terminal tells of a payment, as the books keep it: masked, as JSON. Pure.

The drivers mask what they decode; this is the last door before anything is stored, so it masks
once more.
"""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec

from clubdesk.services.ports_terminal import Evidence
from clubdesk.services.typed_text import can_be_stored

MOST_LINES = 200
LONGEST_FIELD, LONGEST_LINE = 80, 120
_LONG_NUMBER = re.compile(r"\d(?:[ \t-]{0,2}\d){12,}")
"""Digits, alone or in groups; a date with its time is none, for its points and colons."""

_SHOWN = 4


def masked(text: str) -> str:
    """A text without the digits of a card's number: 13 digits or more, but for the last four."""
    return _LONG_NUMBER.sub(lambda found: _mask(found.group()), text)


def one_masked_line(text: str, longest: int) -> str:
    """A terminal's words as one line that can be stored: printable, masked, of bounded length."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text[: longest * 4])
    line = masked(plain).strip()[:longest]
    return line if can_be_stored(line) else ""


def evidence_json(evidence: Evidence) -> str:
    """Evidence as the books keep it."""
    lines = tuple(one_masked_line(line, LONGEST_LINE) for line in evidence.lines[:MOST_LINES])
    fields = {
        name: one_masked_line(getattr(evidence, name), LONGEST_FIELD)
        for name in Evidence.__slots__
        if name != "lines"
    }
    return msgspec.json.encode(replace(evidence, lines=lines, **fields)).decode()


def evidence_of(stored: str) -> Evidence:
    """Evidence from the books; empty where there is none."""
    return msgspec.json.decode(stored or "{}", type=Evidence)


def slip_of(evidence: Evidence, payment_id: int) -> str:
    """The number that stands on receipts for a payment: the terminal's, else the desk's own."""
    given = (evidence.receipt_number, evidence.reference, evidence.trace, evidence.auth_code)
    return next((number for number in given if number), f"#{payment_id}")


def _mask(found: str) -> str:
    digits = re.sub(r"\D", "", found)
    return "*" * (len(digits) - _SHOWN) + digits[-_SHOWN:]
