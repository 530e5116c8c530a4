"""What the club decided of its tills: what expenses are for, when a shift is too long. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from clubdesk.foundation.translate import mark, tr

USUAL_CATEGORIES = (
    mark("Bar supplies"),
    mark("Cleaning"),
    mark("Repairs"),
    mark("Courier"),
    mark("Wages"),
    mark("Other"),
)
"""What a club that made no list of its own spends cash on."""


@dataclass(frozen=True, slots=True)
class TillRules:
    """The club's rules of its tills.

    Attributes:
        categories: The club's own list of what expenses are for; empty: the usual ones.
        long_shift_hours: A shift that is open longer is flagged.
    """

    categories: tuple[str, ...] = ()
    long_shift_hours: int = 24

    @property
    def expense_categories(self) -> tuple[str, ...]:
        """What expenses may be for, in order, in the user's words."""
        return self.categories or tuple(tr(name) for name in USUAL_CATEGORIES)
