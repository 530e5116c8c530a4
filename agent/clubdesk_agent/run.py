"""Puts one real agent together: keys, the desk's key, the loop, the state file. Main thread."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from clubdesk.wire.keys import fingerprint, is_public_key, load_or_create
from clubdesk.wire.messages import HOSTNAME_LENGTH, AskToPair
from clubdesk_agent import __version__
from clubdesk_agent.clock import ComputerClock, real_s
from clubdesk_agent.console import AgentState, ConsoleMachine, StateBoard
from clubdesk_agent.doorbell import Doorbell
from clubdesk_agent.fleet import AgentSetup, Fleet
from clubdesk_agent.link import LinkView

log = logging.getLogger(__name__)

KEY_FILE = "agent.key"
DESK_KEY_FILE = "desk.key"
SHOW_EVERY_S = 2.0
PATIENCE_S = 5.0
"""A desk that is silent for so long is asked at its door who it is."""


class Runner:
    """The agent of this PC.

    Args:
        desk: The desk's address, such as ``tcp://192.168.1.10:5870``.
        folder: Where keys, lease and state lie; made if it is missing.
        desk_key: The desk's public key; empty to use the one kept in the folder, or to ask for it.
        say: Tells the person who started it something.
    """

    def __init__(self, desk: str, folder: Path, desk_key: str, say: Callable[[str], None]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._desk = desk
        self._folder = folder
        self._say = say
        self._keys = load_or_create(folder / KEY_FILE)
        self._desk_key = _desk_key(folder, desk_key)
        self._clock = ComputerClock()
        self._machine = ConsoleMachine()
        self._board = StateBoard(folder)
        self._hostname, self._mac = socket.gethostname()[:HOSTNAME_LENGTH], _mac()
        asks = AskToPair(self._keys.public, self._hostname, self._mac)
        self._doorbell = Doorbell(desk, asks)
        self._code = ""
        self._told_other_key = False
        self._heard_at = real_s()
        self._shown: tuple[object, ...] = ()
        self._show_at = 0.0
        self._fleet: Fleet | None = None
        self._stopping = False

    def stop(self) -> None:
        """Ends ``run`` soon; safe in a signal handler."""
        self._stopping = True
        if self._fleet is not None:
            self._fleet.stop(timeout_s=0.0)

    def run(self) -> None:
        """Runs until ``stop``. The PC is as the lease says from the first moment on."""
        self._say(f"This PC's key: {self._keys.public}")
        if not self._desk_key:
            self._ask_for_desk()
        if not self._stopping:
            self._follow_desk()
        self._doorbell.close()

    def _ask_for_desk(self) -> None:
        """Stays locked and rings until a desk has told its key."""
        self._machine.lock()
        self._say(f"Asking the desk at {self._desk} to pair this PC.")
        while not self._stopping and not self._desk_key:
            key = self._doorbell.ring(real_s(), wait_s=0.2)
            if key is not None:
                keep_desk_key(self._folder, key)
                self._desk_key = key
            self._board.update(self._state("asking the desk to pair this PC"))

    def _follow_desk(self) -> None:
        setup = AgentSetup(self._keys, self._machine, self._folder, self._hostname, self._mac)
        self._fleet = Fleet(self._desk, self._desk_key, [setup], self._clock, watch=True)
        self._fleet.on_round = self._on_round
        self._fleet.run()

    def _on_round(self) -> None:
        fleet = self._fleet
        core = fleet.agents[0].core if fleet else None
        if fleet is None or core is None:
            return
        view = fleet.view(0)
        self._ring_unless_up(view)
        news = (view, core.is_open, core.held.seq, self._code)
        if news == self._shown and real_s() < self._show_at:
            return
        self._shown, self._show_at = news, real_s() + SHOW_EVERY_S
        state = self._state(_link_words(view))
        self._board.update(
            replace(
                state,
                is_up=view is LinkView.UP,
                is_open=core.is_open,
                left_s=core.left_s(),
                headline=core.held.headline,
                lease_seq=core.held.seq,
            )
        )

    def _ring_unless_up(self, view: LinkView) -> None:
        if view in (LinkView.UP, LinkView.REPLACED):
            self._doorbell.close()
            self._code = ""
            self._heard_at = real_s()
            return
        if view is LinkView.LOOKING and real_s() - self._heard_at < PATIENCE_S:
            return  # the desk may be starting
        key = self._doorbell.ring(real_s())
        if key is not None and key != self._desk_key and not self._told_other_key:
            self._told_other_key = True
            self._say(f"The desk has another key than before. Delete {DESK_KEY_FILE} if it is new.")
        if view is LinkView.NOT_PAIRED and not self._code:
            self._code = fingerprint(self._desk_key, self._keys.public)
            self._say(f"Pair this PC on the desk. Both must show this code: {self._code}")

    def _state(self, link: str) -> AgentState:
        return AgentState(
            written_utc=self._clock.now().timestamp(),
            version=__version__,
            public_key=self._keys.public,
            desk=self._desk,
            link=link,
            is_up=False,
            is_open=False,
            left_s=0.0,
            pairing_code=self._code,
        )


def _link_words(view: LinkView) -> str:
    if view is LinkView.NOT_PAIRED:
        return "not paired; the desk refuses this PC's key until it is paired"
    return str(view.value)


def _desk_key(folder: Path, given: str) -> str:
    """The desk's key: the one given, which is then kept, or the kept one, or nothing.

    Raises:
        ValueError: It is broken.
    """
    path = folder / DESK_KEY_FILE
    text = given.strip() or (path.read_text(encoding="ascii").strip() if path.exists() else "")
    if text and not is_public_key(text):
        raise ValueError(f"“{text[:60]}” is no desk's key: 40 characters are needed")
    if given:
        keep_desk_key(folder, text)
    return text


def keep_desk_key(folder: Path, key: str) -> None:
    """Writes the desk's key into the folder, whole or not at all."""
    fresh = folder / f"{DESK_KEY_FILE}.new"
    fresh.write_text(key + "\n", encoding="ascii")
    os.replace(fresh, folder / DESK_KEY_FILE)


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
