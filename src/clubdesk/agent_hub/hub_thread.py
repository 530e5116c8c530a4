"""The hub thread itself: waits for sockets and for jobs of other threads, and feeds the board.

Only ``post``, ``ask_to_stop`` and ``board.links`` may be called from other threads.
"""

from __future__ import annotations

import logging
import socket
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import zmq

from clubdesk.agent_hub.door import PairingDoor
from clubdesk.agent_hub.gate import Gate
from clubdesk.agent_hub.strangers import Stranger, StrangerLog
from clubdesk.agent_hub.switchboard import Moment, Switchboard, Tell
from clubdesk.foundation.clock import Clock, SystemClock
from clubdesk.foundation.errors import DeskError
from clubdesk.services.ports_hub import OrderReport, StationLink, WaitingAgent
from clubdesk.wire.keys import KeyPair

log = logging.getLogger(__name__)
N = TypeVar("N")
Job = Callable[[Switchboard, Moment], None]


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told what. Called on the hub thread; must return at once."""

    link: Callable[[StationLink], None]
    report: Callable[[OrderReport], None]
    stranger: Callable[[Stranger], None]
    waiting: Callable[[list[WaitingAgent]], None]


_TICK_S = 0.25
_FRAMES_AT_ONCE = 200
"""After so many frames the doorkeeper and the jobs get their turn."""


class HubThread:
    """The loop that owns the sockets."""

    def __init__(
        self, clock: Clock, keys: KeyPair, listeners: Listeners, lost_after_s: float
    ) -> None:
        self._clock = clock
        self._real = SystemClock()
        self._keys = keys
        self._listeners = listeners
        self.strangers = StrangerLog()
        tell = Tell(
            _safely(listeners.link), _safely(listeners.report), self._tell_stranger, self._send
        )
        self.board = Switchboard(tell, lost_after_s)
        self.port = 0
        self._jobs: deque[Job] = deque()
        self._bell: socket.socket | None = None
        self._rope: socket.socket | None = None
        self._stopping = False
        self._context: zmq.Context[zmq.Socket[bytes]] | None = None
        self._gate: Gate | None = None
        self.door: PairingDoor | None = None
        self.door_port = 0

    # -- any thread

    def post(self, job: Job) -> None:
        """Queues a job for the thread; jobs run in the order they came."""
        self._jobs.append(job)
        self._ring()

    def ask_to_stop(self) -> None:
        """Ends the loop soon."""
        self._stopping = True
        self._ring()

    def _ring(self) -> None:
        rope = self._rope
        if rope is None:
            return  # not started yet: the loop begins with the jobs
        try:
            rope.send(b"\0")
        except BlockingIOError:
            pass  # the bell is ringing already
        except OSError:
            log.debug("the hub has stopped; nobody hears the bell")

    # -- before the thread starts

    def open(self, host: str, port: int) -> None:
        """Opens the sockets; DeskError if the port is taken."""
        self._bell, self._rope = socket.socketpair()
        self._bell.setblocking(False)
        self._rope.setblocking(False)
        self._context = zmq.Context()
        self._gate = Gate(self._context, self._keys, self.board.roster.knows, self._tell_stranger)
        try:
            self.port = self._gate.bind(host, port)
            self._open_door(self._context, host)
        except BaseException:
            self._close()
            raise

    def _open_door(self, context: zmq.Context[zmq.Socket[bytes]], host: str) -> None:
        door = PairingDoor(
            context, self._keys.public, self.board.roster.knows, _safely(self._listeners.waiting)
        )
        try:
            self.door_port = door.bind(host, self.port + 1)
            self.door = door
        except DeskError as error:
            # Paired agents do without the door, and a key can still be typed in by hand.
            log.warning("the pairing door stays shut: %s", error.text)
            door.close()

    # -- the thread

    def run(self) -> None:
        """The loop; ends after ``ask_to_stop``."""
        gate, bell = self._gate, self._bell
        if gate is None or bell is None:
            raise RuntimeError("open() comes first")
        try:
            self._loop(gate, bell)
        finally:
            self._close()

    def _loop(self, gate: Gate, bell: socket.socket) -> None:
        poller = zmq.Poller()
        for source in (gate.router, gate.zap, gate.monitor, bell):
            poller.register(source, zmq.POLLIN)
        if self.door is not None:
            poller.register(self.door.router, zmq.POLLIN)
        tick_at = 0.0
        more = False
        while not self._stopping:
            poller.poll(0 if more else int(max(tick_at - self._real.monotonic(), 0.0) * 1000) + 1)
            gate.let_in()
            self._hear_bell(bell)
            self._do_jobs()
            more = self._hear(gate)
            gate.watch()
            self._answer_door()
            if self._real.monotonic() >= tick_at:
                self._tick()
                tick_at = self._real.monotonic() + _TICK_S

    def _tick(self) -> None:
        self.board.tick(self._moment())
        if self.door is not None:
            self.door.sweep(self._real.monotonic())

    def _answer_door(self) -> None:
        if self.door is not None:
            self.door.answer(self._real.monotonic(), self._clock.now())

    @staticmethod
    def _hear_bell(bell: socket.socket) -> None:
        try:
            while bell.recv(4096):
                pass
        except BlockingIOError:
            pass  # every ring was heard

    def _do_jobs(self) -> None:
        while self._jobs:
            job = self._jobs.popleft()
            try:
                job(self.board, self._moment())
            except Exception:  # a bug in one job must not cut every PC off
                log.exception("the hub could not do a job")

    def _hear(self, gate: Gate) -> bool:
        """Handles frames that are there; whether there may be more."""
        for _ in range(_FRAMES_AT_ONCE):
            incoming = gate.receive()
            if incoming is None:
                return False
            try:
                self.board.hear(*incoming, self._moment())
            except Exception:  # a bug over one frame must not cut every PC off
                log.exception("the hub could not handle a frame of %s", incoming.key)
        return True

    def _moment(self) -> Moment:
        return Moment(self._real.monotonic(), self._clock.monotonic(), self._clock.now())

    def _send(self, route: bytes, frame: bytes) -> bool:
        return self._gate is not None and self._gate.send(route, frame)

    def _tell_stranger(self, stranger: Stranger) -> None:
        told = self.strangers.note(stranger, self._real.monotonic())
        if told is None:
            return
        log.warning(
            "refused (%s) key=%s address=%s station=%s times=%d: %s",
            told.refusal.value,
            told.key or "-",
            told.address or "-",
            told.station_id or "-",
            told.times,
            told.detail,
        )
        _safely(self._listeners.stranger)(told)

    def _close(self) -> None:
        gate, self._gate = self._gate, None
        if gate is not None:
            gate.close()
        if self.door is not None:
            self.door.close()
        if self._context is not None:
            self._context.term()
        for end in (self._bell, self._rope):
            if end is not None:
                end.close()


def _safely(listener: Callable[[N], None]) -> Callable[[N], None]:
    """A listener whose bug is logged and does not stop the hub."""

    def tell(news: N) -> None:
        try:
            listener(news)
        except Exception:  # somebody else's bug; the agents must be served on
            log.exception("a listener of the hub failed")

    return tell
