"""The ways to a ZVT terminal: over TCP, or a serial line."""

from __future__ import annotations

from clubdesk.foundation.clock import Clock
from clubdesk.terminals.serial_wire import BAUD, open_serial
from clubdesk.terminals.wire import connect_tcp
from clubdesk.terminals.zvt_line import SerialLine, TcpLine
from clubdesk.terminals.zvt_terminal import Connect

ZVT_PORT = 20007


def over_tcp(host: str, port: int = ZVT_PORT) -> Connect:
    """Opens a connection for each request."""

    def connect(clock: Clock) -> TcpLine:
        return TcpLine(connect_tcp(host, port), clock)

    return connect


def over_serial(device: str, baud: int = BAUD) -> Connect:
    """Opens the serial line for each request."""

    def connect(clock: Clock) -> SerialLine:
        return SerialLine(open_serial(device, baud), clock)

    return connect
