"""A text as SMPP carries it: plain or UCS-2, whole or in numbered parts. Pure."""

from __future__ import annotations

from dataclasses import dataclass

PLAIN, UCS2 = 0, 8
"""SMPP 3.4, 5.2.19 data_coding: the gateway's default alphabet, and UCS-2."""

UDHI = 0x40
"""SMPP 3.4, 5.2.12 esm_class: the text begins with a header."""

# The signs that ASCII and GSM 03.38 have in the same place: a gateway may mean either by 0.
_SAME = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \n!\"#%&'()*+,-./:;<=>?"
)
_WHOLE = {PLAIN: 160, UCS2: 140}
_PART = {PLAIN: 153, UCS2: 134}
_MOST_PARTS = 10


@dataclass(frozen=True, slots=True)
class SmppText:
    """Encoded parts, each with its header where there are several."""

    data_coding: int
    esm_class: int
    parts: tuple[bytes, ...]


def smpp_text(text: str, reference: int) -> SmppText:
    """Encodes a text.

    Args:
        text: What the phone shows.
        reference: 0-255; the same in all parts of a message.

    Raises:
        ValueError: It is empty, or longer than ten messages.
    """
    coding = PLAIN if _SAME.issuperset(text) else UCS2
    pieces = _split(text, coding, _WHOLE[coding])
    if len(pieces) == 1:
        return SmppText(coding, 0, (pieces[0],))
    pieces = _split(text, coding, _PART[coding])
    if not 0 < len(pieces) <= _MOST_PARTS:
        raise ValueError("the text is empty or too long")
    # 3GPP TS 23.040, 9.2.3.24.1: concatenated short messages, 8-bit reference.
    return SmppText(
        coding,
        UDHI,
        tuple(
            bytes((5, 0, 3, reference & 0xFF, len(pieces), number)) + piece
            for number, piece in enumerate(pieces, 1)
        ),
    )


def _split(text: str, coding: int, most_bytes: int) -> list[bytes]:
    """Pieces of at most so many bytes; no sign is cut in two."""
    pieces, now = [], b""
    for sign in text:
        encoded = sign.encode("ascii" if coding == PLAIN else "utf-16-be")
        if len(now) + len(encoded) > most_bytes:
            pieces.append(now)
            now = b""
        now += encoded
    return [*pieces, now] if now else pieces
