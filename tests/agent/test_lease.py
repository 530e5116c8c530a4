"""The lease as a pure state machine: when it ends, what it ignores, when it warns."""

import pytest

from clubdesk.wire.messages import Lease
from clubdesk_agent.lease import HeldLease, due_warning, follow


def lease(seq=1, left_s=600.0, *, beat=1, age_s=0.0, station_id=7, session_id=3):
    is_open = left_s is not None
    return Lease(
        station_id,
        seq,
        "open" if is_open else "locked",
        int(left_s * 1000) if is_open else None,
        session_id,
        beat,
        int(age_s * 1000),
        "Ann",
        (10, 5, 1),
    )


def test_open_until_the_very_instant_of_the_end():
    held = follow(HeldLease(), lease(left_s=60), asked_at=100.0, now=100.0)
    assert held.is_open(159.999)
    assert not held.is_open(160.0)
    assert held.left_s(160.5) == 0


def test_a_frame_held_up_on_its_way_gives_nothing_extra():
    held = follow(HeldLease(), lease(left_s=60), asked_at=100.0, now=140.0)
    assert held.left_s(140.0) == 20


def test_a_heartbeat_heard_long_before_does_not_shorten_the_lease():
    held = follow(HeldLease(), lease(left_s=60, age_s=30), asked_at=100.0, now=130.0)
    assert held.left_s(130.0) == 60


def test_a_lower_number_is_ignored():
    held = follow(HeldLease(), lease(seq=5, left_s=None), 0.0, 0.0)
    assert follow(held, lease(seq=4, left_s=600, beat=2), 0.0, 0.0) is held


def test_the_same_number_corrects_the_time():
    held = follow(HeldLease(), lease(left_s=600), 0.0, 0.0)
    held = follow(held, lease(left_s=90, beat=2), 10.0, 10.0)
    assert held.left_s(10.0) == 90


def test_the_same_number_after_an_older_heartbeat_is_ignored():
    held = follow(HeldLease(), lease(left_s=90, beat=3), 20.0, 20.0)
    assert follow(held, lease(left_s=600, beat=2), 10.0, 20.0) is held


def test_another_station_counts_its_numbers_anew():
    held = follow(HeldLease(), lease(seq=50, beat=1), 0.0, 0.0)
    moved = follow(held, lease(seq=2, beat=2, station_id=8, left_s=None), 0.0, 0.0)
    assert (moved.station_id, moved.seq) == (8, 2)
    assert follow(moved, lease(seq=51, beat=1), 0.0, 0.0) is moved


def warned(held, moments):
    told = []
    for now in moments:
        held, minutes = due_warning(held, now)
        told += [] if minutes is None else [minutes]
    return held, told


def test_each_warning_comes_once():
    held = follow(HeldLease(), lease(left_s=900), 0.0, 0.0)
    assert warned(held, range(900))[1] == [10, 5, 1]


def test_a_warning_whose_time_is_past_at_the_start_does_not_come():
    held = follow(HeldLease(), lease(left_s=420), 0.0, 0.0)
    assert warned(held, range(420))[1] == [5, 1]


def test_no_warning_comes_at_or_after_the_end():
    held = follow(HeldLease(), lease(left_s=600), 0.0, 0.0)
    assert warned(held, [600, 700])[1] == []


def test_a_correction_of_a_second_does_not_warn_twice():
    held = follow(HeldLease(), lease(left_s=700), 0.0, 0.0)
    held, told = warned(held, [100, 101])
    assert told == [10]
    held = follow(held, lease(left_s=600.5, beat=2), 102.0, 102.0)
    assert warned(held, [102, 103, 104])[1] == []


def test_time_that_was_added_is_warned_of_again():
    held = follow(HeldLease(), lease(left_s=601), 0.0, 0.0)
    held, told = warned(held, [1, 2])
    assert told == [10]
    held = follow(held, lease(seq=2, left_s=1200, beat=2), 10.0, 10.0)
    assert warned(held, range(10, 1210))[1] == [10, 5, 1]


def test_time_taken_away_is_warned_of_with_the_true_figure():
    held = follow(HeldLease(), lease(left_s=3600), 0.0, 0.0)
    held = follow(held, lease(seq=2, left_s=150, beat=2), 10.0, 10.0)
    assert warned(held, [10, 11])[1] == [3]


@pytest.mark.parametrize("now", [0.0, 1e9])
def test_before_any_lease_it_is_locked(now):
    assert not HeldLease().is_open(now)
