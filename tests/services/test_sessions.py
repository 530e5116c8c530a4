"""What a cashier does with sessions, through the door, on both databases."""

from datetime import timedelta

import pytest

from clubdesk.domain.events import SessionEnded, SessionExtended, SessionMoved
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.sessions import (
    EndSession,
    MoveSession,
    PauseSession,
    ResumeSession,
    StartSession,
)
from clubdesk.services.stations import RestartPC
from clubdesk.services.time_over import end_due_sessions
from tests.support.club_world import START


def test_a_clients_session_lasts_as_long_as_the_balance(world) -> None:
    world.open_shift()
    session = world.session(world.start(world.client(80_000)))
    assert session.ends_at == START + timedelta(hours=1)


def test_ending_early_keeps_the_rest_on_the_account(world) -> None:
    world.open_shift()
    client = world.client(80_000)
    session_id = world.start(client)
    world.clock.advance(15 * 60)
    ended = world.do(EndSession(session_id=session_id))
    assert ended.charged_minor == 20_000
    assert world.game(client) == ended.balance_minor == 60_000
    assert world.balance(AccountKind.PLAY_REVENUE) == 20_000


def test_a_pause_charges_what_was_played_and_nothing_after(world) -> None:
    world.open_shift()
    client = world.client(80_000)
    session_id = world.start(client)
    world.clock.advance(15 * 60)
    world.do(PauseSession(session_id=session_id))
    assert world.game(client) == 60_000
    world.clock.advance(3600)
    world.do(ResumeSession(session_id=session_id))
    session = world.session(session_id)
    assert session.ends_at == world.clock.now() + timedelta(minutes=45)
    assert world.game(client) == 60_000


def test_a_move_keeps_the_time_left_to_the_second(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    before = world.session(session_id).ends_at
    world.clock.advance(1234.567)
    world.do(MoveSession(session_id=session_id, to_station_id=world.stations[4]))
    moved = world.session(session_id)
    assert moved.station_id == world.stations[4]
    assert before is not None
    assert moved.ends_at is not None
    assert abs(moved.ends_at - before) < timedelta(milliseconds=1)
    assert any(isinstance(event, SessionMoved) for event in world.heard)


def test_a_move_to_a_taken_seat_is_refused_and_changes_nothing(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    world.start_guest(40_000, seat=1)
    before = world.session(session_id)
    with pytest.raises(DeskError) as refusal:
        world.do(MoveSession(session_id=session_id, to_station_id=world.stations[1]))
    assert refusal.value.code == "session.station_taken"
    assert world.session(session_id) == before


def test_a_top_up_while_playing_lengthens_the_session_at_once(world) -> None:
    world.open_shift()
    client = world.client(80_000)
    session_id = world.start(client)
    world.do(TopUp(client_id=client, cash_minor=40_000))
    assert world.session(session_id).ends_at == START + timedelta(minutes=90)
    assert any(isinstance(event, SessionExtended) for event in world.heard)


def test_one_session_a_station_and_a_client(world) -> None:
    world.open_shift()
    client = world.client(80_000)
    world.start(client)
    other = world.client(80_000, name="Other", phone="+77015550001")
    with pytest.raises(DeskError) as taken:
        world.start(other)
    assert taken.value.code == "session.station_taken"
    with pytest.raises(DeskError) as playing:
        world.start(client, seat=1)
    assert playing.value.code == "session.client_playing"


def test_no_money_no_start(world) -> None:
    world.open_shift()
    with pytest.raises(DeskError) as refusal:
        world.start(world.client())
    assert refusal.value.code == "session.no_money"


def test_a_rate_of_another_zone_is_not_sold(world) -> None:
    world.open_shift()
    client = world.client(80_000)
    command = StartSession(station_id=world.stations[0], client_id=client, rate_id=world.rates[1])
    with pytest.raises(DeskError) as refusal:
        world.do(command)
    assert refusal.value.code == "rate.not_here"


def test_a_guest_pays_before_and_gets_the_rest_back(world) -> None:
    world.open_shift()
    started = world.start_guest(80_000, received=100_000)
    assert started.change_minor == 20_000
    assert world.till() == 5_080_000
    world.clock.advance(30 * 60)
    ended = world.do(EndSession(session_id=started.session_id))
    assert (ended.charged_minor, ended.returned_minor) == (40_000, 40_000)
    assert world.till() == 5_040_000
    assert world.balance(AccountKind.GUEST, started.session_id) == 0


def test_time_over_ends_at_the_exact_instant_however_late_the_desk_looks(world) -> None:
    world.open_shift()
    client = world.client(77_777)
    session_id = world.start(client)
    planned = world.session(session_id).ends_at
    world.clock.advance(9 * 3600)
    assert end_due_sessions(world.storage.begin, world.clock, world.door) == 1
    ended = world.session(session_id)
    assert ended.state is SessionState.ENDED
    assert ended.ended_at == planned
    assert ended.charged_minor == 77_777
    assert world.game(client) == 0
    events = [event for event in world.heard if isinstance(event, SessionEnded)]
    assert [event.time_over for event in events] == [True]


def test_a_pause_after_the_end_ends_it_where_the_money_did(world) -> None:
    world.open_shift()
    client = world.client(40_000)
    session_id = world.start(client)
    world.clock.advance(31 * 60)
    with pytest.raises(DeskError) as refusal:
        world.do(PauseSession(session_id=session_id))
    assert refusal.value.code == "session.time_over"
    ended = world.session(session_id)
    assert ended.ended_at == START + timedelta(minutes=30)
    assert ended.charged_minor == 40_000


def test_restart_pauses_first(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    world.clock.advance(60)
    world.do(RestartPC(station_id=world.stations[0]))
    assert world.session(session_id).state is SessionState.PAUSED


def test_every_change_of_a_seat_numbers_a_new_lease(world) -> None:
    world.open_shift()

    def lease(seat: int) -> int:
        with world.storage.begin() as work:
            return work.stations.get(world.stations[seat]).lease_seq

    first = lease(0)
    session_id = world.start(world.client(80_000))
    second = lease(0)
    world.do(MoveSession(session_id=session_id, to_station_id=world.stations[1]))
    assert first < second < lease(0)
    assert lease(1) > 0
