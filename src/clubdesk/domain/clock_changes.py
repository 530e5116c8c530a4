"""When the clocks on a wall are changed: stretches of time with one offset from UTC. Pure.

Whole seconds since 1970 in UTC. The changes of a year are looked for once and remembered.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY_S = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


def offsets(start_s: int, time_zone: str) -> Iterator[tuple[int | None, int]]:
    """From an instant on: until when (None for ever, as far as a calendar goes), and the offset.

    Both in seconds; what is to be added to UTC to get the clock on the wall.
    """
    year = (_EPOCH + timedelta(seconds=start_s)).year
    while year < _LAST_YEAR:
        instants, held = _changes(time_zone, year)
        for index in range(bisect_right(instants, start_s), len(instants)):
            yield instants[index], held[index]
            start_s = instants[index]
        year += 1
        beginning = _begins(year)
        yield beginning, held[-1]
        start_s = beginning
    yield None, _offset_s(start_s, time_zone)


_LAST_YEAR = 9_990


@lru_cache(maxsize=4096)
def _changes(time_zone: str, year: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The instants of a year's changes; the offsets before each of them and after the last."""
    at, end = _begins(year), _begins(year + 1)
    instants, held = [], [_offset_s(at, time_zone)]
    while at < end:
        ahead = min(at + _DAY_S, end)
        if (after := _offset_s(ahead, time_zone)) != held[-1]:
            instants.append(_change_between(at, ahead, time_zone))
            held.append(after)
        at = ahead
    if instants and instants[-1] == end:
        return tuple(instants[:-1]), tuple(held[:-1])
    return tuple(instants), tuple(held)


def _change_between(low: int, high: int, time_zone: str) -> int:
    before = _offset_s(low, time_zone)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset_s(middle, time_zone) == before:
            low = middle
        else:
            high = middle
    return high


def _begins(year: int) -> int:
    return (datetime(year, 1, 1, tzinfo=UTC) - _EPOCH) // _SECOND


def _offset_s(instant_s: int, time_zone: str) -> int:
    local = (_EPOCH + timedelta(seconds=instant_s)).astimezone(ZoneInfo(time_zone))
    return (local.utcoffset() or timedelta()) // _SECOND
