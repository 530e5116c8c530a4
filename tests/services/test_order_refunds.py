"""An order's card part goes back through the terminal that the desk drives, and is booked once."""

import pytest

from clubdesk.domain.card_payment import CardState, PaymentKind
from clubdesk.domain.ledger import AccountKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.card_terminal import MarkCardPayment, ReportCardPayment, ToldOutcome
from clubdesk.services.order_refunds import BeginOrderRefund
from clubdesk.services.ports_terminal import OutcomeKind
from clubdesk.services.selling import CancelledItem
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
