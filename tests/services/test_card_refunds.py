"""Refunds that the terminal pays back: stored, told, booked once, no more than one payment held."""

from datetime import timedelta

import pytest

from clubdesk.domain.card_payment import PaymentKind
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.card_booking import BeginCardRefund, BookCardPayment
from clubdesk.services.ports_terminal import OutcomeKind
from clubdesk.services.refunds import Refund, Tender
from clubdesk.services.reservation_ends import CancelReservation
from clubdesk.services.reserving import Reserve, TakeDeposit
from clubdesk.services.shifts import CloseShift
from clubdesk.services.undoing import UndoOperation
from tests.support.card_words import (
    CARD,
    approved,
    code_of,
    mark,
    pending,
    report,
    resolve,
    stored,
    top_up,
)


def refundable(world, minor=10_000):
    client = world.client()
    world.do(top_up(client, approved(world, minor, client), minor))
    return client


def begin_refund(world, client, minor, staff=None):
    command = BeginCardRefund(
        client_id=client, amount_minor=minor, reason="The client asked", driver="zvt_tcp"
    )
    return world.do(command, staff).payment_id


def refund(client, payment, minor):
    return Refund(
        client_id=client,
        amount_minor=minor,
        reason="The client asked",
        tender=Tender.CARD,
        card_payment_id=payment,
    )


@pytest.mark.parametrize(
    ("minor", "kind"), [(10_000, PaymentKind.REVERSAL), (4_000, PaymentKind.REFUND)]
)
def test_a_refund_is_stored_told_and_booked_once(open_world, minor, kind) -> None:
    world = open_world
    client = refundable(world)
    back = begin_refund(world, client, minor)
    assert stored(world, back).kind is kind
    assert code_of(world, refund(client, back, minor)) == "payment.needs_settling"
    mark(world, back)
    report(world, back, OutcomeKind.APPROVED)
    assert code_of(world, refund(client, back, minor - 1)) == "payment.other_amount"
    world.do(refund(client, back, minor))
    assert code_of(world, refund(client, back, minor)) == "payment.settled"
    assert world.game(client) == world.balance(CARD, 1) == 10_000 - minor
    assert pending(world) == ()


def test_a_refund_that_no_form_booked_is_booked_from_the_list(open_world) -> None:
    world = open_world
    client = refundable(world)
    back = begin_refund(world, client, 10_000)
    mark(world, back)
    report(world, back, OutcomeKind.APPROVED)
    assert code_of(world, CloseShift(counted_minor=5_000_000)) == "shift.payments_pending"
    world.do(BookCardPayment(payment_id=back))
    assert (world.game(client), world.balance(CARD, 1)) == (0, 0)


def test_no_more_goes_back_than_one_payment_held(open_world) -> None:
    world = open_world
    client = refundable(world)
    world.do(TopUp(client_id=client, cash_minor=90_000))
    first = begin_refund(world, client, 6_000)
    mark(world, first)
    report(world, first, OutcomeKind.UNKNOWN)
    command = BeginCardRefund(
        client_id=client, amount_minor=5_000, reason="Again", driver="zvt_tcp"
    )
    assert code_of(world, command) == "refund.not_by_terminal"
    too_much = BeginCardRefund(
        client_id=client, amount_minor=10_001, reason="More", driver="zvt_tcp"
    )
    assert code_of(world, too_much) == "refund.more_than_paid"
    resolve(world, first, OutcomeKind.DECLINED)
    assert begin_refund(world, client, 5_000)


def test_a_refund_needs_its_permission_and_its_reason(open_world) -> None:
    world = open_world
    client = refundable(world)
    cashier = world.staff(Role.CASHIER)
    with pytest.raises(DeskError, match=r"staff\.not_allowed"):
        begin_refund(world, client, 5, cashier)
    empty = BeginCardRefund(client_id=client, amount_minor=5, reason=" ", driver="zvt_tcp")
    assert code_of(world, empty) == "reason.missing"


def test_a_payment_is_no_refund_and_a_refund_no_payment(open_world) -> None:
    world = open_world
    client = refundable(world)
    payment = approved(world, client=client)
    assert code_of(world, refund(client, payment, 10_000)) == "payment.other_way"
    world.do(top_up(client, payment))
    back = begin_refund(world, client, 10_000)
    mark(world, back)
    report(world, back, OutcomeKind.APPROVED)
    assert code_of(world, top_up(client, back)) == "payment.other_way"
    world.do(refund(client, back, 10_000))


def reserved(world, **who):
    since = world.clock.now() + timedelta(hours=2)
    place = {"station_ids": (world.stations[1],), "from_at": since}
    command = Reserve(until_at=since + timedelta(hours=1), **place, **who)
    return world.do(command).reservation_id


def test_a_deposit_by_card_becomes_money_that_goes_back_to_the_card(open_world) -> None:
    world, client = open_world, open_world.client()
    kept = reserved(world, client_id=client)
    payment = approved(world, client=client, purpose="deposit")
    take = TakeDeposit(reservation_id=kept, card_minor=10_000, card_payment_id=payment)
    world.do(take)
    assert (world.balance(AccountKind.DEPOSIT, kept), world.balance(CARD, 1)) == (10_000, 10_000)
    assert stored(world, payment).transaction_id is not None
    world.do(CancelReservation(reservation_id=kept, reason="They called"))
    assert world.game(client) == 10_000
    cash = Refund(client_id=client, amount_minor=10_000, reason="x", tender=Tender.CASH)
    assert code_of(world, cash) == "refund.more_than_paid"
    back = begin_refund(world, client, 10_000)
    mark(world, back)
    report(world, back, OutcomeKind.APPROVED)
    world.do(refund(client, back, 10_000))
    assert (world.game(client), world.balance(CARD, 1)) == (0, 0)


def test_a_deposit_by_card_is_of_a_client_and_of_one_kind(open_world) -> None:
    world, client = open_world, open_world.client()
    nobodys = reserved(world, name="Somebody")
    payment = approved(world, purpose="deposit")
    take = TakeDeposit(reservation_id=nobodys, card_minor=10_000, card_payment_id=payment)
    assert code_of(world, take) == "deposit.card_of_nobody"
    world.do(BookCardPayment(payment_id=payment, client_id=client))
    world.do(CancelReservation(reservation_id=nobodys, reason="They called"))
    kept = reserved(world, client_id=client)
    second = approved(world, client=client, purpose="deposit")
    both = TakeDeposit(reservation_id=kept, cash_minor=5, card_minor=10_000, card_payment_id=second)
    assert code_of(world, both) == "deposit.one_way"
    world.do(BookCardPayment(payment_id=second))


def test_what_the_terminal_paid_back_is_not_undone(open_world) -> None:
    world = open_world
    client = refundable(world)
    back = begin_refund(world, client, 4_000)
    mark(world, back)
    report(world, back, OutcomeKind.APPROVED)
    booked = world.do(refund(client, back, 4_000)).transaction_id
    view = world.storage.queries.undo_view(client, 1, world.clock.now())
    assert (view.transaction_id, view.why_not != "") == (booked, True)
    command = UndoOperation(transaction_id=booked, reason="A slip")
    assert code_of(world, command) == "undo.card_gave_back"
    assert (world.game(client), world.balance(CARD, 1)) == (6_000, 6_000)
    # One that a person did by hand on a terminal beside the till is undone by hand there.
    by_hand = world.refund(client, 1_000, "card")
    assert world.storage.queries.undo_view(client, 1, world.clock.now()).card_out == -1_000
    assert world.undo(by_hand).card_out_minor == -1_000
