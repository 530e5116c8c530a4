"""A PC that was gone is measured, offered once and given back, on both databases."""

from datetime import timedelta

import pytest

from clubdesk.domain.events import OutageMeasured
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.outage_watch import OutageWatch
from clubdesk.services.outages import CreditOutage, LeaveOutage, NoteOutage
from clubdesk.services.ports_hub import LinkState, StationLink
from clubdesk.services.sessions import EndSession, MoveSession, PauseSession
from clubdesk.storage.verify import verify
from tests.support.club_world import START


class Watched:
    """The watch over a world: what it notes goes through the door at once."""

    def __init__(self, world) -> None:
        self.world = world
        self.watch = OutageWatch(world.clock, lambda command: world.door.carry_out(command, None))
        world.feed.subscribe(self.watch.hear)

    def link(self, state: LinkState, seat: int = 0, ago_s: float = 0) -> None:
        seen = self.world.clock.now() - timedelta(seconds=ago_s)
        self.watch.hear(StationLink(self.world.stations[seat], state, last_seen=seen))


def gone(world, seconds: float = 460) -> Watched:
    watched = Watched(world)
    world.clock.advance(6)
    watched.link(LinkState.LOST, ago_s=6)
    world.clock.advance(seconds - 6)
    watched.link(LinkState.UP)
    return watched


def credit(world, session_id, outage_id, staff_id=None):
    return world.do(CreditOutage(session_id=session_id, outage_id=outage_id), staff_id)


def test_seven_minutes_forty_are_measured_and_eight_are_offered(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    gone(world)
    (row,) = world.storage.queries.open_outages()
    assert (row.outage.session_id, row.outage.lost_s, row.outage.minutes) == (session_id, 460, 8)
    assert (row.station_name, row.payer_name) == ("PC 01", "Sanjar")
    assert row.outage.lost_at == START
    assert any(isinstance(event, OutageMeasured) for event in world.heard)


def test_the_minutes_are_given_back_once_with_evidence(world, database_url) -> None:
    world.open_shift()
    client = world.client(80_000)
    session_id = world.start(client)
    gone(world)
    before = world.session(session_id).ends_at
    (row,) = world.storage.queries.open_outages()
    assert credit(world, session_id, row.outage.id).minutes == 8
    assert world.session(session_id).ends_at == before + timedelta(minutes=8)
    line = world.journal()[0]
    assert line.action == "CreditOutage"
    assert '"lost_s":460' in line.details
    assert START.isoformat() in line.details
    assert world.storage.queries.open_outages() == []
    with pytest.raises(DeskError) as refusal:
        credit(world, session_id, row.outage.id)
    assert refusal.value.code == "outage.decided"
    assert verify(database_url).problems == ()


def test_an_outage_can_be_left_as_it_is(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    gone(world)
    (row,) = world.storage.queries.open_outages()
    before = world.session(session_id)
    world.do(LeaveOutage(outage_id=row.outage.id))
    assert world.storage.queries.open_outages() == []
    assert world.session(session_id) == before


def test_a_short_loss_is_no_outage(world) -> None:
    world.open_shift()
    world.start(world.client(80_000))
    gone(world, 59)
    assert world.storage.queries.open_outages() == []


def test_a_pause_is_not_lost_and_a_free_seat_loses_nothing(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    world.do(PauseSession(session_id=session_id))
    gone(world)
    assert world.storage.queries.open_outages() == []


def test_a_session_that_left_a_dead_pc_is_offered_the_time_until_then(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    watched = Watched(world)
    world.clock.advance(6)
    watched.link(LinkState.LOST, ago_s=6)
    world.clock.advance(114)
    world.do(MoveSession(session_id=session_id, to_station_id=world.stations[1]))
    (row,) = world.storage.queries.open_outages()
    assert row.outage.lost_s == 120
    world.clock.advance(600)
    watched.link(LinkState.UP)
    assert len(world.storage.queries.open_outages()) == 1


def test_a_session_that_has_ended_is_offered_nothing(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    gone(world)
    (row,) = world.storage.queries.open_outages()
    world.do(EndSession(session_id=session_id))
    assert world.storage.queries.open_outages() == []
    with pytest.raises(DeskError) as refusal:
        credit(world, session_id, row.outage.id)
    assert refusal.value.code == "session.over"


def test_another_session_cannot_have_it_and_a_cashier_needs_the_permission(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    other = world.start_guest(40_000, seat=1).session_id
    gone(world)
    (row,) = world.storage.queries.open_outages()
    with pytest.raises(DeskError) as unknown:
        credit(world, other, row.outage.id)
    assert unknown.value.code == "outage.unknown"
    with pytest.raises(DeskError) as refusal:
        credit(world, session_id, row.outage.id, world.staff(Role.CASHIER))
    assert refusal.value.subject == "credit_outage"


def test_the_same_loss_is_noted_once(world) -> None:
    world.open_shift()
    world.start(world.client(80_000))
    world.clock.advance(460)
    note = {"station_id": world.stations[0], "lost_at": START, "back_at": world.clock.now()}
    assert len(world.door.carry_out(NoteOutage(**note), None).outage_ids) == 1
    assert world.door.carry_out(NoteOutage(**note), None).outage_ids == ()
