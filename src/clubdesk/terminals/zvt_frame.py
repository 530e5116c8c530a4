"""How a ZVT message lies on a serial line: DLE STX message DLE ETX checksum. Pure.

PA00P016 ("transport layer"), RS-232: a DLE inside the message is doubled; the checksum is CRC-16
with the polynomial x^16+x^12+x^5+1 bit-reversed and a start of 0 ("KERMIT"), over the message with
single DLEs and the ETX, its lower byte first. Each frame is answered by one byte, ACK or NAK.
"""

from __future__ import annotations

from clubdesk.terminals.zvt_apdu import LONGEST_DATA

DLE, STX, ETX, ACK, NAK = 0x10, 0x02, 0x03, 0x06, 0x15
_LONGEST = LONGEST_DATA + 5


def _table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ 0x8408 if value & 1 else value >> 1
        table.append(value)
    return tuple(table)


_TABLE = _table()


def checksum(data: bytes) -> int:
    """CRC-16/KERMIT; of b"123456789" it is 0x2189."""
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc


def framed(message: bytes) -> bytes:
    """A message as it goes over the line."""
    crc = checksum(message + bytes([ETX])).to_bytes(2, "little")
    doubled = message.replace(bytes([DLE]), bytes([DLE, DLE]))
    return bytes([DLE, STX]) + doubled + bytes([DLE, ETX]) + crc


class FrameStream:
    """Cuts the bytes of a serial line into frames and the ACKs and NAKs between them."""

    def __init__(self) -> None:
        self._step = self._outside
        self._message = bytearray()
        self._low = 0
        self._complete: list[bytes | int | None] = []

    def feed(self, data: bytes) -> list[bytes | int | None]:
        """What is complete with these bytes, in order.

        Returns:
            Messages; ACK or NAK; None for a frame that came damaged and wants a NAK.
        """
        for byte in data:
            self._step(byte)
        found, self._complete = self._complete, []
        return found

    def _outside(self, byte: int) -> None:
        if byte in (ACK, NAK):
            self._complete.append(byte)
        elif byte == DLE:
            self._step = self._begun

    def _begun(self, byte: int) -> None:
        self._message.clear()
        self._step = self._inside if byte == STX else self._outside

    def _inside(self, byte: int) -> None:
        if byte == DLE:
            self._step = self._escaped
        else:
            self._take(byte)

    def _escaped(self, byte: int) -> None:
        if byte == ETX:
            self._step = self._first_of_checksum
        elif byte == STX:  # the sender began anew
            self._begun(byte)
        elif byte == DLE:
            self._step = self._inside
            self._take(byte)
        else:
            self._give_up()

    def _take(self, byte: int) -> None:
        self._message.append(byte)
        if len(self._message) > _LONGEST:
            self._give_up()

    def _give_up(self) -> None:
        self._step = self._outside
        self._complete.append(None)

    def _first_of_checksum(self, byte: int) -> None:
        self._low = byte
        self._step = self._second_of_checksum

    def _second_of_checksum(self, byte: int) -> None:
        self._step = self._outside
        message = bytes(self._message)
        is_good = checksum(message + bytes([ETX])) == self._low | byte << 8
        self._complete.append(message if is_good else None)
