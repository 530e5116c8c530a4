"""Moving under the three policies, swapping, and a guest who becomes a client; both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clubdesk.domain.events import SessionMoved
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.moving import MovePolicy, preview
from clubdesk.domain.points_share import Purse
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.client_file import BlockClient
from clubdesk.services.guests import GuestBecomesClient
from clubdesk.services.ports_hub import LeaseState
from clubdesk.services.reactions import Reactions
from clubdesk.services.sessions import EndSession, MoveSession, PauseSession, StartSession
from clubdesk.services.swapping import SwapSessions
from clubdesk.storage.verify import verify
from tests.support.fake_hub import FakeHub, FakeWaker

VIP = 4


def move(world, session_id, policy, seat=VIP, **more):
    station_id = world.stations[seat]
    command = MoveSession(session_id=session_id, to_station_id=station_id, policy=policy, **more)
    return world.do(command)


def limited(world, client_id, seconds=3600) -> int:
    command = StartSession(
        station_id=world.stations[0],
        client_id=client_id,
        rate_id=world.rates[0],
        limit_s=seconds,
    )
    return world.do(command).session_id


def test_keep_time_is_what_a_move_does_unasked(world, database_url) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    before = world.session(session_id).ends_at
    world.clock.advance(900)
    world.do(MoveSession(session_id=session_id, to_station_id=world.stations[VIP]))
    moved = world.session(session_id)
    assert moved.ends_at == before
    assert moved.terms.price.per_hour_at(world.clock.now()) == 80_000
    assert verify(database_url).problems == ()


def test_keep_value_prices_what_is_left_anew(world, database_url) -> None:
    world.open_shift()
    client = world.client(94_000)
    session_id = world.start(client)
    world.clock.advance(1800)
    move(world, session_id, MovePolicy.KEEP_VALUE)
    moved = world.session(session_id)
    left = timedelta(hours=54_000 / 140_000)
    assert abs(moved.ends_at - world.clock.now() - left) < timedelta(milliseconds=1)
    assert moved.terms.rate_id == world.rates[1]
    world.clock.advance(1800)
    world.do(EndSession(session_id=session_id))
    assert world.game(client) == 0
    assert verify(database_url).problems == ()


def test_keep_value_into_a_cheaper_zone_gives_more_time(world) -> None:
    world.open_shift()
    client = world.client(140_000)
    command = StartSession(station_id=world.stations[VIP], client_id=client, rate_id=world.rates[1])
    session_id = world.do(command).session_id
    move(world, session_id, MovePolicy.KEEP_VALUE, seat=0)
    assert world.session(session_id).ends_at == world.clock.now() + timedelta(minutes=105)


def test_the_difference_is_charged_now_and_the_time_stays(world, database_url) -> None:
    world.open_shift()
    client = world.client(200_000)
    session_id = limited(world, client)
    before = world.session(session_id).ends_at
    world.clock.advance(1800)
    move(world, session_id, MovePolicy.CHARGE_DIFFERENCE)
    moved = world.session(session_id)
    assert moved.ends_at == before
    assert world.game(client) == 200_000 - 40_000 - 30_000
    world.clock.advance(1800)
    ended = world.do(EndSession(session_id=session_id))
    assert ended.charged_minor == 40_000 + 70_000
    assert verify(database_url).problems == ()


def test_a_difference_that_is_not_there_is_named_and_nothing_changes(world) -> None:
    world.open_shift()
    client = world.client(80_000)
    session_id = world.start(client)
    before = world.session(session_id)
    with pytest.raises(DeskError) as refusal:
        move(world, session_id, MovePolicy.CHARGE_DIFFERENCE)
    assert (refusal.value.code, refusal.value.subject) == ("move.too_little", "cash")
    assert "600" in refusal.value.text
    assert world.session(session_id) == before
    assert world.game(client) == 80_000


def test_the_difference_can_be_taken_in_cash_with_the_move(world, database_url) -> None:
    world.open_shift()
    client, till = world.client(80_000), world.till()
    session_id = world.start(client)
    before = world.session(session_id).ends_at
    move(world, session_id, MovePolicy.CHARGE_DIFFERENCE, cash_minor=60_000, received_minor=100_000)
    assert world.session(session_id).ends_at == before
    assert world.till() == till + 60_000
    assert world.game(client) == 80_000
    assert verify(database_url).problems == ()


def test_a_guest_pays_the_difference_in_cash(world, database_url) -> None:
    world.open_shift()
    session_id = world.start_guest(80_000).session_id
    before = world.session(session_id).ends_at
    move(world, session_id, MovePolicy.CHARGE_DIFFERENCE, cash_minor=60_000)
    assert world.session(session_id).ends_at == before
    assert world.balance(AccountKind.GUEST, session_id) == 80_000
    assert verify(database_url).problems == ()


def test_no_difference_is_charged_where_it_costs_no_more(world) -> None:
    world.open_shift()
    session_id = limited(world, world.client(200_000))
    with pytest.raises(DeskError) as refusal:
        move(world, session_id, MovePolicy.CHARGE_DIFFERENCE, seat=1)
    assert refusal.value.code == "move.cheaper"


def test_a_rate_of_another_zone_is_refused(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    with pytest.raises(DeskError) as refusal:
        move(world, session_id, MovePolicy.KEEP_VALUE, rate_id=world.rates[0])
    assert (refusal.value.code, refusal.value.subject) == ("rate.not_here", "rate")


@pytest.mark.parametrize("policy", list(MovePolicy))
def test_the_preview_shows_what_then_happens(world, policy) -> None:
    world.open_shift()
    client = world.client(200_000)
    session_id = limited(world, client)
    world.clock.advance(600)
    with world.storage.begin() as work:
        terms = work.rates.get(world.rates[1]).terms()
    now = world.clock.now()
    seen = preview(world.session(session_id), now, policy=policy, terms=terms, purse=Purse(200_000))
    move(world, session_id, policy)
    moved = world.session(session_id)
    assert moved.ends_at == now + seen.left_after
    assert world.game(client) == 200_000 - 13_333 - seen.difference
    assert seen.lacking == 0


def test_a_paused_session_moves_and_stays_paused(world) -> None:
    world.open_shift()
    session_id = world.start(world.client(80_000))
    world.do(PauseSession(session_id=session_id))
    move(world, session_id, MovePolicy.KEEP_VALUE)
    assert world.session(session_id).state is SessionState.PAUSED


def two(world) -> tuple[int, int]:
    other = world.client(40_000, name="Other", phone="+77015550001")
    return world.start(world.client(80_000)), world.start(other, seat=1)


def test_two_sessions_change_places_and_keep_their_time(world, database_url) -> None:
    world.open_shift()
    first, second = two(world)
    ends = world.session(first).ends_at, world.session(second).ends_at
    world.clock.advance(900)
    world.do(SwapSessions(session_id=first, other_session_id=second))
    one, other = world.session(first), world.session(second)
    assert (one.station_id, other.station_id) == (world.stations[1], world.stations[0])
    assert (one.ends_at, other.ends_at) == ends
    assert len([event for event in world.heard if isinstance(event, SessionMoved)]) == 2
    assert verify(database_url).problems == ()


def test_a_full_hall_can_swap_as_well(world) -> None:
    world.open_shift()
    first, second = two(world)
    for seat, rate in ((2, 0), (3, 0), (4, 1), (5, 1), (6, 2)):
        with world.storage.begin() as work:
            station = work.stations.get(world.stations[seat])
            work.stations.save(replace(station, maintenance=f"Being cleaned {rate}"))
    world.do(SwapSessions(session_id=first, other_session_id=second))
    with world.storage.begin() as work:
        assert len(work.stations.all()) == len(world.stations)


def test_a_running_and_a_paused_one_swap(world) -> None:
    world.open_shift()
    first, second = two(world)
    world.do(PauseSession(session_id=second))
    world.do(SwapSessions(session_id=first, other_session_id=second))
    assert world.session(first).state is SessionState.ACTIVE
    assert world.session(second).state is SessionState.PAUSED


def test_a_swap_with_itself_or_with_an_ended_one_is_refused(world) -> None:
    world.open_shift()
    first, second = two(world)
    with pytest.raises(DeskError) as same:
        world.do(SwapSessions(session_id=first, other_session_id=first))
    assert same.value.code == "session.same_station"
    world.do(EndSession(session_id=second))
    before = world.session(first)
    with pytest.raises(DeskError) as over:
        world.do(SwapSessions(session_id=first, other_session_id=second))
    assert over.value.code == "session.over"
    assert world.session(first) == before


def test_a_guest_becomes_a_client_and_plays_on(world, database_url) -> None:
    world.open_shift()
    session_id = world.start_guest(80_000).session_id
    client = world.client(20_000)
    world.clock.advance(900)
    before = world.session(session_id)
    became = world.do(GuestBecomesClient(session_id=session_id, client_id=client))
    assert (became.moved_minor, became.balance_minor) == (60_000, 80_000)
    session = world.session(session_id)
    assert session.client_id == client
    assert session.started_at == before.started_at
    assert session.ends_at == world.clock.now() + timedelta(hours=1)
    world.clock.advance(900)
    world.do(EndSession(session_id=session_id))
    assert world.game(client) == 60_000
    assert verify(database_url).problems == ()


def test_who_plays_or_is_blocked_takes_no_guests_session(world) -> None:
    world.open_shift()
    session_id = world.start_guest(80_000).session_id
    playing = world.client(20_000)
    own = world.start(playing, seat=1)
    with pytest.raises(DeskError) as busy:
        world.do(GuestBecomesClient(session_id=session_id, client_id=playing))
    assert busy.value.code == "session.client_playing"
    with pytest.raises(DeskError) as client:
        world.do(GuestBecomesClient(session_id=own, client_id=playing))
    assert client.value.code == "session.not_a_guest"
    blocked = world.client(name="Blocked", phone="+77015550002")
    world.do(BlockClient(client_id=blocked, reason="Broke the rules"))
    with pytest.raises(DeskError) as refused:
        world.do(GuestBecomesClient(session_id=session_id, client_id=blocked))
    assert refused.value.code == "client.blocked"
    assert world.balance(AccountKind.GUEST, session_id) == 80_000


def test_a_dead_pc_is_left_and_locks_when_it_comes_back(world) -> None:
    hub = FakeHub()
    reactions = Reactions(world.storage.begin, world.clock, hub, FakeWaker())
    world.feed.subscribe(reactions.hear)
    world.open_shift()
    session_id = world.start(world.client(80_000))
    old, new = world.stations[0], world.stations[1]
    before = hub.wanted[old].seq
    world.do(MoveSession(session_id=session_id, to_station_id=new))
    assert hub.wanted[old].state is LeaseState.LOCKED
    assert hub.wanted[old].seq > before
    assert hub.wanted[new].state is LeaseState.OPEN
