"""What is wanted against what is reported, case by case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.agent_hub.reconcile import Reported, disagrees, lease_message, left_ms
from clubdesk.services.ports_hub import LeaseState, WantedLease
from clubdesk.wire.codec import decode_from_desk, encode
from clubdesk.wire.messages import HEADLINE_LENGTH, Heartbeat

OPEN = WantedLease(7, 12, LeaseState.OPEN, 3, 700.0, "Ann", (10, 5, 1))
LOCKED = WantedLease(7, 12, LeaseState.LOCKED)


def reported(seq=12, left_s=600.0, *, station_id=7):
    return Reported(
        station_id, seq, left_s is not None, 3, None if left_s is None else 100 + left_s
    )


@pytest.mark.parametrize(
    ("wanted", "said", "why"),
    [
        (OPEN, reported(), ""),
        (OPEN, reported(left_s=601.4), ""),
        (OPEN, reported(left_s=601.6), "left"),
        (OPEN, reported(left_s=598.4), "left"),
        (OPEN, reported(seq=11), "seq"),
        (OPEN, reported(seq=13), "seq"),
        (OPEN, reported(left_s=None), "state"),
        (OPEN, reported(station_id=8), "station"),
        (OPEN, None, "station"),
        (LOCKED, reported(left_s=None), ""),
        (LOCKED, reported(), "state"),
    ],
)
def test_a_lease_goes_out_exactly_when_they_disagree(wanted, said, why):
    assert disagrees(wanted, said, 100.0) == why


def test_at_the_very_end_either_may_lock_first():
    said = Reported(7, 12, False, 3, None)
    assert disagrees(OPEN, said, 699.0) == ""
    assert disagrees(OPEN, said, 698.0) == "state"
    still_open = Reported(7, 12, True, 3, 701.0)
    assert disagrees(OPEN, still_open, 700.5) == ""
    assert disagrees(OPEN, Reported(7, 12, True, 3, 900.0), 800.0) == "left"


def test_open_without_an_end_is_not_believed():
    heartbeat = Heartbeat(1, 7, 12, is_open=True, left_ms=None)
    assert disagrees(OPEN, Reported.of(heartbeat, 100.0), 100.0) == "left"


@given(st.floats(0, 1e7), st.floats(0, 1e7))
def test_time_left_is_never_negative_and_never_rounded_up(deadline, now):
    wanted = WantedLease(7, 1, LeaseState.OPEN, 3, deadline)
    left = left_ms(wanted, now)
    assert 0 <= left <= max(deadline - now, 0) * 1000 + 1e-6


@given(
    st.text(max_size=300),
    st.lists(st.integers(-5, 5000), max_size=40).map(tuple),
    st.none() | st.floats(-1e8, 1e12),
    st.sampled_from(LeaseState),
    st.floats(0, 1e9),
)
def test_whatever_is_wanted_can_be_sent(headline, warn, deadline, state, now):
    wanted = WantedLease(7, 1, state, 3, deadline, headline, warn)
    lease = lease_message(wanted, beat=5, beat_at=now - 1, play_now=now)
    assert decode_from_desk(encode(lease)) == lease
    assert len(lease.headline) <= HEADLINE_LENGTH
    assert (lease.state == "open") is (state is LeaseState.OPEN and deadline is not None)


def test_the_age_of_the_heartbeat_travels_with_the_lease():
    lease = lease_message(OPEN, beat=5, beat_at=98.5, play_now=100.0)
    assert (lease.beat, lease.age_ms, lease.left_ms) == (5, 1500, 600_000)
