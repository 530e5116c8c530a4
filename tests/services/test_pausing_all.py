"""A power failure: everything pauses in one deed and goes on in another, on both databases."""

from datetime import timedelta

import pytest

from clubdesk.domain.people import Role
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.pausing_all import PauseAll, ResumeAll
from clubdesk.services.sessions import PauseSession
from clubdesk.storage.verify import verify


def three(world) -> list[int]:
    other = world.client(80_000, name="Other", phone="+77015550001")
    guest = world.start_guest(40_000, seat=2)
    return [world.start(world.client(80_000)), world.start(other, seat=1), guest.session_id]


def states(world, sessions) -> set[SessionState]:
    return {world.session(session_id).state for session_id in sessions}


def test_all_pause_in_one_deed_and_keep_their_time(world, database_url) -> None:
    world.open_shift()
    sessions = three(world)
    world.clock.advance(600)
    paused = world.do(PauseAll())
    assert (paused.changed, paused.left_alone) == (3, 0)
    assert states(world, sessions) == {SessionState.PAUSED}
    world.clock.advance(7200)
    resumed = world.do(ResumeAll())
    assert (resumed.changed, resumed.left_alone) == (3, 0)
    session = world.session(sessions[0])
    assert session.ends_at == world.clock.now() + timedelta(minutes=50)
    assert [line.action for line in world.journal()[:2]] == ["ResumeAll", "PauseAll"]
    assert verify(database_url).problems == ()


def test_one_that_is_paused_already_is_paused_no_second_time(world) -> None:
    world.open_shift()
    sessions = three(world)
    world.do(PauseSession(session_id=sessions[0]))
    assert world.do(PauseAll()).changed == 2
    assert len(world.session(sessions[0]).segments) == 2


def test_a_session_whose_time_is_over_ends_at_its_own_instant(world) -> None:
    world.open_shift()
    sessions = three(world)
    world.clock.advance(31 * 60)
    paused = world.do(PauseAll())
    assert (paused.changed, paused.left_alone) == (2, 1)
    assert world.session(sessions[2]).state is SessionState.ACTIVE


def test_nothing_running_is_nothing_to_pause(world) -> None:
    world.open_shift()
    assert world.do(PauseAll()).changed == 0
    assert world.do(ResumeAll()).changed == 0


def test_who_may_not_run_sessions_may_not_pause_all(world) -> None:
    world.open_shift()
    technician = world.staff(Role.TECHNICIAN)
    with pytest.raises(DeskError) as refusal:
        world.do(PauseAll(), technician)
    assert refusal.value.code == "staff.not_allowed"
