"""Whole sequences of commands: whatever is asked in whatever order, the books hold."""

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from clubdesk.domain.ledger import AccountKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.sessions import (
    EndSession,
    MoveSession,
    PauseSession,
    ResumeSession,
)
from clubdesk.services.time_over import end_due_sessions
from clubdesk.storage.verify import verify
from tests.support.club_world import World

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("top_up"), st.integers(0, 1), st.integers(1, 200_000)),
        st.tuples(st.just("start"), st.integers(0, 1), st.integers(0, 3)),
        st.tuples(st.just("guest"), st.integers(1, 150_000), st.integers(0, 3)),
        st.tuples(st.just("pause"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("resume"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("move"), st.integers(0, 5), st.integers(0, 5)),
        st.tuples(st.just("end"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("wait"), st.integers(0, 7_200_000_000), st.just(0)),
    ),
    max_size=14,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_cent_is_somewhere_and_nothing_is_below_zero(fresh_world, steps) -> None:
    world = fresh_world()
    world.open_shift()
    clients = [world.client(name=f"C{n}", phone=f"+7701555000{n}") for n in range(2)]
    paid = 0
    for step in steps:
        before = world.till()
        try:
            _take(world, clients, step)
        except DeskError:
            assert world.till() == before or step[0] in ("pause", "move")
        paid = world.till() - 5_000_000
        held = sum(world.game(client) for client in clients) + _guests(world)
        assert paid == held + world.balance(AccountKind.PLAY_REVENUE)
        assert all(world.game(client) >= 0 for client in clients)
    world.clock.advance(10 * 86_400)
    end_due_sessions(world.storage.begin, world.clock, world.door)
    assert all(s.state.value == "paused" for s in _open(world))
    assert verify(world.url).ok, verify(world.url)


def _take(world: World, clients: list[int], step) -> None:
    what, one, two = step
    open_ids = [s.id for s in _open(world)]
    if what == "wait":
        world.clock.advance(one / 1_000_000)
        end_due_sessions(world.storage.begin, world.clock, world.door)
    elif what == "top_up":
        world.do(TopUp(client_id=clients[one], cash_minor=two))
    elif what == "start":
        world.start(clients[one], seat=two)
    elif what == "guest":
        world.start_guest(one, seat=two)
    elif open_ids:
        session_id = open_ids[one % len(open_ids)]
        if what == "move":
            world.do(MoveSession(session_id=session_id, to_station_id=world.stations[two]))
        else:
            command = {"pause": PauseSession, "resume": ResumeSession, "end": EndSession}[what]
            world.do(command(session_id=session_id))


def _open(world: World):
    with world.storage.begin() as work:
        return list(work.sessions.all_open())


def _guests(world: World) -> int:
    return sum(world.balance(AccountKind.GUEST, s.id) for s in _open(world) if s.is_guest)
