"""Puts one real agent together: keys, the desk's key, the loop, the state file. Main thread."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path

from clubdesk.wire.keys import is_public_key, load_or_create
from clubdesk_agent import __version__
from clubdesk_agent.clock import ComputerClock
from clubdesk_agent.console import AgentState, ConsoleMachine, StateBoard
from clubdesk_agent.fleet import AgentSetup, Fleet
from clubdesk_agent.link import LinkView

log = logging.getLogger(__name__)

KEY_FILE = "agent.key"
DESK_KEY_FILE = "desk.key"


class Runner:
    """The agent of this PC.

    Args:
        desk: The desk's address, such as ``tcp://192.168.1.10:5870``.
        folder: Where keys, lease and state lie; made if it is missing.
        desk_key: The desk's public key; empty to use the one kept in the folder.
        say: Tells the person who started it something.
    """

    def __init__(self, desk: str, folder: Path, desk_key: str, say: Callable[[str], None]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._desk = desk
        self._folder = folder
        self._say = say
        self._first_start = not (folder / KEY_FILE).exists()
        self._keys = load_or_create(folder / KEY_FILE)
        self._desk_key = _desk_key(folder, desk_key)
        self._clock = ComputerClock()
        self._board = StateBoard(folder)
        self._fleet: Fleet | None = None
        self._stopping = False

    def stop(self) -> None:
        """Ends ``run`` soon; safe in a signal handler."""
        self._stopping = True
        if self._fleet is not None:
            self._fleet.stop(timeout_s=0.0)

    def run(self) -> bool:
        """Runs until ``stop``. The PC is as the lease says from the first moment on."""
        self._say(f"This PC's key: {self._keys.public}")
        if self._first_start:
            self._say("Pair it on the desk: Stations, this PC, Pair, and give it that key.")
        if not self._stopping:
            self._follow_desk(self._desk_key)
        return True

    def _follow_desk(self, desk_key: str) -> None:
        setup = AgentSetup(
            self._keys, ConsoleMachine(), self._folder, socket.gethostname()[:64], _mac()
        )
        self._fleet = Fleet(self._desk, desk_key, [setup], self._clock, watch=True)
        self._fleet.on_round = self._show_state
        self._fleet.run()

    def _show_state(self) -> None:
        fleet = self._fleet
        core = fleet.agents[0].core if fleet else None
        if fleet is None or core is None:
            return
        view = fleet.view(0)
        self._board.update(
            AgentState(
                written_utc=self._clock.now().timestamp(),
                version=__version__,
                public_key=self._keys.public,
                desk=self._desk,
                link=_link_words(view),
                is_up=view is LinkView.UP,
                is_open=core.is_open,
                left_s=core.left_s(),
                headline=core.held.headline,
                lease_seq=core.held.seq,
            )
        )


def _link_words(view: LinkView) -> str:
    if view is LinkView.NOT_PAIRED:
        return "not paired; the desk refuses this PC's key until it is paired"
    return str(view.value)


def _desk_key(folder: Path, given: str) -> str:
    """The desk's key: the one given, which is then kept, or the kept one.

    Raises:
        ValueError: There is none, or it is broken.
    """
    path = folder / DESK_KEY_FILE
    text = given.strip() or (path.read_text(encoding="ascii").strip() if path.exists() else "")
    if not text:
        raise ValueError("the desk's key is not known: give it with --desk-key (the desk shows it)")
    if not is_public_key(text):
        raise ValueError(f"“{text[:60]}” is no desk's key: 40 characters are needed")
    if given:
        fresh = path.with_suffix(".new")
        fresh.write_text(text + "\n", encoding="ascii")
        os.replace(fresh, path)
    return text


def _mac() -> str:
    """The address of the first real network card, for Wake-on-LAN; empty if none is found."""
    cards = sorted(Path("/sys/class/net").glob("*/device")) if os.name == "posix" else []
    for card in cards:
        with contextlib.suppress(OSError):
            address = (card.parent / "address").read_text(encoding="ascii").strip().lower()
            if len(address) == 17:
                return address
    return "" if os.name == "posix" else _mac_by_system()


def _mac_by_system() -> str:
    import uuid  # asks the system, on some by starting programs

    number = uuid.getnode()
    if number >> 40 & 1:
        return ""  # the system would not tell, so a number was made up
    digits = f"{number:012x}"
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))
