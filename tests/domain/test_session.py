"""The laws of a session: what it costs, when it ends, what it refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.domain import session as rules
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.session import PlaySession, SessionState, Terms
from clubdesk.foundation.errors import DeskError

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
TERMS = Terms(1, "Standard hourly", HourlyPrice.flat(80_000))


def started(balance: int = 80_000) -> PlaySession:
    return rules.with_end(rules.begin(7, 1, TERMS, NOW), balance)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_a_session_lasts_as_long_as_the_balance() -> None:
    assert started(80_000).ends_at == later(60)
    assert started(40_000).ends_at == later(30)


def test_a_pause_costs_nothing_and_keeps_the_time() -> None:
    paused = rules.pause(started(), later(15))
    assert rules.used_minor(paused, later(500)) == 20_000
    left_at_once = rules.time_left(paused, 80_000, later(15))
    assert left_at_once == rules.time_left(paused, 80_000, later(500)) == timedelta(minutes=45)


def test_a_resumed_session_ends_later_by_the_pause() -> None:
    resumed = rules.resume(rules.pause(started(), later(15)), later(45))
    assert rules.with_end(resumed, 80_000).ends_at == later(90)


def test_a_move_keeps_the_time_left() -> None:
    moved = rules.with_end(rules.move(started(), 2, later(20)), 80_000)
    assert moved.station_id == 2
    assert moved.ends_at == later(60)
    assert [segment.station_id for segment in moved.segments] == [1, 2]


def test_a_paused_session_moves_and_stays_paused() -> None:
    moved = rules.move(rules.pause(started(), later(20)), 2, later(30))
    assert moved.state is SessionState.PAUSED
    assert rules.used_minor(moved, later(99)) == rules.used_minor(moved, later(20))


def test_what_is_available_falls_while_playing() -> None:
    assert rules.available_minor(started(), 80_000, later(30)) == 40_000


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (lambda s: rules.resume(s, NOW), "session.not_paused"),
        (lambda s: rules.pause(rules.pause(s, NOW), NOW), "session.not_active"),
        (lambda s: rules.move(s, 1, NOW), "session.same_station"),
        (lambda s: rules.end(rules.end(s, NOW), NOW), "session.over"),
        (lambda s: rules.pause(rules.end(s, NOW), NOW), "session.over"),
        (lambda s: rules.resume(rules.end(s, NOW), NOW), "session.over"),
        (lambda s: rules.move(rules.end(s, NOW), 2, NOW), "session.over"),
    ],
)
def test_nothing_leaves_the_wrong_state(deed, code) -> None:
    with pytest.raises(DeskError) as refusal:
        deed(started())
    assert refusal.value.code == code


STEPS = st.lists(
    st.tuples(st.sampled_from(["pause", "resume", "move"]), st.integers(0, 4_000_000_000)),
    max_size=12,
)


@given(steps=STEPS, per_hour=st.integers(1, 300_000))
def test_money_is_the_price_of_what_was_played_whatever_happened(steps, per_hour) -> None:
    """Charging at each step and once at the end give the same total: one rounding."""
    terms = Terms(1, "r", HourlyPrice.flat(per_hour))
    session = rules.begin(1, 1, terms, NOW)
    at, running, played, station = NOW, True, 0, 1
    for what, micro in steps:
        step = timedelta(microseconds=micro)
        played += micro if running else 0
        at += step
        if what == "pause" and running:
            session, running = rules.pause(session, at), False
        elif what == "resume" and not running:
            session, running = rules.resume(session, at), True
        elif what == "move":
            station += 1
            session = rules.move(session, station, at)
        charged = session.charged_minor + rules.uncharged_minor(session, at)
        session = PlaySession(
            session.id, session.client_id, session.state, session.segments, charged
        )
    ended = rules.end(session, at)
    assert ended.charged_minor == (played * per_hour) // 3_600_000_000
    assert rules.played(ended, at) == timedelta(microseconds=played)


@given(balance=st.integers(1, 10_000_000), per_hour=st.integers(1_000, 300_000))
def test_at_its_end_a_session_has_used_the_whole_balance(balance, per_hour) -> None:
    terms = Terms(1, "r", HourlyPrice.flat(per_hour))
    session = rules.with_end(rules.begin(1, 1, terms, NOW), balance)
    assert session.ends_at is not None
    assert rules.uncharged_minor(session, session.ends_at) == balance
