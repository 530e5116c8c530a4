"""What every way to a printer offers: a connection that writes bytes and asks for the state.

Used on the thread of a printer's own queue; every step ends within its time-out.
"""

from __future__ import annotations

from types import TracebackType
from typing import Protocol

from clubdesk.foundation.translate import mark
from clubdesk.printing.status import PrinterStatus

UNREACHABLE = mark("The printer does not answer: check its power and its network cable.")


class PrinterUnreachableError(Exception):
    """No connection: not one byte of the paper left the desk.

    Attributes:
        advice: What to plug in, switch on or install; a marked text.
    """

    def __init__(self, why: str, advice: str = UNREACHABLE) -> None:
        super().__init__(why)
        self.advice = advice


class PrinterLostError(Exception):
    """The connection broke or stalled; ``sent`` bytes of the paper may have been printed.

    Attributes:
        advice: What to look at; a marked text.
    """

    def __init__(self, sent: int, advice: str = UNREACHABLE) -> None:
        super().__init__(f"lost after {sent} bytes")
        self.sent = sent
        self.advice = advice


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
            PrinterUnreachableError: Nobody answered in time, or the device is not there.
        """
        ...
