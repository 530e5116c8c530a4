"""Clocks: UTC always, forward only."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from clubdesk.foundation.clock import ManualClock, ScaledClock, SystemClock

START = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def test_the_systems_clock_is_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_manual_clock_moves_both_times() -> None:
    clock = ManualClock(START)
    clock.advance(1.5)
    assert clock.now() == START + timedelta(seconds=1.5)
    assert clock.monotonic() == 1.5


def test_a_changed_wall_clock_does_not_move_deadlines() -> None:
    clock = ManualClock(START)
    clock.jump_wall(-3600)
    assert clock.monotonic() == 0
    assert clock.now() == START - timedelta(hours=1)


def test_time_never_goes_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        ManualClock(START).advance(-1)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        ManualClock(datetime(2026, 1, 1))


def test_instants_of_other_zones_become_utc() -> None:
    almaty = timezone(timedelta(hours=5))
    assert ManualClock(START.astimezone(almaty)).now().utcoffset() == timedelta(0)


def test_a_fast_clock_runs_ahead() -> None:
    clock = ScaledClock(START, speed=1_000_000)
    first = clock.now()
    assert clock.now() > first >= START


def test_a_wall_clock_that_is_set_back_does_not_take_the_desk_along() -> None:
    times = {"wall": START, "steady": 100.0}
    clock = SystemClock(lambda: times["wall"], lambda: times["steady"])
    times.update(wall=START + timedelta(seconds=10), steady=110.0)
    assert clock.now() == START + timedelta(seconds=10)
    times.update(wall=START - timedelta(hours=1), steady=115.0)
    assert clock.now() == START + timedelta(seconds=15)
    times.update(wall=START + timedelta(seconds=25), steady=125.0)
    assert clock.now() == START + timedelta(seconds=25)


def test_a_wall_clock_that_goes_ahead_is_followed() -> None:
    times = {"wall": START, "steady": 100.0}
    clock = SystemClock(lambda: times["wall"], lambda: times["steady"])
    times.update(wall=START + timedelta(hours=8), steady=101.0)
    assert clock.now() == START + timedelta(hours=8)


def test_a_small_correction_backwards_is_followed() -> None:
    times = {"wall": START, "steady": 100.0}
    clock = SystemClock(lambda: times["wall"], lambda: times["steady"])
    times.update(wall=START + timedelta(seconds=9.5), steady=110.0)
    assert clock.now() == START + timedelta(seconds=9.5)
