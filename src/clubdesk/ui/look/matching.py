"""Finds the part of a shown text that a search was for. Pure."""

from __future__ import annotations

from clubdesk.domain.people import fold


def match_span(text: str, needle: str) -> tuple[int, int]:
    """Where the needle stands in a text: start and stop, both 0 if it does not.

    Digits are found across the spaces of a phone number, from its end; letters in any case.
    """
    wanted = needle.strip()
    if not wanted:
        return 0, 0
    digits = "".join(ch for ch in wanted if ch.isdigit())
    if digits and not any(ch.isalpha() for ch in wanted):
        return _digits_at(text, digits)
    # Folding keeps the length where it matters: one letter for one letter.
    start = text.casefold().replace("ё", "е").find(fold(wanted))
    return (start, start + len(wanted)) if start >= 0 else (0, 0)


def _digits_at(text: str, digits: str) -> tuple[int, int]:
    places = [place for place, ch in enumerate(text) if ch.isdigit()]
    run = "".join(text[place] for place in places)
    first = run.rfind(digits)
    if first < 0:
        return 0, 0
    return places[first], places[first + len(digits) - 1] + 1
