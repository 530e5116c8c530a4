"""Runs agents: the one of a real PC in the main thread, or many simulated ones in a thread.

One loop owns all sockets. ``plug``, ``unplug``, ``start`` and ``stop`` may be called from any
thread.
"""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import zmq

from clubdesk.wire.keys import KeyPair
from clubdesk_agent.clock import Clock, ComputerClock, real_s
from clubdesk_agent.core import AgentCore, Identity
from clubdesk_agent.link import Link, LinkView
from clubdesk_agent.machine import Machine
from clubdesk_agent.memory import DiskMemory, Memory, NoMemory

log = logging.getLogger(__name__)

TICK_S = 0.25
"""How late, at most, a PC locks after its lease's end, and how late it warns (real seconds)."""

FEW = range(2, 201)
TICK_OF_FEW_S = 0.1
"""A demo's agents look more often: their clock may run fast."""

_AT_ONCE = 50
"""After so many agents looked at the clock, those that were written to get their turn."""


class AgentSetup(msgspec.Struct, frozen=True):
    """One agent to run. Without ``data_dir`` its lease is kept in memory alone."""

    keys: KeyPair
    machine: Machine
    data_dir: Path | None = None
    hostname: str = ""
    mac: str = ""


class RunningAgent:
    """An agent on its PC: comes and goes with the PC's power and its network cable."""

    def __init__(self, setup: AgentSetup, make: Callable[[AgentCore], Link], who: Identity) -> None:
        self.setup = setup
        self.plugged = True
        self.core: AgentCore | None = None
        self.link: Link | None = None
        self._make_link = make
        self._who = who
        self._memory: Memory = NoMemory() if setup.data_dir is None else DiskMemory(setup.data_dir)

    def power_up(self, clock: Clock) -> None:
        """Starts the agent's program: recalls the lease, locks or unlocks."""
        self.core = AgentCore(self._who, self.setup.machine, self._memory, clock)
        self.core.wake_up()
        self.link = self._make_link(self.core)

    def power_down(self) -> None:
        """Ends the program as a power cut does."""
        self.core = self.link = None


class Fleet:
    """Agents that share one thread and one clock.

    Args:
        desk_address: Such as ``tcp://127.0.0.1:5870``.
        desk_key: The desk's public key, Z85.
        setups: The agents, in the order that ``plug`` and ``unplug`` count them, from 0.
        clock: What play is counted by.
        watch: Look why connections fail; for a single agent.
    """

    def __init__(
        self,
        desk_address: str,
        desk_key: str,
        setups: Sequence[AgentSetup],
        clock: Clock | None = None,
        *,
        watch: bool = False,
    ) -> None:
        self._address = desk_address
        self._desk_key = desk_key
        self._clock = clock or ComputerClock()
        self._watch = watch
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._selector = selectors.DefaultSelector()
        self._bell, self._rope = socket.socketpair()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._tick_s = TICK_OF_FEW_S if len(setups) in FEW else TICK_S
        self.on_round: Callable[[], None] | None = None
        self.agents = [self._agent_of(setup) for setup in setups]

    def _agent_of(self, setup: AgentSetup) -> RunningAgent:
        def make(core: AgentCore) -> Link:
            return Link(
                self._context, self._address, self._desk_key, setup.keys, core, watch=self._watch
            )

        return RunningAgent(setup, make, Identity(self._desk_key, setup.hostname, setup.mac))

    # -- any thread

    def start(self) -> None:
        """Runs the loop in a thread of its own."""
        self._thread = threading.Thread(target=self.run, name="agents", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Ends the loop; agents end as if their programs were killed."""
        self._stopping = True
        with contextlib.suppress(OSError):
            self._rope.send(b"\0")
        if self._thread is not None:
            self._thread.join(timeout_s)

    def unplug(self, index: int) -> None:
        """Pulls an agent's network cable; it plays on."""
        self.agents[index].plugged = False
        self._ring()

    def plug(self, index: int) -> None:
        """Puts the cable back."""
        self.agents[index].plugged = True
        self._ring()

    def _ring(self) -> None:
        with contextlib.suppress(OSError):
            self._rope.send(b"\0")

    def view(self, index: int) -> LinkView:
        """How the desk looks to an agent."""
        link = self.agents[index].link
        return LinkView.LOOKING if link is None else link.view(real_s())

    # -- the loop's thread

    def run(self) -> None:
        """The loop; ends after ``stop``."""
        self._bell.setblocking(False)
        self._rope.setblocking(False)
        self._selector.register(self._bell, selectors.EVENT_READ, None)
        try:
            self._loop()
        finally:
            self._close()

    def _loop(self) -> None:
        tick_at = 0.0
        while not self._stopping:
            self._wait(max(tick_at - real_s(), 0.0))
            if real_s() < tick_at:
                continue
            self._round()
            tick_at = real_s() + self._tick_s
            if self.on_round is not None:
                self.on_round()

    def _round(self) -> None:
        for number, agent in enumerate(self.agents):
            try:
                self._tick(agent, real_s())
            except Exception:  # one agent's bug must not lock the others' players out
                log.exception("an agent failed")
            if number % _AT_ONCE == _AT_ONCE - 1:
                self._wait(0.0)

    def _wait(self, timeout_s: float) -> None:
        for key, _ in self._selector.select(timeout_s):
            if key.data is None:
                with contextlib.suppress(BlockingIOError):
                    self._bell.recv(4096)
            else:
                key.data.pump(real_s())

    def _tick(self, agent: RunningAgent, real: float) -> None:
        if not agent.setup.machine.is_on():
            self._close_link(agent)
            agent.power_down()
            return
        if agent.link is None:
            agent.power_up(self._clock)
        link = agent.link
        if link is None:
            return
        if link.descriptor < 0 and agent.plugged:
            self._open_link(link, real)
        elif link.descriptor >= 0 and not agent.plugged:
            self._close_link(agent)
        if link.tick(real) and agent.plugged:
            self._close_link(agent)
            self._open_link(link, real)

    def _open_link(self, link: Link, real: float) -> None:
        link.open(real)
        self._selector.register(link.descriptor, selectors.EVENT_READ, link)
        link.pump(real)

    def _close_link(self, agent: RunningAgent) -> None:
        if agent.link is not None and agent.link.descriptor >= 0:
            self._selector.unregister(agent.link.descriptor)
            agent.link.close()

    def _close(self) -> None:
        for agent in self.agents:
            self._close_link(agent)
        self._selector.close()
        self._context.term()
        self._bell.close()
        self._rope.close()
