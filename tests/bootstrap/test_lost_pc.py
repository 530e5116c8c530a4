"""A desk and a real agent in a session: its cable is pulled, its time runs out."""

from datetime import timedelta

import pytest

from clubdesk.demo.stage import free_port_pair
from clubdesk.foundation.clock import ManualClock
from clubdesk.services.outages import CreditOutage
from clubdesk.services.ports_hub import LinkState
from clubdesk.services.stations import PairAgent
from clubdesk.wire.keys import new_key_pair
from clubdesk_agent.fleet import AgentSetup, Fleet
from clubdesk_agent.machine import SimulatedMachine
from tests.support.agents import Cable, deeds
from tests.support.club_world import START
from tests.support.patience import until

SEAT = 1


@pytest.fixture
def desk(bare_club):
    """A desk that agents can connect to, and a client who plays at its first PC."""

    def evening(world) -> int:
        world.open_shift()
        return world.start(world.client(800_000))

    bare_club.session_id = bare_club.played(evening)
    house = bare_club.started(hub_port=free_port_pair(), clock=ManualClock(START))
    house.owner = bare_club.owner
    until(lambda: house.hub.port)
    return house


@pytest.fixture
def cable(desk):
    """The way of the PC to the desk; its agent is running at the other end."""
    keys, made = new_key_pair(), Cable(desk.hub.port)
    desk.desk.do(PairAgent(station_id=SEAT, agent_key=keys.public), desk.owner).result(20)
    agent = AgentSetup(keys, SimulatedMachine(), None, "pc-test")
    made.machine = agent.machine
    fleet = Fleet(f"tcp://127.0.0.1:{made.port}", desk.hub.public_key, [agent], desk.clock)
    fleet.start()
    yield made
    fleet.stop()
    made.close()


def link(desk):
    return next(one for one in desk.hub.links() if one.station_id == SEAT)


def test_a_pulled_cable_is_measured_offered_and_given_back_once(desk, cable, bare_club) -> None:
    until(lambda: link(desk).state is LinkState.UP and not cable.machine.is_locked)
    heard = desk.clock.now()
    cable.cut()
    until(lambda: link(desk).state is LinkState.LOST, 20)
    desk.clock.advance(460)
    cable.mend()
    until(lambda: link(desk).state is LinkState.UP, 20)
    until(lambda: desk.storage.queries.open_outages())
    (row,) = desk.storage.queries.open_outages()
    assert row.outage.session_id == bare_club.session_id
    assert (row.outage.lost_at, row.outage.lost_s, row.outage.minutes) == (heard, 460, 8)
    assert cable.machine.is_locked is False, "the PC played on all the time"

    before = session(desk, bare_club).ends_at
    deed = CreditOutage(session_id=bare_club.session_id, outage_id=row.outage.id)
    assert desk.desk.do(deed, desk.owner).result(20).minutes == 8
    assert session(desk, bare_club).ends_at == before + timedelta(minutes=8)
    evidence = [line for line in desk.storage.queries.journal() if line.action == "CreditOutage"]
    assert [heard.isoformat() in line.details for line in evidence] == [True]
    assert '"lost_s":460' in evidence[0].details
    assert desk.storage.queries.open_outages() == []


def test_the_pc_warns_at_10_5_and_1_minutes_and_locks_at_the_end(desk, cable, bare_club) -> None:
    until(lambda: not cable.machine.is_locked)
    ends_at = session(desk, bare_club).ends_at
    for minutes in (10, 5, 1):
        left_s = (ends_at - desk.clock.now()).total_seconds()
        desk.clock.advance(left_s - 60 * minutes + 1)
        until(lambda minutes=minutes: deeds(cable.machine, "warning")[-1:] == [str(minutes)])
    assert deeds(cable.machine, "warning") == ["10", "5", "1"]
    assert not cable.machine.is_locked
    desk.clock.advance((ends_at - desk.clock.now()).total_seconds())
    until(lambda: cable.machine.is_locked)
    until(lambda: not session(desk, bare_club).state.is_open)
    assert session(desk, bare_club).ended_at == ends_at


def session(desk, club):
    def look():
        with desk.storage.begin() as work:
            return work.sessions.get(club.session_id)

    return desk.writer.submit(look).result(20)
