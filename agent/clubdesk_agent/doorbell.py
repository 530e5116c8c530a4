"""Rings at the desk's pairing door until somebody pairs this PC. Main thread.

The door is one port above the agents' port. The desk's key is believed at the first answer; people
compare the code that both screens show, and the CURVE link proves both keys from then on.
"""

from __future__ import annotations

import logging

import zmq

from clubdesk.wire.codec import MAX_DOOR_BYTES, WireError, decode_card, encode
from clubdesk.wire.keys import is_public_key
from clubdesk.wire.messages import AskToPair

log = logging.getLogger(__name__)

RING_EVERY_S = 2.0


class Doorbell:
    """One PC's request to be paired.

    Args:
        desk: The agents' address, such as ``tcp://192.168.1.10:5870``.
        asks: What is asked.
    """

    def __init__(self, desk: str, asks: AskToPair) -> None:
        host, _, port = desk.rpartition(":")
        self._door = f"{host}:{int(port) + 1}"
        self._request = encode(asks)
        self._context: zmq.Context[zmq.Socket[bytes]] | None = None
        self._socket: zmq.Socket[bytes] | None = None
        self._ring_at = 0.0

    def ring(self, real: float, wait_s: float = 0.0) -> str | None:
        """Rings if it is time; the desk's public key if the desk has answered, else None.

        Waits up to ``wait_s`` for the answer.
        """
        socket = self._socket or self._open()
        if real >= self._ring_at:
            self._ring_at = real + RING_EVERY_S
            try:
                socket.send(self._request, zmq.NOBLOCK)
            except zmq.Again:
                self._ring_at = 0.0  # nobody is at the door yet
        if wait_s:
            socket.poll(int(wait_s * 1000))
        return self._answer(socket)

    def _open(self) -> zmq.Socket[bytes]:
        self._context = zmq.Context()
        socket = self._context.socket(zmq.DEALER)
        socket.linger = 0
        socket.immediate = 1
        socket.reconnect_ivl = 500
        socket.reconnect_ivl_max = 2000
        socket.connect_timeout = 2000
        socket.maxmsgsize = MAX_DOOR_BYTES
        socket.connect(self._door)
        self._socket = socket
        return socket

    @staticmethod
    def _answer(socket: zmq.Socket[bytes]) -> str | None:
        key = None
        while True:
            try:
                frames = socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return key
            try:
                key = decode_card(frames[-1]).desk_public_key
            except WireError as error:
                log.warning("the pairing door said what is not understood: %s", error)
            key = key if key and is_public_key(key) else None

    def close(self) -> None:
        """Stops ringing; ``ring`` starts again."""
        if self._socket is not None and self._context is not None:
            self._socket.close(0)
            self._context.term()
        self._socket = self._context = None
        self._ring_at = 0.0
