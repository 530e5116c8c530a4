"""Play time added by the staff, on both databases."""

from datetime import timedelta

import pytest

from clubdesk.domain.people import Role
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.extending import AddTime
from clubdesk.services.sessions import EndSession, PauseSession, ResumeSession
from clubdesk.services.time_over import end_due_sessions
from clubdesk.storage.verify import verify


def add(world, session_id, minutes=15, reason="A broken headset", staff_id=None):
    command = AddTime(session_id=session_id, minutes=minutes, reason=reason)
    return world.do(command, staff_id)


def test_the_end_moves_by_exactly_what_was_added(world, database_url) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    world.clock.advance(600)
    before = world.session(session_id).ends_at
    add(world, session_id)
    assert world.session(session_id).ends_at == before + timedelta(minutes=15)
    assert verify(database_url).problems == ()


def test_added_time_costs_nothing(world, database_url) -> None:
    world.open_shift()
    client = world.client(80_000)
    session_id = world.start(client)
    add(world, session_id)
    world.clock.advance(30 * 60)
    ended = world.do(EndSession(session_id=session_id))
    assert ended.charged_minor == 20_000
    assert world.game(client) == 60_000
    assert verify(database_url).problems == ()


def test_a_guest_is_given_time_as_well(world) -> None:
    world.open_shift()
    session_id = world.start_guest(40_000).session_id
    add(world, session_id, 10)
    world.clock.advance(40 * 60)
    end_due_sessions(world.storage.begin, world.clock, world.door)
    session = world.session(session_id)
    assert (session.state, session.charged_minor) == (SessionState.ENDED, 40_000)


def test_a_pause_keeps_the_added_time(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    world.do(PauseSession(session_id=session_id))
    add(world, session_id)
    world.clock.advance(3600)
    world.do(ResumeSession(session_id=session_id))
    assert world.session(session_id).ends_at == world.clock.now() + timedelta(minutes=75)


@pytest.mark.parametrize("minutes", [0, -5, 601, 10**18])
def test_wild_minutes_are_refused_at_their_field(world, minutes) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    before = world.session(session_id)
    with pytest.raises(DeskError) as refusal:
        add(world, session_id, minutes)
    assert (refusal.value.code, refusal.value.subject) == ("time.minutes", "minutes")
    assert world.session(session_id) == before


def test_added_time_needs_a_reason_and_a_permission(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    with pytest.raises(DeskError) as missing:
        add(world, session_id, reason=" ")
    assert missing.value.code == "reason.missing"
    with pytest.raises(DeskError) as refusal:
        add(world, session_id, staff_id=world.staff(Role.CASHIER))
    assert refusal.value.subject == "add_time"


def test_a_session_that_is_over_gets_no_time(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    world.clock.advance(3601)
    with pytest.raises(DeskError) as refusal:
        add(world, session_id)
    assert refusal.value.code == "session.over"
