"""Where in a text stands what was looked for, as the search of clients understands it. Pure.

A word is found in any case, ё as е; three letters or more anywhere, fewer where a word begins.
Digits are found across the signs that a phone number is written with, at its end first.
"""

from __future__ import annotations

from functools import lru_cache

from clubdesk.domain.people import fold

Span = tuple[int, int]
"""Start and length."""

_PART = 3
_LOCAL_DIGITS = 9
_BETWEEN_DIGITS = str.maketrans("", "", " \t\u00a0+-().")


def found_in(text: str, looked_for: str) -> list[Span]:
    """Where each word looked for stands in a text, in order, none over another."""
    typed = " ".join(looked_for.split())
    digits = typed.translate(_BETWEEN_DIGITS)
    if _are_digits(digits) and len(digits) >= _PART:
        spans = _digits_in(text, digits)
    else:
        spans = [span for word in typed.split() for span in _word_in(text, word)]
    return _apart(spans)


def _word_in(text: str, word: str) -> list[Span]:
    wanted = fold(word)
    folded, origins = _folded(text)
    at = f" {folded}".find(f" {wanted}")
    if at < 0 and len(wanted) >= _PART:
        at = folded.find(wanted)
    if at >= 0:
        return [_span(origins, at, at + len(wanted))]
    digits = word.translate(_BETWEEN_DIGITS)
    return _digits_in(text, digits) if _are_digits(digits) and len(digits) >= _PART else []


def _digits_in(text: str, digits: str) -> list[Span]:
    places = [place for place, sign in enumerate(text) if "0" <= sign <= "9"]
    bare = "".join(text[place] for place in places)
    while digits not in bare and len(digits) > _LOCAL_DIGITS:
        # 8 701 ... and +7 701 ... are one number.
        digits = digits[1:]
    at = bare.rfind(digits)
    if at < 0:
        return []
    first, last = places[at], places[at + len(digits) - 1]
    return [(first, last - first + 1)]


@lru_cache(maxsize=1024)
def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its signs, where it stood: folding may lengthen (ß, ss).

    Kept, as most names stay in the list from one letter to the next.
    """
    signs: list[str] = []
    origins: list[int] = []
    for place, sign in enumerate(text):
        folded = " " if sign.isspace() else fold(sign)
        signs.append(folded)
        origins += [place] * len(folded)
    return "".join(signs), origins


def _span(origins: list[int], start: int, end: int) -> Span:
    return origins[start], origins[end - 1] - origins[start] + 1


def _apart(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, length in sorted(spans):
        if joined and start <= sum(joined[-1]):
            first, before = joined[-1]
            joined[-1] = (first, max(before, start + length - first))
        else:
            joined.append((start, length))
    return joined


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
