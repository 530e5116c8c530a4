"""A hub and agents on loopback, a hearer of the hub's news, and a cable that can be cut."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from clubdesk.agent_hub.hub import Hub
from clubdesk.agent_hub.strangers import Refusal, Stranger
from clubdesk.foundation.clock import ManualClock
from clubdesk.services.ports_hub import LeaseState, LinkState, OrderReport, StationLink, WantedLease
from clubdesk.wire.keys import KeyPair, new_key_pair
from clubdesk_agent.fleet import AgentSetup, Fleet
from clubdesk_agent.machine import SimulatedMachine

MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PATIENCE_S = 15.0


class News:
    """Everything that was told, in order; ``until`` waits for something without sleeping."""

    def __init__(self) -> None:
        self._told = threading.Condition()
        self.heard: list[object] = []

    def tell(self, news: object) -> None:
        with self._told:
            self.heard.append(news)
            self._told.notify_all()

    def until(self, right: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
        with self._told:
            if not self._told.wait_for(right, patience_s):
                raise AssertionError(f"waited in vain; heard: {self.heard[-20:]}")

    def links(self, station_id: int) -> list[StationLink]:
        return [n for n in self.heard if isinstance(n, StationLink) and n.station_id == station_id]

    def reports(self, order_id: str) -> list[OrderReport]:
        return [n for n in self.heard if isinstance(n, OrderReport) and n.order_id == order_id]

    def strangers(self, refusal: Refusal) -> list[Stranger]:
        return [n for n in self.heard if isinstance(n, Stranger) and n.refusal is refusal]


class Floor:
    """A hub that runs, and the agents a test adds. Leave it as a context."""

    def __init__(self, lost_after_s: float = 5.5, clock: ManualClock | None = None) -> None:
        self.clock = clock or ManualClock(MORNING)
        self.news = News()
        self.desk_keys = new_key_pair()
        self._lost_after_s = lost_after_s
        self.hub = self._new_hub(0)
        self._keys: dict[int, str] = {}
        self._closing = contextlib.ExitStack()

    def _new_hub(self, port: int) -> Hub:
        return Hub(
            self.clock,
            self.desk_keys,
            "127.0.0.1",
            port,
            on_link=self.news.tell,
            on_report=self.news.tell,
            on_stranger=self.news.tell,
            on_waiting=self.news.tell,
            lost_after_s=self._lost_after_s,
        )

    def __enter__(self) -> Floor:
        self.hub.start()
        while not self.hub.door_port:  # somebody has the next port: take another pair
            self.hub.stop()
            self.hub = self._new_hub(0)
            self.hub.start()
        self._closing.callback(lambda: self.hub.stop())
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def restart_hub(self) -> None:
        port = self.hub.port
        self.hub.stop()
        self.hub = self._new_hub(port)
        self.hub.start()

    def pair(self, station_id: int, keys: KeyPair) -> None:
        self._keys[station_id] = keys.public
        self.hub.pair(self._keys)

    def unpair(self, station_id: int) -> None:
        del self._keys[station_id]
        self.hub.pair(self._keys)

    def cable(self) -> Cable:
        cable = Cable(self.hub.port)
        self._closing.callback(cable.close)
        return cable

    def agent(
        self,
        keys: KeyPair,
        machine: SimulatedMachine,
        *,
        port: int = 0,
        data_dir: Path | None = None,
        watch: bool = False,
    ) -> Fleet:
        """One agent, running; it ends with the floor, or when it is stopped."""
        fleet = Fleet(
            f"tcp://127.0.0.1:{port or self.hub.port}",
            self.desk_keys.public,
            [AgentSetup(keys, machine, data_dir, "pc-test")],
            self.clock,
            watch=watch,
        )
        fleet.start()
        self._closing.callback(fleet.stop)
        return fleet

    def machine(self, away_s: float = 0.2) -> SimulatedMachine:
        return SimulatedMachine(away_s, on_deed=self.news.tell)

    def open_lease(self, station_id: int, seq: int, left_s: float, headline: str = "") -> None:
        deadline = self.clock.monotonic() + left_s
        self.hub.want(
            [
                WantedLease(
                    station_id, seq, LeaseState.OPEN, 70 + seq, deadline, headline, (10, 5, 1)
                )
            ]
        )

    def lock(self, station_id: int, seq: int) -> None:
        self.hub.want([WantedLease(station_id, seq, LeaseState.LOCKED)])

    def until_up(self, station_id: int) -> None:
        self.news.until(lambda: self._last(station_id).state is LinkState.UP)

    def until_lost(self, station_id: int) -> None:
        self.news.until(lambda: self._last(station_id).state is LinkState.LOST)

    def until_applied(self, station_id: int, seq: int, *, is_open: bool) -> None:
        def applied() -> bool:
            link = self._last(station_id)
            return link.applied_seq == seq and link.is_open is is_open

        self.news.until(applied)

    def until_reported(self, order_id: str) -> OrderReport:
        self.news.until(lambda: self.news.reports(order_id))
        return self.news.reports(order_id)[0]

    def _last(self, station_id: int) -> StationLink:
        told = self.news.links(station_id)
        return told[-1] if told else StationLink(station_id, LinkState.NEVER_SEEN)


def deeds(machine: SimulatedMachine, what: str) -> list[str]:
    """The details of one kind of deed."""
    return [deed.detail for deed in machine.deeds if deed.what == what]


class Cable:
    """A TCP relay to the hub that records what passes and can be cut, mended and misused."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._lock = threading.Lock()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._threads: list[threading.Thread] = []
        self.to_hub = bytearray()
        self.to_agent = bytearray()
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]
        self._accept_on(self._listener)

    def cut(self) -> None:
        """Breaks every connection and refuses new ones."""
        self._shut(self._listener)
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                self._shut(end)

    def mend(self) -> None:
        """Lets connections through again."""
        self._listener = self._listen(self.port)
        self._accept_on(self._listener)

    def close(self) -> None:
        self.cut()
        for thread in self._threads:
            thread.join(5)

    def inject_to_hub(self, data: bytes) -> None:
        """Sends bytes to the hub in the midst of the living connection."""
        self._pairs[-1][1].sendall(data)

    def inject_to_agent(self, data: bytes) -> None:
        """Sends bytes to the agent in the midst of the living connection."""
        self._pairs[-1][0].sendall(data)

    @staticmethod
    def _listen(port: int) -> socket.socket:
        deadline = time.monotonic() + 5
        while True:
            try:
                return socket.create_server(("127.0.0.1", port))
            except OSError:
                if time.monotonic() > deadline:
                    raise

    def _accept_on(self, listener: socket.socket) -> None:
        self._run(self._accept, listener)

    def _run(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._target_port))
            with self._lock:
                self._pairs.append((near, far))
            self._run(self._relay, near, far, self.to_hub)
            self._run(self._relay, far, near, self.to_agent)

    def _relay(self, source: socket.socket, sink: socket.socket, record: bytearray) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                record += data
                sink.sendall(data)
        self._shut(source)
        self._shut(sink)

    @staticmethod
    def _shut(end: socket.socket) -> None:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
