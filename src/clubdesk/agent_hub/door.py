"""The pairing door: lets an agent that nobody knows yet ask to be paired, and gives nothing else.

It is open to the network and believes nothing: what it hears is a request that a person compares,
code by code, with the screen of the PC. Every method runs on the hub thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import zmq

from clubdesk.agent_hub.gate import bind
from clubdesk.services.ports_hub import WaitingAgent
from clubdesk.wire.codec import MAX_DOOR_BYTES, WireError, decode_at_door, encode
from clubdesk.wire.keys import fingerprint, is_public_key
from clubdesk.wire.messages import AskToPair, DeskCard

log = logging.getLogger(__name__)

MAX_WAITING = 64
MAX_OF_ONE_ADDRESS = 8
WAITS_S = 20.0
"""An agent asks every two seconds; one that stopped asking leaves the list."""

ASKS_PER_S = 200
_ASKS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Asking(WaitingAgent):
    """An agent on the list; ``asked_at`` is in real monotonic seconds, when it asked last."""

    asked_at: float


class WaitingList:
    """Who asks to be paired: bounded, and left by who stops asking. Pure."""

    def __init__(self, desk_key: str) -> None:
        self._desk_key = desk_key
        self._waiting: dict[str, Asking] = {}

    def ask(self, asked: AskToPair, address: str, now: float, utc: datetime) -> bool:
        """Takes note of a request; whether the list is another one now."""
        known = self._waiting.get(asked.agent_public_key)
        fresh = Asking(
            public_key=asked.agent_public_key,
            hostname=_plain(asked.hostname),
            mac=asked.mac,
            address=address,
            code=known.code if known else fingerprint(self._desk_key, asked.agent_public_key),
            since=known.since if known else utc,
            asked_at=now,
        )
        if known is None and not self._has_room(address):
            return False
        self._waiting[fresh.public_key] = fresh
        return known is None or replace(known, asked_at=now) != fresh

    def _has_room(self, address: str) -> bool:
        of_address = sum(agent.address == address for agent in self._waiting.values())
        return len(self._waiting) < MAX_WAITING and of_address < MAX_OF_ONE_ADDRESS

    def sweep(self, now: float, knows: Callable[[str], bool]) -> bool:
        """Drops who stopped asking and who is paired; whether anybody left."""
        gone = [
            key
            for key, agent in self._waiting.items()
            if now - agent.asked_at > WAITS_S or knows(key)
        ]
        for key in gone:
            del self._waiting[key]
        return bool(gone)

    def all(self) -> list[WaitingAgent]:
        """Everybody, oldest first; any thread, as a dict's copy is one step."""
        return sorted(self._waiting.copy().values(), key=lambda agent: agent.since)


class PairingDoor:
    """The socket of the waiting list.

    Args:
        context: The hub's.
        desk_key: The desk's public key, which everybody may know.
        knows: Whether a key is paired already.
        changed: Told of the list when it changes.
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        desk_key: str,
        knows: Callable[[str], bool],
        changed: Callable[[list[WaitingAgent]], None],
    ) -> None:
        self._card = encode(DeskCard(desk_key))
        self._knows = knows
        self._changed = changed
        self._allowance = float(ASKS_PER_S)
        self._counted_at = 0.0
        self.waiting = WaitingList(desk_key)
        self.router = context.socket(zmq.ROUTER)
        self.router.linger = 0
        self.router.maxmsgsize = MAX_DOOR_BYTES
        self.router.handshake_ivl = 3000
        self.router.heartbeat_ivl = 5000
        self.router.heartbeat_timeout = 5000
        self.router.rcvhwm = self.router.sndhwm = 4

    def bind(self, host: str, port: int) -> int:
        """Opens the door; DeskError if the port is taken."""
        return bind(self.router, host, port)

    def answer(self, now: float, utc: datetime) -> None:
        """Answers who has asked; more than the door can bear at once is not listened to."""
        self._allowance = min(self._allowance + (now - self._counted_at) * ASKS_PER_S, ASKS_PER_S)
        self._counted_at = now
        for _ in range(_ASKS_AT_ONCE):
            try:
                route, *frames = self.router.recv_multipart(zmq.NOBLOCK, copy=False)
            except zmq.Again:
                return
            # Never below nothing: a flood that is over must not leave the door deaf behind it.
            heard, self._allowance = self._allowance >= 1, max(self._allowance - 1, 0.0)
            if len(frames) == 1 and heard:
                self._hear(route.bytes, frames[0], now, utc)

    def _hear(self, route: bytes, frame: zmq.Frame, now: float, utc: datetime) -> None:
        try:
            asked = decode_at_door(frame.bytes)
        except WireError:
            log.debug("somebody said something else at the pairing door")
            return
        if not is_public_key(asked.agent_public_key):
            return
        if not self._knows(asked.agent_public_key):
            address = str(frame.get("Peer-Address"))
            if self.waiting.ask(asked, address, now, utc):
                self._changed(self.waiting.all())
        try:
            self.router.send_multipart([route, self._card], zmq.NOBLOCK)
        except zmq.Again:
            log.debug("who asked at the pairing door does not listen")

    def sweep(self, now: float) -> None:
        """Drops who stopped asking and who is paired."""
        if self.waiting.sweep(now, self._knows):
            self._changed(self.waiting.all())

    def close(self) -> None:
        """Shuts the door."""
        self.router.close(0)


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())
