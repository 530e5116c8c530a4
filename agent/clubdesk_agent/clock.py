"""The agent's own look at the time; anything with the same two methods may take its place.

The only module of the agent that asks the operating system for the time. Any thread.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_BOOT_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", None)


class Clock(Protocol):
    """What play time is counted by."""

    def now(self) -> datetime:
        """The instant, in UTC with tzinfo. Looked at only across a reboot."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow while the PC is on."""
        ...


class ComputerClock:
    """The computer's clocks; play goes on while it sleeps, where the system can count that."""

    def now(self) -> datetime:
        """The instant by the operating system, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the agent cannot import the desk's clock

    def monotonic(self) -> float:
        """Seconds since the PC started, sleep included where the system counts it."""
        return time.monotonic() if _BOOT_CLOCK is None else time.clock_gettime(_BOOT_CLOCK)


def real_s() -> float:
    """Real seconds for the link: heartbeats, silence, an order's end. Never scaled."""
    return time.monotonic()


def computer_boot_id() -> str:
    """A name of the time since the computer started; empty where the system has none.

    Without a name every start of the agent counts as a reboot, which never gives time away.
    """
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()[:64]
    except OSError:
        return ""
