"""The agent's mind fed with frames by hand."""

from datetime import UTC, datetime

import pytest

from clubdesk.foundation.clock import ManualClock
from clubdesk.wire.codec import decode_from_agent, encode
from clubdesk.wire.messages import Heartbeat, Hello, Lease, Order, OrderAck, Pulse, Replaced
from clubdesk_agent.core import HEARTBEAT_S, AgentCore, Identity
from clubdesk_agent.machine import SimulatedMachine
from clubdesk_agent.memory import MAX_EXECUTED, DiskMemory, NoMemory, Saved
from tests.support.agents import deeds

DESK = "d" * 40


class Bench:
    """A core with what it stands on. Real seconds and play seconds are told apart by an offset."""

    def __init__(self, memory=None, machine=None, clock=None, desk=DESK):
        self.clock = clock or ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
        self.machine = machine or SimulatedMachine()
        self.memory = memory or NoMemory()
        self.core = AgentCore(Identity(desk, "pc", ""), self.machine, self.memory, self.clock)
        self.core.wake_up()
        self.real = 5000.0
        self.said = [decode_from_agent(f) for f in self.core.connected(self.real)]

    def hear(self, message):
        frames = self.core.receive(encode(message), self.real)
        return [decode_from_agent(frame) for frame in frames]

    def tick(self, play_s=0.0, real_s=0.0):
        self.clock.advance(play_s)
        self.real += real_s
        return [decode_from_agent(frame) for frame in self.core.tick(self.real)]

    def open(self, seq=1, left_s=600, beat=1):
        return self.hear(Lease(7, seq, "open", left_s * 1000, 3, beat, 0, "Ann", (10, 5, 1)))

    def lock(self, seq=2, beat=1):
        return self.hear(Lease(7, seq, "locked", None, 0, beat))


class BrokenMachine(SimulatedMachine):
    """Fails as often as it is told to."""

    failures = 0

    def _maybe_fail(self):
        if self.failures:
            self.failures -= 1
            raise OSError("the lock screen does not start")

    def lock(self):
        self._maybe_fail()
        super().lock()

    def unlock(self, headline, left_s):
        self._maybe_fail()
        super().unlock(headline, left_s)

    def restart(self):
        self._maybe_fail()
        super().restart()


class FullDisk(NoMemory):
    """Refuses to keep anything."""

    def save(self, saved: Saved) -> None:
        raise OSError("no space left")


def test_it_says_hello_and_how_things_stand():
    hello, heartbeat = Bench().said
    assert isinstance(hello, Hello)
    assert heartbeat == Heartbeat(1, 0, 0, is_open=False)


def test_it_locks_before_it_is_asked():
    assert deeds(Bench().machine, "lock") == [""]


def test_an_applied_lease_is_told_at_once():
    bench = Bench()
    (heartbeat,) = bench.open()
    assert (heartbeat.applied_seq, heartbeat.is_open, heartbeat.left_ms) == (1, True, 600_000)
    (heartbeat,) = bench.lock()
    assert (heartbeat.applied_seq, heartbeat.is_open, heartbeat.left_ms) == (2, False, None)


def test_it_locks_and_says_so_at_the_end():
    bench = Bench()
    bench.open()
    bench.tick(play_s=599.999)
    assert not bench.machine.is_locked
    (heartbeat,) = bench.tick(play_s=0.001)
    assert bench.machine.is_locked
    assert not heartbeat.is_open


def test_heartbeats_keep_real_time_whatever_play_does():
    bench = Bench()
    assert bench.tick(play_s=1000, real_s=HEARTBEAT_S - 0.1) == []
    (heartbeat,) = bench.tick(real_s=0.1)
    assert isinstance(heartbeat, Heartbeat)


def test_a_lease_for_a_heartbeat_of_long_ago_is_not_followed():
    bench = Bench()
    for _ in range(100):
        bench.tick(real_s=HEARTBEAT_S)
    assert bench.open(beat=1) == []
    assert bench.machine.is_locked


def test_garbage_from_the_desk_is_logged_and_changes_nothing(caplog):
    bench = Bench()
    bench.open()
    assert bench.core.receive(b"\xc1", bench.real) == []
    assert "not understood" in caplog.text
    assert not bench.machine.is_locked


def order(order_id="one", kind="message", *, expires_ms=15_000, beat=1, age_ms=0):
    return Order(order_id, kind, "Hello", expires_ms, beat, age_ms)


def test_an_order_that_comes_again_is_answered_again_and_done_once():
    bench = Bench()
    for _ in range(3):
        assert bench.hear(order())[0] == OrderAck("one", "done")
    assert deeds(bench.machine, "message") == ["Hello"]


def test_an_order_held_up_beyond_its_end_is_not_carried_out():
    bench = Bench()
    bench.real += 15.0
    assert bench.hear(order())[0] == OrderAck("one", "expired")
    assert bench.hear(order(age_ms=14_000))[0] == OrderAck("one", "done")


def test_an_order_for_an_unknown_heartbeat_is_not_answered():
    bench = Bench()
    assert bench.hear(order(beat=99)) == []
    assert deeds(bench.machine, "message") == []


def test_carried_out_orders_are_remembered_across_restarts(tmp_path):
    bench = Bench(DiskMemory(tmp_path))
    bench.hear(order("one", "restart"))
    again = Bench(DiskMemory(tmp_path), bench.machine, bench.clock)
    assert again.hear(order("one", "restart"))[0] == OrderAck("one", "done")
    assert deeds(bench.machine, "restart") == [""]


def test_the_memory_of_orders_is_bounded(tmp_path):
    bench = Bench(DiskMemory(tmp_path))
    for number in range(MAX_EXECUTED + 20):
        bench.hear(order(str(number)))
    assert len(DiskMemory(tmp_path).load().executed) == MAX_EXECUTED


def test_an_order_that_cannot_be_remembered_is_not_carried_out():
    bench = Bench(FullDisk())
    (ack, _) = bench.hear(order("one", "restart"))
    assert (ack.outcome, ack.detail) == ("failed", "no space left")
    assert deeds(bench.machine, "restart") == []


def test_an_order_that_fails_is_told_and_not_tried_again():
    machine = BrokenMachine()
    bench = Bench(machine=machine)
    machine.failures = 1
    assert bench.hear(order("one", "restart"))[0].outcome == "failed"
    assert bench.hear(order("one", "restart"))[0].outcome == "failed"
    assert deeds(machine, "restart") == []


def test_a_pc_that_does_not_lock_is_tried_again_and_told_as_it_is(caplog):
    machine = BrokenMachine()
    bench = Bench(machine=machine)
    bench.open()
    machine.failures = 3
    (heartbeat,) = bench.lock()
    assert heartbeat.is_open
    for _ in range(3):
        bench.tick()
    assert machine.is_locked
    assert caplog.text.count("could not be locked") == 1


def test_a_full_disk_does_not_keep_a_player_out(caplog):
    bench = Bench(FullDisk())
    bench.open()
    assert not bench.machine.is_locked
    assert "could not be saved" in caplog.text


def test_a_restart_keeps_the_lease_and_what_was_warned_of(tmp_path):
    bench = Bench(DiskMemory(tmp_path))
    bench.open(left_s=700)
    bench.tick(play_s=150)
    bench.clock.advance(50)
    again = Bench(DiskMemory(tmp_path), bench.machine, bench.clock)
    assert again.core.left_s() == pytest.approx(500)
    again.tick()
    assert deeds(bench.machine, "warning") == ["10"]


def test_what_another_desk_promised_is_worth_nothing(tmp_path):
    bench = Bench(DiskMemory(tmp_path))
    bench.open(left_s=700)
    other = Bench(DiskMemory(tmp_path), bench.machine, bench.clock, desk="e" * 40)
    assert other.machine.is_locked
    assert other.core.held.seq == 0


def test_the_time_left_is_saved_while_a_player_plays():
    bench = Bench()
    bench.open(left_s=600)
    bench.tick(play_s=60, real_s=60)
    assert bench.memory.load().left_s == pytest.approx(540)


def test_asked_to_it_says_hello_again():
    bench = Bench()
    assert [type(m) for m in bench.hear(Pulse(1, say_hello=True))] == [Hello, Heartbeat]
    assert bench.hear(Pulse(1)) == []


def test_it_tells_how_long_the_desk_took_to_answer():
    bench = Bench()
    bench.real += 0.004
    bench.hear(Pulse(1))
    (heartbeat,) = bench.tick(real_s=HEARTBEAT_S)
    assert heartbeat.round_trip_us == pytest.approx(4000, abs=2)


def test_it_knows_when_another_took_its_place():
    bench = Bench()
    assert bench.hear(Replaced()) == []
    assert bench.core.replaced
    bench.hear(Pulse(1))
    assert not bench.core.replaced


def test_without_a_link_it_says_nothing():
    bench = Bench()
    bench.core.disconnected()
    assert bench.tick(real_s=100) == []
