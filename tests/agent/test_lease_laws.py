"""The hub's board and an agent's core, joined by a wire that delays, drops, repeats and mixes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from clubdesk.agent_hub.switchboard import Moment, Switchboard, Tell
from clubdesk.foundation.clock import ManualClock
from clubdesk.services.ports_hub import LeaseState, WantedLease
from clubdesk_agent.core import SAVE_EVERY_S, AgentCore, Identity
from clubdesk_agent.machine import SimulatedMachine
from clubdesk_agent.memory import NoMemory

STATION, KEY = 7, "k" * 40
ROUNDING_S = 0.002
LONGEST_STEP_S = 40.0


@dataclass
class AgentClock:
    """The same time seen from a PC: counts from its start, and its wall clock may be wrong."""

    desk: ManualClock
    started_at: float = 0.0
    wall_error_s: float = 0.0

    def monotonic(self) -> float:
        return self.desk.monotonic() - self.started_at

    def now(self) -> datetime:
        return self.desk.now() + timedelta(seconds=self.wall_error_s)


class Machine(SimulatedMachine):
    """A PC whose name of the start is given."""

    def __init__(self, boot: int) -> None:
        super().__init__()
        self.boot = boot

    def boot_id(self) -> str:
        return f"boot-{self.boot}"


@dataclass
class World:
    """One desk, one agent."""

    desk: ManualClock = field(default_factory=lambda: ManualClock(datetime(2026, 1, 1, tzinfo=UTC)))
    memory: NoMemory = field(default_factory=NoMemory)
    uplink: list[bytes] = field(default_factory=list)
    downlink: list[bytes] = field(default_factory=list)
    seq: int = 0
    ends: dict[int, float] = field(default_factory=dict)
    wanted: WantedLease | None = None
    set_back: bool = False
    reboots: int = 0
    route: int = 0

    def __post_init__(self) -> None:
        self.clock = AgentClock(self.desk)
        nothing = lambda _news: None  # noqa: E731
        self.board = Switchboard(Tell(nothing, nothing, nothing, self._send_down))
        self.board.pair({STATION: KEY})
        self.machine = Machine(0)
        self.opened_s: dict[int, float] = {}
        self.promised_s: dict[int, float] = {}
        self._start()

    def _send_down(self, route: bytes, frame: bytes) -> bool:
        if route == b"%d" % self.route:
            self.downlink.append(frame)
        return True

    @property
    def at(self) -> Moment:
        return Moment(self.desk.monotonic(), self.desk.monotonic(), self.desk.now())

    def _start(self) -> None:
        self.core = AgentCore(Identity("d"), self.machine, self.memory, self.clock)
        self.core.wake_up()
        self.reconnect()

    # -- what may happen

    def advance(self, seconds: float) -> None:
        """Time passes; the agent looks at the clock at least ten times in it."""
        for _ in range(10):
            open_with = self.core.held.seq if self.core.is_open else None
            if open_with is not None:
                played = self.opened_s.get(open_with, 0.0)
                step = min(seconds / 10, self.core.left_s())
                self.opened_s[open_with] = played + step
            self.desk.advance(seconds / 10)
            self.tick()

    def tick(self) -> None:
        self.uplink += self.core.tick(self.desk.monotonic())
        self.check()

    def want(self, left_s: float | None) -> None:
        self.seq += 1
        now = self.desk.monotonic()
        if left_s is None:
            self.wanted = WantedLease(STATION, self.seq, LeaseState.LOCKED)
        else:
            self.ends[self.seq] = now + left_s
            self.promised_s[self.seq] = left_s
            self.wanted = WantedLease(STATION, self.seq, LeaseState.OPEN, 1, now + left_s, "Ann")
        self.board.want([self.wanted], self.at)

    def deliver_up(self, index: int) -> None:
        if self.uplink:
            frame = self.uplink.pop(index % len(self.uplink))
            self.board.hear(KEY, b"%d" % self.route, frame, self.at)

    def deliver_down(self, index: int, *, keep: bool = False) -> None:
        if self.downlink:
            at = index % len(self.downlink)
            frame = self.downlink[at] if keep else self.downlink.pop(at)
            self.uplink += self.core.receive(frame, self.desk.monotonic())
            self.check()

    def drop_down(self, index: int) -> None:
        if self.downlink:
            del self.downlink[index % len(self.downlink)]

    def reconnect(self) -> None:
        self.route += 1
        self.uplink.clear()
        self.downlink.clear()
        self.uplink += self.core.connected(self.desk.monotonic())

    def restart(self) -> None:
        self.machine.is_locked = True
        self._start()
        self.check()

    def reboot(self, off_s: float) -> None:
        self.desk.advance(off_s)
        self.reboots += 1
        self.clock.started_at = self.desk.monotonic()
        self.machine = Machine(self.reboots)
        self._start()
        self.check()

    def wall(self, seconds: float) -> None:
        self.clock.wall_error_s += seconds
        self.set_back = self.set_back or seconds < 0

    def settle(self) -> None:
        """A good wire for three seconds of play."""
        for _ in range(6):
            self.desk.advance(0.5)
            self.tick()
            while self.uplink or self.downlink:
                self.deliver_up(0)
                self.deliver_down(0)

    # -- the laws

    def check(self) -> None:
        assert self.machine.is_locked is not self.core.is_open
        if not self.core.is_open or not self.core.held.is_open(self.clock.monotonic()):
            return
        seq = self.core.held.seq
        assert seq in self.ends, "open without a promise"
        if not self.set_back:
            assert self.desk.monotonic() < self.ends[seq] + ROUNDING_S, "open beyond the promise"

    def check_end(self) -> None:
        now = self.desk.monotonic()
        wanted = self.wanted
        if wanted is None:
            return
        left_s = 0.0 if wanted.deadline is None else max(wanted.deadline - now, 0.0)
        assert self.core.held.seq == wanted.seq
        assert abs(self.core.left_s() - left_s) <= 1.6
        if left_s > 2:
            assert self.core.is_open
        if left_s == 0:
            self.desk.advance(2)
            self.tick()
            assert not self.core.is_open


indices = st.integers(0, 50)
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("advance"), st.floats(0.001, 10 * LONGEST_STEP_S)),
        st.tuples(st.just("advance"), st.floats(0.001, 5)),
        st.tuples(st.just("want"), st.none() | st.floats(0, 900)),
        st.tuples(st.just("deliver_up"), indices),
        st.tuples(st.just("deliver_up"), st.just(0)),
        st.tuples(st.just("deliver_down"), indices),
        st.tuples(st.just("deliver_down"), st.just(0)),
        st.tuples(st.just("drop_down"), indices),
        st.tuples(st.just("reconnect")),
        st.tuples(st.just("restart")),
        st.tuples(st.just("reboot"), st.floats(1, 300)),
        st.tuples(st.just("wall"), st.floats(-5000, 5000)),
        st.tuples(st.just("settle")),
    ),
    max_size=40,
)


def play(steps: list[tuple[object, ...]], *, backwards: bool) -> World:
    world = World()
    for name, *arguments in steps:
        if name == "wall" and not backwards:
            arguments = [abs(float(arguments[0]))]
        getattr(world, str(name))(*arguments)
        world.tick()
    return world


@settings(max_examples=300)
@given(happenings)
def test_play_never_lasts_beyond_the_desks_promise(steps):
    play(steps, backwards=False)


@settings(max_examples=300)
@given(happenings)
def test_a_clock_set_back_gives_less_than_one_saving_for_each_reboot(steps):
    world = play(steps, backwards=True)
    for seq, played_s in world.opened_s.items():
        slack_s = world.reboots * (SAVE_EVERY_S + LONGEST_STEP_S)
        assert played_s <= world.promised_s[seq] + slack_s + ROUNDING_S


@settings(max_examples=300)
@given(happenings)
def test_on_a_good_wire_desk_and_agent_agree_within_three_seconds(steps):
    world = play(steps, backwards=True)
    world.reconnect()
    world.settle()
    world.check_end()
