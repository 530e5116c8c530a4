"""Top-ups by card, credits, deductions and refunds: what is booked, printed and refused."""

from contextlib import contextmanager
from datetime import timedelta

import msgspec
import pytest

from clubdesk.domain.events import BalanceChanged, SessionExtended
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Role
from clubdesk.domain.promotion import Promotion, PromotionKind
from clubdesk.domain.receipt import PaperKind
from clubdesk.domain.session import SessionState
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.services.balance import TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.refunds import Refund, Tender
from clubdesk.services.sessions import PauseSession
from clubdesk.services.shifts import CloseShift
from clubdesk.services.time_over import end_due_sessions

CARD = AccountKind.CARD_CLEARING
HUGE = MAX_MINOR + 1


@contextmanager
def refused(code: str, subject: str | None = None, *saying: str):
    with pytest.raises(DeskError) as caught:
        yield
    assert caught.value.code == code, caught.value.text
    assert caught.value.text
    if subject is not None:
        assert caught.value.subject == subject
    for part in saying:
        assert part in caught.value.text.replace("\u00a0", " "), caught.value.text


@pytest.fixture
def open_world(world):
    world.open_shift()
    return world


def job(world, job_id):
    with world.storage.begin() as work:
        return work.print_jobs.get(job_id)


def last_line(world):
    return world.journal()[0]


def details(world):
    return msgspec.json.decode(last_line(world).details)


def test_a_split_top_up_books_both_parts_and_approves_the_payment(open_world):
    world = open_world
    client = world.client()
    payment = world.begin_card(client, 30_000)
    answer = world.do(
        TopUp(
            client_id=client,
            cash_minor=20_000,
            received_minor=50_000,
            card_minor=30_000,
            card_payment_id=payment,
            slip="  0042\n130155 ",
        )
    )
    assert (answer.balance_minor, answer.change_minor) == (50_000, 30_000)
    assert world.game(client) == 50_000
    assert world.till() == 5_020_000
    assert world.balance(CARD, 1) == 30_000
    with world.storage.begin() as work:
        stored = work.card_payments.get(payment)
        booked = work.ledger.get(answer.transaction_id)
    assert (stored.state, stored.slip) == ("approved", "0042 130155")
    assert stored.transaction_id == booked.id
    assert stored.ended_at == world.clock.now()
    assert len(booked.draft.postings) == 3
    paper = job(world, answer.job_id)
    assert (paper.client_id, paper.transaction_id) == (client, booked.id)
    money = paper.receipt.money
    assert (money.amount, money.cash, money.card, money.received) == (
        50_000,
        20_000,
        30_000,
        50_000,
    )
    assert (money.balance_before, money.balance_after, money.slip) == (0, 50_000, "0042 130155")
    noted = details(world)
    assert (noted["balance_before"], noted["balance_after"]) == (0, 50_000)
    assert noted["slip"] == "0042 130155"


def test_a_card_top_up_moves_no_cash(open_world):
    client = open_world.client()
    open_world.card_top_up(client, 12_345)
    assert open_world.game(client) == 12_345
    assert open_world.till() == 5_000_000
    assert open_world.balance(CARD, 1) == 12_345


def test_a_card_top_up_while_playing_lengthens_the_session(open_world):
    client = open_world.client(80_000)
    session = open_world.start(client)
    before = open_world.session(session).ends_at
    open_world.card_top_up(client, 40_000)
    assert open_world.session(session).ends_at - before == timedelta(minutes=30)
    assert any(isinstance(event, SessionExtended) for event in open_world.heard)


@pytest.mark.parametrize(
    ("changes", "code", "subject"),
    [
        ({"card_minor": 0, "card_payment_id": None}, "money.not_positive", "amount"),
        ({"card_minor": -1}, "money.not_positive", "amount"),
        ({"card_minor": -1, "cash_minor": 10}, "money.not_positive", "card"),
        ({"cash_minor": -1}, "money.not_positive", "amount"),
        ({"card_minor": HUGE}, "money.too_large", "amount"),
        ({"cash_minor": HUGE}, "money.too_large", "amount"),
        ({"card_payment_id": None}, "payment.not_begun", "card"),
        ({"card_payment_id": 999}, "payment.unknown", ""),
        ({"card_minor": 9_999}, "payment.other_amount", "card"),
        ({"card_minor": 0, "cash_minor": 10_000}, "payment.other_amount", "card"),
        ({"slip": ""}, "slip.missing", "slip"),
        ({"slip": " -- "}, "slip.missing", "slip"),
        ({"slip": "9" * 41}, "text.too_long", "slip"),
        ({"slip": "x" * 2_000_000}, "text.too_long", "slip"),
        ({"slip": "4111 1111 1111 1111"}, "slip.card_number", "slip"),
        ({"received_minor": 500}, "money.no_cash_part", "received"),
        ({"cash_minor": 500, "received_minor": 499}, "money.too_little", "received"),
        ({"client_id": 77}, "client.unknown", None),
    ],
)
def test_a_bad_card_top_up_changes_nothing(open_world, changes, code, subject):
    world = open_world
    client = world.client()
    payment = world.begin_card(client, 10_000)
    facts = {"client_id": client, "card_minor": 10_000, "card_payment_id": payment, "slip": "7"}
    with refused(code, subject):
        world.do(TopUp(**{**facts, **changes}))
    assert (world.game(client), world.till(), world.balance(CARD, 1)) == (0, 5_000_000, 0)
    assert last_line(world).refused == code
    with world.storage.begin() as work:
        assert work.card_payments.get(payment).state == "sent"


def test_a_card_number_typed_as_a_slip_reaches_no_table(open_world):
    world = open_world
    client = world.client()
    payment = world.begin_card(client, 10_000)
    for typed in (
        "4111111111111111",
        "4111-1111-1111-1111",
        "slip 5500 0000 0000 0004 x",
        "٤١١١ ١١١١١١١١١١١١",
    ):
        with refused("slip.card_number", "slip"):
            world.do(
                TopUp(client_id=client, card_minor=10_000, card_payment_id=payment, slip=typed)
            )
        assert "1111" not in last_line(world).details
        assert "0000 0004" not in last_line(world).details
    with refused("slip.card_number", "slip"):
        world.refund(client, 1, "card", slip="4111111111111111")
    assert "1111" not in last_line(world).details


def test_a_payment_is_for_its_own_client_and_once(open_world):
    world = open_world
    one, two = world.client(), world.client(phone="+77010000002")
    payment = world.begin_card(one, 10_000)
    other = TopUp(client_id=two, card_minor=10_000, card_payment_id=payment, slip="1")
    with refused("payment.other_client", "card"):
        world.do(other)
    mine = TopUp(client_id=one, card_minor=10_000, card_payment_id=payment, slip="1")
    first = world.do(mine)
    assert world.do(mine) == first
    again = TopUp(client_id=one, card_minor=10_000, card_payment_id=payment, slip="1")
    with refused("payment.settled"):
        world.do(again)
    assert world.game(one) == 10_000


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
    for promotion_id in (over.id, 999):
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


def test_a_refund_pays_cash_from_the_till_now_open(open_world):
    world = open_world
    client = world.client(10_000)
    command = Refund(client_id=client, amount_minor=4_000, reason="Moves away")
    answer = world.do(command)
    assert world.do(command) == answer
    assert (answer.balance_after, world.game(client), world.till()) == (6_000, 6_000, 5_006_000)
    slip = job(world, answer.job_id).receipt.slip
    assert (slip.cash, slip.card, slip.amount, slip.reason) == (4_000, 0, 4_000, "Moves away")
    noted = details(world)
    assert (noted["balance_before"], noted["balance_after"]) == (10_000, 6_000)


def test_a_refund_by_card_needs_a_slip(open_world):
    world = open_world
    client = world.client()
    world.card_top_up(client, 10_000)
    with refused("slip.missing", "slip"):
        world.refund(client, 4_000, "card", slip="")
    world.refund(client, 4_000, "card", slip="R 77")
    assert (world.game(client), world.balance(CARD, 1), world.till()) == (6_000, 6_000, 5_000_000)
    assert details(world)["slip"] == "R 77"


def test_no_more_goes_back_than_was_paid_in_that_way(open_world):
    world = open_world
    client = world.client(10_000)
    world.card_top_up(client, 5_000)
    with refused("refund.more_than_paid", "amount", "100"):
        world.refund(client, 10_001)
    with refused("refund.more_than_paid", "amount", "50"):
        world.refund(client, 5_001, "card")
    world.refund(client, 6_000)
    with refused("refund.more_than_paid", "amount", "40"):
        world.refund(client, 4_001)
    world.refund(client, 4_000)
    world.refund(client, 5_000, "card")
    assert world.game(client) == 0


def test_what_was_undone_was_not_paid_in(open_world):
    world = open_world
    client = world.client(10_000)
    second = world.do(TopUp(client_id=client, cash_minor=3_000)).transaction_id
    world.undo(second)
    money = world.storage.queries.money_of(client, world.clock.now())
    assert (money.refundable_cash, money.refundable_card) == (10_000, 0)
    world.undo(world.refund(client, 10_000))
    assert world.storage.queries.money_of(client, world.clock.now()).refundable_cash == 10_000


def test_bonus_points_and_money_in_use_are_not_refunded(open_world):
    world = open_world
    client = world.client(80_000)
    world.credit(client, 50_000)
    world.start(client)
    world.clock.advance(1_800)
    with refused("balance.too_little", "amount"):
        world.refund(client, 40_001)
    world.refund(client, 40_000)
    money = world.storage.queries.money_of(client, world.clock.now())
    assert (money.balance, money.available, money.points) == (40_000, 0, 50_000)
    assert (money.refundable_cash, money.points_available) == (0, 50_000)


def test_a_refund_is_no_more_than_the_till_holds(world):
    world.open_shift(0)
    client = world.client()
    world.do(TopUp(client_id=client, cash_minor=8_000))
    world.do(CloseShift(counted_minor=8_000))
    world.open_shift(3_000)
    with refused("till.too_little", "amount", "30"):
        world.refund(client, 3_001)
    world.refund(client, 3_000)
    assert world.till() == 0


@pytest.mark.parametrize(
    ("amount", "reason", "code", "subject"),
    [
        (0, "x", "money.not_positive", "amount"),
        (-4, "x", "money.not_positive", "amount"),
        (10**18, "x", "money.too_large", "amount"),
        (10_001, "x", "balance.too_little", "amount"),
        (5, "", "reason.missing", "reason"),
    ],
)
def test_a_bad_refund_changes_nothing(open_world, amount, reason, code, subject):
    client = open_world.client(10_000)
    with refused(code, subject):
        open_world.do(Refund(client_id=client, amount_minor=amount, reason=reason))
    assert (open_world.game(client), open_world.till()) == (10_000, 5_010_000)


def test_a_cashier_tops_up_and_does_nothing_else_with_balances(open_world):
    world = open_world
    cashier, technician = world.staff(Role.CASHIER), world.staff(Role.TECHNICIAN)
    client = world.client(10_000)
    last = world.do(TopUp(client_id=client, cash_minor=100), cashier).transaction_id
    for command in (
        CreditBonus(client_id=client, points=1, reason="x"),
        Deduct(client_id=client, amount=1, account=AccountType.GAME, reason="x"),
        Refund(client_id=client, amount_minor=1, reason="x", tender=Tender.CASH),
    ):
        with refused("staff.not_allowed"):
            world.do(command, cashier)
    with refused("staff.not_allowed"):
        world.undo(last, cashier)
    with refused("staff.not_allowed"):
        world.do(TopUp(client_id=client, cash_minor=100), technician)
    assert world.game(client) == 10_100


def test_without_a_shift_no_balance_moves(world):
    client = world.client()
    for command in (
        TopUp(client_id=client, cash_minor=5),
        CreditBonus(client_id=client, points=1, reason="x"),
        Deduct(client_id=client, amount=1, account=AccountType.GAME, reason="x"),
        Refund(client_id=client, amount_minor=1, reason="x"),
    ):
        with refused("shift.none_open"):
            world.do(command)
    with refused("shift.none_open"):
        world.begin_card(client, 5)
