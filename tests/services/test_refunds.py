"""Refunds: from the till now open, never more than was paid in that way."""

import pytest

from clubdesk.domain.ledger import AccountKind
from clubdesk.services.balance import TopUp
from clubdesk.services.refunds import Refund
from clubdesk.services.shifts import CloseShift
from tests.support.operations import details, job, refused

CARD = AccountKind.CARD_CLEARING


@pytest.fixture
def open_world(world):
    world.open_shift()
    return world


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
