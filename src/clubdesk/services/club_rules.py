"""The club's rules of play: cancelling, pauses, warnings, minors at night. Desk worker's thread."""

from __future__ import annotations

from dataclasses import replace

from clubdesk.domain.events import StationsChanged
from clubdesk.domain.people import Permission
from clubdesk.domain.play_rules import PlayRules
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.commands import Command, Done
from clubdesk.services.deed import Deed
from clubdesk.services.dispatcher import Rule

MOST_WARNINGS = 5
BOUNDS: dict[str, tuple[int, int]] = {
    "cancel_minutes": (0, 60),
    "minor_age": (1, 30),
    "night_from": (0, 1439),
    "night_until": (0, 1439),
    "outage_least_s": (1, 3600),
}
"""The least and the most of each number of the rules."""

PAUSE_MINUTES = (1, 1440)
WARNING_MINUTES = (1, 120)


class SetPlayRules(Command, frozen=True, kw_only=True):
    """Sets the rules; sessions that run follow them from now on.

    Attributes:
        warn_minutes: When player and desk are warned before the end.
        pause_limit_minutes: After how long a pause is called out.
    """

    rules: PlayRules
    warn_minutes: tuple[int, ...]
    pause_limit_minutes: int


def set_play_rules(deed: Deed, command: SetPlayRules) -> Done:
    """Keeps the rules.

    Raises:
        DeskError: ``rules.number``, its subject the field.
    """
    for name, (least, most) in BOUNDS.items():
        _check(getattr(command.rules, name), least, most, name)
    _check(command.pause_limit_minutes, *PAUSE_MINUTES, "pause_limit_minutes")
    _check(len(command.warn_minutes), 0, MOST_WARNINGS, "warn_minutes")
    for minutes in command.warn_minutes:
        _check(minutes, *WARNING_MINUTES, "warn_minutes")
    warnings = tuple(sorted(set(command.warn_minutes), reverse=True))
    deed.work.club.save(
        replace(
            deed.club,
            play=command.rules,
            warn_minutes=warnings,
            pause_limit_minutes=command.pause_limit_minutes,
        )
    )
    deed.tell(StationsChanged())
    return Done()


def _check(number: int, least: int, most: int, name: str) -> None:
    if not least <= number <= most:
        raise DeskError(
            "rules.number",
            tr("A number between {least} and {most} is needed.").format(least=least, most=most),
            tr("Nothing was changed. Correct the number."),
            subject=name,
        )


RULES: dict[type[Command], Rule] = {
    SetPlayRules: Rule(set_play_rules, Done, needs=Permission.EDIT_SETTINGS),
}
