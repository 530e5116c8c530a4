"""A printer on the club's network: raw bytes over TCP (port 9100) with time-outs on every step.

Used on the print queue's thread only.
"""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol

from clubdesk.printing.status import QUESTIONS, PrinterStatus, decode_status

_DRAIN = 256


class PrinterUnreachableError(Exception):
    """No connection: not one byte of the paper left the desk."""


class PrinterLostError(Exception):
    """The connection broke or stalled; ``sent`` bytes of the paper may have been printed."""

    def __init__(self, sent: int) -> None:
        super().__init__(f"lost after {sent} bytes")
        self.sent = sent


class PrinterLink(Protocol):
    """An open connection to a printer, closed by leaving its ``with`` block."""

    def status(self) -> PrinterStatus:
        """Asks the printer; silence gives an unknown status.

        Raises:
            PrinterLostError: The printer closed the connection.
        """
        ...

    def write(self, data: bytes) -> None:
        """Hands over all bytes.

        Raises:
            PrinterLostError: With the number of bytes handed over before it failed.
        """
        ...

    def __enter__(self) -> PrinterLink: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Printer(Protocol):
    """Where papers come out."""

    def connect(self) -> PrinterLink:
        """Opens a connection.

        Raises:
            PrinterUnreachableError: Nobody answered in time.
        """
        ...


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer's address.

    ``timeout_s`` bounds a connect and each write, ``status_s`` the wait for one answer.
    """

    host: str
    port: int = 9100
    timeout_s: float = 2.0
    status_s: float = 1.0

    def connect(self) -> NetworkLink:
        """Opens a TCP connection; see ``Printer``."""
        try:
            link = socket.create_connection((self.host, self.port), timeout=self.timeout_s)
        except OSError as error:
            raise PrinterUnreachableError(str(error)) from error
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return NetworkLink(link, self.timeout_s, self.status_s)


class NetworkLink:
    """One connection; see ``PrinterLink``."""

    def __init__(self, link: socket.socket, timeout_s: float, status_s: float) -> None:
        self._socket = link
        self._timeout_s = timeout_s
        self._status_s = status_s
        self._sent = 0

    def status(self) -> PrinterStatus:
        """Asks ``DLE EOT`` 1 to 4; after a first silence the rest is not asked."""
        answers: dict[int, bytes] = {}
        try:
            self._drain()
            for question in QUESTIONS:
                answers[question] = self._ask(question)
        except TimeoutError:
            pass
        except OSError as error:
            raise PrinterLostError(self._sent) from error
        return decode_status(answers)

    def write(self, data: bytes) -> None:
        """Writes in pieces, each within the time-out; see ``PrinterLink``."""
        self._socket.settimeout(self._timeout_s)
        rest = memoryview(data)
        while rest:
            try:
                taken = self._socket.send(rest)
            except OSError as error:
                raise PrinterLostError(self._sent) from error
            self._sent += taken
            rest = rest[taken:]

    def close(self) -> None:
        """Ends the connection so that what was sent still arrives."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        self._socket.close()

    def __enter__(self) -> NetworkLink:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, question: int) -> bytes:
        self._socket.settimeout(self._status_s)
        self._socket.sendall(b"\x10\x04" + bytes([question]))
        answer = self._socket.recv(1)
        if not answer:
            raise ConnectionResetError("the printer closed the connection")
        return answer

    def _drain(self) -> None:
        """Throws away answers that nobody waited for, so that none is taken for the next one."""
        self._socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while self._socket.recv(_DRAIN):
                pass
