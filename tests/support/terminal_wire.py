"""A wire to the simulated terminal without sockets or threads, cut at any byte.

Time is a manual clock: what waits moves it. Everything follows from the seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from clubdesk.foundation.clock import Clock, ManualClock
from clubdesk.terminals.simulator import SimulatedTerminal
from clubdesk.terminals.simulator_talk import Conversation
from clubdesk.terminals.wire import LinkLostError, SilentError
from clubdesk.terminals.zvt_line import SerialLine, TcpLine


class DeskDiedError(BaseException):
    """The desk's process ended here: nothing of it catches this."""


class Way(Enum):
    """How a link ends at a byte."""

    DROP = "drop"
    DROP_UNSEEN = "drop_unseen"
    """The desk's write seems to succeed; its next read finds the link lost."""
    STALL = "stall"
    DIE = "die"
    CORRUPT = "corrupt"
    """Only on a serial line: one byte arrives as another, and the link goes on."""


@dataclass
class Traffic:
    """Counts the bytes of all connections, both ways, and says where a link is cut."""

    cuts: list[tuple[int, Way]] = field(default_factory=list)
    count: int = 0

    def take(self, wanted: int) -> tuple[int, Way | None]:
        """How many of these bytes pass, and what happens then."""
        for at, way in sorted(self.cuts, key=lambda cut: cut[0]):
            if self.count <= at < self.count + wanted:
                passed = at - self.count
                self.cuts.remove((at, way))
                # The byte that is cut off counts too, so that the next one is another.
                self.count = at + 1
                return passed, way
        self.count += wanted
        return wanted, None


class MemoryWire:
    """See ``Wire``."""

    def __init__(
        self, terminal: SimulatedTerminal, clock: ManualClock, traffic: Traffic, in_frames: bool
    ) -> None:
        self._clock = clock
        self._traffic = traffic
        self._talk = Conversation(terminal, in_frames)
        self._coming = b""
        self._is_gone = False
        self._is_stalled = False

    def write(self, data: bytes) -> None:
        if self._is_gone:
            raise LinkLostError(0)
        if self._is_stalled:
            return None
        passed, way = self._traffic.take(len(data))
        if way is Way.CORRUPT:
            return self._talk.feed(_spoiled(data, passed))
        self._talk.feed(data[:passed])
        if way is not None:
            self._end(way)
            if way is Way.DROP:
                raise LinkLostError(passed)
        return None

    def read(self, timeout_s: float) -> bytes:
        until = self._clock.monotonic() + timeout_s
        while not self._coming:
            if self._is_stalled:
                self._clock.advance(timeout_s)
                raise SilentError
            self._coming = self._talk.output()
            if self._coming:
                break
            if self._is_gone or self._talk.is_over:
                raise LinkLostError
            self._pass_time(until)
        return self._arriving()

    def close(self) -> None:
        self._is_gone = True
        self._talk.lose()

    drop = close

    def _pass_time(self, until: float) -> None:
        now = self._clock.monotonic()
        due = self._talk.deadline
        ends = due is None or due > until
        self._clock.advance(max(0.0, (until if ends else due) - now))
        self._talk.move_on()
        if ends and not (self._talk.is_over or self._said()):
            raise SilentError

    def _said(self) -> bool:
        self._coming += self._talk.output()
        return bool(self._coming)

    def _arriving(self) -> bytes:
        data, self._coming = self._coming, b""
        passed, way = self._traffic.take(len(data))
        if way is None:
            return data
        if way is Way.CORRUPT:
            return _spoiled(data, passed)
        self._end(way)
        if not passed:
            return self.read(0.5)
        return data[:passed]

    def _end(self, way: Way) -> None:
        if way is Way.STALL:
            self._is_stalled = True
            return
        self._is_gone = True
        self._talk.lose()
        self._talk.output()
        if way is Way.DIE:
            raise DeskDiedError


def _spoiled(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1 :]


def memory_way(terminal: SimulatedTerminal, clock: ManualClock, traffic: Traffic, in_frames: bool):
    """What a ``ZvtTerminal`` connects with."""

    def connect(_: Clock) -> TcpLine | SerialLine:
        wire = MemoryWire(terminal, clock, traffic, in_frames)
        return SerialLine(wire, clock) if in_frames else TcpLine(wire, clock)

    return connect
