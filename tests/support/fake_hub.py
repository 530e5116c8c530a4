"""A hub and a waker that remember what they were told, for tests of the reactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from clubdesk.services.ports_hub import OrderKind, StationLink, WaitingAgent, WantedLease


@dataclass
class FakeHub:
    """Fills ``ports.Hub``.

    Attributes:
        wanted: The last lease of each station.
        tellings: How many leases were told at a time, one number a call.
        broken: Raised instead of listening, once set.
    """

    wanted: dict[int, WantedLease] = field(default_factory=dict)
    tellings: list[int] = field(default_factory=list)
    pairs: dict[int, str] = field(default_factory=dict)
    orders: list[tuple[int, OrderKind]] = field(default_factory=list)
    broken: Exception | None = None
    linked: tuple[StationLink, ...] = ()

    def want(self, leases: Sequence[WantedLease]) -> None:
        if self.broken is not None:
            raise self.broken
        self.tellings.append(len(leases))
        for lease in leases:
            before = self.wanted.get(lease.station_id)
            assert before is None or lease.seq >= before.seq, "a lease's number went back"
            self.wanted[lease.station_id] = lease

    def pair(self, keys: dict[int, str]) -> None:
        self.pairs = dict(keys)

    def order(
        self, station_id: int, kind: OrderKind, text: str = "", expires_s: float = 15.0
    ) -> str:
        self.orders.append((station_id, kind))
        return f"order-{len(self.orders)}"

    def links(self) -> Sequence[StationLink]:
        return self.linked

    def waiting(self) -> Sequence[WaitingAgent]:
        return ()


@dataclass
class FakeWaker:
    """Fills ``ports.Waker``."""

    woken: list[str] = field(default_factory=list)

    def wake(self, mac: str) -> None:
        self.woken.append(mac)
