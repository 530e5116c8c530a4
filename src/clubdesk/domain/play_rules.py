"""The club's own rules of play: the free minutes of a cancel, minors at night. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class NightAction(StrEnum):
    """What the desk does when a minor wants to play at night."""

    REFUSE = "refuse"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class PlayRules:
    """What the club decided.

    Attributes:
        cancel_minutes: A session can be cancelled, free, within this many minutes of its start.
        minor_age: Who is younger is a minor, in whole years.
        night_from, night_until: Minutes of the local day between which minors do not play; the
            stretch may go over midnight. Both equal: there is no such stretch.
        night_action: Whether they are refused, or a person who may lets them play.
        outage_least_s: A PC that was gone for less than this is not worth a question, seconds.
        offer_hourly: Whether play may go on by the hour after a package, if the client agreed to it
            at the start; else it ends with the package.
    """

    cancel_minutes: int = 2
    minor_age: int = 18
    night_from: int = 0
    night_until: int = 0
    night_action: NightAction = NightAction.REFUSE
    outage_least_s: int = 60
    offer_hourly: bool = True

    def is_night(self, at: datetime, time_zone: str) -> bool:
        """Whether an instant is within the hours closed to minors, on the club's wall."""
        local = at.astimezone(ZoneInfo(time_zone))
        minute = local.hour * 60 + local.minute
        if self.night_from <= self.night_until:
            return self.night_from <= minute < self.night_until
        return minute >= self.night_from or minute < self.night_until

    def night_in_s(self, at: datetime, time_zone: str) -> int:
        """How many seconds until the next such stretch begins, on the club's wall."""
        local = at.astimezone(ZoneInfo(time_zone))
        begins = local.replace(
            hour=self.night_from // 60, minute=self.night_from % 60, second=0, microsecond=0
        )
        if begins <= local:
            begins += timedelta(days=1)
        return int((begins.astimezone(UTC) - at).total_seconds())

    def is_minor(self, birthday: date | None, at: datetime, time_zone: str) -> bool:
        """Whether somebody is a minor on that local day; without a birthday nobody is."""
        if birthday is None:
            return False
        return age(birthday, at.astimezone(ZoneInfo(time_zone)).date()) < self.minor_age


def age(birthday: date, today: date) -> int:
    """Whole years; who was born on 29 February has the birthday on 1 March in common years."""
    had_it = (today.month, today.day) >= (birthday.month, birthday.day)
    return today.year - birthday.year - (0 if had_it else 1)
