"""Cancelling orders, whole and by pieces: everything goes back where it came from."""

import pytest

from clubdesk.domain.bar import OrderState
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Role
from clubdesk.domain.receipt import PaperKind, TaxLine
from clubdesk.foundation.errors import DeskError
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.cash_moves import Collect
from clubdesk.services.commands import Approval
from clubdesk.services.erasing import EraseClient
from clubdesk.services.guests import GuestBecomesClient
from clubdesk.services.merging import MergeClients
from clubdesk.services.refunds import Refund
from clubdesk.services.selling import AdvanceOrder, CancelOrder
from clubdesk.services.sessions import EndSession
from clubdesk.services.shifts import CloseShift, OpenShift
from clubdesk.services.staff_secrets import SetPin
from clubdesk.services.undoing import UndoOperation
from clubdesk.storage.verify import verify
from tests.support.bar_club import Bar


@pytest.fixture
def bar(world):
    world.open_shift()
    return Bar(world)


def refused(code, do, *given, **more) -> DeskError:
    with pytest.raises(DeskError) as caught:
        do(*given, **more)
    assert caught.value.code == code
    return caught.value


def test_the_whole_order_goes_back_to_the_balance_and_the_stock(bar) -> None:
    client = bar.world.client(100_000)
    bar.world.credit(client, 30_000)
    order_id = bar.sell((bar.cola, 2), client_id=client, from_balance=True).order_id
    done = bar.cancel(order_id)
    assert (done.points, done.balance_minor, done.balance_after_minor) == (30_000, 70_000, 100_000)
    assert (bar.world.game(client), bar.world.points(client)) == (100_000, 30_000)
    assert bar.world.balance(AccountKind.BAR_REVENUE) == 0
    assert bar.stock(bar.cola) == 20
    assert bar.order(order_id).state is OrderState.CANCELLED
    refused("order.cancelled", bar.cancel, order_id)
    refused("order.cancelled", bar.world.do, AdvanceOrder(order_id=order_id, state="served"))


def test_pieces_come_to_exactly_what_was_paid(bar) -> None:
    client = bar.world.client(100_000)
    bar.world.credit(client, 10_000)
    # Three chips of 300.00 with 100.00 in points: a third of a piece's points is no whole number.
    order_id = bar.sell((bar.chips, 3), client_id=client, from_balance=True).order_id
    done = [bar.cancel(order_id, (0, 1)) for _ in range(3)]
    assert [one.points for one in done] == [3_333, 3_333, 3_334]
    assert [one.balance_minor for one in done] == [26_667, 26_667, 26_666]
    assert [row.lines for row in bar.row(order_id).cancels] == [((0, 1),)] * 3
    assert (bar.world.game(client), bar.world.points(client)) == (100_000, 10_000)


def test_the_tax_of_all_cancels_is_the_tax_of_the_order(bar) -> None:
    order_id = bar.sell((bar.cola, 3)).order_id
    for _ in range(3):
        bar.cancel(order_id, (0, 1))
    sold = bar.papers(PaperKind.ORDER)[0].receipt.order.taxes
    back = [paper.receipt.order.taxes[0] for paper in bar.papers(PaperKind.ORDER_CANCEL)]
    assert sold == (TaxLine(1_200, 150_000, sum(line.tax for line in back)),)


def test_cash_comes_from_the_till_now_open(bar) -> None:
    order_id = bar.sell((bar.cola, 2)).order_id
    before = bar.world.till()
    done = bar.cancel(order_id, (0, 1))
    assert (done.cash_minor, bar.world.till()) == (50_000, before - 50_000)
    slip = bar.papers(PaperKind.ORDER_CANCEL)[0].receipt.order
    assert (slip.cash, slip.total, slip.reason) == (50_000, 50_000, "Ordered by mistake")


def test_a_till_without_the_cash_refuses(bar) -> None:
    client = bar.world.client(6_000_000)
    order_id = bar.sell((bar.pizza, 10)).order_id
    bar.world.do(Refund(client_id=client, amount_minor=6_000_000, reason="Moves away"))
    bar.world.do(Collect(amount_minor=bar.world.till() - 1_000, reason="To the safe"))
    refused("till.too_little", bar.cancel, order_id)
    assert bar.order(order_id).state is OrderState.NEW


def test_a_card_part_needs_the_terminals_slip_and_goes_last(bar) -> None:
    begun = bar.world.do(BeginCardPayment(amount_minor=60_000, guest=True)).payment_id
    order_id = bar.sell(
        (bar.cola, 2), cash_minor=40_000, card_minor=60_000, card_payment_id=begun, slip="S-1"
    ).order_id
    error = refused("slip.missing", bar.cancel, order_id)
    assert error.subject == "slip"
    refused("slip.card_number", bar.cancel, order_id, card_slip="4111 1111 1111 1111")
    first = bar.cancel(order_id, (0, 1), card_slip="R-1")
    assert (first.cash_minor, first.card_minor) == (40_000, 10_000)
    second = bar.cancel(order_id, card_slip="R-2")
    assert (second.cash_minor, second.card_minor) == (0, 50_000)
    assert bar.world.balance(AccountKind.CARD_CLEARING, 1) == 0


def test_a_guest_who_still_plays_gets_it_on_the_session(bar) -> None:
    session = bar.world.start_guest(200_000).session_id
    order_id = bar.sell((bar.cola, 1), session_id=session, from_balance=True).order_id
    before = bar.world.session(session).ends_at
    assert bar.cancel(order_id).balance_minor == 50_000
    assert bar.world.balance(AccountKind.GUEST, session) == 200_000
    assert bar.world.session(session).ends_at > before


def test_a_guest_who_has_left_gets_cash(bar) -> None:
    session = bar.world.start_guest(200_000).session_id
    order_id = bar.sell((bar.cola, 1), session_id=session, from_balance=True).order_id
    bar.world.do(EndSession(session_id=session))
    before = bar.world.till()
    done = bar.cancel(order_id)
    assert (done.balance_minor, done.cash_minor) == (0, 50_000)
    assert bar.world.till() == before - 50_000
    assert bar.world.balance(AccountKind.GUEST, session) == 0


def test_a_guest_who_became_a_client_gets_it_on_the_account(bar) -> None:
    session = bar.world.start_guest(200_000).session_id
    order_id = bar.sell((bar.cola, 1), session_id=session, from_balance=True).order_id
    client = bar.world.client()
    bar.world.do(GuestBecomesClient(session_id=session, client_id=client))
    assert bar.cancel(order_id).balance_minor == 50_000
    assert bar.world.game(client) == 200_000


def test_after_a_merge_it_goes_to_the_card_that_is_left(bar) -> None:
    old = bar.world.client(100_000)
    into = bar.world.client(0, "Sanjar B", "+77015554400")
    order_id = bar.sell((bar.cola, 1), client_id=old, from_balance=True).order_id
    bar.world.do(MergeClients(from_id=old, into_id=into, reason="Same person"))
    bar.cancel(order_id)
    assert (bar.world.game(old), bar.world.game(into)) == (0, 100_000)
    assert bar.row(order_id).client_name == "Sanjar B"


def test_an_order_of_an_erased_client_goes_back_in_cash(bar, database_url) -> None:
    client = bar.world.client(50_000)
    bar.world.credit(client, 30_000)
    order_id = bar.sell((bar.cola, 1), (bar.chips, 1), client_id=client, from_balance=True).order_id
    assert (bar.world.game(client), bar.world.points(client)) == (0, 0)
    bar.world.do(EraseClient(client_id=client, reason="Asked for it"))
    before = bar.world.till()
    assert bar.row(order_id).erased
    first = bar.cancel(order_id, (0, 1))
    done = bar.cancel(order_id)
    assert first.balance_minor == done.balance_minor == 0
    assert first.cash_minor + done.cash_minor == before - bar.world.till() == 50_000
    # Points are no money: they are back under the number, where nobody can spend them.
    assert (bar.world.game(client), bar.world.points(client)) == (0, 30_000)
    assert verify(database_url).ok


def test_what_does_not_go_back_on_the_shelf_is_not_counted_there(bar) -> None:
    order_id = bar.sell((bar.combo, 2)).order_id
    bar.cancel(order_id, (0, 1), to_stock=False)
    assert (bar.stock(bar.cola), bar.stock(bar.chips)) == (18, 18)
    bar.cancel(order_id)
    assert (bar.stock(bar.cola), bar.stock(bar.chips)) == (19, 19)


@pytest.mark.parametrize(
    "pieces", [((0, 3),), ((0, 0),), ((0, -1),), ((1, 1),), ((-1, 1),), ((0, 1), (0, 1))]
)
def test_pieces_that_are_not_there_are_refused(bar, pieces) -> None:
    order_id = bar.sell((bar.cola, 2)).order_id
    refused("order.not_that_many", bar.cancel, order_id, *pieces)
    assert bar.stock(bar.cola) == 18


def test_a_reason_is_needed(bar) -> None:
    order_id = bar.sell((bar.cola, 1)).order_id
    refused("reason.missing", bar.cancel, order_id, reason=" \n ")
    refused("text.too_long", bar.cancel, order_id, reason="x" * 600)
    refused("order.unknown", bar.cancel, 999)


def test_it_needs_its_permission_or_an_approval_on_the_spot(bar) -> None:
    world = bar.world
    cashier = world.staff(Role.CASHIER)
    order_id = bar.sell((bar.cola, 1), staff_id=cashier).order_id
    refused("staff.not_allowed", bar.cancel, order_id, staff_id=cashier)
    world.do(SetPin(staff_id=world.owner, pin="7391", own_password="right-password"))
    approval = Approval(login="owner", pin="7391")
    bar.cancel(order_id, staff_id=cashier, approval=approval)
    line = world.journal()[0]
    assert (line.action, line.staff_id, line.approved_by) == ("CancelOrder", cashier, world.owner)
    assert bar.row(order_id).cancels[0].approved_by == "Olga Owner"
    assert bar.papers(PaperKind.ORDER_CANCEL)[0].receipt.order.approved_by == "Olga Owner"


def test_the_kitchen_hears_of_it_while_it_still_cooks(bar) -> None:
    order_id = bar.sell((bar.pizza, 2), (bar.cola, 1)).order_id
    bar.cancel(order_id, (0, 1), reason="Too slow")
    slip = bar.papers(PaperKind.KITCHEN)[0].receipt.order
    assert ([(line.name, line.quantity) for line in slip.lines], slip.reason) == (
        [("Pizza", 1)],
        "Too slow",
    )
    bar.world.do(AdvanceOrder(order_id=order_id, state="served"))
    bar.cancel(order_id, (0, 1))
    assert len(bar.papers(PaperKind.KITCHEN)) == 2


def test_an_earlier_shifts_order_goes_back_in_the_one_now_open(bar) -> None:
    world = bar.world
    order_id = bar.sell((bar.cola, 1), served=True).order_id
    till = world.till()
    world.do(CloseShift(counted_minor=till))
    refused("shift.none_open", bar.cancel, order_id)
    world.do(OpenShift(counted_minor=till))
    assert bar.cancel(order_id).cash_minor == 50_000
    assert world.till() == till - 50_000


def test_undo_leads_to_the_cancel(bar) -> None:
    client = bar.world.client(100_000)
    order_id = bar.sell((bar.cola, 1), client_id=client, from_balance=True).order_id
    sale = bar.order(order_id).transaction_id
    error = refused(
        "undo.is_an_order",
        bar.world.do,
        UndoOperation(transaction_id=sale, reason="A slip of the hand"),
    )
    assert "cancel the order instead" in error.text


def test_cancelling_twice_with_the_same_click_gives_back_once(bar) -> None:
    order_id = bar.sell((bar.cola, 2)).order_id
    command = CancelOrder(order_id=order_id, reason="Twice")
    assert bar.world.do(command) == bar.world.do(command)
    assert bar.stock(bar.cola) == 20


def test_a_forgotten_client_leaves_no_name_and_no_note(bar, database_url) -> None:
    client = bar.world.client(170_000, "Zarina Uniqueova")
    item = bar.sell(
        (bar.pizza, 1), client_id=client, from_balance=True, note="Zarina at the window"
    )
    bar.cancel(item.order_id)
    bar.world.do(Refund(client_id=client, amount_minor=170_000, reason="Leaves"))
    bar.world.do(EraseClient(client_id=client, reason="Asked to be forgotten"))
    assert bar.order(item.order_id).note == ""
    for job in bar.world.storage.queries.print_jobs(50):
        assert "Zarina" not in repr(job.receipt)
    assert all("Zarina" not in line.details for line in bar.world.journal())
    assert verify(database_url).ok
