"""Credits of points and deductions: what is booked, printed and refused."""

from datetime import date, timedelta

import pytest

from clubdesk.domain.events import BalanceChanged, SessionExtended
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.promotion import Promotion, PromotionKind
from clubdesk.domain.receipt import PaperKind
from clubdesk.domain.session import SessionState
from clubdesk.services.balance import TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.sessions import PauseSession
from clubdesk.services.time_over import end_due_sessions
from tests.support.operations import details, job, last_line, refused


@pytest.fixture
def open_world(world):
    world.open_shift()
    return world


def test_a_credit_puts_points_on_the_bonus_account_with_its_reason(open_world):
    world = open_world
    client = world.client()
    command = CreditBonus(client_id=client, points=500, reason=" Bring a\nFriend promo ")
    answer = world.do(command)
    assert world.do(command) == answer
    assert answer.balance_after == world.points(client) == 500
    assert world.game(client) == 0
    line = last_line(world)
    assert (line.reason, line.client_id) == ("Bring a Friend promo", client)
    assert (details(world)["points_before"], details(world)["points_after"]) == (0, 500)
    paper = job(world, answer.job_id)
    assert paper.receipt.paper.kind is PaperKind.BONUS_CREDIT
    slip = paper.receipt.slip
    assert (slip.amount, slip.in_points, slip.balance_before, slip.balance_after) == (
        500,
        True,
        0,
        500,
    )
    assert (paper.client_id, paper.transaction_id) == (client, answer.transaction_id)
    assert BalanceChanged(client) in world.heard


def test_a_credit_says_which_promotion_it_came_from(open_world):
    world = open_world
    client = world.client()
    with world.storage.begin() as work:
        running = work.promotions.add(Promotion(0, "Bring a Friend", PromotionKind.BY_HAND))
        over = work.promotions.add(Promotion(0, "Over", PromotionKind.BY_HAND, active=False))
        past = work.promotions.add(
            Promotion(0, "Past", PromotionKind.BY_HAND, ends_on=date(2026, 11, 19))
        )
        other = work.promotions.add(Promotion(0, "Born", PromotionKind.BIRTHDAY, points=70))
    answer = world.do(
        CreditBonus(client_id=client, points=70, reason="Friend", promotion_id=running.id)
    )
    assert job(world, answer.job_id).receipt.slip.promotion == "Bring a Friend"
    with world.storage.begin() as work:
        use = work.promotions.uses(running.id)[0]
    assert (use.transaction_id, use.client_id, use.cause_id) == (
        answer.transaction_id,
        client,
        None,
    )
    for promotion_id in (over.id, past.id, other.id, 999):
        with refused("promotion.not_active", "promotion"):
            world.credit(client, 1, promotion_id=promotion_id)
    assert world.points(client) == 70


@pytest.mark.parametrize(
    ("points", "reason", "code", "subject"),
    [
        (0, "x", "points.not_positive", "points"),
        (-5, "x", "points.not_positive", "points"),
        (10**18, "x", "points.too_many", "points"),
        (5, "", "reason.missing", "reason"),
        (5, " \n\u200b ", "reason.missing", "reason"),
        (5, "y" * 501, "text.too_long", "reason"),
        (5, "y" * 2_000_000, "text.too_long", "reason"),
    ],
)
def test_a_bad_credit_changes_nothing(open_world, points, reason, code, subject):
    client = open_world.client()
    with refused(code, subject):
        open_world.credit(client, points, reason)
    assert open_world.points(client) == 0
    assert last_line(open_world).refused == code


def test_a_reason_may_hold_any_sign(open_world):
    client = open_world.client()
    reason = "Robert'); DROP TABLE clients;-- 🎮 «ёлка»"
    open_world.credit(client, 5, reason)
    assert last_line(open_world).reason == reason


def test_a_deduction_takes_from_the_account_that_was_chosen(open_world):
    world = open_world
    client = world.client(10_000)
    world.credit(client, 300)
    answer = world.do(
        Deduct(client_id=client, amount=4_000, account=AccountType.GAME, reason="An error")
    )
    assert (answer.balance_after, world.game(client), world.points(client)) == (6_000, 6_000, 300)
    assert world.balance(AccountKind.CORRECTIONS) == -4_000
    slip = job(world, answer.job_id).receipt.slip
    assert (slip.amount, slip.balance_before, slip.balance_after) == (4_000, 10_000, 6_000)
    answer = world.do(
        Deduct(client_id=client, amount=300, account=AccountType.BONUS, reason="Expired")
    )
    assert (answer.balance_after, world.points(client), world.game(client)) == (0, 0, 6_000)
    assert world.till() == 5_010_000


@pytest.mark.parametrize(
    ("amount", "account", "reason", "code", "subject"),
    [
        (0, "game", "x", "money.not_positive", "amount"),
        (-1, "bonus", "x", "points.not_positive", "amount"),
        (10**18, "game", "x", "money.too_large", "amount"),
        (10**18, "bonus", "x", "points.too_many", "amount"),
        (10_001, "game", "x", "balance.too_little", "amount"),
        (301, "bonus", "x", "points.too_few", "amount"),
        (1, "game", "  ", "reason.missing", "reason"),
    ],
)
def test_a_bad_deduction_changes_nothing(open_world, amount, account, reason, code, subject):
    client = open_world.client(10_000)
    open_world.credit(client, 300)
    with refused(code, subject):
        open_world.deduct(client, amount, account, reason)
    assert (open_world.game(client), open_world.points(client)) == (10_000, 300)


def test_a_deduction_leaves_what_the_running_session_has_used(open_world):
    world = open_world
    client = world.client(80_000)
    session = world.start(client)
    world.clock.advance(1_800)
    with refused("balance.too_little", "amount", "400", "800"):
        world.deduct(client, 40_001)
    world.heard.clear()
    world.deduct(client, 20_000)
    assert world.session(session).ends_at == world.clock.now() + timedelta(minutes=15)
    assert any(isinstance(event, SessionExtended) for event in world.heard)
    world.clock.advance(901)
    end_due_sessions(world.storage.begin, world.clock, world.door)
    assert world.session(session).state is SessionState.ENDED
    assert world.game(client) == 0


def test_all_that_is_left_can_be_deducted_while_playing(open_world):
    world = open_world
    client = world.client(80_000)
    session = world.start(client)
    world.clock.advance(1_800)
    world.deduct(client, 40_000)
    world.clock.advance(1)
    assert end_due_sessions(world.storage.begin, world.clock, world.door) == 1
    assert world.session(session).charged_minor == 40_000
    assert world.game(client) == 0


def test_nothing_is_free_of_a_session_that_is_over_and_not_ended(open_world):
    world = open_world
    client = world.client(80_000)
    world.start(client)
    world.clock.advance(7_200)
    with refused("balance.too_little"):
        world.deduct(client, 1)
    world.do(TopUp(client_id=client, cash_minor=500))
    world.deduct(client, 500)
    assert end_due_sessions(world.storage.begin, world.clock, world.door) == 1
    assert world.game(client) == 0


def test_points_in_use_are_not_free(open_world):
    world = open_world
    client = world.client(80_000)
    world.pays_in_points(client)
    world.credit(client, 60_000)
    session = world.start(client)
    world.clock.advance(1_800)
    money = world.storage.queries.money_of(client, world.clock.now())
    assert (money.available, money.points, money.points_available) == (80_000, 60_000, 20_000)
    with refused("points.too_few", "amount", "20,000", "60,000", "40,000"):
        world.deduct(client, 20_001, "bonus")
    world.deduct(client, 20_000, "bonus")
    assert world.session(session).ends_at == world.clock.now() + timedelta(hours=1)
    world.do(PauseSession(session_id=session))
    assert (world.game(client), world.points(client)) == (80_000, 0)


def test_a_credit_lengthens_a_session_that_is_paid_in_points(open_world):
    world = open_world
    client = world.client(80_000)
    world.pays_in_points(client)
    session = world.start(client)
    before = world.session(session).ends_at
    world.undo(world.credit(client, 40_000))
    assert world.session(session).ends_at == before
    world.credit(client, 40_000)
    assert world.session(session).ends_at - before == timedelta(minutes=30)


def test_a_paused_session_holds_no_money_back(open_world):
    world = open_world
    client = world.client(80_000)
    session = world.start(client)
    world.clock.advance(1_800)
    world.do(PauseSession(session_id=session))
    world.deduct(client, 40_000)
    assert world.game(client) == 0
