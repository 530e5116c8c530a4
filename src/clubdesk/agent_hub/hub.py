"""The desk's end of the agents: one thread owns all sockets, any thread may ask it for something.

``Hub`` fills ``services.ports.Hub``. Callbacks run on the hub thread and must return at once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from clubdesk.agent_hub.hub_thread import HubThread, Listeners
from clubdesk.agent_hub.orders import MAX_EXPIRES_S, OpenOrder
from clubdesk.agent_hub.roster import LOST_AFTER_S
from clubdesk.agent_hub.strangers import Refusal, Stranger
from clubdesk.foundation.clock import Clock
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.ids import new_command_id
from clubdesk.foundation.translate import tr
from clubdesk.services.ports_hub import (
    OrderKind,
    OrderReport,
    StationLink,
    WaitingAgent,
    WantedLease,
)
from clubdesk.wire.keys import KeyPair, is_public_key

log = logging.getLogger(__name__)


def _ignore(_news: object) -> None:
    """Nobody asked to be told."""


class Hub:
    """Talks to every paired agent.

    Args:
        clock: The desk's clock; it may run fast. Leases are counted by it, liveness by real time.
        server_keys: The desk's CURVE key pair.
        host: Address to listen at, such as ``0.0.0.0``.
        port: TCP port; 0 takes a free one.
        on_link: Told when a station's link changes (not of every heartbeat).
        on_report: Told once for every order what became of it.
        on_stranger: Told of refusals, the same one at most once a minute.
        on_waiting: Told who asks to be paired, whenever that list changes.
        lost_after_s: Real seconds of silence after which an agent counts as lost.
    """

    def __init__(  # noqa: PLR0913 - put together once, by name, in bootstrap
        self,
        clock: Clock,
        server_keys: KeyPair,
        host: str,
        port: int,
        *,
        on_link: Callable[[StationLink], None] = _ignore,
        on_report: Callable[[OrderReport], None] = _ignore,
        on_stranger: Callable[[Stranger], None] = _ignore,
        on_waiting: Callable[[list[WaitingAgent]], None] = _ignore,
        lost_after_s: float = LOST_AFTER_S,
    ) -> None:
        self._keys = server_keys
        listeners = Listeners(on_link, on_report, on_stranger, on_waiting)
        self._loop = HubThread(clock, server_keys, listeners, lost_after_s)
        self._address = (host, port)
        self._thread = threading.Thread(target=self._loop.run, name="hub", daemon=True)

    @property
    def public_key(self) -> str:
        """The desk's public key, Z85: agents need it."""
        return self._keys.public

    @property
    def port(self) -> int:
        """The TCP port in use; 0 before ``start``."""
        return self._loop.port

    @property
    def door_port(self) -> int:
        """The pairing door's port, one above ``port``; 0 if that one was taken."""
        return self._loop.door_port

    def start(self) -> None:
        """Opens the sockets and starts the thread.

        Raises:
            DeskError: ``hub.port_taken`` or ``hub.bad_address``.
        """
        self._loop.open(*self._address)
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ends the thread and closes the sockets; what agents follow stays as it is."""
        self._loop.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def want(self, leases: Sequence[WantedLease]) -> None:
        """Sets what some stations should be; the others stay as they were wanted."""
        wanted = tuple(leases)
        self._loop.post(lambda board, at: board.want(wanted, at))

    def pair(self, keys: dict[int, str]) -> None:
        """Replaces the whole mapping of station ids to agents' public keys.

        An agent whose key is no longer in it is not listened to from now on.

        Raises:
            DeskError: ``hub.bad_key`` for what is no key, or one key for two stations.
        """
        mapping = dict(keys)
        seen: set[str] = set()
        for station_id, key in mapping.items():
            if key in seen or not is_public_key(key):
                raise DeskError(
                    "hub.bad_key",
                    tr("The agent's key of a station is broken or used twice."),
                    tr("Pair the PC again with the key that its agent shows."),
                    subject=str(station_id),
                )
            seen.add(key)
        self._loop.post(lambda board, _at: board.pair(mapping))

    def order(
        self, station_id: int, kind: OrderKind, text: str = "", expires_s: float = 15.0
    ) -> str:
        """Sends a one-shot order; its id. ``on_report`` tells exactly once what became of it."""
        order_id = new_command_id()
        lasts_s = min(max(expires_s, 0.001), MAX_EXPIRES_S)
        self._loop.post(
            lambda board, at: board.order(
                OpenOrder(order_id, station_id, kind, text, at.real + lasts_s, at.real), at
            )
        )
        return order_id

    def links(self) -> Sequence[StationLink]:
        """Every paired station's link, as of its last sign."""
        return self._loop.board.links()

    def waiting(self) -> list[WaitingAgent]:
        """The agents that ask to be paired, the longest waiting first."""
        door = self._loop.door
        return [] if door is None else door.waiting.all()

    def refusals(self) -> dict[Refusal, int]:
        """How often something was refused since the start, by reason."""
        return dict(self._loop.strangers.counts)
