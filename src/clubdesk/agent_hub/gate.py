"""The hub's sockets: who may come in, and how frames pass. Every method runs on the hub thread.

A connection is let in by its CURVE key alone (ZAP, RFC 27), and every frame carries that key as its
``User-Id``. What the peer calls itself is never looked at.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Callable
from typing import NamedTuple

import zmq
from zmq.utils import z85

from clubdesk.agent_hub.strangers import Refusal, Stranger
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.wire.codec import MAX_FRAME_BYTES
from clubdesk.wire.keys import KeyPair

log = logging.getLogger(__name__)

_ZAP_ADDRESS = "inproc://zeromq.zap.01"
_ZAP_DOMAIN = b"clubdesk"
_HANDSHAKE_MS = 5000
_PEER_BEAT_MS = 1500
_PEER_SILENCE_MS = 5000
_BACKLOG = 1024
_QUEUED_FRAMES = 200
_WATCHED = (
    zmq.EVENT_ACCEPTED
    | zmq.EVENT_DISCONNECTED
    | zmq.EVENT_HANDSHAKE_SUCCEEDED
    | zmq.EVENT_HANDSHAKE_FAILED_AUTH
    | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
    | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
)


class Incoming(NamedTuple):
    """One frame with whom it is from."""

    key: str
    route: bytes
    frame: bytes


class Gate:
    """A CURVE server socket, its doorkeeper (ZAP) and its monitor.

    Args:
        knows: Whether a public key (Z85) is paired.
        refuse: Told of every refusal.
    """

    def __init__(
        self,
        context: zmq.Context[zmq.Socket[bytes]],
        keys: KeyPair,
        knows: Callable[[str], bool],
        refuse: Callable[[Stranger], None],
    ) -> None:
        self._knows = knows
        self._refuse = refuse
        self._handshakes = HandshakeWatch(refuse)
        # First the doorkeeper, then the door; enforcing the domain refuses all without a keeper.
        self.zap = context.socket(zmq.REP)
        self.zap.linger = 0
        self.zap.bind(_ZAP_ADDRESS)
        self.router = context.socket(zmq.ROUTER)
        self._set_up_router(keys)
        self.monitor = self.router.get_monitor_socket(_WATCHED)

    def _set_up_router(self, keys: KeyPair) -> None:
        router = self.router
        router.linger = 0
        router.curve_server = 1
        router.curve_secretkey = keys.secret.encode()
        router.zap_domain = _ZAP_DOMAIN
        router.setsockopt(zmq.ZAP_ENFORCE_DOMAIN, 1)
        router.setsockopt(zmq.ROUTER_HANDOVER, 0)
        router.router_mandatory = 1
        router.maxmsgsize = MAX_FRAME_BYTES
        router.handshake_ivl = _HANDSHAKE_MS
        router.heartbeat_ivl = _PEER_BEAT_MS
        router.heartbeat_timeout = _PEER_SILENCE_MS
        router.backlog = _BACKLOG
        router.sndhwm = _QUEUED_FRAMES
        router.rcvhwm = 10_000

    def bind(self, host: str, port: int) -> int:
        """Starts to listen; the port (a free one is chosen for port 0).

        Raises:
            DeskError: ``hub.port_taken`` or ``hub.bad_address``.
        """
        return bind(self.router, host, port)

    def let_in(self) -> None:
        """Answers every connection that waits to be let in."""
        while True:
            try:
                request = self.zap.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            self.zap.send_multipart(self._verdict(request))

    def _verdict(self, request: list[bytes]) -> list[bytes]:
        version, request_id = [*request, b"", b""][:2]
        proper = len(request) == 7 and request[5] == b"CURVE" and len(request[6]) == 32
        key = z85.encode(request[6]).decode() if proper else ""
        if key and self._knows(key):
            return [version, request_id, b"200", b"OK", key.encode(), b""]
        address = request[3].decode("ascii", "replace") if len(request) > 3 else ""
        self._refuse(Stranger(Refusal.UNPAIRED_KEY, key, address))
        return [version, request_id, b"400", b"not paired", b"", b""]

    def receive(self) -> Incoming | None:
        """The next frame; None if there is none now. A message of several frames is refused."""
        while True:
            try:
                route, *frames = self.router.recv_multipart(zmq.NOBLOCK, copy=False)
            except zmq.Again:
                return None
            key = str(frames[-1].get("User-Id")) if frames else ""
            if len(frames) == 1:
                return Incoming(key, route.bytes, frames[0].bytes)
            detail = f"{len(frames)} frames instead of one"
            self._refuse(Stranger(Refusal.GARBAGE, key, detail=detail))

    def send(self, route: bytes, frame: bytes) -> bool:
        """Sends a frame; False if the connection is gone or does not read."""
        try:
            self.router.send(route, zmq.SNDMORE | zmq.NOBLOCK)
            self.router.send(frame, zmq.NOBLOCK)
        except zmq.ZMQError as error:
            if error.errno not in (zmq.EAGAIN, zmq.EHOSTUNREACH):
                raise
            return False
        return True

    def watch(self) -> None:
        """Reads what the monitor saw and reports broken handshakes."""
        while True:
            try:
                event, _endpoint = self.monitor.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            kind, value = struct.unpack("=HI", event)
            self._handshakes.saw(kind, value)

    def close(self) -> None:
        """Closes the door first, its keeper last."""
        self.router.disable_monitor()
        self.monitor.close(0)
        self.router.close(0)
        self.zap.close(0)


class HandshakeWatch:
    """Finds connections that never became an agent's, from the socket's events.

    libzmq names a connection by its file descriptor when it comes and goes, but not when its
    handshake succeeds; so one is called broken when it left and no handshake succeeded meanwhile.
    """

    def __init__(self, refuse: Callable[[Stranger], None]) -> None:
        self._refuse = refuse
        self._succeeded = 0
        self._explained = 0
        self._came: dict[int, int] = {}

    def saw(self, event: int, value: int) -> None:
        """One event of the monitor with its value."""
        if event == zmq.EVENT_ACCEPTED:
            self._came[value] = self._succeeded
        elif event == zmq.EVENT_HANDSHAKE_SUCCEEDED:
            self._succeeded += 1
        elif event == zmq.EVENT_HANDSHAKE_FAILED_AUTH:
            self._explained += 1  # the doorkeeper told of it, with the key
        elif event == zmq.EVENT_DISCONNECTED:
            self._gone(value)
        else:
            self._explained += 1
            detail = f"handshake error {value:#x}"
            self._refuse(Stranger(Refusal.BROKEN_HANDSHAKE, detail=detail))

    def _gone(self, descriptor: int) -> None:
        before = self._came.pop(descriptor, None)
        if self._explained:
            self._explained -= 1
        elif before == self._succeeded:
            self._refuse(Stranger(Refusal.BROKEN_HANDSHAKE, detail="no handshake"))


def bind(socket: zmq.Socket[bytes], host: str, port: int) -> int:
    """Binds a TCP socket; the port it got.

    Raises:
        DeskError: ``hub.port_taken`` or ``hub.bad_address``.
    """
    try:
        socket.bind(f"tcp://{host}:{port or '*'}")
    except zmq.ZMQError as error:
        raise _bind_refused(host, port, error) from error
    endpoint = str(socket.getsockopt_string(zmq.LAST_ENDPOINT))
    return int(endpoint.rsplit(":", 1)[1])


def _bind_refused(host: str, port: int, error: zmq.ZMQError) -> DeskError:
    if error.errno == zmq.EADDRINUSE:
        return DeskError(
            "hub.port_taken",
            tr("Port {port} of this computer is taken by another program.").format(port=port),
            tr("Close the other desk, or choose another port for the agents in the settings."),
        )
    return DeskError(
        "hub.bad_address",
        tr("The desk cannot listen for agents at {address}: {why}.").format(
            address=f"{host}:{port}", why=error.strerror
        ),
        tr("Check the address for the agents in the settings; 0.0.0.0 means every network."),
    )
