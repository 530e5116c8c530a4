"""How operations count points in a sentence. Pure."""

from __future__ import annotations

from clubdesk.domain.hall import Club
from clubdesk.foundation.money import format_number
from clubdesk.foundation.translate import language, trn


def _shown(count: int, club: Club) -> str:
    return format_number(count * club.currency.scale, club.currency, language())


def credit_points(count: int, club: Club) -> str:
    """What a button will do: ``Credit 500 points``."""
    words = trn("Credit {count} point", "Credit {count} points", count)
    return words.format(count=_shown(count, club))


def credited_points(count: int, club: Club) -> str:
    """What was done: ``Credited 500 points``."""
    words = trn("Credited {count} point", "Credited {count} points", count)
    return words.format(count=_shown(count, club))


def deduct_points(count: int, club: Club) -> str:
    """What a button will do: ``Deduct 500 points``."""
    words = trn("Deduct {count} point", "Deduct {count} points", count)
    return words.format(count=_shown(count, club))


def deducted_points(count: int, club: Club) -> str:
    """What was done: ``Deducted 500 points``."""
    words = trn("Deducted {count} point", "Deducted {count} points", count)
    return words.format(count=_shown(count, club))
