"""The fields ("bitmaps") and TLV containers inside ZVT messages. Pure and strict.

PA00P015, chapters "Summary of utilised BMPs" and "TLV-container". A field has a fixed length, or
one of two or three bytes F0 to F9, a decimal digit each (LL, LLL); container 06 has a BER length.
An unknown field, a field that comes twice, or a length beyond the end makes the whole message
unreadable: nothing is guessed of a message that decides about money.
"""

from __future__ import annotations

from collections.abc import Iterator

from clubdesk.terminals.zvt_apdu import GarbledError

AMOUNT, CONTAINER, TRACE, TIME, DATE, EXPIRY = 0x04, 0x06, 0x0B, 0x0C, 0x0D, 0x0E
CARD_SEQUENCE, PAYMENT_TYPE, PAN, RESULT = 0x17, 0x19, 0x22, 0x27
TERMINAL_ID, CONTRACT, AUTHORISATION, TEXT = 0x29, 0x2A, 0x3B, 0x3C
CURRENCY, RECEIPT, CARD_TYPE, CARD_NAME = 0x49, 0x87, 0x8A, 0x8B
SERVICE = 0x03

_FIXED = {
    0x01: 1, 0x02: 1, 0x03: 1, 0x04: 6, 0x05: 1, 0x0B: 3, 0x0C: 3, 0x0D: 2, 0x0E: 2, 0x17: 2,
    0x19: 1, 0x27: 1, 0x29: 4, 0x2A: 15, 0x37: 3, 0x3A: 2, 0x3B: 8, 0x3D: 3, 0x49: 2, 0x70: 4,
    0x71: 4, 0x72: 1, 0x73: 1, 0x74: 1, 0x75: 1, 0x87: 2, 0x88: 3, 0x8A: 1, 0x8C: 1, 0xA0: 1,
    0xAA: 3, 0xBA: 5, 0xD0: 1, 0xD2: 1, 0xD3: 1, 0xE0: 1, 0xE9: 1, 0xEA: 1, 0xEB: 8, 0xF0: 1,
    0xF9: 1, 0xFA: 1, 0xFB: 1, 0xFC: 1, 0xFD: 1,
}  # fmt: skip
_LL = frozenset({0x22, 0x23, 0x2D, 0x8B, 0xA7, 0xD1, *range(0xE1, 0xE9), *range(0xF1, 0xF9)})
_LLL = frozenset({0x24, 0x2E, 0x3C, 0x60, 0x9A, 0xAF})
_DEEPEST = 8


def read_fields(data: bytes) -> dict[int, bytes]:
    """The fields of a message by their numbers.

    Raises:
        GarbledError: The data does not split into fields without a rest.
    """
    fields: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        number = data[at]
        start, size = _measure(number, data, at + 1)
        if number in fields or start + size > len(data):
            raise GarbledError(f"field {number:02X}")
        fields[number] = data[start : start + size]
        at = start + size
    return fields


def _measure(number: int, data: bytes, at: int) -> tuple[int, int]:
    if number in _FIXED:
        return at, _FIXED[number]
    if number == CONTAINER:
        return _ber_length(data, at)
    digits = 2 if number in _LL else 3 if number in _LLL else 0
    length = data[at : at + digits]
    if not digits or len(length) != digits or any(not 0xF0 <= byte <= 0xF9 for byte in length):
        raise GarbledError(f"field {number:02X}")
    return at + digits, int("".join(str(byte & 0x0F) for byte in length))


def _ber_length(data: bytes, at: int) -> tuple[int, int]:
    head = data[at : at + 1]
    if head and head[0] < 0x80:
        return at + 1, head[0]
    extra = {b"\x81": 1, b"\x82": 2}.get(head, 0)
    length = data[at + 1 : at + 1 + extra]
    if not extra or len(length) != extra:
        raise GarbledError("length of a container")
    return at + 1 + extra, int.from_bytes(length, "big")


def read_container(data: bytes, depth: int = 0) -> Iterator[tuple[int, bytes]]:
    """Every primitive tag of a container with its value, in order, however deep it lies.

    Raises:
        GarbledError: Lengths or tags do not fit, or it is nested too deep.
    """
    if depth > _DEEPEST:
        raise GarbledError("container too deep")
    at = 0
    while at < len(data):
        first = data[at]
        tag, at = _tag(data, at)
        start, size = _ber_length(data, at)
        if start + size > len(data):
            raise GarbledError("tag")
        value = data[start : start + size]
        at = start + size
        if first & 0x20:
            yield from read_container(value, depth + 1)
        else:
            yield tag, value


def _tag(data: bytes, at: int) -> tuple[int, int]:
    if data[at] & 0x1F != 0x1F:
        return data[at], at + 1
    if at + 1 >= len(data) or data[at + 1] & 0x80:
        raise GarbledError("tag")  # no tag of the protocol has three bytes
    return data[at] << 8 | data[at + 1], at + 2


def packed(number: int | str, size: int) -> bytes:
    """A decimal number as BCD of ``size`` bytes.

    Raises:
        ValueError: It has more digits, or is negative.
    """
    digits = str(number).rjust(size * 2, "0")
    if len(digits) != size * 2 or not (digits.isascii() and digits.isdecimal()):
        raise ValueError("does not fit")
    return bytes.fromhex(digits)


def digits_of(value: bytes) -> str:
    """The decimal digits of BCD.

    Raises:
        GarbledError: A half byte is no digit.
    """
    text = value.hex()
    if not text.isdecimal():
        raise GarbledError("digits")
    return text


def field(number: int, value: bytes) -> bytes:
    """A field with its length, as it stands in a message."""
    if number in _FIXED:
        if len(value) != _FIXED[number]:
            raise ValueError(f"field {number:02X} has {_FIXED[number]} bytes")
        return bytes([number]) + value
    if number == CONTAINER:
        return bytes([number]) + _ber(value) + value
    digits = str(len(value)).rjust(2 if number in _LL else 3, "0")
    return bytes([number, *(0xF0 | int(digit) for digit in digits)]) + value


def tagged(tag: int, value: bytes) -> bytes:
    """A tag with its length inside a container."""
    head = tag.to_bytes(2 if tag > 0xFF else 1, "big")
    return head + _ber(value) + value


def _ber(value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        return bytes([size])
    if size < 0x100:
        return bytes([0x81, size])
    return b"\x82" + size.to_bytes(2, "big")
