"""The agent's one socket: finds the desk, proves both keys, carries the core's frames.

Runs on the thread of its fleet. The socket has no name of its own: the desk knows it by its key.
"""

from __future__ import annotations

import logging
import random
import struct
from enum import Enum

import zmq

from clubdesk.wire.codec import MAX_FRAME_BYTES
from clubdesk.wire.keys import KeyPair
from clubdesk_agent.core import AgentCore

log = logging.getLogger(__name__)

SILENCE_S = 4.5
"""Without a word from the desk for so long the socket is made anew."""

NOT_PAIRED_RETRY_S = 2.0
BROKEN_RETRY_S = 1.5
"""libzmq never tries again after a refused key or a forged frame, so the link does."""


class LinkView(Enum):
    """How the desk looks from here."""

    LOOKING = "looking for the desk"
    UP = "connected"
    NOT_PAIRED = "not paired"
    REPLACED = "another PC uses this key"


class Link:
    """One agent's connection.

    Args:
        context: May be shared by many agents.
        address: Such as ``tcp://192.168.1.10:5870``.
        desk_key: The desk's public key, Z85.
        keys: The agent's own pair.
        core: What it carries frames for.
        watch: Look why a connection fails (costs a second socket).
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        address: str,
        desk_key: str,
        keys: KeyPair,
        core: AgentCore,
        *,
        watch: bool = False,
    ) -> None:
        self._context = context
        self._address = address
        self._desk_key = desk_key
        self._keys = keys
        self._core = core
        self._watch = watch
        self._socket: zmq.Socket[bytes] | None = None
        self._monitor: zmq.Socket[bytes] | None = None
        self._connected = False
        self._refused = False
        self._renew_at = float("inf")

    @property
    def descriptor(self) -> int:
        """What to wait for with ``select``; -1 while closed. Another one after ``open``."""
        return -1 if self._socket is None else int(self._socket.FD)

    def view(self, real: float) -> LinkView:
        """How the desk looks from here now."""
        if self._refused:
            return LinkView.NOT_PAIRED
        if not self._connected or real - self._core.heard_at > SILENCE_S:
            return LinkView.LOOKING
        return LinkView.REPLACED if self._core.replaced else LinkView.UP

    def open(self, real: float) -> None:
        """Makes the socket and starts to connect."""
        dealer = self._context.socket(zmq.DEALER)
        self._set_up(dealer)
        if self._watch:
            self._monitor = dealer.get_monitor_socket(
                zmq.EVENT_HANDSHAKE_FAILED_AUTH
                | zmq.EVENT_HANDSHAKE_SUCCEEDED
                | zmq.EVENT_DISCONNECTED
            )
        dealer.connect(self._address)
        self._socket = dealer
        # Spread out, so that a hall of agents does not come back in one blow.
        self._renew_at = real + SILENCE_S * random.uniform(1.0, 1.25)  # noqa: S311

    def _set_up(self, dealer: zmq.Socket[bytes]) -> None:
        dealer.curve_serverkey = self._desk_key.encode()
        dealer.curve_publickey = self._keys.public.encode()
        dealer.curve_secretkey = self._keys.secret.encode()
        dealer.linger = 0
        dealer.immediate = 1  # nothing queues up for a desk that is not there
        dealer.reconnect_ivl = 100
        dealer.reconnect_ivl_max = 1000
        dealer.connect_timeout = 2000
        dealer.handshake_ivl = 5000
        dealer.heartbeat_ivl = 1500
        dealer.heartbeat_timeout = 4000
        dealer.maxmsgsize = MAX_FRAME_BYTES
        dealer.sndhwm = 50
        dealer.rcvhwm = 200

    def close(self) -> None:
        """Closes the socket; ``open`` makes another."""
        socket, self._socket = self._socket, None
        monitor, self._monitor = self._monitor, None
        if socket is not None:
            if monitor is not None:
                socket.disable_monitor()
                monitor.close(0)
            socket.close(0)
        self._lost()

    def pump(self, real: float) -> None:
        """Takes in all that has come and sends the answers."""
        socket = self._socket
        if socket is None:
            return
        while True:
            self._drain(socket, real)
            # A send may have swallowed the descriptor's signal: look until nothing is left.
            ready = int(socket.EVENTS)
            if ready & zmq.POLLOUT and not self._connected:
                self._connected, self._refused = True, False
                self._send(self._core.connected(real))
            elif not ready & zmq.POLLIN:
                return

    def _drain(self, socket: zmq.Socket[bytes], real: float) -> None:
        while True:
            try:
                frames = socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            self._renew_at = real + SILENCE_S
            if len(frames) == 1:
                self._send(self._core.receive(frames[0], real))

    def tick(self, real: float) -> bool:
        """Lets the core look at the clock; whether the socket has to be made anew."""
        frames = self._core.tick(real)
        if frames:
            self._send(frames)
        if frames or not self._connected:
            self.pump(real)
        self._look_why(real)
        return real >= self._renew_at

    def _send(self, frames: list[bytes]) -> None:
        for frame in frames:
            try:
                if self._socket is not None:
                    self._socket.send(frame, zmq.NOBLOCK)
            except zmq.Again:
                self._lost()
                return

    def _lost(self) -> None:
        self._connected = False
        self._core.disconnected()

    def _look_why(self, real: float) -> None:
        if self._monitor is None:
            return
        while True:
            try:
                event = self._monitor.recv_multipart(zmq.NOBLOCK)[0]
            except zmq.Again:
                return
            self._saw(struct.unpack_from("=H", event)[0], real)

    def _saw(self, event: int, real: float) -> None:
        if event == zmq.EVENT_HANDSHAKE_SUCCEEDED:
            self._refused = False
            self._renew_at = real + SILENCE_S
        elif event == zmq.EVENT_HANDSHAKE_FAILED_AUTH:
            self._refused = True
            self._lost()
            self._renew_at = real + NOT_PAIRED_RETRY_S
        elif not self._refused:
            self._renew_at = real + BROKEN_RETRY_S
