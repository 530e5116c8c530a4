"""The club's rules of its tills: expenses, tolerance, shifts that are too long. Desk worker."""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.events import StationsChanged
from clubdesk.domain.people import Permission
from clubdesk.domain.till_rules import TillRules
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.foundation.translate import tr
from clubdesk.services.cash_moves import LONGEST_CATEGORY, SaveTillRules
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule
from clubdesk.services.typed_text import fitting

MOST_CATEGORIES = 40
LONG_SHIFT_HOURS = (1, 168)


def save_till_rules(deed: Deed, command: SaveTillRules) -> Done:
    """Keeps the rules; no category at all brings the usual ones back.

    Raises:
        DeskError: ``till_rules.number``, ``till_rules.category`` or ``text.too_long``, its subject
            the field.
    """
    _check(command.long_shift_hours, *LONG_SHIFT_HOURS, "long_shift_hours")
    _check(command.tolerance_minor, 0, MAX_MINOR, "tolerance_minor")
    _check(len(command.categories), 0, MOST_CATEGORIES, "categories")
    rules = TillRules(_checked(command.categories), command.long_shift_hours)
    deed.work.club.save(
        replace(deed.club, till=rules, float_tolerance_minor=command.tolerance_minor)
    )
    deed.tell(StationsChanged())
    return Done()


def _checked(typed: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(fitting(name, LONGEST_CATEGORY, "categories") for name in typed)
    if not all(names) or len({name.casefold() for name in names}) != len(names):
        raise DeskError(
            "till_rules.category",
            tr("Every kind of expense needs a name of its own."),
            tr("Nothing was changed. Correct the list."),
            subject="categories",
        )
    return names


def _check(number: int, least: int, most: int, name: str) -> None:
    if not least <= number <= most:
        raise DeskError(
            "till_rules.number",
            tr("A number between {least} and {most} is needed.").format(least=least, most=most),
            tr("Nothing was changed. Correct the number."),
            subject=name,
        )


RULES: dict[type[Command], Rule] = {
    SaveTillRules: Rule(save_till_rules, Done, needs=Permission.EDIT_SETTINGS),
}
