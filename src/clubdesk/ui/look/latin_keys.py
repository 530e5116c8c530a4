"""The keys shown on buttons, whatever the keyboard is switched to. Pure."""

from __future__ import annotations

_CYRILLIC = dict(
    zip("ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASDFGHJKLZXCVBNM", strict=True),
)


def latin(typed: str) -> str:
    """The capital Latin letter on the key that was struck: ``е`` and ``t`` are both ``T``."""
    letter = typed.upper()
    return _CYRILLIC.get(letter, letter)
