"""Card payments: stored before the terminal is asked, told, settled, and in the way of a close."""

import pytest

from clubdesk.domain.card_payment import CardState
from clubdesk.domain.events import CardPaymentChanged
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.services.balance import TopUp
from clubdesk.services.card_payments import BeginCardPayment, FailCardPayment, SettleCardPayment
from clubdesk.services.shifts import CloseShift

CARD = AccountKind.CARD_CLEARING


@pytest.fixture
def open_world(world):
    world.open_shift()
    return world


def stored(world, payment):
    with world.storage.begin() as work:
        return work.card_payments.get(payment)


def pending(world):
    return world.storage.queries.shift_now(1, world.clock.now()).pending_payments


def code_of(call, *args) -> DeskError:
    with pytest.raises(DeskError) as caught:
        call(*args)
    return caught.value


def fail(world, payment, outcome="declined", detail=""):
    return world.do(FailCardPayment(payment_id=payment, outcome=outcome, detail=detail))


def settle(world, payment, approved=True, reason="The slip is here", slip="77", staff=None):
    command = SettleCardPayment(payment_id=payment, approved=approved, reason=reason, slip=slip)
    return world.do(command, staff)


def test_a_begun_payment_is_sent_and_seen(open_world):
    world = open_world
    client = world.client()
    command = BeginCardPayment(client_id=client, amount_minor=10_000)
    payment = world.do(command).payment_id
    assert world.do(command).payment_id == payment
    found = stored(world, payment)
    assert (found.state, found.amount_minor, found.client_id) == (CardState.SENT, 10_000, client)
    assert (found.till_id, found.started_at, found.ended_at) == (1, world.clock.now(), None)
    (seen,) = pending(world)
    assert (seen.payment_id, seen.amount, seen.state) == (payment, 10_000, "sent")
    assert (seen.client_name, seen.staff_name) == ("Sanjar", "Olga Owner")
    assert CardPaymentChanged(payment, 1) in world.heard
    assert world.journal()[0].client_id == client


@pytest.mark.parametrize(
    ("amount", "code"),
    [(0, "money.not_positive"), (-1, "money.not_positive"), (MAX_MINOR + 1, "money.too_large")],
)
def test_no_payment_is_begun_for_a_bad_amount(open_world, amount, code):
    client = open_world.client()
    assert code_of(open_world.begin_card, client, amount).code == code
    assert pending(open_world) == ()


def test_no_payment_is_begun_for_nobody(open_world):
    assert code_of(open_world.begin_card, 99, 5).code == "client.unknown"
    assert code_of(open_world.do, BeginCardPayment(amount_minor=5)).code == "client.unknown"


@pytest.mark.parametrize("outcome", ["declined", "no_connection"])
def test_a_payment_that_failed_is_done_with(open_world, outcome):
    world = open_world
    client = world.client()
    payment = world.begin_card(client, 10_000)
    fail(world, payment, outcome, "05 Do not honour")
    found = stored(world, payment)
    assert (found.state, found.detail) == (outcome, "05 Do not honour")
    assert found.ended_at == world.clock.now()
    assert pending(world) == ()
    assert code_of(fail, world, payment).code == "payment.settled"
    late = TopUp(client_id=client, card_minor=10_000, card_payment_id=payment, slip="1")
    assert code_of(world.do, late).code == "payment.settled"
    assert world.game(client) == 0
    world.do(CloseShift(counted_minor=5_000_000))


def test_an_unknown_payment_waits_for_a_person(open_world):
    world = open_world
    payment = world.begin_card(world.client(), 10_000)
    fail(world, payment, "unknown", "Time-out")
    assert stored(world, payment).state is CardState.UNKNOWN
    assert [one.state for one in pending(world)] == ["unknown"]
    assert code_of(fail, world, payment).code == "payment.needs_settling"


@pytest.mark.parametrize("outcome", ["approved", "sent", "", "paid", "🎮"])
def test_an_outcome_that_is_none_is_refused(open_world, outcome):
    payment = open_world.begin_card(open_world.client(), 10_000)
    assert code_of(fail, open_world, payment, outcome).code == "payment.bad_outcome"
    assert stored(open_world, payment).state is CardState.SENT


def test_a_card_number_is_no_detail(open_world):
    payment = open_world.begin_card(open_world.client(), 10_000)
    refusal = code_of(fail, open_world, payment, "declined", "card 4111 1111 1111 1111")
    assert (refusal.code, refusal.subject) == ("slip.card_number", "detail")
    assert "4111" not in open_world.journal()[0].details


def test_a_settled_payment_is_booked_as_a_top_up(open_world):
    world = open_world
    client = world.client(80_000)
    session = world.start(client)
    before = world.session(session).ends_at
    payment = world.begin_card(client, 40_000)
    fail(world, payment, "unknown")
    answer = settle(world, payment)
    assert answer.booked.balance_minor == world.game(client) == 120_000
    assert world.balance(CARD, 1) == 40_000
    assert world.session(session).ends_at > before
    found = stored(world, payment)
    assert (found.state, found.slip, found.detail) == (
        CardState.APPROVED,
        "77",
        "The slip is here",
    )
    assert found.transaction_id == answer.booked.transaction_id
    line = world.journal()[0]
    assert (line.reason, line.client_id) == ("The slip is here", client)
    assert code_of(settle, world, payment).code == "payment.settled"


def test_a_payment_settled_as_not_taken_moves_nothing(open_world):
    world = open_world
    client = world.client()
    payment = world.begin_card(client, 40_000)
    assert settle(world, payment, approved=False, slip="").booked is None
    assert (stored(world, payment).state, world.game(client)) == (CardState.DECLINED, 0)


@pytest.mark.parametrize(
    ("changes", "code", "subject"),
    [
        ({"reason": " "}, "reason.missing", "reason"),
        ({"reason": "z" * 501}, "text.too_long", "reason"),
        ({"slip": ""}, "slip.missing", "slip"),
        ({"slip": "4111111111111111"}, "slip.card_number", "slip"),
        ({"approved": False, "reason": ""}, "reason.missing", "reason"),
    ],
)
def test_settling_needs_its_reason_and_slip(open_world, changes, code, subject):
    world = open_world
    payment = world.begin_card(world.client(), 40_000)
    with pytest.raises(DeskError) as caught:
        settle(world, payment, **changes)
    assert (caught.value.code, caught.value.subject) == (code, subject)
    assert stored(world, payment).state is CardState.SENT
    assert world.balance(CARD, 1) == 0


def test_a_cashier_tells_outcomes_and_does_not_settle(open_world):
    world = open_world
    cashier, client = world.staff(Role.CASHIER), world.client()
    begun = world.do(BeginCardPayment(client_id=client, amount_minor=500), cashier)
    told = FailCardPayment(payment_id=begun.payment_id, outcome="unknown")
    world.do(told, cashier)
    with pytest.raises(DeskError, match=r"staff\.not_allowed"):
        settle(world, begun.payment_id, staff=cashier)
    settle(world, begun.payment_id, staff=world.staff(Role.ADMINISTRATOR))
    assert world.game(client) == 500


def test_a_shift_does_not_close_over_a_pending_payment(open_world):
    world = open_world
    client = world.client()
    payments = [world.begin_card(client, 10_000 * n) for n in (1, 2)]
    fail(world, payments[1], "unknown")
    close = CloseShift(counted_minor=5_000_000)
    refusal = code_of(world.do, close)
    assert refusal.code == "shift.payments_pending"
    assert "Sanjar" in refusal.text
    settle(world, payments[0], approved=False)
    assert code_of(world.do, close).code == "shift.payments_pending"
    settle(world, payments[1])
    world.do(close)
    assert pending(world) == ()


def test_another_till_does_not_see_the_payment(open_world):
    world = open_world
    payment = world.begin_card(world.client(), 10_000)
    world.door.till_id = 2
    world.open_shift()
    assert code_of(fail, world, payment).code == "payment.unknown"
    assert code_of(settle, world, payment).code == "payment.unknown"
    world.do(CloseShift(counted_minor=5_000_000))
