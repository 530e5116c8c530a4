"""A terminal on a serial line, or on a USB cable that is one.

Terminal room's thread. ZVT (PA00P016): 9600 baud, 8 data bits, no parity, 2 stop bits, or faster;
hand-shake lines are not used. pyserial is read when the first line is opened.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.terminals.wire import WRITE_S, LinkLostError, SilentError, UnreachableError

if TYPE_CHECKING:
    import serial

BAUD = 9600
BAUDS = (9600, 19200, 38400, 57600, 115200)


class SerialWire:
    """An open serial line; see ``Wire``."""

    def __init__(self, line: serial.Serial) -> None:
        self._line = line

    def write(self, data: bytes) -> None:
        """Writes all within the time; see ``Wire``."""
        try:
            sent = self._line.write(data) or 0
        except Exception as error:
            # pyserial lets errors of the system, of its own and of ctypes through. How much has
            # left is not known, so all of it may have.
            raise LinkLostError(len(data)) from error
        if sent != len(data):
            raise LinkLostError(sent)

    def read(self, timeout_s: float) -> bytes:
        """Reads what is there; see ``Wire``."""
        try:
            self._line.timeout = max(0.0, timeout_s)
            data = bytes(self._line.read(1))
            if data:
                data += bytes(self._line.read(self._line.in_waiting))
        except Exception as error:  # a cable that is pulled out shows in many ways
            raise LinkLostError from error
        if not data:
            raise SilentError
        return data

    def close(self) -> None:
        """Lets go of the line."""
        with contextlib.suppress(Exception):
            self._line.close()

    def drop(self) -> None:
        """Throws away what has not left, and lets go."""
        with contextlib.suppress(Exception):
            self._line.reset_output_buffer()
        self.close()


def open_serial(device: str, baud: int = BAUD) -> SerialWire:
    """Opens a line such as ``COM3`` or ``/dev/ttyUSB0``.

    Raises:
        DeskError: ``terminal.no_serial``: the library is missing.
        UnreachableError: The line is not there, or somebody else has it.
    """
    try:
        import serial
    except ImportError:
        raise DeskError(
            "terminal.no_serial",
            tr("This installation cannot use serial lines."),
            tr("Install ClubDesk again, or connect the terminal to the network."),
        ) from None
    try:
        line = serial.Serial(
            device, baud, stopbits=serial.STOPBITS_TWO, write_timeout=WRITE_S, exclusive=True
        )
        line.reset_input_buffer()
    except (OSError, ValueError, serial.SerialException) as error:
        raise UnreachableError(type(error).__name__) from None
    return SerialWire(line)
