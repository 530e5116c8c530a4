"""Every line of the rules of sessions, in their order; each test runs on both databases."""

from datetime import timedelta

import pytest

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.cancelling import CancelSession
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.explaining import PrintExplanation
from clubdesk.services.outages import CreditOutage, NoteOutage
from clubdesk.services.sessions import (
    EndSession,
    MovePolicy,
    MoveSession,
    PauseSession,
    ResumeSession,
    StartSession,
)
from clubdesk.services.stations import RestartPC
from clubdesk.services.time_over import end_due_sessions
from clubdesk.storage.verify import verify
from tests.support.club_world import START

HOUR = 3600


@pytest.fixture
def world(world):
    world.open_shift()
    return world


def over(world, session_id) -> bool:
    return not world.session(session_id).state.is_open


def test_states_active_paused_ended_and_nothing_leaves_ended(world) -> None:
    session_id = world.start(world.client(80_000))
    assert world.session(session_id).state is SessionState.ACTIVE
    world.do(PauseSession(session_id=session_id))
    assert world.session(session_id).state is SessionState.PAUSED
    world.do(ResumeSession(session_id=session_id))
    world.do(EndSession(session_id=session_id))
    for command in (PauseSession, ResumeSession, EndSession):
        with pytest.raises(DeskError) as refusal:
            world.do(command(session_id=session_id))
        assert refusal.value.code == "session.over"


def test_nothing_leaves_cancelled(world) -> None:
    session_id = world.start(world.client(80_000))
    world.do(CancelSession(session_id=session_id, reason="The wrong PC"))
    for command in (PauseSession, ResumeSession, EndSession):
        with pytest.raises(DeskError) as refusal:
            world.do(command(session_id=session_id))
        assert refusal.value.code == "session.over"


def test_1_start_an_hourly_session_lasts_as_long_as_the_balance_does(world) -> None:
    assert world.session(world.start(world.client(80_000))).ends_at == START + timedelta(hours=1)


def test_1_or_to_a_chosen_limit(world) -> None:
    command = StartSession(
        station_id=world.stations[0],
        client_id=world.client(80_000),
        rate_id=world.rates[0],
        limit_minor=20_000,
    )
    session = world.session(world.do(command).session_id)
    assert session.ends_at == START + timedelta(minutes=15)


def test_2_money_is_posted_when_paused_moved_or_ended_and_never_by_a_timer(world) -> None:
    client = world.client(80_000)
    session_id = world.start(client)
    world.clock.advance(900)
    end_due_sessions(world.storage.begin, world.clock, world.door)
    assert world.game(client) == 80_000
    world.do(PauseSession(session_id=session_id))
    assert world.game(client) == 60_000
    world.do(ResumeSession(session_id=session_id))
    world.clock.advance(900)
    world.do(MoveSession(session_id=session_id, to_station_id=world.stations[1]))
    assert world.game(client) == 40_000
    world.clock.advance(900)
    world.do(EndSession(session_id=session_id))
    assert world.game(client) == 20_000


def test_2_deductions_look_at_the_available_balance(world) -> None:
    client = world.client(80_000)
    world.start(client)
    world.clock.advance(1800)
    with pytest.raises(DeskError) as refusal:
        world.do(
            Deduct(client_id=client, amount=40_001, account=AccountType("game"), reason="An error")
        )
    assert refusal.value.code == "balance.too_little"


def test_3_pause_stops_the_timer_keeps_the_time_and_locks_the_station(world) -> None:
    session_id = world.start(world.client(80_000))
    world.clock.advance(900)
    world.do(PauseSession(session_id=session_id))
    world.clock.advance(10 * HOUR)
    assert world.session(session_id).ends_at is None
    world.do(ResumeSession(session_id=session_id))
    left = world.session(session_id).ends_at - world.clock.now()
    assert left == timedelta(minutes=45)


def test_4_move_is_the_same_session_with_a_new_segment(world) -> None:
    session_id = world.start(world.client(80_000))
    world.clock.advance(900)
    world.do(MoveSession(session_id=session_id, to_station_id=world.stations[1]))
    seats = [segment.station_id for segment in world.session(session_id).segments]
    assert seats == world.stations[:2]


@pytest.mark.parametrize(
    ("policy", "minutes", "charged"),
    [
        (MovePolicy.KEEP_TIME, 60, 0),
        (MovePolicy.KEEP_VALUE, 60, 0),
        (MovePolicy.CHARGE_DIFFERENCE, 60, 60_000),
    ],
)
def test_4_move_under_each_policy(world, policy, minutes, charged, database_url) -> None:
    client = world.client(200_000)
    command = StartSession(
        station_id=world.stations[0], client_id=client, rate_id=world.rates[0], limit_s=HOUR
    )
    session_id = world.do(command).session_id
    world.do(MoveSession(session_id=session_id, to_station_id=world.stations[4], policy=policy))
    assert world.session(session_id).ends_at == START + timedelta(minutes=minutes)
    assert world.game(client) == 200_000 - charged
    assert verify(database_url).problems == ()


def test_5_end_settles_and_what_is_left_stays_on_the_account(world) -> None:
    client = world.client(80_000)
    session_id = world.start(client)
    world.clock.advance(900)
    assert world.do(EndSession(session_id=session_id)).balance_minor == 60_000
    assert world.game(client) == 60_000


def test_5_a_guests_remainder_is_paid_out_as_the_rate_says(world) -> None:
    till = world.till()
    guest = world.start_guest(80_000)
    world.clock.advance(900)
    assert world.do(EndSession(session_id=guest.session_id)).returned_minor == 60_000
    assert world.till() == till + 20_000


def test_6_guests_pay_before_with_change_worked_out(world) -> None:
    assert world.start_guest(80_000, received=100_000).change_minor == 20_000


def test_7_the_session_ends_at_the_exact_second_however_late_the_desk_notices(world) -> None:
    session_id = world.start(world.client(80_000))
    world.clock.advance(3 * HOUR)
    end_due_sessions(world.storage.begin, world.clock, world.door)
    assert world.session(session_id).ended_at == START + timedelta(hours=1)


def test_7_a_top_up_while_playing_lengthens_the_session_at_once(world) -> None:
    client = world.client(80_000)
    session_id = world.start(client)
    world.do(TopUp(client_id=client, cash_minor=80_000))
    assert world.session(session_id).ends_at == START + timedelta(hours=2)


def test_8_restart_pc_pauses_the_session_first(world) -> None:
    session_id = world.start(world.client(80_000))
    world.clock.advance(900)
    world.do(RestartPC(station_id=world.stations[0]))
    assert world.session(session_id).state is SessionState.PAUSED


def test_9_agent_lost_the_timer_goes_on_and_the_outage_is_credited(world) -> None:
    session_id = world.start(world.client(80_000))
    before = world.session(session_id).ends_at
    world.clock.advance(460)
    note = NoteOutage(station_id=world.stations[0], lost_at=START, back_at=world.clock.now())
    (outage_id,) = world.door.carry_out(note, None).outage_ids
    assert world.session(session_id).ends_at == before
    world.do(CreditOutage(session_id=session_id, outage_id=outage_id))
    assert world.session(session_id).ends_at == before + timedelta(minutes=8)


def test_10_explain_opens_any_charge_and_can_be_printed(world) -> None:
    session_id = world.start(world.client(80_000))
    world.clock.advance(900)
    world.do(EndSession(session_id=session_id))
    told = world.storage.queries.explain(session_id, world.clock.now())
    assert sum(step.amount for step in told.steps) == told.total == 20_000
    assert world.do(PrintExplanation(session_id=session_id)).job_id


def test_11_one_running_session_a_station_and_a_client(world) -> None:
    client = world.client(80_000)
    session_id = world.start(client)
    other = world.client(80_000, name="Other", phone="+77015550001")
    for who, seat, code in (
        (other, 0, "session.station_taken"),
        (client, 1, "session.client_playing"),
    ):
        with pytest.raises(DeskError) as refusal:
            world.start(who, seat)
        assert refusal.value.code == code
    with world.storage.begin() as work:
        assert [one.id for one in work.sessions.all_open()] == [session_id]
    assert world.balance(AccountKind.PLAY_REVENUE) == 0


def test_a_cancel_is_free_and_only_within_the_first_minutes(world, database_url) -> None:
    client = world.client(80_000)
    session_id = world.start(client)
    world.clock.advance(120)
    world.do(CancelSession(session_id=session_id, reason="The wrong PC"))
    assert over(world, session_id)
    assert world.game(client) == 80_000
    assert verify(database_url).problems == ()
