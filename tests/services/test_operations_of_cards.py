"""Balance operations on merged, erased and approved ground."""

from dataclasses import replace

import msgspec
import pytest

from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Role, Staff
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.bonuses import CreditBonus
from clubdesk.services.card_payments import SettleCardPayment
from clubdesk.services.commands import Approval
from clubdesk.services.deductions import AccountType, Deduct
from clubdesk.services.merging import MergeClients
from clubdesk.services.passwords import hash_secret
from clubdesk.services.refunds import Refund
from clubdesk.services.shifts import CloseShift
from clubdesk.services.undoing import UndoOperation
from clubdesk.storage.verify import verify

PIN = "7391"


@pytest.fixture
def open_world(world, database_url):
    world.url = database_url
    world.open_shift()
    return world


def merge(world, old, into):
    world.do(MergeClients(from_id=old, into_id=into, reason="One person"))


def code_of(call, *args) -> str:
    with pytest.raises(DeskError) as caught:
        call(*args)
    return caught.value.code


def test_what_was_paid_in_on_a_merged_card_may_go_back(open_world):
    world = open_world
    old, into = world.client(10_000), world.client(4_000, phone="+77010000002")
    merge(world, old, into)
    money = world.storage.queries.money_of(into, world.clock.now())
    assert (money.balance, money.refundable_cash) == (14_000, 14_000)
    world.refund(into, 14_000)
    assert world.game(into) == 0
    assert verify(world.url).ok


@pytest.mark.parametrize(
    "command",
    [
        TopUp(client_id=1, cash_minor=5),
        CreditBonus(client_id=1, points=5, reason="x"),
        Deduct(client_id=1, amount=5, account=AccountType.GAME, reason="x"),
        Refund(client_id=1, amount_minor=5, reason="x"),
    ],
)
def test_a_merged_card_takes_no_operation(open_world, command):
    world = open_world
    old, into = world.client(10_000), world.client(phone="+77010000002")
    merge(world, old, into)
    command = msgspec.structs.replace(command, client_id=old)
    assert code_of(world.do, command) == "client.merged"
    assert (world.game(old), world.game(into)) == (0, 10_000)


def test_a_merged_cards_operations_are_not_undone(open_world):
    world = open_world
    old, into = world.client(), world.client(phone="+77010000002")
    operation = world.do(TopUp(client_id=old, cash_minor=10_000)).transaction_id
    merge(world, old, into)
    assert code_of(world.undo, operation) == "client.merged"
    assert world.storage.queries.undo_view(into, 1, world.clock.now()).transaction_id == 0


def test_an_erased_client_takes_no_operation(open_world):
    world = open_world
    client = world.client()
    with world.storage.begin() as work:
        found = work.clients.get(client)
        work.clients.save(replace(found, name="", phone="", erased_at=world.clock.now()))
    assert code_of(world.do, TopUp(client_id=client, cash_minor=5)) == "client.erased"


def test_a_card_is_not_merged_over_a_pending_payment(open_world):
    world = open_world
    old, into = world.client(), world.client(phone="+77010000002")
    payment = world.begin_card(old, 7_000)
    assert code_of(merge, world, old, into) == "client.payment_open"
    settled = SettleCardPayment(payment_id=payment, approved=True, reason="Slip", slip="7")
    world.do(settled)
    merge(world, old, into)
    world.refund(into, 7_000, "card")
    assert world.balance(AccountKind.CARD_CLEARING, 1) == 0


def test_a_cashier_refunds_with_an_approval_that_the_slip_names(open_world):
    world = open_world
    cashier = world.staff(Role.CASHIER)
    with world.storage.begin() as work:
        work.staff.add(Staff(0, "dana", "Dana D.", Role.ADMINISTRATOR, "", hash_secret(PIN)))
    client = world.client(10_000)
    approval = Approval(login="dana", pin=PIN)
    answer = world.do(
        Refund(client_id=client, amount_minor=4_000, reason="x", approval=approval), cashier
    )
    with world.storage.begin() as work:
        assert work.print_jobs.get(answer.job_id).receipt.slip.approved_by == "Dana D."
        assert work.ledger.get(answer.transaction_id).draft.staff_id == cashier
    assert world.journal()[0].approved_by is not None


def test_an_approval_also_lends_the_permission_for_a_closed_shift(open_world):
    world = open_world
    cashier = world.staff(Role.CASHIER)
    with world.storage.begin() as work:
        work.staff.add(Staff(0, "dana", "Dana D.", Role.ADMINISTRATOR, "", hash_secret(PIN)))
    client = world.client()
    operation = world.do(TopUp(client_id=client, cash_minor=10_000)).transaction_id
    world.do(CloseShift(counted_minor=5_010_000))
    world.open_shift(5_010_000)
    approval = Approval(login="dana", pin=PIN)
    command = UndoOperation(transaction_id=operation, reason="x", approval=approval)
    world.do(command, cashier)
    assert world.game(client) == 0


def test_no_name_is_printed_where_no_approval_was_needed(open_world):
    world = open_world
    client = world.client()
    answer = world.do(CreditBonus(client_id=client, points=5, reason="x"))
    with world.storage.begin() as work:
        assert work.print_jobs.get(answer.job_id).receipt.slip.approved_by == ""
