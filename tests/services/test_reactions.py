"""What follows from a deed: every PC is told what it should be, and orders go out once."""

import pytest

from clubdesk.domain.events import PCOrdered, SeatsChanged
from clubdesk.foundation.errors import DeskError
from clubdesk.services.ports_hub import LeaseState, LinkState, OrderKind, StationLink
from clubdesk.services.reactions import Reactions
from clubdesk.services.sessions import (
    EndSession,
    EndTimeOver,
    MoveSession,
    PauseSession,
    ResumeSession,
    StartSession,
)
from clubdesk.services.stations import NoteStranger, PairAgent, RestartPC, WakePC
from tests.support.fake_hub import FakeHub, FakeWaker

KEY_A, KEY_B = "a" * 40, "b" * 40


@pytest.fixture
def hub() -> FakeHub:
    return FakeHub()


@pytest.fixture
def waker() -> FakeWaker:
    return FakeWaker()


@pytest.fixture
def reacting(world, hub, waker):
    """The world with its reactions listening and a shift open."""
    reactions = Reactions(world.storage.begin, world.clock, hub, waker)
    world.feed.subscribe(reactions.hear)
    world.open_shift()
    reactions.refresh()
    world.reactions = reactions
    return world


def start(world, seat: int = 0, money: int = 80_000) -> int:
    client = world.client(money)
    return world.do(
        StartSession(station_id=world.stations[seat], client_id=client, rate_id=world.rates[0])
    ).session_id


def test_a_start_opens_the_pc_for_as_long_as_the_money_lasts(reacting, hub) -> None:
    session = start(reacting)
    lease = hub.wanted[reacting.stations[0]]
    assert (lease.state, lease.session_id) == (LeaseState.OPEN, session)
    assert lease.deadline == reacting.clock.monotonic() + 3600
    assert lease.headline == "Sanjar"
    assert lease.warn_minutes == (10, 5, 1)


def test_pause_locks_and_resume_opens_with_the_time_that_was_left(reacting, hub) -> None:
    session = start(reacting)
    reacting.clock.advance(600)
    reacting.do(PauseSession(session_id=session))
    lease = hub.wanted[reacting.stations[0]]
    assert (lease.state, lease.deadline, lease.session_id) == (LeaseState.LOCKED, None, session)
    reacting.clock.advance(5_000)
    reacting.do(ResumeSession(session_id=session))
    lease = hub.wanted[reacting.stations[0]]
    assert lease.deadline == reacting.clock.monotonic() + 3_000


def test_a_move_locks_the_old_pc_and_opens_the_new_one_in_one_telling(reacting, hub) -> None:
    session = start(reacting)
    reacting.do(MoveSession(session_id=session, to_station_id=reacting.stations[1]))
    old, new = (hub.wanted[station] for station in reacting.stations[:2])
    assert (old.state, old.session_id) == (LeaseState.LOCKED, 0)
    assert (new.state, new.session_id) == (LeaseState.OPEN, session)
    assert hub.tellings[-1] == 2


def test_a_move_to_a_console_tells_the_pc_alone(reacting, hub) -> None:
    session = start(reacting)
    reacting.do(MoveSession(session_id=session, to_station_id=reacting.stations[6]))
    assert hub.tellings[-1] == 1
    assert hub.wanted[reacting.stations[0]].state is LeaseState.LOCKED


@pytest.mark.parametrize("how", [EndSession, EndTimeOver])
def test_an_end_locks_for_nobody(reacting, hub, how) -> None:
    session = start(reacting)
    reacting.clock.advance(3600)
    reacting.do(how(session_id=session))
    lease = hub.wanted[reacting.stations[0]]
    assert (lease.state, lease.session_id) == (LeaseState.LOCKED, 0)


def test_a_top_up_while_playing_sends_a_longer_lease_with_a_higher_number(reacting, hub) -> None:
    from clubdesk.services.balance import TopUp

    start(reacting)
    before = hub.wanted[reacting.stations[0]]
    reacting.do(TopUp(client_id=1, cash_minor=40_000))
    after = hub.wanted[reacting.stations[0]]
    assert after.seq > before.seq
    assert after.deadline == before.deadline + 1800


def test_a_refused_deed_tells_nobody_anything(reacting, hub) -> None:
    start(reacting)
    told = len(hub.tellings)
    with pytest.raises(DeskError):
        reacting.do(
            StartSession(station_id=reacting.stations[0], client_id=1, rate_id=reacting.rates[0])
        )
    assert len(hub.tellings) == told


def test_a_hub_that_fails_stops_no_deed_and_a_refresh_makes_up_for_it(reacting, hub) -> None:
    hub.broken = OSError("no sockets left")
    session = start(reacting)
    assert reacting.session(session).state.is_open
    hub.broken = None
    reacting.reactions.refresh()
    assert hub.wanted[reacting.stations[0]].state is LeaseState.OPEN
    assert hub.tellings[-1] == 6, "the console has no agent"


def test_what_another_desk_changed_is_told_once(reacting, hub) -> None:
    heard = []
    other = Reactions(reacting.storage.begin, reacting.clock, hub, FakeWaker(), heard.append)
    other.refresh()
    other.catch_up()
    assert heard == []
    session = start(reacting)
    reacting.do(MoveSession(session_id=session, to_station_id=reacting.stations[6]))
    other.catch_up()
    assert heard == [SeatsChanged((reacting.stations[0], reacting.stations[6]))]
    assert hub.wanted[reacting.stations[0]].state is LeaseState.LOCKED
    told = len(hub.tellings)
    other.catch_up()
    reacting.reactions.catch_up()
    assert len(hub.tellings) == told
    assert len(heard) == 1


def test_a_telling_that_failed_is_made_up_for_within_a_beat(reacting, hub) -> None:
    hub.broken = OSError("no sockets left")
    start(reacting)
    hub.broken = None
    reacting.reactions.catch_up()
    assert hub.wanted[reacting.stations[0]].state is LeaseState.OPEN


def test_a_key_that_is_paired_again_moves_to_the_new_station(reacting, hub) -> None:
    first, second = reacting.stations[:2]
    reacting.do(PairAgent(station_id=first, agent_key=KEY_A, mac="3C-7C-3F-12-9A-01"))
    assert hub.pairs == {first: KEY_A}
    reacting.do(PairAgent(station_id=second, agent_key=KEY_B))
    reacting.do(PairAgent(station_id=second, agent_key=KEY_A))
    assert hub.pairs == {second: KEY_A}
    with reacting.storage.begin() as work:
        assert work.stations.get(first).agent_key == ""
        assert work.stations.get(first).mac == "3c:7c:3f:12:9a:01"
    reacting.do(PairAgent(station_id=second, agent_key=""))
    assert hub.pairs == {}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"agent_key": "short"}, "station.bad_key"),
        ({"agent_key": "ю" * 40}, "station.bad_key"),
        ({"agent_key": KEY_A, "mac": "3c:7c:3f"}, "station.bad_mac"),
        ({"agent_key": KEY_A, "mac": "zz:zz:zz:zz:zz:zz"}, "station.bad_mac"),
        ({"agent_key": KEY_A, "station_id": 999}, "station.unknown"),
    ],
)
def test_a_pairing_that_cannot_be_is_refused_whole(reacting, hub, facts, code) -> None:
    reacting.do(PairAgent(station_id=reacting.stations[0], agent_key=KEY_A))
    with pytest.raises(DeskError) as refusal:
        reacting.do(PairAgent(**{"station_id": reacting.stations[1], **facts}))
    assert refusal.value.code == code
    assert hub.pairs == {reacting.stations[0]: KEY_A}


def test_orders_go_out_once(reacting, hub, waker) -> None:
    station = reacting.stations[0]
    command = RestartPC(station_id=station)
    reacting.do(command)
    reacting.do(command)
    assert hub.orders == [(station, OrderKind.RESTART)]
    with pytest.raises(DeskError) as refusal:
        reacting.do(WakePC(station_id=station))
    assert refusal.value.code == "station.no_mac"
    reacting.do(PairAgent(station_id=station, agent_key="", mac="3c:7c:3f:12:9a:01"))
    reacting.do(WakePC(station_id=station))
    assert waker.woken == ["3c:7c:3f:12:9a:01"]
    reacting.feed.publish(PCOrdered(999, "wake"))
    assert len(waker.woken) == 1


def test_a_restart_pauses_first_and_of_a_paused_or_overdue_session_changes_nothing(
    reacting, hub
) -> None:
    session = start(reacting)
    reacting.clock.advance(600)
    reacting.do(RestartPC(station_id=reacting.stations[0]))
    paused = reacting.session(session)
    assert paused.ends_at is None
    reacting.do(RestartPC(station_id=reacting.stations[0]))
    assert reacting.session(session) == paused
    reacting.do(ResumeSession(session_id=session))
    reacting.clock.advance(9_999)
    before = reacting.session(session)
    reacting.do(RestartPC(station_id=reacting.stations[0]))
    assert reacting.session(session) == before
    assert len(hub.orders) == 3


def test_a_stranger_leaves_a_line_in_the_journal_however_long_its_name(world) -> None:
    world.door.carry_out(NoteStranger(what="unknown key " + "x" * 500, agent_key=KEY_A), None)
    [line, *_] = world.journal()
    assert (line.action, line.staff_id) == ("NoteStranger", None)
    assert line.reason.startswith("unknown key")
    assert len(line.reason) == 200


def test_an_agent_ahead_of_restored_books_gets_a_lease_it_will_follow(reacting, hub) -> None:
    seat = reacting.stations[0]
    start(reacting)
    ahead = hub.wanted[seat].seq + 40
    hub.linked = (StationLink(seat, LinkState.UP, applied_seq=ahead),)
    reacting.reactions.catch_up()
    assert hub.wanted[seat].seq == ahead + 1
    hub.linked = (StationLink(seat, LinkState.UP, applied_seq=ahead + 1),)
    reacting.reactions.catch_up()
    assert hub.wanted[seat].seq == ahead + 1


def test_a_number_far_beyond_is_not_believed(reacting, hub) -> None:
    seat = reacting.stations[0]
    start(reacting)
    before = hub.wanted[seat].seq
    hub.linked = (StationLink(seat, LinkState.UP, applied_seq=before + 10**15),)
    reacting.reactions.catch_up()
    assert hub.wanted[seat].seq == before
