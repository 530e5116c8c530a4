"""Time: UTC instants for the books, a monotonic count for deadlines; both injected.

The only module that may ask the operating system for the time. Any thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells the time to everything that needs it."""

    def now(self) -> datetime:
        """The instant, in UTC with tzinfo, to the microsecond."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow; meaningful as differences alone."""
        ...


BACKWARD_S = 1.0
"""A wall clock behind by less is a time server's small correction and is followed."""


class SystemClock:
    """The computer's own clocks; the wall clock counts on steadily where it is set back.

    Someone who sets the reception PC's clock back must not give every player that much time.
    Forward it is followed: the PC may have slept. A new start believes the wall clock again.
    """

    def __init__(
        self,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall = wall
        self._steady = steady
        self._lock = threading.Lock()
        self._anchor = (wall(), steady())

    def now(self) -> datetime:
        """The instant by the operating system, in UTC."""
        with self._lock:
            wall, steady = self._wall(), self._steady()
            counted = self._anchor[0] + timedelta(seconds=steady - self._anchor[1])
            if (counted - wall).total_seconds() > BACKWARD_S:
                return counted
            self._anchor = (wall, steady)
            return wall

    def monotonic(self) -> float:
        """Seconds of the operating system's monotonic clock."""
        return self._steady()


class ScaledClock:
    """A clock that runs ``speed`` times as fast as the computer's (the demo's fast clock)."""

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        self._start = _utc(start)
        self._origin = time.monotonic()
        self._speed = speed

    def now(self) -> datetime:
        """The scaled instant, in UTC."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Scaled seconds since the clock was made."""
        return (time.monotonic() - self._origin) * self._speed


class ManualClock:
    """A clock that stands still until it is moved: tests and the making of a history."""

    def __init__(self, start: datetime) -> None:
        self._now = _utc(start)
        self._elapsed_s = 0.0
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The instant the clock was moved to, in UTC."""
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        """Seconds the clock was advanced by so far."""
        with self._lock:
            return self._elapsed_s

    def advance(self, seconds: float) -> None:
        """Moves both clocks forward.

        Raises:
            ValueError: ``seconds`` is negative.
        """
        if seconds < 0:
            raise ValueError("time goes forward only")
        with self._lock:
            self._now += timedelta(seconds=seconds)
            self._elapsed_s += seconds

    def move_to(self, instant: datetime) -> None:
        """Moves forward to an instant in UTC."""
        self.advance((_utc(instant) - self.now()).total_seconds())

    def jump_wall(self, seconds: float) -> None:
        """Changes the wall clock alone, as a person or a time server does."""
        with self._lock:
            self._now += timedelta(seconds=seconds)


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(UTC)
