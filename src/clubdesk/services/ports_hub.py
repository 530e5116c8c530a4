"""What the use cases need of the thread that talks to the agents, as protocols and plain values.

Every call returns at once; any thread may call. Instants are UTC, deadlines monotonic seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class LeaseState(StrEnum):
    """What a PC should be."""

    LOCKED = "locked"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class WantedLease:
    """What the desk promises one agent.

    Attributes:
        seq: The station's lease number; an agent ignores a lower one.
        deadline: The desk clock's ``monotonic()`` at which play ends; None while locked.
        session_id: 0 when no session holds the station.
        headline: A short text for the player, such as the client's first name; may be empty.
        warn_minutes: When the player is warned before the end.
    """

    station_id: int
    seq: int
    state: LeaseState
    session_id: int = 0
    deadline: float | None = None
    headline: str = ""
    warn_minutes: tuple[int, ...] = ()


class OrderKind(StrEnum):
    """A one-shot order to a PC."""

    RESTART = "restart"
    SHUT_DOWN = "shut_down"
    MESSAGE = "message"


class LinkState(StrEnum):
    """How an agent's link looks from the desk."""

    NEVER_SEEN = "never_seen"
    UP = "up"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class StationLink:
    """What the desk knows of one station's agent, by its last heartbeat.

    Attributes:
        applied_seq: The lease number the agent said it follows; 0 if none.
        is_open: The agent said that the PC is unlocked.
        last_seen: UTC; None if never since the desk started.
    """

    station_id: int
    state: LinkState
    applied_seq: int = 0
    is_open: bool = False
    last_seen: datetime | None = None
    agent_version: str = ""
    hostname: str = ""


@dataclass(frozen=True, slots=True)
class OrderReport:
    """What became of an order: ``acknowledged``, ``expired`` or ``refused``."""

    order_id: str
    station_id: int
    outcome: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class WaitingAgent:
    """An agent that asks to be paired; ``code`` is shown on both screens and compared by people.

    Attributes:
        public_key: Its CURVE public key (Z85, 40 characters).
        since: When it asked first, UTC.
    """

    public_key: str
    hostname: str
    mac: str
    address: str
    code: str
    since: datetime


@dataclass(frozen=True, slots=True)
class AgentsWaiting:
    """The list of agents that ask to be paired has changed."""

    agents: tuple[WaitingAgent, ...]


class Hub(Protocol):
    """The thread that talks to the agents. Every call returns at once; any thread may call."""

    def want(self, leases: Sequence[WantedLease]) -> None: ...
    def pair(self, keys: dict[int, str]) -> None: ...
    def order(
        self, station_id: int, kind: OrderKind, text: str = "", expires_s: float = 15.0
    ) -> str: ...
    def links(self) -> Sequence[StationLink]: ...
    def waiting(self) -> Sequence[WaitingAgent]: ...


class Waker(Protocol):
    """Sends Wake-on-LAN packets; returns at once."""

    def wake(self, mac: str) -> None: ...
