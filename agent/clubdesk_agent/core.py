"""The agent's mind: frames in, frames out, a look at the clock; no socket, no thread of its own.

Everything runs on the thread that feeds it. ``real`` is real seconds (``clock.real_s``): the link
is kept by it. Play is counted by the injected clock, which a demo may run fast.
"""

from __future__ import annotations

import logging
from collections import OrderedDict

import msgspec

from clubdesk.wire.codec import WireError, decode_from_desk, encode
from clubdesk.wire.messages import (
    MAX_LEFT_MS,
    PROTOCOL,
    Heartbeat,
    Hello,
    Lease,
    Order,
    Pulse,
    Replaced,
)
from clubdesk_agent import __version__
from clubdesk_agent.clock import Clock
from clubdesk_agent.lease import HeldLease, due_warning, follow
from clubdesk_agent.machine import Machine
from clubdesk_agent.memory import Memory, Saved, left_after_restart
from clubdesk_agent.order_hand import OrderHand

log = logging.getLogger(__name__)

HEARTBEAT_S = 2.0
SAVE_EVERY_S = 10.0
"""How often the time left is saved while a player plays: what a reboot may give away at most,
should the wall clock have been set back."""

_BEATS_REMEMBERED = 64


class Identity(msgspec.Struct, frozen=True):
    """Who the agent says it is. ``desk_key``: the desk it belongs to."""

    desk_key: str = ""
    hostname: str = ""
    mac: str = ""


class _Beat(msgspec.Struct, frozen=True):
    play: float
    real: float


class AgentCore:
    """Follows the desk's leases and carries out its orders, each once."""

    def __init__(self, who: Identity, machine: Machine, memory: Memory, clock: Clock) -> None:
        self._who = who
        self._machine = machine
        self._memory = memory
        self._clock = clock
        self._boot_id = machine.boot_id()
        self._held = HeldLease()
        self._orders = OrderHand(machine, self._save)
        self._opened: bool | None = None
        self._stuck = False
        self._beat = 0
        self._beats: OrderedDict[int, _Beat] = OrderedDict()
        self._next_beat_at = 0.0
        self._next_save_at = 0.0
        self._round_trip_us = 0
        self._connected = False
        self.heard_at = float("-inf")
        self.replaced = False

    # -- what others may ask

    @property
    def is_open(self) -> bool:
        """Whether the PC is unlocked."""
        return self._opened is True

    @property
    def held(self) -> HeldLease:
        """The lease in force."""
        return self._held

    def left_s(self) -> float:
        """Seconds of play left by the clock that play uses."""
        return self._held.left_s(self._clock.monotonic())

    # -- life

    def wake_up(self) -> None:
        """Recalls the lease and puts the PC into its state; the first thing to call."""
        saved = self._memory.load()
        if saved is not None and saved.desk_key == self._who.desk_key:
            self._recall(saved)
        self._settle()

    def connected(self, real: float) -> list[bytes]:
        """The link came up: frames to send."""
        self._connected = True
        return [self._hello(), self._heartbeat(real)]

    def disconnected(self) -> None:
        """The link went down; play goes on."""
        self._connected = False

    def receive(self, frame: bytes, real: float) -> list[bytes]:
        """A frame of the desk: frames to answer with. What is no message is logged, no more."""
        try:
            message = decode_from_desk(frame)
        except WireError as error:
            log.warning("the desk sent what is not understood: %s", error)
            return []
        self.heard_at = real
        self.replaced = isinstance(message, Replaced)
        if isinstance(message, Lease):
            return self._lease(message, real)
        if isinstance(message, Order):
            return self._order(message, real)
        return self._pulse(message, real) if isinstance(message, Pulse) else []

    def tick(self, real: float) -> list[bytes]:
        """Looks at the clock, several times a second: frames to send."""
        changed = self._settle()
        if changed:
            self._save_or_log()
        self._warn()
        if self._opened and real >= self._next_save_at:
            self._next_save_at = real + SAVE_EVERY_S
            self._save_or_log()
        if self._connected and (changed or real >= self._next_beat_at):
            return [self._heartbeat(real)]
        return []

    # -- what comes

    def _lease(self, lease: Lease, real: float) -> list[bytes]:
        asked = self._beats.get(lease.beat)
        if asked is None:
            return []  # it answers a heartbeat of long ago; the desk sends a fresh one
        held = follow(self._held, lease, asked.play, self._clock.monotonic())
        if held is self._held:
            log.info("an old lease was ignored: %s", lease.seq)
            return []
        self._held = held
        self._settle()
        self._save_or_log()
        self._next_save_at = real + SAVE_EVERY_S
        return [self._heartbeat(real)]

    def _order(self, order: Order, real: float) -> list[bytes]:
        answer = self._orders.answer_again(order.order_id)
        if answer is None:
            asked = self._beats.get(order.beat)
            if asked is None:
                return []
            ends_at = asked.real + (order.age_ms + order.expires_ms) / 1000
            answer = self._orders.take(order, in_time=real < ends_at)
        return [encode(answer), self._heartbeat(real)]

    def _pulse(self, pulse: Pulse, real: float) -> list[bytes]:
        asked = self._beats.get(pulse.beat)
        if asked is not None:
            self._round_trip_us = max(int((real - asked.real) * 1e6), 0)
        return [self._hello(), self._heartbeat(real)] if pulse.say_hello else []

    # -- what goes

    def _hello(self) -> bytes:
        return encode(
            Hello(PROTOCOL, __version__, self._who.hostname, self._who.mac, self._boot_id)
        )

    def _heartbeat(self, real: float) -> bytes:
        play = self._clock.monotonic()
        self._beat += 1
        self._beats[self._beat] = _Beat(play, real)
        if len(self._beats) > _BEATS_REMEMBERED:
            self._beats.popitem(last=False)
        self._next_beat_at = real + HEARTBEAT_S
        left_ms = min(int(self._held.left_s(play) * 1000), MAX_LEFT_MS)
        return encode(
            Heartbeat(
                self._beat,
                self._held.station_id,
                self._held.seq,
                self.is_open,
                left_ms if self.is_open else None,
                self._held.session_id,
                self._round_trip_us,
            )
        )

    # -- the PC

    def _settle(self) -> bool:
        """Makes the PC what the lease says; whether it had to. A failure is tried again."""
        play = self._clock.monotonic()
        wanted = self._held.is_open(play)
        if wanted is self._opened:
            return False
        try:
            if wanted:
                self._machine.unlock(self._held.headline, self._held.left_s(play))
            else:
                self._machine.lock()
        except OSError:
            if not self._stuck:
                log.exception("the PC could not be %s", "unlocked" if wanted else "locked")
            self._stuck = True
            return False
        self._stuck = False
        self._opened = wanted
        return True

    def _warn(self) -> None:
        self._held, minutes = due_warning(self._held, self._clock.monotonic())
        if minutes is None:
            return
        try:
            self._machine.show_warning(minutes)
        except OSError:
            log.exception("the warning could not be shown")

    # -- memory

    def _recall(self, saved: Saved) -> None:
        now_s = self._clock.monotonic()
        left = left_after_restart(saved, self._boot_id, now_s, self._clock.now().timestamp())
        self._held = HeldLease(
            station_id=saved.station_id,
            seq=saved.seq,
            ends_at=now_s + left if left else None,
            session_id=saved.session_id,
            headline=saved.headline,
            warn_minutes=saved.warn_minutes,
            warned_below_s=left or 0.0,
        )
        self._orders.recall(saved.executed)

    def _save(self) -> None:
        now_s = self._clock.monotonic()
        held = self._held
        self._memory.save(
            Saved(
                desk_key=self._who.desk_key,
                boot_id=self._boot_id,
                saved_s=now_s,
                saved_utc=self._clock.now().timestamp(),
                station_id=held.station_id,
                seq=held.seq,
                session_id=held.session_id,
                left_s=held.left_s(now_s) if held.ends_at is not None else None,
                headline=held.headline,
                warn_minutes=held.warn_minutes,
                executed=self._orders.executed(),
            )
        )

    def _save_or_log(self) -> None:
        try:
            self._save()
        except OSError:
            log.exception("the lease could not be saved; a restart would go by the last one")
