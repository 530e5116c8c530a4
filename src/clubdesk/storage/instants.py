"""How instants are kept: microseconds since 1970 UTC on SQLite, timestamptz on Postgres.

Whole numbers are exact and sort as time does. A naive datetime is refused both ways. Pure.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970 UTC.

    Raises:
        ValueError: The instant has no time zone.
    """
    return (aware(instant) - _EPOCH) // _MICROSECOND


def aware(instant: datetime) -> datetime:
    """The instant in UTC.

    Raises:
        ValueError: The instant has no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(UTC)


def instant_of(stored: int | datetime) -> datetime:
    """A stored instant, as either database gives it, in UTC.

    Raises:
        ValueError: The driver gave a datetime without a time zone.
    """
    if isinstance(stored, datetime):
        return aware(stored)
    return _EPOCH + timedelta(microseconds=stored)


def maybe_instant(stored: int | datetime | None) -> datetime | None:
    """A stored instant, or None where nothing is stored."""
    return None if stored is None else instant_of(stored)
