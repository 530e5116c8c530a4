"""Which characters reach the paper: one cell each, none that a printer could take for an order.

Pure; any thread.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
_SPACES = frozenset({"Zs", "Zl", "Zp"})

PLAINER = {
    "\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-",
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u02bb": "'", "\u02bc": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u00d7": "x", "\u00b7": ".", "\u2022": "*",
}  # fmt: skip
"""Plain forms of typographic signs, one character for one, for a code page that lacks the sign."""


@lru_cache(maxsize=2048)
def settled(text: str) -> str:
    """A text as it stands on paper: composed letters, plain spaces, one cell a character.

    Control characters (a name may hold ``ESC``), joiners and lone combining marks are left out;
    line breaks and every kind of space become a space.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_settled(char) for char in unicodedata.normalize("NFC", text))


def _settled(char: str) -> str:
    if char.isspace():
        return " "
    kind = unicodedata.category(char)
    if kind in _SPACES:
        return " "
    return "" if kind in _DROPPED else char
