"""Undoing the newest balance operation: exact, shown before, refused where it cannot be."""

from dataclasses import replace

import msgspec
import pytest

from clubdesk.domain.ledger import AccountKind, TransactionKind
from clubdesk.domain.people import Permission, Role
from clubdesk.domain.promotion import Promotion, PromotionKind, Step
from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.sessions import EndSession
from clubdesk.services.shifts import CloseShift
from clubdesk.services.undoing import UndoOperation
from clubdesk.storage.verify import verify

CARD = AccountKind.CARD_CLEARING


@pytest.fixture
def open_world(world, database_url):
    world.url = database_url
    world.open_shift()
    yield world
    assert verify(world.url).ok, verify(world.url)


def code_of(call, *args) -> DeskError:
    with pytest.raises(DeskError) as caught:
        call(*args)
    return caught.value


def top_up(world, client, minor):
    return world.do(TopUp(client_id=client, cash_minor=minor)).transaction_id


def view(world, client, till=1):
    return world.storage.queries.undo_view(client, till, world.clock.now())


def state(world, client):
    return world.game(client), world.points(client), world.till(), world.balance(CARD, 1)


def test_an_undone_top_up_is_as_if_it_had_not_been(open_world):
    world = open_world
    client = world.client(10_000)
    before = state(world, client)
    operation = world.card_top_up(client, 4_000, cash=6_000)
    seen = view(world, client)
    assert (seen.transaction_id, seen.kind) == (operation, TransactionKind.TOP_UP)
    assert (seen.balance_before, seen.balance_after) == (20_000, 10_000)
    assert (seen.cash_out, seen.card_out, seen.why_not) == (6_000, 4_000, "")
    assert (seen.staff_name, seen.closed_shift) == ("Olga Owner", False)
    command = UndoOperation(transaction_id=operation, reason="Wrong client")
    answer = world.do(command)
    assert world.do(command) == answer
    assert state(world, client) == before
    assert (answer.transaction_ids, answer.balance_minor) == ((operation,), 10_000)
    assert (answer.cash_out_minor, answer.card_out_minor) == (6_000, 4_000)
    with world.storage.begin() as work:
        reversal = work.ledger.get(work.ledger.reversal_of(operation))
        original = work.ledger.get(operation)
    assert reversal.draft.kind is TransactionKind.REVERSAL
    assert reversal.draft.reverses_id == operation
    assert reversal.draft.reason == "Wrong client"
    assert {(p.account, -p.amount) for p in reversal.draft.postings} == {
        (p.account, p.amount) for p in original.draft.postings
    }


def test_an_undo_leaves_its_paper_and_its_line(open_world):
    world = open_world
    client = world.client(10_000)
    operation = world.card_top_up(client, 4_000, cash=6_000)
    answer = world.undo(operation)
    with world.storage.begin() as work:
        reversal = work.ledger.reversal_of(operation)
        paper = work.print_jobs.get(answer.job_id)
    slip = paper.receipt.slip
    assert (paper.receipt.paper.kind, slip.undone, slip.undone_kind) == (
        PaperKind.UNDO,
        operation,
        "top_up",
    )
    assert (slip.cash, slip.card, slip.amount) == (6_000, 4_000, 10_000)
    assert (slip.balance_before, slip.balance_after) == (20_000, 10_000)
    assert (paper.client_id, paper.transaction_id) == (client, reversal)
    line = world.journal()[0]
    noted = msgspec.json.decode(line.details)
    assert (line.reason, line.client_id) == ("A slip of the hand", client)
    assert (noted["balance_before"], noted["balance_after"]) == (20_000, 10_000)


@pytest.mark.parametrize("what", ["credit", "deduct", "deduct_points", "refund", "refund_card"])
def test_every_operation_can_be_undone(open_world, what):
    world = open_world
    client = world.client(10_000)
    world.card_top_up(client, 5_000)
    world.credit(client, 300)
    before = state(world, client)
    operation = {
        "credit": lambda: world.credit(client, 77),
        "deduct": lambda: world.deduct(client, 1_000),
        "deduct_points": lambda: world.deduct(client, 300, "bonus"),
        "refund": lambda: world.refund(client, 2_000),
        "refund_card": lambda: world.refund(client, 2_000, "card"),
    }[what]()
    seen, changed = view(world, client), state(world, client)
    assert changed != before
    world.undo(operation)
    assert state(world, client) == before
    assert (seen.balance_after, seen.points_after) == before[:2]
    assert seen.cash_out == changed[2] - before[2]
    assert seen.card_out == changed[3] - before[3]


def test_operations_are_undone_newest_first_and_once(open_world):
    world = open_world
    client = world.client()
    one = top_up(world, client, 100)
    two = world.credit(client, 5)
    refusal = code_of(world.undo, one)
    assert refusal.code == "undo.not_newest"
    world.undo(two)
    assert code_of(world.undo, two).code == "undo.undone_already"
    assert view(world, client).transaction_id == one
    world.undo(one)
    assert view(world, client).why_not
    assert view(world, client).transaction_id == 0


def test_what_is_no_balance_operation_cannot_be_undone(open_world):
    world = open_world
    client = world.client(80_000)
    session = world.start(client)
    world.clock.advance(600)
    world.do(EndSession(session_id=session))
    lines = world.storage.queries.transactions(client)
    charge = next(line for line in lines if line.kind == "session_charge")
    assert code_of(world.undo, charge.transaction_id).code == "undo.not_possible"
    assert code_of(world.undo, 10**9).code == "undo.not_possible"
    reversal = world.undo(world.credit(client, 5))
    with world.storage.begin() as work:
        number = work.ledger.reversal_of(reversal.transaction_ids[0])
    assert code_of(world.undo, number).code == "undo.not_possible"


def test_money_that_was_spent_does_not_come_back(open_world):
    world = open_world
    client = world.client()
    operation = top_up(world, client, 80_000)
    session = world.start(client)
    world.clock.advance(1_800)
    seen = view(world, client)
    refusal = code_of(world.undo, operation)
    assert refusal.code == "undo.spent"
    assert "400" in refusal.text
    assert seen.why_not == refusal.text
    top_up(world, client, 40_000)
    assert code_of(world.undo, operation).code == "undo.not_newest"
    world.do(EndSession(session_id=session))
    world.deduct(client, 1)
    assert world.game(client) == 79_999


def test_an_undone_top_up_shortens_the_running_session(open_world):
    world = open_world
    client = world.client(80_000)
    session = world.start(client)
    before = world.session(session).ends_at
    operation = top_up(world, client, 40_000)
    world.undo(operation)
    assert world.session(session).ends_at == before


def test_points_that_were_spent_do_not_come_back(open_world):
    world = open_world
    client = world.client()
    operation = world.credit(client, 500)
    expense = world.deduct(client, 200, "bonus")
    assert code_of(world.undo, operation).code == "undo.not_newest"
    world.undo(expense)
    world.undo(operation)
    assert world.points(client) == 0


def promotion(world, points):
    with world.storage.begin() as work:
        steps = (Step(from_minor=1_000, points=points),)
        return work.promotions.add(Promotion(0, "Autumn", PromotionKind.TOP_UP, steps=steps))


def test_the_points_that_a_top_up_set_off_go_with_it(open_world):
    world = open_world
    promotion(world, 500)
    client = world.client()
    operation = top_up(world, client, 10_000)
    assert world.points(client) == 500
    seen = view(world, client)
    assert (seen.transaction_id, seen.with_points) == (operation, 500)
    assert (seen.points_before, seen.points_after) == (500, 0)
    answer = world.undo(operation)
    assert len(answer.transaction_ids) == 2
    assert (world.game(client), world.points(client)) == (0, 0)
    with world.storage.begin() as work:
        slip = work.print_jobs.get(answer.job_id).receipt.slip
        assert work.promotions.caused_by(operation) == []
    assert slip.with_points == 500


def test_a_promotions_credit_is_no_operation_of_its_own(open_world):
    world = open_world
    promotion(world, 500)
    operation = top_up(world, world.client(), 10_000)
    with world.storage.begin() as work:
        credit = work.promotions.caused_by(operation)[0].transaction_id
    assert code_of(world.undo, credit).code == "undo.not_newest"


def test_spent_points_keep_their_top_up(open_world):
    world = open_world
    promotion(world, 500)
    client = world.client()
    world.pays_in_points(client)
    operation = top_up(world, client, 10_000)
    session = world.start(client)
    world.clock.advance(9)
    assert view(world, client).why_not
    world.do(EndSession(session_id=session))
    assert (world.game(client), world.points(client)) == (10_000, 300)
    refusal = code_of(world.undo, operation)
    assert (refusal.code, view(world, client).why_not) == ("undo.spent", refusal.text)
    assert "500" in refusal.text
    assert "300" in refusal.text
    assert (world.game(client), world.points(client)) == (10_000, 300)


def test_an_operation_of_a_closed_shift_needs_a_permission_of_its_own(open_world):
    world = open_world
    administrator = world.staff(Role.ADMINISTRATOR)
    client = world.client()
    operation = top_up(world, client, 10_000)
    world.do(CloseShift(counted_minor=5_010_000))
    world.open_shift(5_010_000)
    assert view(world, client).closed_shift
    _without_undo_closed(world)
    with pytest.raises(DeskError) as caught:
        world.undo(operation, administrator)
    assert (caught.value.code, caught.value.subject) == ("staff.not_allowed", "undo_closed")
    world.undo(operation)
    now = world.storage.queries.shift_now(1, world.clock.now()).figures
    assert (now.undone_top_ups, now.undone_top_ups_cash, now.top_ups) == (10_000, 10_000, 0)
    assert now.expected_cash == world.till() == 5_000_000
    world.do(CloseShift(counted_minor=5_000_000))


def _without_undo_closed(world):
    with world.storage.begin() as work:
        role = work.roles.get("administrator")
        work.roles.save(replace(role, permissions=role.permissions - {Permission.UNDO_CLOSED}))


def test_cash_goes_out_of_the_till_that_undoes(open_world):
    world = open_world
    client = world.client()
    operation = top_up(world, client, 10_000)
    world.door.till_id = 2
    world.open_shift(4_000)
    seen = view(world, client, till=2)
    refusal = code_of(world.undo, operation)
    assert refusal.code == "till.too_little"
    assert seen.why_not == refusal.text
    world.door.till_id = 1
    small = top_up(world, client, 3_000)
    world.door.till_id = 2
    world.undo(small)
    assert world.balance(AccountKind.TILL_CASH, 2) == 1_000
    assert world.till() == 5_013_000


@pytest.mark.parametrize("reason", ["", " \t", "r" * 501])
def test_an_undo_has_its_reason(open_world, reason):
    world = open_world
    operation = top_up(world, world.client(), 10_000)
    refusal = code_of(world.do, UndoOperation(transaction_id=operation, reason=reason))
    assert (refusal.code, refusal.subject) in (
        ("reason.missing", "reason"),
        ("text.too_long", "reason"),
    )


def test_a_z_report_tells_what_was_undone(open_world):
    world = open_world
    client = world.client(10_000)
    world.undo(world.card_top_up(client, 4_000, cash=6_000))
    world.undo(world.refund(client, 1_000))
    world.refund(client, 500)
    world.undo(world.deduct(client, 300))
    world.undo(world.credit(client, 90))
    world.credit(client, 50)
    world.undo(world.deduct(client, 20, "bonus"))
    world.deduct(client, 10, "bonus")
    now = world.storage.queries.shift_now(1, world.clock.now()).figures
    assert (now.top_ups, now.top_ups_cash, now.top_ups_card) == (20_000, 16_000, 4_000)
    assert (now.cash_received, now.card_received) == (16_000, 4_000)
    assert (now.refunds, now.refunds_cash, now.refunds_card) == (1_500, 1_500, 0)
    assert (now.undone_top_ups, now.undone_top_ups_cash, now.undone_top_ups_card) == (
        10_000,
        6_000,
        4_000,
    )
    assert (now.undone_refunds, now.undone_refunds_cash) == (1_000, 1_000)
    assert (now.deductions, now.undone_deductions) == (300, 300)
    assert (now.bonuses_credited, now.undone_bonuses) == (140, 90)
    assert (now.bonuses_deducted, now.undone_bonus_deductions) == (30, 20)
    assert now.expected_cash == world.till()
    world.do(CloseShift(counted_minor=world.till()))
