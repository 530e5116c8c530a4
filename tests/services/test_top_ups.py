"""Top-ups in cash, by card and split, and who may move balances at all."""

from datetime import timedelta

import pytest

from clubdesk.domain.events import SessionExtended
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Role
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.services.balance import TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.refunds import Refund, Tender
from tests.support.operations import details, job, last_line, refused

CARD = AccountKind.CARD_CLEARING
HUGE = MAX_MINOR + 1


@pytest.fixture
def open_world(world):
    world.open_shift()
    return world


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
