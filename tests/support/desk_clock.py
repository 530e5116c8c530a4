"""The desk's own clock over a computer whose clocks are moved by hand: anyone may set its wall."""

from __future__ import annotations

from datetime import datetime, timedelta

from clubdesk.foundation.clock import SystemClock


class DeskClock:
    """What the desk reads in use, ``SystemClock``, with the time in the test's hand."""

    def __init__(self, start: datetime) -> None:
        self._wall, self._steady = start, 0.0
        self.start_again()

    def start_again(self) -> None:
        """The desk is started anew: it believes the wall clock, whatever it says."""
        self._clock = SystemClock(lambda: self._wall, lambda: self._steady)

    def now(self) -> datetime:
        return self._clock.now()

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def advance(self, seconds: float) -> None:
        """Time passes."""
        self._wall += timedelta(seconds=seconds)
        self._steady += seconds

    def jump_wall(self, seconds: float) -> None:
        """Somebody sets the computer's wall clock."""
        self._wall += timedelta(seconds=seconds)
