"""The PC the agent holds the key of, as a protocol, and a simulated one that remembers its deeds.

Called on the agent's thread; what a simulated machine did may be read from any thread.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Protocol

import msgspec

from clubdesk_agent.clock import real_s


class Machine(Protocol):
    """What an agent can do to its PC. A failure raises OSError: it is tried again, or told."""

    def boot_id(self) -> str:
        """A name of this start of the PC; empty if the system has none."""
        ...

    def is_on(self) -> bool:
        """False while the PC is off or starting, so that no agent could run on it."""
        ...

    def lock(self) -> None:
        """Takes the PC away from the player. Doing it twice does no harm."""
        ...

    def unlock(self, headline: str, left_s: float) -> None:
        """Gives the PC to the player; both figures are for greeting them."""
        ...

    def restart(self) -> None:
        """Restarts the PC soon; returns before it goes down."""
        ...

    def shut_down(self) -> None:
        """Turns the PC off soon; returns before it goes down."""
        ...

    def show_message(self, text: str) -> None:
        """Shows a message from the desk to the player."""
        ...

    def show_warning(self, minutes_left: int) -> None:
        """Warns the player that time is nearly over."""
        ...


class Deed(msgspec.Struct, frozen=True):
    """One thing a simulated PC did, at real seconds of the monotonic clock."""

    what: str
    detail: str
    at_s: float


_KEPT_DEEDS = 1000
_GOES_DOWN_S = 0.3
"""A PC that is told to restart runs on for a moment; its answer still leaves."""


class SimulatedMachine:
    """A PC that is not there: for the demo and for tests.

    Args:
        away_s: Real seconds that a restart takes.
        on_deed: Told of every deed, on the agent's thread.
    """

    def __init__(self, away_s: float = 6.0, on_deed: Callable[[Deed], None] | None = None) -> None:
        self._away_s = away_s
        self._on_deed = on_deed
        self._lock = threading.Lock()
        self._deeds: list[Deed] = []
        self._boot_id = uuid.uuid4().hex
        self._down_at = float("inf")
        self._back_at = float("inf")
        self.is_locked = True

    @property
    def deeds(self) -> list[Deed]:
        """What it did, oldest first; any thread."""
        with self._lock:
            return list(self._deeds)

    def boot_id(self) -> str:
        """Another name after every start."""
        return self._boot_id

    def is_on(self) -> bool:
        """False while it restarts or is shut down."""
        now = real_s()
        if now >= self._back_at:
            self.power_on()
        return now < self._down_at

    def power_on(self) -> None:
        """Starts the PC, as a person or Wake-on-LAN does; any thread."""
        with self._lock:
            if real_s() >= self._down_at:
                self._boot_id = uuid.uuid4().hex
                self.is_locked = True
                self._down_at = self._back_at = float("inf")

    def lock(self) -> None:
        """Notes it."""
        self.is_locked = True
        self._note("lock")

    def unlock(self, headline: str, left_s: float) -> None:
        """Notes it."""
        self.is_locked = False
        self._note("unlock", f"{headline} {left_s:.0f}".strip())

    def restart(self) -> None:
        """Goes away for a while."""
        self._note("restart")
        with self._lock:
            self._down_at = real_s() + _GOES_DOWN_S
            self._back_at = self._down_at + self._away_s

    def shut_down(self) -> None:
        """Goes away until ``power_on``."""
        self._note("shut_down")
        with self._lock:
            self._down_at = real_s() + _GOES_DOWN_S
            self._back_at = float("inf")

    def show_message(self, text: str) -> None:
        """Notes it."""
        self._note("message", text)

    def show_warning(self, minutes_left: int) -> None:
        """Notes it."""
        self._note("warning", str(minutes_left))

    def _note(self, what: str, detail: str = "") -> None:
        deed = Deed(what, detail, real_s())
        with self._lock:
            self._deeds.append(deed)
            del self._deeds[:-_KEPT_DEEDS]
        if self._on_deed is not None:
            self._on_deed(deed)
