"""The bytes between the desk and a terminal: what a connection can do, and how it can fail.

Used on the terminal room's thread; ``close`` may be called from any.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from typing import Protocol

CONNECT_S = 5.0
WRITE_S = 5.0
_CHUNK = 4096
_LEAST_S = 0.001
"""A time-out of 0 would mean not to wait at all, and to fail in another way."""

_NO_LINGER = struct.pack("ii", 1, 0)


class UnreachableError(Exception):
    """No connection came about: not one byte left the desk."""


class SilentError(Exception):
    """Nothing came within the time."""


class LinkLostError(Exception):
    """The connection broke.

    Attributes:
        sent: How many bytes of the write that failed were handed over; they may have arrived.
    """

    def __init__(self, sent: int = 0) -> None:
        super().__init__(f"lost after {sent} bytes")
        self.sent = sent


class Wire(Protocol):
    """A connection to a terminal."""

    def write(self, data: bytes) -> None:
        """Hands over all bytes.

        Raises:
            LinkLostError: With the number of bytes handed over before it failed.
        """
        ...

    def read(self, timeout_s: float) -> bytes:
        """At least one byte.

        Raises:
            SilentError: None came within the time.
            LinkLostError: The terminal closed the connection, or it broke.
        """
        ...

    def close(self) -> None:
        """Lets go; what was written still arrives. Any thread."""
        ...

    def drop(self) -> None:
        """Lets go at once: what has not arrived yet must not arrive later on."""
        ...


class TcpWire:
    """A terminal on the network."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> None:
        """Writes all; see ``Wire``."""
        rest = memoryview(data)
        try:
            self._link.settimeout(WRITE_S)
            while rest:
                rest = rest[self._link.send(rest) :]
        except (OSError, ValueError) as error:
            raise LinkLostError(len(data) - len(rest)) from error

    def read(self, timeout_s: float) -> bytes:
        """Reads what is there; see ``Wire``."""
        try:
            # Not select: it knows no socket whose number is above 1023, and a club has as many.
            self._link.settimeout(max(_LEAST_S, timeout_s))
            data = self._link.recv(_CHUNK)
        except TimeoutError:
            raise SilentError from None
        except (OSError, ValueError) as error:
            raise LinkLostError from error
        if not data:
            raise LinkLostError
        return data

    def close(self) -> None:
        """Lets go; a thread that reads finds the link lost."""
        with contextlib.suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)
        self._link.close()

    def drop(self) -> None:
        """Resets the connection: the system throws away what it still holds."""
        with contextlib.suppress(OSError):
            self._link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self._link.close()


def connect_tcp(host: str, port: int, timeout_s: float = CONNECT_S) -> TcpWire:
    """Connects to a terminal on the network (ZVT: port 20007).

    Raises:
        UnreachableError: Nobody answered in time.
    """
    try:
        link = socket.create_connection((host, port), timeout_s)
    except (OSError, UnicodeError, OverflowError) as error:
        raise UnreachableError(type(error).__name__) from None
    return TcpWire(link)
