"""What the desk has promised and how it ends: a pure state machine on the clock that play uses.

Seconds are those of the agent's ``Clock.monotonic()``. Whatever order frames come in, and however
late, play never lasts beyond what the desk promised.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from clubdesk.wire.messages import Lease

MORE_TIME_S = 30.0
"""A gain of at least this is new time, so that warnings may come again; less is a correction."""


class HeldLease(msgspec.Struct, frozen=True):
    """The lease in force.

    Attributes:
        station_id: The station it is for; 0 before the first lease.
        seq: The station's lease number.
        beat: The heartbeat that the desk had heard when it sent the lease; 0 after a restart.
        ends_at: When the PC locks; None while it is to be locked.
        warned_below_s: No warning of this or more time left is due any more.
    """

    station_id: int = 0
    seq: int = 0
    beat: int = 0
    ends_at: float | None = None
    session_id: int = 0
    headline: str = ""
    warn_minutes: tuple[int, ...] = ()
    warned_below_s: float = 0.0

    def left_s(self, now: float) -> float:
        """Seconds of play left, never negative; 0 while locked."""
        return 0.0 if self.ends_at is None else max(self.ends_at - now, 0.0)

    def is_open(self, now: float) -> bool:
        """Whether the PC may be used; false from the very instant of the end."""
        return self.ends_at is not None and now < self.ends_at


def follow(held: HeldLease, lease: Lease, asked_at: float, now: float) -> HeldLease:
    """The lease to hold after one has come; the held one if it is older than that.

    Args:
        held: The lease in force.
        lease: What has come.
        asked_at: When the heartbeat that it names was sent.
        now: The present.
    """
    if _is_older(lease, held):
        return held
    ends_at = None
    if lease.state == "open" and lease.left_ms is not None:
        # Counted from the heartbeat: a frame that was held up on its way gives nothing extra.
        ends_at = asked_at + (lease.age_ms + lease.left_ms) / 1000
    fresh = HeldLease(
        station_id=lease.station_id,
        seq=lease.seq,
        beat=lease.beat,
        ends_at=ends_at,
        session_id=lease.session_id,
        headline=lease.headline,
        warn_minutes=lease.warn_minutes,
    )
    return replace(fresh, warned_below_s=_warned_below(held, fresh, now))


def _is_older(lease: Lease, held: HeldLease) -> bool:
    if lease.station_id != held.station_id:
        return lease.beat < held.beat
    return (lease.seq, lease.beat) < (held.seq, held.beat)


def _warned_below(held: HeldLease, fresh: HeldLease, now: float) -> float:
    left_s = fresh.left_s(now)
    same_play = held.session_id == fresh.session_id and held.ends_at is not None
    if not same_play or left_s > held.warned_below_s + MORE_TIME_S:
        return left_s
    return held.warned_below_s


def due_warning(held: HeldLease, now: float) -> tuple[HeldLease, int | None]:
    """The lease after looking for warnings, and the minutes left to warn of, rounded up.

    Of several that are due at once (time was taken away) one is told, with the true time left.
    """
    left_s = held.left_s(now)
    if not held.is_open(now) or left_s >= held.warned_below_s:
        return held, None
    crossed = any(left_s <= minutes * 60 < held.warned_below_s for minutes in held.warn_minutes)
    if not crossed:
        return held, None
    return replace(held, warned_below_s=left_s), -int(-left_s // 60)
