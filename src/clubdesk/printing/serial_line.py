"""A printer on a serial line (RS-232, or USB that shows itself as one), by pyserial.

The library is imported when the first paper goes there. Used on the print queue's thread only.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clubdesk.foundation.translate import mark
from clubdesk.printing.link import PrinterUnreachableError
from clubdesk.printing.wire_link import DoubtfulError, WireLink

if TYPE_CHECKING:
    from serial import Serial

NOT_INSTALLED = mark(
    "Serial printers need the package pyserial: install it and start the desk anew."
)
NOT_THERE = mark(
    "The serial port is not there: plug the printer in, and look at the port's name in Settings."
)
NOT_ALLOWED = mark(
    "The serial port is taken or not allowed: close the other program, or let this user use it."
)
SILENT = mark("The serial printer does not take any more: check its power, cable and speed.")

_TAKEN = (errno.EACCES, errno.EBUSY, errno.EPERM, errno.EWOULDBLOCK)
_PIECE = 128
_LOOK_AGAIN_S = 0.004


@dataclass(frozen=True, slots=True)
class SerialPrinter:
    """A printer's port, such as ``COM3`` or ``/dev/ttyUSB0``.

    Attributes:
        baud: Bits a second, as set at the printer.
        timeout_s: Bounds each piece of a paper; ``status_s`` the wait for one answer.
    """

    port: str
    baud: int = 9600
    timeout_s: float = 2.0
    status_s: float = 1.0

    def connect(self) -> WireLink:
        """Opens the port with 8 data bits, no parity and the printer's own flow control."""
        try:
            import serial
        except ImportError as error:
            raise PrinterUnreachableError(str(error), NOT_INSTALLED) from error
        try:
            line = serial.Serial(
                self.port,
                self.baud,
                timeout=self.status_s,
                write_timeout=self.timeout_s,
                exclusive=None if os.name == "nt" else True,
            )
        except FileNotFoundError as error:
            raise PrinterUnreachableError(str(error), NOT_THERE) from error
        except (OSError, ValueError) as error:
            raise PrinterUnreachableError(str(error), _advice(error)) from error
        return WireLink(SerialWire(line, self.timeout_s), SILENT)


class SerialWire:
    """Bytes over one open port; see ``Wire``."""

    def __init__(self, line: Serial, timeout_s: float) -> None:
        self._line = line
        self._timeout_s = timeout_s

    def send(self, data: memoryview) -> int:
        """Writes a small piece and waits until it has left this computer."""
        piece = bytes(data[:_PIECE])
        try:
            self._line.write(piece)
            self._wait_until_gone()
        except Exception as error:
            # A port that is pulled out fails in many ways; none tells how much had gone.
            with contextlib.suppress(Exception):
                self._line.reset_output_buffer()
            raise DoubtfulError(str(error), len(piece)) from error
        return len(piece)

    def receive(self) -> bytes:
        """One byte of an answer."""
        try:
            answer: bytes = self._line.read(1)
        except Exception as error:
            raise OSError(str(error)) from error
        if not answer:
            raise TimeoutError("the printer is silent")
        return answer

    def drain(self) -> None:
        """Throws away what came late."""
        try:
            self._line.reset_input_buffer()
        except Exception as error:
            raise OSError(str(error)) from error

    def close(self) -> None:
        """Gives the port back."""
        with contextlib.suppress(Exception):
            self._line.close()

    def _wait_until_gone(self) -> None:
        deadline = time.monotonic() + self._timeout_s
        while self._line.out_waiting > 0:
            if time.monotonic() > deadline:
                raise TimeoutError("the printer takes nothing")
            time.sleep(_LOOK_AGAIN_S)


def _advice(error: Exception) -> str:
    """What helps: pyserial wraps the system's error and keeps its number alone."""
    return NOT_ALLOWED if getattr(error, "errno", None) in _TAKEN else NOT_THERE
