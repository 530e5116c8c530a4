"""Messages to bytes and back: MessagePack, bounded, validated. Pure; any thread."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from clubdesk.wire.messages import AgentMessage, AskToPair, DeskCard, DeskMessage

MAX_FRAME_BYTES = 64 * 1024
"""More than this in one frame is refused by the socket already, and here again."""

MAX_DOOR_BYTES = 512
"""The pairing door listens to anybody, so it listens to little."""

T = TypeVar("T")


class WireError(ValueError):
    """What arrived, or lies in a key file, is not what this program writes."""


_encoder = msgspec.msgpack.Encoder()
_from_agent: msgspec.msgpack.Decoder[AgentMessage] = msgspec.msgpack.Decoder(AgentMessage)
_from_desk: msgspec.msgpack.Decoder[DeskMessage] = msgspec.msgpack.Decoder(DeskMessage)
_at_door: msgspec.msgpack.Decoder[AskToPair] = msgspec.msgpack.Decoder(AskToPair)
_card: msgspec.msgpack.Decoder[DeskCard] = msgspec.msgpack.Decoder(DeskCard)


def encode(message: AgentMessage | DeskMessage | AskToPair | DeskCard) -> bytes:
    """The frame of a message.

    Raises:
        WireError: It would be longer than ``MAX_FRAME_BYTES``.
    """
    frame = _encoder.encode(message)
    if len(frame) > MAX_FRAME_BYTES:
        raise WireError(f"a frame of {len(frame)} bytes is too long to send")
    return frame


def decode_from_agent(frame: bytes) -> AgentMessage:
    """What an agent said to the desk. Raises WireError on anything else."""
    return _decode(_from_agent, frame, MAX_FRAME_BYTES)


def decode_from_desk(frame: bytes) -> DeskMessage:
    """What the desk said to an agent. Raises WireError on anything else."""
    return _decode(_from_desk, frame, MAX_FRAME_BYTES)


def decode_at_door(frame: bytes) -> AskToPair:
    """What somebody said at the pairing door. Raises WireError on anything else."""
    return _decode(_at_door, frame, MAX_DOOR_BYTES)


def decode_card(frame: bytes) -> DeskCard:
    """What the pairing door answered. Raises WireError on anything else."""
    return _decode(_card, frame, MAX_DOOR_BYTES)


def _decode(decoder: msgspec.msgpack.Decoder[T], frame: bytes, limit: int) -> T:
    if len(frame) > limit:
        raise WireError(f"a frame of {len(frame)} bytes is longer than {limit}")
    try:
        return decoder.decode(frame)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise WireError(f"not a message: {str(error)[:120]}") from error
