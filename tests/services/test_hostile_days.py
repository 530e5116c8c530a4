"""Clocks that jump, nights that are too long, seats in a hurry: the books stay right."""

import contextlib
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.session import SessionState, time_left
from clubdesk.foundation.clock import ManualClock
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.sessions import (
    EndSession,
    EndTimeOver,
    MoveSession,
    PauseSession,
    ResumeSession,
    StartGuestSession,
    StartSession,
)
from clubdesk.services.shifts import CloseShift
from clubdesk.services.time_over import end_due_sessions
from clubdesk.storage.verify import verify
from tests.support import club_world
from tests.support.club_world import World


def start(world, money: int = 80_000, seat: int = 0) -> tuple[int, int]:
    client = world.client(money)
    answer = world.do(
        StartSession(station_id=world.stations[seat], client_id=client, rate_id=world.rates[0])
    )
    return client, answer.session_id


def every_law_holds(world) -> None:
    verdict = verify(world.url)
    assert verdict.ok, verdict.text()


@pytest.fixture
def world(storage, database_url):
    return World(storage, url=database_url)


@pytest.mark.parametrize("back", [1, 60, 3_600, 86_400])
def test_a_clock_that_is_set_back_never_gives_money_or_takes_it_twice(world, back) -> None:
    world.open_shift()
    client, session = start(world)
    world.clock.advance(900)
    world.do(PauseSession(session_id=session))
    assert world.game(client) == 60_000
    world.clock.jump_wall(-back)
    world.do(ResumeSession(session_id=session))
    world.clock.advance(30)
    world.do(MoveSession(session_id=session, to_station_id=world.stations[1]))
    world.do(PauseSession(session_id=session))
    world.do(ResumeSession(session_id=session))
    answer = world.do(EndSession(session_id=session))
    assert answer.charged_minor + world.game(client) == 80_000
    assert 20_000 <= answer.charged_minor <= 20_000 + 30 * 80_000 // 3_600
    every_law_holds(world)


def test_a_clock_that_is_set_back_before_the_start_charges_nothing(world) -> None:
    world.open_shift()
    client, session = start(world)
    world.clock.jump_wall(-7_200)
    assert world.do(EndSession(session_id=session)).charged_minor == 0
    assert world.game(client) == 80_000
    world.do(CloseShift(counted_minor=world.till()))
    every_law_holds(world)


def test_a_clock_that_is_set_far_ahead_ends_at_the_instant_the_money_ran_out(world) -> None:
    world.open_shift()
    client, session = start(world)
    ends_at = world.session(session).ends_at
    world.clock.jump_wall(40 * 86_400)
    assert end_due_sessions(world.storage.begin, world.clock, world.door) == 1
    assert world.session(session).ended_at == ends_at
    assert world.game(client) == 0
    every_law_holds(world)


@pytest.mark.parametrize(
    ("zone", "night"),
    [
        ("Europe/Berlin", datetime(2026, 10, 25, 0, 0, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2027, 3, 28, 0, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 3, 14, 0, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 12, 31, 9, 0, tzinfo=UTC)),
        ("Pacific/Niue", datetime(2026, 12, 31, 23, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 12, 31, 17, 0, tzinfo=UTC)),
    ],
)
def test_three_hours_played_are_three_hours_paid_in_any_zone_on_any_night(
    storage, database_url, zone, night, monkeypatch
) -> None:
    made = club_world.SetUpClub
    monkeypatch.setattr(
        club_world, "SetUpClub", lambda **facts: made(**{**facts, "time_zone": zone})
    )
    world = World(storage, clock=ManualClock(night), url=database_url)
    world.open_shift()
    client, session = start(world, 400_000)
    world.clock.advance(3 * 3_600)
    assert world.do(EndSession(session_id=session)).charged_minor == 240_000
    assert world.game(client) == 160_000
    world.do(CloseShift(counted_minor=world.till()))
    every_law_holds(world)


def test_one_seat_started_and_ended_two_hundred_times_in_a_hurry(world) -> None:
    world.open_shift()
    client = world.client(1_000_000)
    charged = 0
    for number in range(200):
        session = world.do(
            StartSession(station_id=world.stations[0], client_id=client, rate_id=world.rates[0])
        ).session_id
        world.clock.advance(number % 3)
        charged += world.do(EndSession(session_id=session)).charged_minor
    assert world.game(client) == 1_000_000 - charged
    with world.storage.begin() as work:
        assert work.stations.get(world.stations[0]).lease_seq >= 400
        assert work.sessions.all_open() == []
    world.do(CloseShift(counted_minor=world.till()))
    every_law_holds(world)


def test_a_pause_far_past_its_limit_loses_nothing(world) -> None:
    world.open_shift()
    client, session = start(world)
    world.clock.advance(1_800)
    world.do(PauseSession(session_id=session))
    world.clock.advance(3 * 86_400)
    assert end_due_sessions(world.storage.begin, world.clock, world.door) == 0
    answer = world.do(EndSession(session_id=session))
    assert answer.charged_minor == 40_000
    assert world.game(client) == 40_000
    every_law_holds(world)


def test_a_paused_session_whose_money_is_used_up_to_the_last_unit_can_only_end(world) -> None:
    world.open_shift()
    client, session = start(world)
    world.clock.advance(3_599.99999)
    world.do(PauseSession(session_id=session))
    left = world.game(client)
    assert left <= 1
    if left:
        world.do(ResumeSession(session_id=session))
    else:
        with pytest.raises(DeskError) as refusal:
            world.do(ResumeSession(session_id=session))
        assert refusal.value.code == "session.no_money"
    world.do(EndSession(session_id=session))
    every_law_holds(world)


def test_two_cashiers_want_the_same_seat_at_the_same_moment(world) -> None:
    world.open_shift()
    sessions = [
        world.do(
            StartGuestSession(
                station_id=world.stations[seat], rate_id=world.rates[0], cash_minor=80_000
            )
        ).session_id
        for seat in (0, 1)
    ]
    gate, outcomes = threading.Barrier(2), []

    def move(session: int) -> None:
        gate.wait()
        try:
            world.do(MoveSession(session_id=session, to_station_id=world.stations[2]))
            outcomes.append("moved")
        except DeskError as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=move, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["moved", "session.station_taken"]
    every_law_holds(world)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jumps=st.lists(st.tuples(st.integers(0, 5), st.integers(-4_000, 4_000)), max_size=25))
def test_whatever_the_clock_does_the_books_hold(fresh_world, jumps) -> None:
    world = fresh_world()
    world.open_shift()
    client, session = start(world, 200_000)
    seat = 0
    for what, seconds in jumps:
        world.clock.jump_wall(seconds)
        seat = (seat + 1) % 4
        deed = (
            PauseSession(session_id=session),
            ResumeSession(session_id=session),
            MoveSession(session_id=session, to_station_id=world.stations[seat]),
            TopUp(client_id=client, cash_minor=10_000),
            EndTimeOver(session_id=session),
            EndSession(session_id=session),
        )[what]
        with contextlib.suppress(DeskError):
            world.do(deed)
    kept = world.session(session)
    if kept.state.is_open:
        assert time_left(kept, world.game(client), world.clock.now()) >= timedelta()
        world.do(EndSession(session_id=session))
    else:
        assert kept.state is SessionState.ENDED
    charged = world.session(session).charged_minor
    paid_in = world.till() - 5_000_000
    assert world.game(client) + charged == paid_in
    assert world.balance(AccountKind.PLAY_REVENUE) == charged
    every_law_holds(world)
