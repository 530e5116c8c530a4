"""A printer on the club's network: raw bytes over TCP (port 9100) with time-outs on every step.

Used on the print queue's thread only.
"""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass

from clubdesk.printing.link import PrinterUnreachableError
from clubdesk.printing.wire_link import WireLink

_DRAIN = 256


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer's address.

    ``timeout_s`` bounds a connect and each write, ``status_s`` the wait for one answer.
    """

    host: str
    port: int = 9100
    timeout_s: float = 2.0
    status_s: float = 1.0

    def connect(self) -> WireLink:
        """Opens a TCP connection; see ``Printer``."""
        try:
            link = socket.create_connection((self.host, self.port), timeout=self.timeout_s)
        except (OSError, UnicodeError) as error:
            # A host that is no host name at all fails as text before it fails as an address.
            raise PrinterUnreachableError(str(error)) from error
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return WireLink(SocketWire(link, self.timeout_s, self.status_s))


class SocketWire:
    """Bytes over one TCP connection; see ``Wire``."""

    def __init__(self, link: socket.socket, timeout_s: float, status_s: float) -> None:
        self.socket = link
        self._timeout_s = timeout_s
        self._status_s = status_s

    def send(self, data: memoryview) -> int:
        """Hands over what the connection takes now."""
        self.socket.settimeout(self._timeout_s)
        return self.socket.send(data)

    def receive(self) -> bytes:
        """One byte of an answer."""
        self.socket.settimeout(self._status_s)
        answer = self.socket.recv(1)
        if not answer:
            raise ConnectionResetError("the printer closed the connection")
        return answer

    def drain(self) -> None:
        """Throws away what came late."""
        self.socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while self.socket.recv(_DRAIN):
                pass

    def close(self) -> None:
        """Ends the connection; what was sent still arrives."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
        self.socket.close()
