"""How instants, durations, phones and amounts read on the screen, in the language in use. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

from clubdesk.domain.hall import Club
from clubdesk.foundation.money import format_money, format_number
from clubdesk.foundation.translate import language, tr, trn


def money(minor: int, club: Club) -> str:
    """An amount of the club's currency: ``1 364 ₸``."""
    return format_money(minor, club.currency, language())


def signed_money(minor: int, club: Club) -> str:
    """An amount with its sign shown both ways: ``+2 000 ₸``, ``−700 ₸``."""
    return ("+" if minor > 0 else "") + money(minor, club)


def points(count: int, club: Club) -> str:
    """Bonus points: ``250 pts``. One point is one minor unit when it is spent."""
    return trn("{count} pt", "{count} pts", count).format(count=_counted(count, club))


def points_in_short(count: int, club: Club) -> str:
    """Bonus points where a column is narrow, in every language."""
    return tr("{points} pts").format(points=_counted(count, club))


def _counted(count: int, club: Club) -> str:
    shown = format_number(count * club.currency.scale, club.currency, language())
    return shown.replace("-", "\N{MINUS SIGN}")


@lru_cache(maxsize=16)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of a club."""
    return ZoneInfo(name)


def clock_time(at: datetime, club: Club) -> str:
    """The time of day on the club's wall: ``20:54``."""
    return f"{at.astimezone(zone_of(club.time_zone)):%H:%M}"


def date(at: datetime, club: Club) -> str:
    """The day in the club, without the year: ``21 Nov``, ``21 нояб.``."""
    day = at.astimezone(zone_of(club.time_zone)).date()
    return str(format_date(day, "d MMM", locale=language()))


def date_time(at: datetime, club: Club) -> str:
    """Day and time of day: ``21 Nov, 20:54``."""
    return f"{date(at, club)}, {clock_time(at, club)}"


def ago(at: datetime | None, now: datetime, club: Club) -> str:
    """How long since a day: ``today``, ``yesterday``, ``3 days ago``, then the date."""
    if at is None:
        return tr("never")
    place = zone_of(club.time_zone)
    days = (now.astimezone(place).date() - at.astimezone(place).date()).days
    if days <= 0:
        return tr("today")
    if days == 1:
        return tr("yesterday")
    if days < 30:
        return trn("{count} day ago", "{count} days ago", days).format(count=days)
    return date(at, club)


def timer(seconds: float) -> str:
    """A count of seconds as a timer, never below zero: ``1:42:17``."""
    whole = max(0, int(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def duration(seconds: float) -> str:
    """A count of seconds in words, to the minute: ``1 h 57 min``, ``12 min``, ``40 s``."""
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    if not hours and not minutes:
        return tr("{count} s").format(count=whole)
    parts = [tr("{count} h").format(count=hours)] if hours else []
    if minutes:
        parts.append(tr("{count} min").format(count=minutes))
    return "\u00a0".join(parts).replace(" ", "\u00a0")


def span(delta: timedelta) -> str:
    """The same for a difference of two instants."""
    return duration(delta.total_seconds())


@lru_cache(maxsize=4096)
def phone(e164: str) -> str:
    """A stored phone number as people write it: ``+7 701 555 4417``."""
    # Imported late: its tables take longer to load than the windows take to be made.
    import phonenumbers

    try:
        parsed = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style).replace("-", " ")


def phone_end(e164: str) -> str:
    """The last four digits, as a cashier says them: ``…4417``."""
    return f"…{e164[-4:]}" if e164 else ""
