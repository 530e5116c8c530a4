"""A small SMPP 3.4 server on loopback, from the protocol alone: what gateways do, on demand.

``mood`` says what it does with the next submit_sm: accept, throttle, refuse, silent, drop, garbage.
"""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field

BIND_TRANSCEIVER, SUBMIT, DELIVER, UNBIND, ENQUIRE = 0x9, 0x4, 0x5, 0x6, 0x15
RESPONSE = 0x80000000
THROTTLED, BAD_PASSWORD, BAD_ADDRESS = 0x58, 0x0E, 0x0B


@dataclass(frozen=True)
class Submitted:
    """One submit_sm as it came."""

    source: str
    destination: str
    esm_class: int
    data_coding: int
    registered: int
    body: bytes
    message_id: str

    @property
    def header(self) -> bytes:
        return self.body[:6] if self.esm_class & 0x40 else b""

    @property
    def text(self) -> str:
        payload = self.body[len(self.header) :]
        return payload.decode("utf-16-be" if self.data_coding == 8 else "ascii")


@dataclass
class SmppServer:
    """Listens from the start to ``stop``."""

    login: str = "club"
    password: str = "s3cr3t"
    mood: str = "accept"
    receipts: str = "DELIVRD"
    submitted: list[Submitted] = field(default_factory=list)
    binds: int = 0
    unbinds: int = 0
    confirmed: int = 0

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._links: list[socket.socket] = []
        self._next = 0
        threading.Thread(target=self._welcome, name="smpp-server", daemon=True).start()

    def stop(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.drop_all()

    def drop_all(self) -> None:
        """Cuts every connection, as a lost line does."""
        for link in self._links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
            link.close()
        self._links.clear()

    def deliver(self, text: str) -> None:
        """Sends a deliver_sm with a receipt's text on the newest connection."""
        body = b"\0" + b"\1\1desk\0" + b"\1\1desk\0" + bytes((4, 0, 0)) + b"\0\0" + bytes(4)
        encoded = text.encode("ascii")
        self._send(self._links[-1], DELIVER, 0, 7, body + bytes((len(encoded),)) + encoded)

    def receipt(self, message_id: str, state: str, error: str = "000") -> None:
        self.deliver(
            f"id:{message_id} sub:001 dlvrd:001 submit date:2611211200 done date:2611211201 "
            f"stat:{state} err:{error} text:"
        )

    def enquire(self) -> None:
        self._send(self._links[-1], ENQUIRE, 0, 99, b"")

    def _welcome(self) -> None:
        while True:
            try:
                link, _ = self._listening.accept()
            except OSError:
                return
            self._links.append(link)
            threading.Thread(target=self._serve, args=(link,), daemon=True).start()

    def _serve(self, link: socket.socket) -> None:
        with suppress(OSError, ConnectionError, struct.error):
            while True:
                length, command, _status, sequence = struct.unpack(">LLLL", _exactly(link, 16))
                self._answer(link, command, sequence, _exactly(link, length - 16))

    def _answer(self, link: socket.socket, command: int, sequence: int, body: bytes) -> None:
        if command == BIND_TRANSCEIVER:
            self._bind(link, sequence, body)
        elif command == SUBMIT:
            self._submit(link, sequence, body)
        elif command == ENQUIRE:
            self._send(link, ENQUIRE | RESPONSE, 0, sequence, b"")
        elif command == UNBIND:
            self.unbinds += 1
            self._send(link, UNBIND | RESPONSE, 0, sequence, b"")
        elif command == DELIVER | RESPONSE:
            self.confirmed += 1

    def _bind(self, link: socket.socket, sequence: int, body: bytes) -> None:
        login, password = body.split(b"\0")[:2]
        is_known = (login.decode(), password.decode()) == (self.login, self.password)
        self.binds += is_known
        status = 0 if is_known else BAD_PASSWORD
        self._send(link, BIND_TRANSCEIVER | RESPONSE, status, sequence, b"server\0")

    def _submit(self, link: socket.socket, sequence: int, body: bytes) -> None:
        self._next += 1
        message = _submitted(body, f"id-{self._next}")
        self.submitted.append(message)
        if self.mood == "silent":
            return
        if self.mood == "drop":
            link.shutdown(socket.SHUT_RDWR)
        elif self.mood == "garbage":
            link.sendall(struct.pack(">LLLL", 24, 0xDEADBEEF, 1, 1) + b"no SMPP!")
        elif self.mood in ("throttle", "refuse"):
            status = THROTTLED if self.mood == "throttle" else BAD_ADDRESS
            self._send(link, SUBMIT | RESPONSE, status, sequence, b"")
        else:
            # A gateway may ask and tell in between; the answer comes after it.
            self._send(link, ENQUIRE, 0, 4242, b"")
            name = message.message_id.encode() + b"\0"
            self._send(link, SUBMIT | RESPONSE, 0, sequence, name)
            if self.receipts:
                self.receipt(message.message_id, self.receipts)

    def _send(
        self, link: socket.socket, command: int, status: int, sequence: int, body: bytes
    ) -> None:
        link.sendall(struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body)


def _submitted(body: bytes, message_id: str) -> Submitted:
    at = body.index(b"\0") + 1  # service_type
    source_end = body.index(b"\0", at + 2)
    source = body[at + 2 : source_end].decode("latin-1")
    at = source_end + 1
    destination_end = body.index(b"\0", at + 2)
    destination = body[at + 2 : destination_end].decode("latin-1")
    at = destination_end + 1
    esm_class, at = body[at], at + 3  # protocol_id, priority_flag
    at = body.index(b"\0", at) + 1  # schedule_delivery_time
    at = body.index(b"\0", at) + 1  # validity_period
    registered, _replace, data_coding, _default, length = body[at : at + 5]
    text = body[at + 5 : at + 5 + length]
    return Submitted(source, destination, esm_class, data_coding, registered, text, message_id)


def _exactly(link: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count:
        piece = link.recv(count - len(got))
        if not piece:
            raise ConnectionError
        got += piece
    return got
