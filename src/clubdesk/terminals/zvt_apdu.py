"""One message of the ZVT protocol and how it lies on a TCP connection. Pure.

PA00P015 ("ECR interface, ZVT protocol"), chapter 1: two bytes of control field (class and
instruction; in an acknowledgement CCRC and APRC), a length byte, the data. A length byte FF is
followed by the length in two bytes, the lower one first. Over TCP (PA00P016) the messages follow
each other without any frame.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST_DATA = 0xFFFF
_EXTENDED = 0xFF

ACKNOWLEDGED = 0x8000
ACKNOWLEDGED_TOO = 0x8400
"""84 00 says the same as 80 00; every other 84 xx is a refusal."""


class GarbledError(Exception):
    """What came is no message of the protocol. The bytes are not kept: they may hold a card."""


@dataclass(frozen=True, slots=True)
class Apdu:
    """A message.

    Attributes:
        control: Class and instruction as one number: 0x0601.
        data: Not shown by ``repr``: it may hold a card's number.
    """

    control: int
    data: bytes = field(default=b"", repr=False)

    @property
    def is_refusal(self) -> bool:
        """Whether it is 84 xx other than 84 00."""
        return self.control >> 8 == 0x84 and self.control != ACKNOWLEDGED_TOO

    @property
    def is_acknowledgement(self) -> bool:
        """Whether it is 80 00 or 84 00."""
        return self.control in (ACKNOWLEDGED, ACKNOWLEDGED_TOO)

    def encoded(self) -> bytes:
        """The bytes of it.

        Raises:
            ValueError: More than 65,535 bytes of data.
        """
        size = len(self.data)
        if size > LONGEST_DATA:
            raise ValueError("too long for a message")
        head = self.control.to_bytes(2, "big")
        if size < _EXTENDED:
            return head + bytes([size]) + self.data
        return head + bytes([_EXTENDED]) + size.to_bytes(2, "little") + self.data


def acknowledgement() -> Apdu:
    """80 00 00: heard and understood."""
    return Apdu(ACKNOWLEDGED)


def refusal(code: int) -> Apdu:
    """84 xx 00: heard and not accepted."""
    return Apdu(0x8400 | code)


def whole_message(data: bytes) -> Apdu:
    """The message that these bytes are, all of them.

    Raises:
        GarbledError: They are none, or more than one.
    """
    stream = ApduStream()
    stream.feed(data)
    apdu = stream.next()
    if apdu is None or stream.is_midway:
        raise GarbledError("length")
    return apdu


class ApduStream:
    """Cuts a stream of bytes into messages. What is kept is bounded by one message."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def is_midway(self) -> bool:
        """Whether a part of a message is waiting for its rest."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> None:
        """Takes bytes as they come."""
        self._buffer += data

    def next(self) -> Apdu | None:
        """The next whole message; None if its end has not come."""
        buffer = self._buffer
        if len(buffer) < 3:
            return None
        start, size = 3, buffer[2]
        if size == _EXTENDED:
            if len(buffer) < 5:
                return None
            start, size = 5, int.from_bytes(buffer[3:5], "little")
        if len(buffer) < start + size:
            return None
        apdu = Apdu(int.from_bytes(buffer[:2], "big"), bytes(buffer[start : start + size]))
        del buffer[: start + size]
        return apdu
