"""Stands where the hub will be, from the first window until agents can connect and beyond.

The desk opens before the network library is imported, and stays open where agents cannot connect
at all. What PCs should be is worked out again when the hub opens, so nothing is kept for it here.
Any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from clubdesk.foundation.ids import new_command_id
from clubdesk.services.ports_hub import (
    OrderKind,
    OrderReport,
    StationLink,
    WaitingAgent,
    WantedLease,
)

if TYPE_CHECKING:
    from clubdesk.agent_hub.hub import Hub


class LateHub:
    """Fills ``services.ports.Hub``, by the real hub once there is one.

    Args:
        make: Makes a hub that was not started yet; may raise.
        port: The port that agents are told of until a real one is open.
        on_report: Told of orders that find no hub.
    """

    def __init__(
        self, make: Callable[[], Hub], port: int, on_report: Callable[[OrderReport], None]
    ) -> None:
        self._make = make
        self._port = port
        self._on_report = on_report
        self._hub: Hub | None = None

    @property
    def is_open(self) -> bool:
        """Whether agents can connect."""
        return self._hub is not None

    @property
    def port(self) -> int:
        """The TCP port that agents connect to; the one of the settings until it is open."""
        return self._hub.port if self._hub is not None else self._port

    @property
    def door_port(self) -> int:
        """The pairing door's port; 0 while it is shut."""
        return self._hub.door_port if self._hub is not None else 0

    @property
    def public_key(self) -> str:
        """The desk's public key, Z85; empty until the hub is open."""
        return self._hub.public_key if self._hub is not None else ""

    def open(self) -> None:
        """Makes the hub and lets agents connect; does nothing if they can already.

        Raises:
            DeskError: ``hub.port_taken`` or ``hub.bad_address``.
            WireError: The desk's key file holds no key.
            OSError: The desk's key file cannot be read or made.
        """
        if self._hub is None:
            hub = self._make()
            hub.start()
            self._hub = hub

    def stop(self) -> None:
        """Ends the hub, if there is one; what agents follow stays as it is."""
        if self._hub is not None:
            self._hub.stop()

    def want(self, leases: Sequence[WantedLease]) -> None:
        """Sets what some stations should be."""
        if self._hub is not None:
            self._hub.want(leases)

    def pair(self, keys: dict[int, str]) -> None:
        """Replaces the mapping of station ids to agents' keys."""
        if self._hub is not None:
            self._hub.pair(keys)

    def order(
        self, station_id: int, kind: OrderKind, text: str = "", expires_s: float = 15.0
    ) -> str:
        """Sends a one-shot order; without a hub it is reported as expired at once."""
        if self._hub is not None:
            return self._hub.order(station_id, kind, text, expires_s)
        order_id = new_command_id()
        self._on_report(OrderReport(order_id, station_id, "expired"))
        return order_id

    def links(self) -> Sequence[StationLink]:
        """Every paired station's link; none until the hub is open."""
        return self._hub.links() if self._hub is not None else ()

    def waiting(self) -> Sequence[WaitingAgent]:
        """The agents that ask to be paired."""
        return self._hub.waiting() if self._hub is not None else ()
