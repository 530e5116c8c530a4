"""The rules of sessions from 2 on, line by line, through the door, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.moving import MovePolicy
from clubdesk.domain.people import Role
from clubdesk.domain.pricing import HourlyPrice
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.cancelling import CancelSession
from clubdesk.services.explaining import PrintExplanation
from clubdesk.services.extending import AddTime
from clubdesk.services.handing_over import HandOver
from clubdesk.services.outages import CreditOutage
from clubdesk.services.ports_hub import LeaseState, LinkState
from clubdesk.services.sessions import EndSession, MoveSession, PauseSession, ResumeSession
from clubdesk.services.stations import RestartPC
from tests.support.bar_club import Bar
from tests.support.club_world import PASSWORD
from tests.support.desk_days import DeskDay
from tests.support.rates_club import (
    HOUR,
    end,
    over,
    pass_minutes,
    refusal,
    sell,
    start,
    start_guest,
    zone_of,
)


def move(world, session, seat, policy=MovePolicy.KEEP_TIME, **more) -> None:
    station = world.stations[seat]
    world.do(MoveSession(session_id=session, to_station_id=station, policy=policy, **more))


def journal(world, action):
    return [line for line in world.journal() if line.action == action and not line.refused]


# The states.


@pytest.mark.parametrize("how", ["end", "cancel"])
def test_nothing_leaves_ended_or_cancelled(open_world, how) -> None:
    world = open_world
    session = start(world, world.client(500_000), sell(world))
    if how == "end":
        end(world, session)
    else:
        world.do(CancelSession(session_id=session, reason="A slip"))
    before = world.session(session)
    deeds = (
        PauseSession(session_id=session),
        ResumeSession(session_id=session),
        MoveSession(session_id=session, to_station_id=world.stations[1]),
        EndSession(session_id=session),
        CancelSession(session_id=session, reason="Again"),
        AddTime(session_id=session, minutes=5, reason="A gift"),
    )
    for deed in deeds:
        assert refusal(world.do, deed) == "session.over"
    assert world.session(session) == before


def test_a_session_is_cancelled_free_in_its_first_two_minutes_with_its_permission(
    open_world,
) -> None:
    world = open_world
    client = world.client(500_000)
    session = start(world, client, sell(world, min_charge_minor=20_000))
    pass_minutes(world, 2)
    deed = CancelSession(session_id=session, reason="The wrong seat")
    with pytest.raises(DeskError) as refused:
        world.do(deed, world.staff(Role.CASHIER))
    assert refused.value.subject == "cancel_session"
    world.do(CancelSession(session_id=session, reason="The wrong seat"))
    assert world.session(session).state is SessionState.CANCELLED
    assert (world.game(client), world.balance(AccountKind.PLAY_REVENUE)) == (500_000, 0)


# 2. What has been played is never kept in memory alone.


def test_what_was_played_is_still_there_after_the_desk_was_off(open_world) -> None:
    world = open_world
    desk = DeskDay(world)
    session = start(world, world.client(500_000), sell(world))
    pass_minutes(world, 20)
    desk.restart()
    pass_minutes(world, 25)
    assert end(world, session).charged_minor == 45_000


def test_money_is_posted_at_a_pause_a_move_and_the_end_and_never_by_a_timer(open_world) -> None:
    world = open_world
    client, rate = world.client(500_000), sell(world)
    session = start(world, client, rate)
    posted = [world.game(client)]
    pass_minutes(world, 10)
    assert over(world) == 0
    posted.append(world.game(client))
    world.do(PauseSession(session_id=session))
    posted.append(world.game(client))
    world.do(ResumeSession(session_id=session))
    pass_minutes(world, 10)
    move(world, session, 1)
    posted.append(world.game(client))
    pass_minutes(world, 10)
    end(world, session)
    posted.append(world.game(client))
    assert posted == [500_000, 500_000, 490_000, 480_000, 470_000]


def test_a_deduction_looks_at_the_available_balance(open_world) -> None:
    world = open_world
    client = world.client(100_000)
    start(world, client, sell(world))
    pass_minutes(world, 60)
    assert world.game(client) == 100_000
    assert refusal(world.deduct, client, 40_001) == "balance.too_little"
    world.deduct(client, 40_000)
    assert over(world) == 1
    assert world.game(client) == 0


def test_an_order_looks_at_the_available_balance_and_play_ends_that_much_earlier(
    open_world,
) -> None:
    world = open_world
    bar, client = Bar(world), world.client(100_000)
    session = start(world, client, sell(world))
    pass_minutes(world, 60)
    order = {"session_id": session, "from_balance": True, "served": True}
    assert refusal(bar.sell, (bar.cola, 1), **order) == "balance.too_little"
    bar.sell((bar.chips, 1), **order)
    assert world.game(client) == 70_000
    assert world.session(session).ends_at - world.clock.now() == timedelta(minutes=10)


def test_money_is_posted_when_the_till_is_handed_over(open_world) -> None:
    world = open_world
    client, taker = world.client(500_000), world.staff(Role.ADMINISTRATOR, "next")
    session = start(world, client, sell(world))
    before = world.session(session).ends_at
    pass_minutes(world, 30)
    deed = HandOver(to_login="next", password=PASSWORD, counted_minor=world.till())
    assert world.do(deed).staff_id == taker
    assert world.game(client) == 470_000
    assert world.session(session).ends_at == before
    pass_minutes(world, 30)
    assert end(world, session).charged_minor == HOUR


# 3. Pause.


def test_a_pause_stops_the_timer_keeps_the_time_and_locks_the_pc(open_world) -> None:
    world = open_world
    desk = DeskDay(world)
    session = start(world, world.client(HOUR), sell(world))
    station = world.stations[0]
    pass_minutes(world, 15)
    world.do(PauseSession(session_id=session))
    assert desk.hub.wanted[station].state is LeaseState.LOCKED
    pass_minutes(world, 24 * 60)
    assert over(world) == 0
    world.do(ResumeSession(session_id=session))
    lease = desk.hub.wanted[station]
    assert lease.deadline - world.clock.monotonic() == 45 * 60
    assert world.session(session).ends_at - world.clock.now() == timedelta(minutes=45)


def test_a_pause_over_its_limit_loses_nothing(open_world) -> None:
    world = open_world
    client = world.client(HOUR)
    session = start(world, client, sell(world))
    pass_minutes(world, 15)
    world.do(PauseSession(session_id=session))
    limit = world.storage.queries.club().pause_limit_minutes
    assert limit == 60
    pass_minutes(world, limit + 1)
    assert over(world) == 0
    card = next(c for c in world.storage.queries.hall(world.clock.now()).cards if c.session)
    paused = world.clock.now() - card.session.segments[-1].started_at
    assert card.session.state is SessionState.PAUSED
    assert paused > timedelta(minutes=limit)
    assert end(world, session).charged_minor == 15_000
    assert world.game(client) == 45_000


# 4. Move.


def test_a_move_is_the_same_session_with_a_new_segment(open_world) -> None:
    world = open_world
    session = start(world, world.client(500_000), sell(world))
    pass_minutes(world, 10)
    move(world, session, 1)
    pass_minutes(world, 10)
    move(world, session, 2)
    segments = world.session(session).segments
    assert [one.station_id for one in segments] == world.stations[:3]
    assert [one.ended_at for one in segments[:2]] == [one.started_at for one in segments[1:]]


@pytest.mark.parametrize(
    ("policy", "left", "charged"),
    [
        (MovePolicy.KEEP_TIME, 60, 0),
        (MovePolicy.KEEP_VALUE, 30, 0),
        (MovePolicy.CHARGE_DIFFERENCE, 60, 60_000),
    ],
)
def test_a_move_keeps_the_time_or_the_value_or_charges_the_difference(
    open_world, policy, left, charged
) -> None:
    world = open_world
    there = frozenset({zone_of(world, 5)})
    dear = sell(world, "Dear", price=HourlyPrice.flat(2 * HOUR), zone_ids=there)
    session = start(world, world.client(HOUR), sell(world))
    move(world, session, 5, policy, rate_id=dear, cash_minor=charged)
    moved = world.session(session)
    assert moved.ends_at - world.clock.now() == timedelta(minutes=left)
    assert moved.charged_minor == charged


# 5. End.


def test_an_end_settles_locks_and_leaves_the_rest_on_the_account(open_world) -> None:
    world = open_world
    desk = DeskDay(world)
    client = world.client(100_000)
    session = start(world, client, sell(world))
    pass_minutes(world, 30)
    assert end(world, session).charged_minor == 30_000
    assert desk.hub.wanted[world.stations[0]].state is LeaseState.LOCKED
    assert world.game(client) == 70_000


def test_a_guests_remainder_is_paid_out_from_the_till(open_world) -> None:
    world = open_world
    till = world.till()
    session = start_guest(world, sell(world), cash_minor=60_000).session_id
    pass_minutes(world, 20)
    assert end(world, session).returned_minor == 40_000
    assert world.till() == till + 20_000


# 7. Time over.


def test_the_pc_is_told_to_warn_at_10_5_and_1_minutes(open_world) -> None:
    world = open_world
    desk = DeskDay(world)
    start(world, world.client(HOUR), sell(world))
    assert desk.hub.wanted[world.stations[0]].warn_minutes == (10, 5, 1)


def test_the_session_ends_at_the_exact_second_however_late_the_desk_notices(open_world) -> None:
    world = open_world
    desk = DeskDay(world)
    session = start(world, world.client(HOUR), sell(world))
    ends_at = world.session(session).ends_at
    world.clock.advance(5 * 3600)
    desk.restart()
    assert world.session(session).ended_at == ends_at
    assert world.session(session).charged_minor == HOUR


def test_a_top_up_while_playing_lengthens_the_session_at_once(open_world) -> None:
    world = open_world
    client = world.client(HOUR)
    session = start(world, client, sell(world))
    pass_minutes(world, 59)
    world.do(TopUp(client_id=client, cash_minor=30_000))
    kept = world.session(session)
    assert kept.ends_at - kept.started_at == timedelta(minutes=90)


# 8. Restart PC.


def test_a_restart_of_the_pc_pauses_first_and_the_session_can_be_resumed(open_world) -> None:
    world = open_world
    desk = DeskDay(world)
    session = start(world, world.client(HOUR), sell(world))
    pass_minutes(world, 15)
    world.do(RestartPC(station_id=world.stations[0]))
    assert world.session(session).state is SessionState.PAUSED
    assert [kind.value for _, kind in desk.hub.orders] == ["restart"]
    pass_minutes(world, 3)
    world.do(ResumeSession(session_id=session))
    assert world.session(session).ends_at - world.clock.now() == timedelta(minutes=45)


# 9. Agent lost.


def test_the_timer_goes_on_while_the_pc_is_gone_and_the_outage_is_given_back_once(
    open_world,
) -> None:
    world = open_world
    desk = DeskDay(world)
    session = start(world, world.client(HOUR), sell(world))
    desk.link(0, LinkState.LOST, world.clock.now())
    world.clock.advance(460)
    desk.link(0, LinkState.UP, world.clock.now())
    left = world.session(session).ends_at - world.clock.now()
    assert left == timedelta(seconds=3600 - 460)
    (row,) = world.storage.queries.open_outages()
    assert (row.outage.lost_s, row.outage.minutes) == (460, 8)
    deed = CreditOutage(session_id=session, outage_id=row.outage.id)
    with pytest.raises(DeskError) as refused:
        world.do(deed, world.staff(Role.CASHIER))
    assert refused.value.subject == "credit_outage"
    world.do(CreditOutage(session_id=session, outage_id=row.outage.id))
    assert world.session(session).ends_at - world.clock.now() == left + timedelta(minutes=8)
    (line,) = journal(world, "CreditOutage")
    assert row.outage.lost_at.isoformat() in line.details
    assert row.outage.back_at.isoformat() in line.details


# 10. Explain.


def test_any_charge_opens_into_its_segments_and_can_be_printed(open_world) -> None:
    world = open_world
    rate = sell(world, step_minutes=10, min_charge_minor=50_000)
    session = start(world, world.client(500_000), rate)
    pass_minutes(world, 12)
    world.do(PauseSession(session_id=session))
    pass_minutes(world, 5)
    world.do(ResumeSession(session_id=session))
    pass_minutes(world, 13)
    end(world, session)
    told = world.storage.queries.explain(session, world.clock.now())
    assert [(s.what, s.seconds, s.amount) for s in told.steps] == [
        ("hours", 720, 12_000),
        ("pause", 300, 0),
        ("hours", 780, 13_000),
        ("step", 300, 5_000),
        ("minimum", 0, 20_000),
    ]
    assert sum(step.amount for step in told.steps) == told.total == 50_000
    job = world.do(PrintExplanation(session_id=session)).job_id
    assert job > 0


# 11. One running session a station and a client.


@pytest.mark.parametrize("same", ["station_id", "client_id"])
def test_the_database_holds_one_running_session_a_station_and_a_client(open_world, same) -> None:
    world = open_world
    first = start(world, world.client(500_000), sell(world))
    other = start_guest(world, sell(world, "Second"), seat=1, cash_minor=60_000).session_id
    value = getattr(world.session(first), same)
    change = text(f"UPDATE sessions SET {same} = :value WHERE id = :id")
    with pytest.raises(IntegrityError), world.storage.engine.begin() as connection:
        connection.execute(change, {"value": value, "id": other})
