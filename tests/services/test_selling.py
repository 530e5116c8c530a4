"""Orders: who pays, what moves, what is refused."""

from dataclasses import replace

import pytest

from clubdesk.domain.bar import Choice, OrderState, ProductCategory
from clubdesk.domain.events import MenuChanged, OrderChanged, SessionExtended
from clubdesk.domain.ledger import AccountKind
from clubdesk.domain.people import Role
from clubdesk.domain.receipt import PaperKind, TaxLine
from clubdesk.foundation.errors import DeskError
from clubdesk.services.card_payments import BeginCardPayment
from clubdesk.services.menu import SaveCategory, SaveProduct
from clubdesk.services.rating import SetGuestPayment
from clubdesk.services.selling import AdvanceOrder, OrderedItem, PlaceOrder
from clubdesk.services.sessions import EndSession, StartGuestSession
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


def test_a_walk_in_pays_in_cash_and_gets_change(bar) -> None:
    before = bar.world.till()
    sold = bar.sell((bar.cola, 2), (bar.chips, 1), received_minor=200_000)
    assert (sold.number, sold.total_minor, sold.change_minor) == (1, 130_000, 70_000)
    assert bar.world.till() == before + 130_000
    assert bar.world.balance(AccountKind.BAR_REVENUE) == 130_000
    assert (bar.stock(bar.cola), bar.stock(bar.chips)) == (18, 19)
    order = bar.order(sold.order_id)
    assert (order.state, order.cash_minor, order.client_id) == (OrderState.NEW, 130_000, None)
    slip = bar.papers(PaperKind.ORDER)[0].receipt.order
    assert (slip.received, slip.change, slip.cash) == (200_000, 70_000, 130_000)
    # 1 000.00 hold 12 % tax: 107.142857..., rounded once.
    assert slip.taxes == (TaxLine(1_200, 100_000, 10_714),)


def test_card_and_cash_together_are_the_price(bar) -> None:
    begun = bar.world.do(BeginCardPayment(amount_minor=40_000, guest=True)).payment_id
    sold = bar.sell(
        (bar.cola, 1), cash_minor=10_000, card_minor=40_000, card_payment_id=begun, slip="S-1"
    )
    order = bar.order(sold.order_id)
    assert (order.cash_minor, order.card_minor) == (10_000, 40_000)
    assert bar.world.balance(AccountKind.CARD_CLEARING, 1) == 40_000
    with bar.world.storage.begin() as work:
        assert work.card_payments.get(begun).transaction_id == order.transaction_id


def test_a_card_payment_pays_one_order_only(bar) -> None:
    begun = bar.world.do(BeginCardPayment(amount_minor=50_000, guest=True)).payment_id
    card = {"card_minor": 50_000, "card_payment_id": begun, "slip": "S-1"}
    bar.sell((bar.cola, 1), **card)
    refused("payment.settled", bar.sell, (bar.cola, 1), **card)
    assert bar.stock(bar.cola) == 19


def test_points_go_first_up_to_each_share_then_money(bar) -> None:
    client = bar.world.client(100_000)
    bar.world.credit(client, 40_000)
    # Chips take half of 300.00 in points, cola all of 500.00.
    sold = bar.sell((bar.chips, 1), (bar.cola, 1), client_id=client, from_balance=True)
    order = bar.order(sold.order_id)
    assert (sold.points, sold.balance_minor) == (40_000, 40_000)
    # 40 000 points over lines that take 15 000 and 50 000 at most.
    assert [line.points for line in order.lines] == [9_231, 30_769]
    assert (bar.world.game(client), bar.world.points(client)) == (60_000, 0)
    assert bar.world.balance(AccountKind.BAR_REVENUE) == 40_000
    slip = bar.papers(PaperKind.ORDER)[0].receipt.order
    assert (slip.points, slip.from_balance, slip.balance_after) == (40_000, 40_000, 60_000)


def test_points_are_left_alone_when_the_cashier_says_so(bar) -> None:
    client = bar.world.client(100_000)
    bar.world.credit(client, 40_000)
    sold = bar.sell((bar.cola, 1), client_id=client, from_balance=True, use_points=False)
    assert (sold.points, sold.balance_minor) == (0, 50_000)
    assert bar.world.points(client) == 40_000


def test_cash_tops_up_what_the_balance_lacks(bar) -> None:
    client = bar.world.client(30_000)
    sold = bar.sell((bar.cola, 1), client_id=client, from_balance=True, cash_minor=20_000)
    assert (sold.balance_minor, bar.order(sold.order_id).cash_minor) == (30_000, 20_000)
    assert bar.world.game(client) == 0


def test_an_order_looks_at_what_the_running_session_left(bar) -> None:
    client = bar.world.client(100_000)
    session = bar.world.start(client)
    bar.world.clock.advance(3_600)  # 800.00 used, not posted
    refused("balance.too_little", bar.sell, (bar.cola, 1), client_id=client, from_balance=True)
    assert bar.world.game(client) == 100_000
    sold = bar.sell((bar.cola, 1), client_id=client, from_balance=True, cash_minor=30_000)
    assert sold.balance_minor == 20_000
    bar.world.do(EndSession(session_id=session))
    assert bar.world.game(client) == 0


def test_a_session_ends_earlier_once_the_order_is_paid_from_it(bar) -> None:
    client = bar.world.client(160_000)
    session = bar.world.start(client)
    before = bar.world.session(session).ends_at
    bar.sell((bar.cola, 1), session_id=session, from_balance=True)
    after = bar.world.session(session).ends_at
    assert (before - after).total_seconds() == 50_000 / 80_000 * 3_600
    assert any(isinstance(news, SessionExtended) for news in bar.world.heard)
    assert bar.order(1).station_id == bar.world.stations[0]


def test_a_guest_pays_from_the_money_of_the_session(bar) -> None:
    session = bar.world.start_guest(200_000).session_id
    before = bar.world.session(session).ends_at
    sold = bar.sell((bar.cola, 1), session_id=session, from_balance=True)
    assert bar.world.balance(AccountKind.GUEST, session) == 150_000 == sold.balance_after_minor
    assert bar.world.session(session).ends_at < before
    bar.world.do(EndSession(session_id=session))
    assert bar.world.balance(AccountKind.GUEST, session) == 0


def test_a_guest_who_pays_at_the_end_has_no_account(bar) -> None:
    world = bar.world
    world.do(SetGuestPayment(postpaid=True, postpaid_limit_minor=500_000))
    session = world.do(
        StartGuestSession(station_id=world.stations[0], rate_id=world.rates[0], postpaid=True)
    ).session_id
    error = refused(
        "guest.pays_at_the_end", bar.sell, (bar.cola, 1), session_id=session, from_balance=True
    )
    assert "cash or by card" in error.what_to_do
    assert bar.sell((bar.cola, 1), session_id=session).total_minor == 50_000


def test_nobodys_balance_pays_a_walk_in(bar) -> None:
    refused("order.no_account", bar.sell, (bar.cola, 1), from_balance=True)


def test_a_session_that_is_over_takes_no_order(bar) -> None:
    session = bar.world.start_guest(100_000).session_id
    bar.world.do(EndSession(session_id=session))
    refused("session.over", bar.sell, (bar.cola, 1), session_id=session)
    refused("session.unknown", bar.sell, (bar.cola, 1), session_id=999)


def test_another_client_than_the_sessions_is_refused(bar) -> None:
    session = bar.world.start(bar.world.client(100_000))
    other = bar.world.client(100_000, "Dana", "+77015554418")
    refused("order.other_client", bar.sell, (bar.cola, 1), session_id=session, client_id=other)


def test_a_price_that_changed_meanwhile_is_told(bar) -> None:
    error = refused("order.price_changed", bar.sell, (bar.cola, 1), expected_minor=45_000)
    assert "500" in error.text
    assert bar.stock(bar.cola) == 20


@pytest.mark.parametrize("cash", [49_999, 50_001, -1, 10**18])
def test_not_a_tenge_more_or_less_than_the_price(bar, cash) -> None:
    with pytest.raises(DeskError) as caught:
        bar.sell((bar.cola, 1), cash_minor=cash)
    assert caught.value.code in ("order.not_the_price", "money.not_positive", "money.too_large")
    assert bar.stock(bar.cola) == 20


@pytest.mark.parametrize("quantity", [0, -1, 1_000, 10**18])
def test_an_impossible_quantity_is_refused(bar, quantity) -> None:
    refused("order.quantity", bar.sell, (bar.cola, quantity), expected_minor=1)


def test_an_empty_cart_and_an_endless_one_are_refused(bar) -> None:
    refused("order.empty", bar.world.do, PlaceOrder(items=(), expected_minor=0))
    many = bar.items(*[(bar.cola, 1)] * 101)
    refused("order.too_long", bar.world.do, PlaceOrder(items=many, expected_minor=0))


def test_what_is_not_there_is_sold_only_when_the_cashier_says_so(bar) -> None:
    error = refused("stock.too_little", bar.sell, (bar.cola, 15), (bar.combo, 6))
    assert error.about_id == bar.cola
    assert bar.sell((bar.cola, 15), (bar.combo, 6), beyond_stock=True).order_id
    assert bar.stock(bar.cola) == -1


def test_a_combo_takes_its_parts_from_the_stock(bar) -> None:
    bar.sell((bar.combo, 3))
    assert (bar.stock(bar.cola), bar.stock(bar.chips), bar.stock(bar.combo)) == (17, 17, 0)
    assert bar.order(1).lines[0].cost_minor == 30_000
    assert any(isinstance(news, MenuChanged) for news in bar.world.heard)


def test_choices_cost_more_and_stand_on_the_kitchens_slip(bar) -> None:
    item = OrderedItem(product_id=bar.pizza, quantity=2, choices=("Cheese", "No onion"))
    sold = bar.sell((0, 0), items=(item, *bar.items((bar.cola, 1))), note="Table by the door")
    assert sold.total_minor == 2 * 170_000 + 50_000
    kitchen = bar.papers(PaperKind.KITCHEN)
    assert len(kitchen) == 1
    assert kitchen[0].role == "kitchen"
    slip = kitchen[0].receipt.order
    assert [(line.name, line.quantity, line.choices) for line in slip.lines] == [
        ("Pizza", 2, ("Cheese", "No onion"))
    ]
    assert (slip.number, slip.total, slip.note) == (1, 0, "Table by the door")


def test_a_choice_that_the_product_does_not_have_is_refused(bar) -> None:
    for choices in (("Ketchup",), ("Cheese", "Cheese")):
        item = OrderedItem(product_id=bar.pizza, choices=choices)
        command = PlaceOrder(items=(item,), expected_minor=150_000, cash_minor=150_000)
        refused("product.no_such_choice", bar.world.do, command)


def test_what_went_over_the_counter_at_once_does_not_wait(bar) -> None:
    sold = bar.sell((bar.pizza, 1), served=True)
    assert bar.order(sold.order_id).state is OrderState.SERVED
    assert not bar.papers(PaperKind.KITCHEN)
    assert not bar.world.storage.queries.waiting_orders()


def test_something_on_the_house_moves_stock_and_no_money(bar) -> None:
    water = bar.product("Water", 0, stocked=True)
    bar.deliver(water, 5, 0)
    sold = bar.sell((water, 2))
    order = bar.order(sold.order_id)
    assert (order.transaction_id, order.total_minor, bar.stock(water)) == (None, 0, 3)
    assert bar.cancel(order.id).cash_minor == 0
    assert bar.stock(water) == 5


def test_what_was_put_away_is_not_sold(bar) -> None:
    bar.world.do(SaveProduct(product=replace(bar.look(bar.cola), active=False)))
    refused("product.gone", bar.sell, (bar.cola, 1))
    bar.world.do(SaveCategory(category=ProductCategory(bar.drinks, "Drinks", active=False)))
    refused("product.gone", bar.sell, (bar.chips, 1))
    refused("product.gone", bar.sell, (999, 1), expected_minor=1)


def test_the_same_click_twice_sells_once(bar) -> None:
    command = PlaceOrder(items=bar.items((bar.cola, 1)), expected_minor=50_000, cash_minor=50_000)
    assert bar.world.do(command) == bar.world.do(command)
    assert bar.stock(bar.cola) == 19


def test_orders_are_numbered_and_told(bar) -> None:
    numbers = [bar.sell((bar.cola, 1)).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    told = [news for news in bar.world.heard if isinstance(news, OrderChanged)]
    assert [news.placed for news in told] == [True] * 3


def test_no_order_without_a_shift_or_the_permission(world) -> None:
    bar = Bar(world)
    refused("shift.none_open", bar.sell, (bar.cola, 1))
    world.open_shift()
    technician = world.staff(Role.TECHNICIAN)
    refused("staff.not_allowed", bar.sell, (bar.cola, 1), staff_id=technician)
    assert bar.sell((bar.cola, 1), staff_id=world.staff(Role.CASHIER)).number == 1


def test_the_queue_moves_forward_only(bar) -> None:
    order_id = bar.sell((bar.pizza, 1)).order_id
    do = bar.world.do
    assert [row.order.id for row in bar.world.storage.queries.waiting_orders()] == [order_id]
    do(AdvanceOrder(order_id=order_id, state="preparing"))
    assert bar.order(order_id).state is OrderState.PREPARING
    do(AdvanceOrder(order_id=order_id, state="preparing"))
    for state in ("new", "cancelled", "eaten", ""):
        refused("order.no_way_back", do, AdvanceOrder(order_id=order_id, state=state))
    bar.world.clock.advance(300)
    do(AdvanceOrder(order_id=order_id, state="served"))
    served = bar.order(order_id)
    assert (served.state, served.ready_at) == (OrderState.SERVED, bar.world.clock.now())
    refused("order.no_way_back", do, AdvanceOrder(order_id=order_id, state="preparing"))
    refused("order.unknown", do, AdvanceOrder(order_id=999, state="served"))


def test_a_name_with_signs_and_emoji_is_sold_as_it_is(bar) -> None:
    odd = bar.product("'; DROP TABLE orders;-- 🍕 {name}", 10_000, choices=(Choice("🧀", 1),))
    bar.sell((odd, 1), note="Приятного аппетита 🎮")
    assert bar.order(1).lines[0].name == "'; DROP TABLE orders;-- 🍕 {name}"
    refused("text.too_long", bar.sell, (odd, 1), note="x" * 2_000_000)


def test_the_journal_knows_the_order_but_not_the_note(bar) -> None:
    client = bar.world.client(100_000)
    bar.sell((bar.cola, 2), client_id=client, from_balance=True, note="For Sanjar from Almaty")
    line = bar.world.journal()[0]
    assert (line.action, line.client_id) == ("PlaceOrder", client)
    assert "Cola" in line.details
    assert "Almaty" not in line.details
