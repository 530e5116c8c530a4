"""An order's card part goes back through the terminal that the desk drives, and is booked once."""

import pytest

from clubdesk.domain.card_payment import CardState, PaymentKind
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Role
from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.balance import TopUp
from clubdesk.services.card_booking import BeginCardRefund, BookCardPayment
from clubdesk.services.card_payments import BeginCardPayment, SettleCardPayment
from clubdesk.services.card_terminal import MarkCardPayment, ReportCardPayment, ToldOutcome
from clubdesk.services.commands import Approval
from clubdesk.services.dispatcher import Dispatcher
from clubdesk.services.order_refunds import BeginOrderRefund
from clubdesk.services.ports_terminal import OutcomeKind
from clubdesk.services.refunds import Refund, Tender
from clubdesk.services.rule_book import RULES
from clubdesk.services.selling import CancelledItem
from clubdesk.services.shifts import OpenShift
from clubdesk.services.staff_secrets import SetPin
from clubdesk.services.views_bar import OrderRefund
from clubdesk.storage.verify import verify
from tests.support.bar_club import Bar

DRIVER = "zvt_tcp"


@pytest.fixture
def bar(world):
    world.open_shift()
    return Bar(world)


def terminal_says(bar, payment_id: int, kind: OutcomeKind) -> None:
    bar.world.do(MarkCardPayment(payment_id=payment_id, mark="1"))
    outcome = ToldOutcome(kind=kind, slip=f"T{payment_id}")
    bar.world.do(ReportCardPayment(payment_id=payment_id, outcome=outcome))


def sold_by_terminal(bar, cash: int = 0) -> int:
    """Two colas: what is not paid in cash, the terminal took."""
    card = 100_000 - cash
    begun = bar.world.do(
        BeginCardPayment(amount_minor=card, guest=True, purpose="order", driver=DRIVER)
    ).payment_id
    terminal_says(bar, begun, OutcomeKind.APPROVED)
    return bar.sell((bar.cola, 2), cash_minor=cash, card_minor=card, card_payment_id=begun).order_id


def begin(bar, order_id: int, *pieces: tuple[int, int]) -> int:
    items = tuple(CancelledItem(position=place, quantity=count) for place, count in pieces)
    command = BeginOrderRefund(order_id=order_id, driver=DRIVER, items=items)
    return bar.world.do(command).payment_id


def stored(bar, payment_id: int):
    with bar.world.storage.begin() as work:
        return work.card_payments.get(payment_id)


def refused(code, do, *given, **more) -> None:
    with pytest.raises(DeskError) as caught:
        do(*given, **more)
    assert caught.value.code == code


def test_the_terminal_pays_it_back_and_the_cancel_books_it(bar, database_url) -> None:
    order_id = sold_by_terminal(bar)
    back = begin(bar, order_id)
    assert stored(bar, back).kind is PaymentKind.REVERSAL
    refused("payment.needs_settling", bar.cancel, order_id, card_payment_id=back)
    terminal_says(bar, back, OutcomeKind.APPROVED)
    assert bar.cancel(order_id, card_payment_id=back).card_minor == 100_000
    assert stored(bar, back).state is CardState.APPROVED
    assert bar.world.balance(AccountKind.CARD_CLEARING, 1) == 0
    verdict = verify(database_url)
    assert verdict.ok, verdict.text()


def test_pieces_go_back_as_refunds_after_the_cash(bar) -> None:
    order_id = sold_by_terminal(bar, cash=30_000)
    back = begin(bar, order_id, (0, 1))
    assert (stored(bar, back).kind, stored(bar, back).amount_minor) == (PaymentKind.REFUND, 20_000)
    terminal_says(bar, back, OutcomeKind.APPROVED)
    # Another cancel than the one that the terminal was asked for is refused.
    refused("payment.other_amount", bar.cancel, order_id, card_payment_id=back)
    done = bar.cancel(order_id, (0, 1), card_payment_id=back)
    assert (done.cash_minor, done.card_minor) == (30_000, 20_000)
    refused("payment.settled", bar.cancel, order_id, card_payment_id=back)


def test_what_was_paid_back_already_is_not_asked_for_again(bar) -> None:
    order_id = sold_by_terminal(bar)
    back = begin(bar, order_id)
    terminal_says(bar, back, OutcomeKind.APPROVED)
    # The desk was closed before the cancel: beginning again finds the money that went back.
    assert begin(bar, order_id) == back
    assert bar.cancel(order_id, card_payment_id=back).card_minor == 100_000


def test_a_declined_refund_changes_nothing(bar) -> None:
    order_id = sold_by_terminal(bar)
    back = begin(bar, order_id)
    terminal_says(bar, back, OutcomeKind.DECLINED)
    refused("payment.settled", bar.cancel, order_id, card_payment_id=back)
    assert bar.cancel(order_id, card_slip="R-9").card_minor == 100_000


def test_another_orders_refund_or_a_payment_is_refused(bar) -> None:
    first, second = sold_by_terminal(bar), sold_by_terminal(bar)
    back = begin(bar, first)
    terminal_says(bar, back, OutcomeKind.APPROVED)
    refused("payment.other_way", bar.cancel, second, card_payment_id=back)
    refused("payment.unknown", bar.cancel, second, card_payment_id=999)


def test_what_no_terminal_took_goes_back_by_hand(bar) -> None:
    in_cash = bar.sell((bar.cola, 1)).order_id
    refused("refund.nothing", begin, bar, in_cash)
    begun = bar.world.do(BeginCardPayment(amount_minor=50_000, guest=True)).payment_id
    by_hand = bar.sell((bar.cola, 1), card_minor=50_000, card_payment_id=begun, slip="S-1").order_id
    refused("refund.not_by_terminal", begin, bar, by_hand)


def client_order(bar, money: int = 0) -> tuple[int, int]:
    """A client with a top-up by the terminal, and an order that the terminal took as well."""
    world = bar.world
    client = world.client(money)
    begun = world.do(
        BeginCardPayment(amount_minor=100_000, client_id=client, driver=DRIVER)
    ).payment_id
    terminal_says(bar, begun, OutcomeKind.APPROVED)
    world.do(TopUp(client_id=client, card_minor=100_000, card_payment_id=begun))
    paid = world.do(
        BeginCardPayment(amount_minor=50_000, client_id=client, purpose="order", driver=DRIVER)
    ).payment_id
    terminal_says(bar, paid, OutcomeKind.APPROVED)
    sold = bar.sell((bar.cola, 1), client_id=client, card_minor=50_000, card_payment_id=paid)
    return client, sold.order_id


def test_what_went_back_for_an_order_never_leaves_the_game_account(bar) -> None:
    client, order_id = client_order(bar)
    back = begin(bar, order_id)
    terminal_says(bar, back, OutcomeKind.APPROVED)
    by_form = Refund(
        client_id=client,
        amount_minor=50_000,
        reason="Asked",
        tender=Tender.CARD,
        card_payment_id=back,
    )
    refused("payment.of_an_order", bar.world.do, BookCardPayment(payment_id=back))
    refused("payment.of_an_order", bar.world.do, by_form)
    assert bar.world.game(client) == 100_000
    bar.cancel(order_id, card_payment_id=back)
    assert bar.world.game(client) == 100_000


def test_a_refund_of_the_account_leaves_the_orders_payment_alone(bar) -> None:
    client, order_id = client_order(bar)
    command = BeginCardRefund(client_id=client, amount_minor=40_000, reason="Asked", driver=DRIVER)
    of = stored(bar, stored(bar, bar.world.do(command).payment_id).of_payment_id)
    assert (of.amount_minor, of.purpose) == (100_000, "top_up")
    assert bar.order(order_id).card_minor == 50_000


def test_an_undone_top_up_or_another_tills_payment_is_no_refunds_original(bar) -> None:
    world, client = bar.world, bar.world.client()
    ids = []
    for minor in (100_000, 60_000):
        begun = world.do(
            BeginCardPayment(amount_minor=minor, client_id=client, driver=DRIVER)
        ).payment_id
        terminal_says(bar, begun, OutcomeKind.APPROVED)
        top_up = TopUp(client_id=client, card_minor=minor, card_payment_id=begun)
        ids.append(world.do(top_up).transaction_id)
    world.undo(ids[1])
    command = BeginCardRefund(client_id=client, amount_minor=50_000, reason="Asked", driver=DRIVER)
    of = stored(bar, stored(bar, world.do(command).payment_id).of_payment_id)
    assert of.transaction_id == ids[0]
    elsewhere = Dispatcher(world.storage.begin, world.clock, 2, world.feed, RULES)
    elsewhere.carry_out(OpenShift(counted_minor=0), world.owner)
    again = BeginCardRefund(client_id=client, amount_minor=20_000, reason="Asked", driver=DRIVER)
    refused("refund.not_by_terminal", elsewhere.carry_out, again, world.owner)


def test_one_cancel_at_a_time_while_the_terminal_pays_back(bar) -> None:
    order_id = sold_by_terminal(bar, cash=30_000)
    back = begin(bar, order_id, (0, 1))
    # Nobody knows its end: neither a second request nor a slip typed beside it.
    bar.world.do(MarkCardPayment(payment_id=back, mark="1"))
    unknown = ToldOutcome(kind=OutcomeKind.UNKNOWN)
    bar.world.do(ReportCardPayment(payment_id=back, outcome=unknown))
    refused("payment.needs_settling", begin, bar, order_id)
    refused("order.card_going_back", bar.cancel, order_id, card_slip="R-1")
    settle = SettleCardPayment(payment_id=back, approved=True, slip="T-9", reason="The slip")
    bar.world.do(settle)
    refused("order.card_going_back", bar.cancel, order_id, (0, 1), card_slip="R-1")
    assert bar.cancel(order_id, (0, 1), card_payment_id=back).card_minor == 20_000
    assert bar.cancel(order_id, card_slip="R-2").card_minor == 50_000


def test_one_approval_covers_the_terminal_and_the_cancel(bar) -> None:
    world, order_id = bar.world, sold_by_terminal(bar)
    cashier = world.staff(Role.CASHIER)
    world.do(SetPin(staff_id=world.owner, pin="7391", own_password="right-password"))
    refused("staff.not_allowed", world.do, BeginOrderRefund(order_id=order_id, driver=DRIVER),
            cashier)  # fmt: skip
    approval = Approval(login="owner", pin="7391")
    wish = BeginOrderRefund(order_id=order_id, driver=DRIVER, approval=approval)
    booking = {"card_payment_id": world.do(wish, cashier).payment_id, "staff_id": cashier}
    # Only what the terminal has paid back is booked without asking again, and by nobody else.
    refused("staff.not_allowed", bar.cancel, order_id, **booking)
    terminal_says(bar, booking["card_payment_id"], OutcomeKind.APPROVED)
    refused("staff.not_allowed", bar.cancel, order_id, staff_id=cashier)
    other = world.staff(Role.CASHIER, "timur")
    refused("staff.not_allowed", bar.cancel, order_id, **{**booking, "staff_id": other})
    bar.cancel(order_id, **booking)
    assert bar.row(order_id).cancels[0].approved_by == "Olga Owner"
    assert bar.papers(PaperKind.ORDER_CANCEL)[0].receipt.order.approved_by == "Olga Owner"
    line = world.journal()[0]
    assert (line.action, line.staff_id, line.approved_by) == ("CancelOrder", cashier, world.owner)


def test_the_screens_are_told_what_goes_back_until_the_cancel_has_booked_it(bar) -> None:
    order_id, queries = sold_by_terminal(bar, cash=30_000), bar.world.storage.queries
    assert list(queries.order_refunds(1)) == []
    back = begin(bar, order_id, (0, 1))
    told = OrderRefund(order_id, back, 20_000, CardState.CREATED)
    assert list(queries.order_refunds(1)) == [told]
    assert list(queries.order_refunds(2)) == []
    terminal_says(bar, back, OutcomeKind.APPROVED)
    assert queries.order_refunds(1)[0].state is CardState.APPROVED
    bar.cancel(order_id, (0, 1), card_payment_id=back)
    assert list(queries.order_refunds(1)) == []
