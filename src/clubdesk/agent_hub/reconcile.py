"""What the desk wants against what the agent reports: does it need the lease again? Pure."""

from __future__ import annotations

from dataclasses import dataclass

from clubdesk.services.ports_hub import LeaseState, WantedLease
from clubdesk.wire.messages import HEADLINE_LENGTH, MAX_LEFT_MS, Heartbeat, Lease

TOLERANCE_S = 1.5
"""How far the ends may lie apart before the lease is sent again."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What an agent said it follows.

    Attributes:
        ends_at: The desk clock's ``monotonic()`` at which the agent would lock; None while locked.
    """

    station_id: int
    seq: int
    is_open: bool
    session_id: int
    ends_at: float | None

    @classmethod
    def of(cls, heartbeat: Heartbeat, play_now: float) -> Reported:
        """A heartbeat that came at ``play_now`` by the desk's clock."""
        left = heartbeat.left_ms
        return cls(
            heartbeat.station_id,
            heartbeat.applied_seq,
            heartbeat.is_open,
            heartbeat.session_id,
            play_now + left / 1000 if left is not None and heartbeat.is_open else None,
        )


def left_ms(wanted: WantedLease, play_now: float) -> int:
    """Milliseconds of play left by the desk's clock, never negative; 0 if it is to be locked."""
    if wanted.state is LeaseState.LOCKED or wanted.deadline is None:
        return 0
    return min(max(int((wanted.deadline - play_now) * 1000), 0), MAX_LEFT_MS)


def disagrees(wanted: WantedLease, reported: Reported | None, play_now: float) -> str:
    """Why the agent needs the lease again; empty if it follows what is wanted."""
    if reported is None or reported.station_id != wanted.station_id:
        return "station"
    if reported.seq != wanted.seq:
        return "seq"
    if wanted.state is LeaseState.LOCKED or wanted.deadline is None:
        return "state" if reported.is_open else ""
    left_s = left_ms(wanted, play_now) / 1000
    if not reported.is_open:
        # At the very end either side's clock may be the first: that alone is no disagreement.
        return "state" if left_s > TOLERANCE_S else ""
    if reported.ends_at is None:
        return "left"
    return "left" if abs(reported.ends_at - (play_now + left_s)) > TOLERANCE_S else ""


def lease_message(wanted: WantedLease, beat: int, beat_at: float, play_now: float) -> Lease:
    """The lease as it is sent at ``play_now``, after a heartbeat heard at ``beat_at``."""
    is_open = wanted.state is LeaseState.OPEN and wanted.deadline is not None
    return Lease(
        station_id=wanted.station_id,
        seq=wanted.seq,
        state="open" if is_open else "locked",
        left_ms=left_ms(wanted, play_now) if is_open else None,
        session_id=wanted.session_id,
        beat=beat,
        age_ms=min(max(int((play_now - beat_at) * 1000), 0), MAX_LEFT_MS),
        headline=wanted.headline[:HEADLINE_LENGTH],
        warn_minutes=tuple(sorted({m for m in wanted.warn_minutes if 1 <= m <= 1440}))[:10],
    )
