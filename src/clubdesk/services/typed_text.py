"""Makes text that people typed, pasted or scanned fit to be stored, shown and printed. Pure.

A pasted name may hold signs that no database takes, that command a printer or a terminal, or
that turn the writing direction of the words beside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr

_PASTED = 4_000
"""Signs that may be cleaned away from a text; a longer one is refused unread."""

# Joiners stay: emoji and several scripts are written with them.
_HIDDEN = frozenset("\u00ad\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff")
_TURNS = frozenset("\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(text: str) -> str:
    """A text without control signs and half characters, its spaces single, nothing at its ends."""
    spaced = "".join(" " if sign.isspace() else sign for sign in text)
    return " ".join("".join(sign for sign in spaced if not _is_unfit(sign)).split())


def fitting(text: str, longest: int, subject: str) -> str:
    """The text as one line, of at most so many characters.

    Raises:
        DeskError: ``text.too_long``.
    """
    # A book that was pasted is not cleaned sign by sign first: that would hold the desk up.
    line = one_line(text[: _PASTED + longest])
    if len(line) > longest or len(text) > _PASTED + longest:
        raise DeskError(
            "text.too_long",
            tr("The text is too long: at most {count} characters.").format(count=longest),
            tr("Shorten it."),
            subject=subject,
        )
    return line


def several_lines(text: str, longest: int, subject: str) -> str:
    """The text with its line breaks, without control signs, of at most so many characters.

    Raises:
        DeskError: ``text.too_long``.
    """
    lines = [one_line(line) for line in text[: _PASTED + longest].splitlines()]
    cleaned = "\n".join(lines).strip("\n")
    if len(cleaned) > longest or len(text) > _PASTED + longest:
        raise DeskError(
            "text.too_long",
            tr("The text is too long: at most {count} characters.").format(count=longest),
            tr("Shorten it."),
            subject=subject,
        )
    return cleaned


def can_be_stored(fact: object) -> bool:
    """False if a text anywhere inside holds a half character or a zero byte."""
    if isinstance(fact, str):
        return fact.isprintable() or not any(
            sign == "\0" or unicodedata.category(sign) == "Cs" for sign in fact
        )
    if isinstance(fact, Mapping):
        return all(can_be_stored(part) for part in fact.values())
    if isinstance(fact, Sequence):
        return all(can_be_stored(part) for part in fact)
    return True


def _is_unfit(sign: str) -> bool:
    return sign in _HIDDEN or sign in _TURNS or unicodedata.category(sign) in ("Cc", "Cs")
