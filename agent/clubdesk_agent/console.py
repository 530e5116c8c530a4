"""A PC that is only talked about, and the file that says how things stand.

``ConsoleMachine`` locks nothing: it writes to the log what a gaming PC's own machine would do. It
is what ``clubdesk-agent run`` uses until an installer brings the machine of its system.
"""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

import msgspec

from clubdesk_agent.clock import Clock, computer_boot_id, real_s

log = logging.getLogger(__name__)

STATE_FILE = "state.json"
STALE_S = 15.0
_WRITE_EVERY_S = 5.0


class ConsoleMachine:
    """Says in the log what it would do; the PC itself stays as it is."""

    def boot_id(self) -> str:
        """The computer's own."""
        return computer_boot_id()

    def is_on(self) -> bool:
        """The program runs, so the PC does."""
        return True

    def lock(self) -> None:
        """Says so."""
        log.info("LOCKED")

    def unlock(self, headline: str, left_s: float) -> None:
        """Says so."""
        log.info("OPEN for %s, %d s left", headline or "a guest", left_s)

    def restart(self) -> None:
        """Says so."""
        log.info("RESTART ordered")

    def shut_down(self) -> None:
        """Says so."""
        log.info("SHUT DOWN ordered")

    def show_message(self, text: str) -> None:
        """Says so."""
        log.info("MESSAGE: %s", text)

    def show_warning(self, minutes_left: int) -> None:
        """Says so."""
        log.info("WARNING: %d min left", minutes_left)


class AgentState(msgspec.Struct, frozen=True):
    """How things stand, for ``clubdesk-agent status``.

    Attributes:
        written_utc: Seconds since 1970.
        link: In words.
        left_s: Play time left when it was written; 0 while locked.
        pairing_code: What to compare with the desk while it is not paired; may be empty.
    """

    written_utc: float
    version: str
    public_key: str
    desk: str
    link: str
    is_up: bool
    is_open: bool
    left_s: float
    headline: str = ""
    lease_seq: int = 0
    pairing_code: str = ""


class StateBoard:
    """Writes the state when it changes and every few seconds."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / STATE_FILE
        self._last: tuple[object, ...] = ()
        self._write_at = 0.0

    def update(self, state: AgentState) -> None:
        """Writes the state if it is news; a disk that refuses is logged."""
        news = (state.link, state.is_open, state.headline, state.lease_seq, state.pairing_code)
        if news == self._last and real_s() < self._write_at:
            return
        told = self._last[:1]
        self._last, self._write_at = news, real_s() + _WRITE_EVERY_S
        self._write(state)
        if told and told != (state.link,):
            log.info("the desk: %s", state.link)

    def _write(self, state: AgentState) -> None:
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_bytes(msgspec.json.encode(state))
            os.replace(fresh, self._path)
        except OSError as error:
            log.warning("the state file was not written: %s", error)


def read_state(folder: Path) -> AgentState | None:
    """What was written last; None if no agent has run with this folder."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((folder / STATE_FILE).read_bytes(), type=AgentState)
    return None


def in_words(state: AgentState, clock: Clock) -> tuple[str, bool]:
    """The state for a person, and whether an agent runs and is connected."""
    age_s = clock.now().timestamp() - state.written_utc
    stale = not -STALE_S < age_s < STALE_S
    left_s = max(int(state.left_s - (0 if stale else age_s)), 0)
    lease = "locked"
    if state.is_open:
        lease = f"open, {left_s // 3600}:{left_s // 60 % 60:02}:{left_s % 60:02} left"
    lines = [
        f"agent    {state.version}, key {state.public_key}",
        f"desk     {state.desk}: {state.link}",
        f"lease    {lease} (number {state.lease_seq})",
    ]
    if state.pairing_code:
        lines.append(f"code     {state.pairing_code}")
    if stale:
        lines.insert(0, f"The agent does not seem to run: its last sign is {age_s:.0f} s old.")
    return "\n".join(lines), state.is_up and not stale
