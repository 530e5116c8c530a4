"""Each line of the bar's rules, and of what others promise about it, as a test of its own."""

from datetime import timedelta

import pytest

from clubdesk.domain.bar import OrderState
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import ROLE_PERMISSIONS, Permission, Role
from clubdesk.domain.receipt import PaperKind
from clubdesk.foundation.errors import DeskError
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.client_file import BlockClient
from clubdesk.services.rule_book import RULES
from clubdesk.services.selling import CancelOrder, PlaceOrder
from clubdesk.services.sessions import PauseSession
from clubdesk.services.views_bar import OrderFilter
from clubdesk.storage.verify import verify
from tests.support.bar_club import Bar


@pytest.fixture
def bar(world):
    world.open_shift()
    return Bar(world)


def history(bar, **only):
    return bar.world.storage.queries.orders(OrderFilter(**only))


def test_a_menu_by_category_with_price_stock_and_points_share(bar) -> None:
    food = bar.category("Food")
    menu = bar.world.storage.queries.menu()
    assert [one.id for one in menu.categories] == [bar.drinks, food]
    cola = next(one for one in menu.products if one.name == "Cola")
    assert (cola.price_minor, cola.stock, cola.points_percent) == (50_000, 20, 100)


def test_stock_is_optional(bar) -> None:
    bar.sell((bar.pizza, 30))
    assert not bar.look(bar.pizza).stocked
    assert bar.stock(bar.pizza) == 0


def test_an_order_from_the_client_card_leaves_the_balance_and_the_stock(bar) -> None:
    client = bar.world.client(100_000)
    bar.sell((bar.cola, 1), client_id=client, from_balance=True)
    assert (bar.world.game(client), bar.stock(bar.cola)) == (50_000, 19)


def test_an_order_from_a_running_session_leaves_the_balance_and_the_stock(bar) -> None:
    client = bar.world.client(100_000)
    session = bar.world.start(client)
    bar.sell((bar.cola, 1), session_id=session, from_balance=True)
    assert (bar.world.game(client), bar.stock(bar.cola)) == (50_000, 19)
    assert [row.order.id for row in history(bar, session_id=session)] == [1]


def test_a_client_who_plays_is_served_at_the_seat(bar) -> None:
    client = bar.world.client(100_000)
    session = bar.world.start(client, seat=2)
    bar.sell((bar.cola, 1), client_id=client, from_balance=True)
    row = bar.row(1)
    assert (row.order.session_id, row.order.station_id) == (session, bar.world.stations[2])
    assert row.station_name


def test_walk_in_orders_by_cash(bar) -> None:
    bar.sell((bar.cola, 1))
    assert bar.order(1).cash_minor == 50_000


def test_walk_in_orders_by_card(bar) -> None:
    begun = bar.world.do(BeginCardPayment(amount_minor=50_000, guest=True)).payment_id
    bar.sell((bar.cola, 1), card_minor=50_000, card_payment_id=begun, slip="0042")
    assert bar.order(1).card_minor == 50_000


def test_order_history_finds_by_client_state_time_number_and_product(bar) -> None:
    client = bar.world.client(100_000)
    start = bar.world.clock.now()
    bar.sell((bar.cola, 1), client_id=client, from_balance=True)
    bar.world.clock.advance(3_600)
    bar.sell((bar.pizza, 1))
    bar.cancel(2)
    later = start + timedelta(minutes=30)

    def numbers(**only):
        return [row.order.number for row in history(bar, **only)]

    assert numbers() == [2, 1]
    assert numbers(client_id=client) == [1]
    assert numbers(states=frozenset({OrderState.CANCELLED})) == [2]
    assert numbers(since=later) == [2]
    assert numbers(until=later) == [1]
    assert numbers(text="#2") == [2]
    assert numbers(text="PIZ") == [2]
    assert numbers(text="%") == numbers(text="'; DROP TABLE orders;--") == []


def test_cancel_needs_its_permission() -> None:
    assert RULES[CancelOrder].needs is Permission.CANCEL_ORDER
    assert RULES[PlaceOrder].needs is Permission.SELL


def test_cancel_puts_the_amount_back_on_the_balance_and_the_stock_back(bar) -> None:
    client = bar.world.client(100_000)
    bar.world.credit(client, 20_000)
    order_id = bar.sell((bar.cola, 1), client_id=client, from_balance=True).order_id
    bar.cancel(order_id)
    assert (bar.world.game(client), bar.world.points(client)) == (100_000, 20_000)
    assert bar.stock(bar.cola) == 20


def test_cancel_puts_cash_into_the_tills_pay_out(bar) -> None:
    before = bar.world.till()
    bar.cancel(bar.sell((bar.cola, 1)).order_id)
    assert bar.world.till() == before


def test_a_cancel_is_one_deed(bar, database_url) -> None:
    order_id = bar.sell((bar.cola, 1), (bar.pizza, 1)).order_id
    lines = len(bar.world.journal())
    bar.cancel(order_id)
    assert len(bar.world.journal()) == lines + 1
    # A reason that is refused at the end leaves nothing behind: no money, no stock, no paper.
    other = bar.sell((bar.cola, 1)).order_id
    papers, till = len(bar.papers(PaperKind.ORDER_CANCEL)), bar.world.till()
    with pytest.raises(DeskError):
        bar.cancel(other, reason="")
    assert (bar.stock(bar.cola), bar.world.till()) == (19, till)
    assert len(bar.papers(PaperKind.ORDER_CANCEL)) == papers
    assert verify(database_url).ok


def test_points_go_first_up_to_the_products_share_and_both_figures_are_told(bar) -> None:
    client = bar.world.client(100_000)
    bar.world.credit(client, 100_000)
    sold = bar.sell((bar.chips, 1), client_id=client, from_balance=True)
    assert (sold.points, sold.balance_minor) == (15_000, 15_000)
    slip = bar.papers(PaperKind.ORDER)[0].receipt.order
    assert (slip.points, slip.from_balance) == (15_000, 15_000)


def test_a_group_that_plays_with_points_buys_by_the_products_own_share(bar) -> None:
    client = bar.world.client(200_000)
    bar.world.credit(client, 100_000)
    bar.world.pays_in_points(client, 100)
    sold = bar.sell((bar.pizza, 1), client_id=client, from_balance=True)
    assert (sold.points, sold.balance_minor) == (0, 150_000)


def test_orders_look_at_the_available_balance(bar) -> None:
    client = bar.world.client(100_000)
    session = bar.world.start(client)
    bar.world.clock.advance(1_800)  # 400.00 of 1 000.00 played, nothing posted
    buyer = bar.world.storage.queries.buyer(client, None, bar.world.clock.now())
    assert (buyer.money_free, buyer.session_id, buyer.name) == (60_000, session, "Sanjar")
    with pytest.raises(DeskError) as caught:
        bar.sell((bar.cola, 2), client_id=client, from_balance=True)
    assert caught.value.code == "balance.too_little"
    assert bar.sell((bar.cola, 1), client_id=client, from_balance=True).balance_minor == 50_000


def test_who_buys_everything_that_is_left_plays_to_this_instant(bar, database_url) -> None:
    client = bar.world.client(90_000)
    session = bar.world.start(client)
    bar.world.clock.advance(1_800)
    bar.sell((bar.cola, 1), client_id=client, from_balance=True)
    assert bar.world.session(session).ends_at == bar.world.clock.now()
    assert verify(database_url).ok


def test_a_paused_session_keeps_its_time_whatever_is_eaten_beside(bar) -> None:
    client = bar.world.client(100_000)
    session = bar.world.start(client)
    bar.world.clock.advance(900)
    bar.world.do(PauseSession(session_id=session))
    bar.sell((bar.cola, 1), client_id=client, from_balance=True)
    assert bar.world.game(client) == 30_000


def test_a_blocked_client_may_still_spend_what_is_theirs(bar) -> None:
    client = bar.world.client(100_000)
    bar.world.do(BlockClient(client_id=client, reason="Shouted"))
    assert bar.sell((bar.cola, 1), client_id=client, from_balance=True).balance_minor == 50_000


def test_no_order_moves_money_without_an_open_shift(world) -> None:
    bar = Bar(world)
    with pytest.raises(DeskError) as caught:
        bar.sell((bar.cola, 1))
    assert caught.value.code == "shift.none_open"


def test_a_guests_account_never_goes_below_zero(bar) -> None:
    session = bar.world.start_guest(60_000).session_id
    bar.sell((bar.cola, 1), session_id=session, from_balance=True)
    with pytest.raises(DeskError) as caught:
        bar.sell((bar.chips, 1), session_id=session, from_balance=True)
    assert caught.value.code == "balance.too_little"
    assert bar.world.balance(AccountKind.GUEST, session) == 10_000


def test_selling_is_the_cashiers_work_and_the_menu_is_not(bar) -> None:
    cashier = ROLE_PERMISSIONS[Role.CASHIER]
    assert Permission.SELL in cashier
    assert not {Permission.CANCEL_ORDER, Permission.EDIT_MENU} & cashier


def test_a_sale_is_a_bar_sale_and_its_cancel_a_bar_cancel(bar) -> None:
    bar.cancel(bar.sell((bar.cola, 1)).order_id)
    with bar.world.storage.begin() as work:
        legs = work.ledger.sums_of_shift(1)
    sums = {(leg.kind.value, leg.account.value): leg.amount for leg in legs}
    assert sums["bar_sale", "bar_revenue"] == -50_000
    assert sums["bar_cancel", "bar_revenue"] == 50_000
    assert sums["bar_cancel", "till_cash"] == -50_000
