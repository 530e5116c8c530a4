"""The sentences desk and agent exchange: small frozen structs with checked ranges.

Pure; any thread. Structs travel as arrays, so a later version may add fields at the end (with a
default) and new messages with a new tag; an older reader skips fields that it does not know.

A clock is never compared across machines. An agent numbers its heartbeats; the desk names the last
one it heard (``beat``) and how long ago that was (``age_ms``). The agent counts a lease's time from
the moment it sent that heartbeat, so a frame that was held up on its way can shorten what was
promised by the delay, and never lengthen it.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

PROTOCOL = 1
"""Grows when an older reader could misunderstand a newer writer."""

MAX_LEFT_MS = 31 * 24 * 3600 * 1000
"""The longest lease: a month. More is a mistake, not a promise."""

HEADLINE_LENGTH = 80
ORDER_TEXT_LENGTH = 500
DETAIL_LENGTH = 200
HOSTNAME_LENGTH = 64

Count = Annotated[int, Meta(ge=0, le=2**62)]
Millis = Annotated[int, Meta(ge=0, le=MAX_LEFT_MS)]
PublicKey = Annotated[str, Meta(min_length=40, max_length=40)]
Mac = Annotated[str, Meta(pattern=r"^$|^([0-9a-f]{2}:){5}[0-9a-f]{2}$", max_length=17)]
Hostname = Annotated[str, Meta(max_length=HOSTNAME_LENGTH)]
OrderId = Annotated[str, Meta(min_length=1, max_length=64)]
Minutes = Annotated[int, Meta(ge=1, le=24 * 60)]

LeaseStateName = Literal["locked", "open"]
OrderKindName = Literal["restart", "shut_down", "message"]
AckOutcome = Literal["done", "expired", "failed"]


class Hello(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """Agent to desk, first on every connection: who is there.

    ``boot_id`` tells two starts of a PC apart, and two PCs that carry the same key.
    """

    protocol: Annotated[int, Meta(ge=1, le=1000)]
    version: Annotated[str, Meta(max_length=32)]
    hostname: Hostname = ""
    mac: Mac = ""
    boot_id: Annotated[str, Meta(max_length=64)] = ""


class Heartbeat(msgspec.Struct, frozen=True, array_like=True, tag=2):
    """Agent to desk, every two seconds and after every change: what the PC really does.

    Attributes:
        beat: Counts from 1 since the agent started.
        station_id: The station of the lease it follows; 0 if it has none.
        applied_seq: That lease's number; 0 if it has none.
        is_open: The PC is unlocked.
        left_ms: Time left when it was sent; None while locked.
        round_trip_us: Microseconds the last heartbeat took to be answered; 0 if unknown.
    """

    beat: Annotated[int, Meta(ge=1, le=2**62)]
    station_id: Count
    applied_seq: Count
    is_open: bool
    left_ms: Millis | None = None
    session_id: Count = 0
    round_trip_us: Count = 0


class OrderAck(msgspec.Struct, frozen=True, array_like=True, tag=3):
    """Agent to desk: what became of an order. Said again whenever the order comes again."""

    order_id: OrderId
    outcome: AckOutcome
    detail: Annotated[str, Meta(max_length=DETAIL_LENGTH)] = ""


class AskToPair(msgspec.Struct, frozen=True, array_like=True, tag=4):
    """Agent to the pairing door, which knows nobody: this PC would like to be paired."""

    agent_public_key: PublicKey
    hostname: Hostname = ""
    mac: Mac = ""


class Lease(msgspec.Struct, frozen=True, array_like=True, tag=65):
    """Desk to agent: what the PC should be, whole, as often as a heartbeat disagrees.

    Attributes:
        seq: The station's lease number; a lower one is ignored, the same one corrects the time.
        left_ms: Play time left when it was sent; None exactly while locked.
        beat: The last heartbeat the desk had heard.
        age_ms: How long before sending that heartbeat had come, by the clock that play uses.
    """

    station_id: Count
    seq: Count
    state: LeaseStateName
    left_ms: Millis | None
    session_id: Count
    beat: Annotated[int, Meta(ge=1, le=2**62)]
    age_ms: Millis = 0
    headline: Annotated[str, Meta(max_length=HEADLINE_LENGTH)] = ""
    warn_minutes: Annotated[tuple[Minutes, ...], Meta(max_length=10)] = ()

    def __post_init__(self) -> None:
        if (self.state == "open") is (self.left_ms is None):
            raise ValueError("an open lease has time left, a locked one has none")


class Order(msgspec.Struct, frozen=True, array_like=True, tag=66):
    """Desk to agent: one deed, carried out once, or never after ``expires_ms``.

    ``beat`` and ``age_ms`` as in a lease, by real time.
    """

    order_id: OrderId
    kind: OrderKindName
    text: Annotated[str, Meta(max_length=ORDER_TEXT_LENGTH)]
    expires_ms: Annotated[int, Meta(ge=1, le=3600 * 1000)]
    beat: Annotated[int, Meta(ge=1, le=2**62)]
    age_ms: Millis = 0


class Pulse(msgspec.Struct, frozen=True, array_like=True, tag=67):
    """Desk to agent: the answer to a heartbeat. ``say_hello``: the desk missed the hello."""

    beat: Annotated[int, Meta(ge=1, le=2**62)]
    say_hello: bool = False


class Replaced(msgspec.Struct, frozen=True, array_like=True, tag=68):
    """Desk to agent: another connection with the same key came after yours and is heard."""


class DeskCard(msgspec.Struct, frozen=True, array_like=True, tag=69):
    """The pairing door's answer. Both sides work the code out by themselves."""

    desk_public_key: PublicKey


AgentMessage = Hello | Heartbeat | OrderAck
"""What a paired agent may say to the desk."""

DeskMessage = Lease | Order | Pulse | Replaced
"""What the desk may say to a paired agent."""
