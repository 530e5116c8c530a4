"""Play with a group's discount and points share: what is posted, and when it ends."""

from contextlib import suppress
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.points_share import Paid
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.grouping import SaveGroup
from clubdesk.services.sessions import (
    EndSession,
    MoveSession,
    PauseSession,
    ResumeSession,
)
from clubdesk.services.time_over import end_due_sessions
from clubdesk.storage.verify import verify
from tests.support.club_world import World
from tests.support.points_club import credit, enroll, group, points_of

HOUR = 3600


def player(world: World, money: int, points: int, discount: int, share: int) -> int:
    """A client of a group, with money and points, in an open shift."""
    world.open_shift()
    client = world.client(money)
    if points:
        credit(world, client, points)
    enroll(world, client, group_id=group(world, discount=discount, points=share))
    return client


def test_the_price_is_paid_in_points_up_to_the_share_then_in_money(world) -> None:
    client = player(world, 200_000, 50_000, discount=10, share=25)
    session = world.start(client)
    # 800.00 an hour less 10 % is 720.00: 180.00 in points, 540.00 in money.
    world.clock.advance(HOUR)
    answer = world.do(EndSession(session_id=session))
    assert (answer.charged_minor, answer.charged_points) == (54_000, 18_000)
    assert (world.game(client), points_of(world, client)) == (146_000, 32_000)
    assert world.balance(AccountKind.PLAY_REVENUE) == 54_000
    assert world.balance(AccountKind.BONUS_EXPENSE) == 32_000
    with world.storage.begin() as work:
        bill = work.print_jobs.get(answer.job_id).receipt.bill
    assert (bill.total, bill.points, bill.discount, bill.discount_percent) == (
        72_000,
        18_000,
        8_000,
        10,
    )
    assert sum(line.amount for line in bill.lines) == 80_000


def test_money_pays_alone_once_the_points_are_used_up(world) -> None:
    client = player(world, 100_000, 10_000, discount=0, share=50)
    session = world.start(client)
    ends = world.session(session).ends_at - world.clock.now()
    assert ends == timedelta(hours=110_000 / 80_000)
    world.clock.advance(HOUR)
    world.do(PauseSession(session_id=session))
    assert world.session(session).charged == Paid(70_000, 10_000)


def test_points_that_come_or_go_while_playing_move_the_end(world) -> None:
    client = player(world, 40_000, 0, discount=0, share=50)
    session = world.start(client)
    start = world.clock.now()
    assert world.session(session).ends_at == start + timedelta(minutes=30)
    credit(world, client, 20_000)
    assert world.session(session).ends_at == start + timedelta(minutes=45)
    world.clock.advance(15 * 60)
    # 200.00 was used, half of it in points: 100.00 of the 200.00 points are left.
    deduct = Deduct(client_id=client, amount=10_001, account=AccountType.BONUS, reason="Test")
    with pytest.raises(DeskError) as caught:
        world.do(deduct)
    assert caught.value.code == "points.too_few"
    world.do(Deduct(client_id=client, amount=10_000, account=AccountType.BONUS, reason="Test"))
    assert world.session(session).ends_at == start + timedelta(minutes=37, seconds=30)
    world.clock.advance(HOUR)
    assert end_due_sessions(world.storage.begin, world.clock, world.door) == 1
    ended = world.session(session)
    assert ended.ended_at == start + timedelta(minutes=37, seconds=30)
    assert ended.charged == Paid(40_000, 10_000)
    assert (world.game(client), points_of(world, client)) == (0, 0)


def test_points_alone_start_a_session_where_they_may_pay_all(world) -> None:
    client = player(world, 0, 40_000, discount=0, share=100)
    session = world.start(client)
    world.clock.advance(HOUR)
    end_due_sessions(world.storage.begin, world.clock, world.door)
    ended = world.session(session)
    assert ended.charged == Paid(0, 40_000)
    assert ended.ended_at - ended.started_at == timedelta(minutes=30)


def test_points_alone_do_not_where_money_must_pay_a_part(world) -> None:
    client = player(world, 0, 40_000, discount=0, share=99)
    with pytest.raises(DeskError) as caught:
        world.start(client)
    assert caught.value.code == "session.no_money"


def test_who_plays_for_nothing_needs_no_money(world) -> None:
    client = player(world, 0, 0, discount=100, share=0)
    session = world.start(client)
    world.clock.advance(23 * HOUR)
    world.do(PauseSession(session_id=session))
    world.do(ResumeSession(session_id=session))
    world.clock.advance(23 * HOUR)
    answer = world.do(EndSession(session_id=session))
    assert (answer.charged_minor, answer.charged_points) == (0, 0)


def test_a_session_keeps_the_terms_of_its_start(world) -> None:
    client = player(world, 200_000, 0, discount=50, share=0)
    session = world.start(client)
    friends = world.storage.queries.groups()[0].id
    world.do(SaveGroup(group_id=friends, name="Friends", discount_percent=0, points_percent=100))
    enroll(world, client, group_id=None)
    world.clock.advance(HOUR)
    world.do(MoveSession(session_id=session, to_station_id=world.stations[3]))
    world.clock.advance(HOUR)
    assert world.do(EndSession(session_id=session)).charged_minor == 80_000


def test_a_guest_has_neither_discount_nor_points(world) -> None:
    world.open_shift()
    session = world.start_guest(80_000).session_id
    terms = world.session(session).terms
    assert (terms.discount_percent, terms.points_percent) == (0, 0)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("top_up"), st.integers(0, 1), st.integers(1, 200_000)),
        st.tuples(st.just("credit"), st.integers(0, 1), st.integers(1, 100_000)),
        st.tuples(st.just("deduct"), st.integers(0, 1), st.integers(1, 60_000)),
        st.tuples(st.just("take"), st.integers(0, 1), st.integers(1, 60_000)),
        st.tuples(st.just("start"), st.integers(0, 1), st.integers(0, 3)),
        st.tuples(st.just("pause"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("resume"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("move"), st.integers(0, 3), st.integers(0, 5)),
        st.tuples(st.just("end"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("wait"), st.integers(0, 5_400_000_000), st.just(0)),
    ),
    min_size=4,
    max_size=14,
)
PERCENTS = st.one_of(st.sampled_from([0, 50, 100]), st.integers(0, 100))
GROUPS = st.tuples(st.tuples(PERCENTS, PERCENTS), st.tuples(PERCENTS, PERCENTS))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=GROUPS, course=STEPS)
def test_whatever_is_done_points_and_money_are_somewhere(fresh_world, groups, course) -> None:
    world = fresh_world()
    world.open_shift()
    clients = [world.client(50_000, f"C{n}", f"+7701555000{n}") for n in range(2)]
    for number, (client, (discount, share)) in enumerate(zip(clients, groups, strict=True)):
        credit(world, client, 30_000)
        enroll(world, client, group_id=group(world, f"G{number}", discount, share))
    for step in course:
        # Refused or done: the laws below hold all the same.
        with suppress(DeskError):
            _take(world, clients, step)
        money = [world.game(client) for client in clients]
        points = [points_of(world, client) for client in clients]
        assert min(money + points) >= 0
        # What was paid in is on the accounts, was played, or was deducted (a debit account).
        kept = world.balance(AccountKind.PLAY_REVENUE) - world.balance(AccountKind.CORRECTIONS)
        assert world.till() - 5_000_000 == sum(money) + kept
        assert sum(points) == world.balance(AccountKind.BONUS_EXPENSE)
    world.clock.advance(400 * 86_400)
    end_due_sessions(world.storage.begin, world.clock, world.door)
    assert verify(world.url).ok, verify(world.url)


def _take(world: World, clients: list[int], step) -> None:
    what, one, two = step
    client = clients[one % 2]
    with world.storage.begin() as work:
        open_ids = [session.id for session in work.sessions.all_open()]
    if what == "wait":
        world.clock.advance(one / 1_000_000)
        end_due_sessions(world.storage.begin, world.clock, world.door)
    elif what == "top_up":
        world.do(TopUp(client_id=client, cash_minor=two))
    elif what == "credit":
        world.do(CreditBonus(client_id=client, points=two, reason="Gift"))
    elif what in ("deduct", "take"):
        account = AccountType.BONUS if what == "deduct" else AccountType.GAME
        world.do(Deduct(client_id=client, amount=two, account=account, reason="Test"))
    elif what == "start":
        world.start(client, seat=two)
    elif open_ids:
        session_id = open_ids[one % len(open_ids)]
        if what == "move":
            world.do(MoveSession(session_id=session_id, to_station_id=world.stations[two]))
        else:
            command = {"pause": PauseSession, "resume": ResumeSession, "end": EndSession}[what]
            world.do(command(session_id=session_id))
