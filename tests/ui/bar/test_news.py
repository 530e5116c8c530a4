"""An open order follows the books: prices, stock and the buyer's money, but never under a card."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from clubdesk.domain import events as e
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun
from clubdesk.services.views_bar import MenuView
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.order_dialog import open_order_for_session
from clubdesk.ui.operations.order_news import OrderNews
from clubdesk.ui.operations.order_pay import OrderMethod
from tests.support.fake_bar import CATEGORIES, COLA, GUEST_BUYS, MENU, RUSLAN_BUYS

RUSLAN = 3


@pytest.fixture
def guest(owner, sells, runner, stage, settled):
    """Add Order for whoever plays in a session."""
    place = QWidget()
    stage(place)

    def begin(session_id: int):
        open_order_for_session(place, runner, session_id)
        settled()
        return open_dialog_of(place)

    return begin


def cheaper(desk, **changes) -> None:
    cola = replace(COLA, **changes)
    others = tuple(one for one in MENU.products if one.id != COLA.id)
    desk.books.the_menu = MenuView(CATEGORIES, (cola, *others))


@pytest.fixture
def made(dialog):
    opened = dialog(RUSLAN)
    opened.form.add(COLA, 1)
    return opened


def sells_for(made) -> str:
    return made.primary.text().replace("\u00a0", " ")


def test_a_new_price_and_a_new_balance_are_shown_at_once(made, desk, qtbot) -> None:
    assert sells_for(made) == "Sell for 600 ₸ from the balance"
    cheaper(desk, price_minor=55_000, stock=1)
    desk.events.publish(e.MenuChanged())
    qtbot.waitUntil(lambda: sells_for(made) == "Sell for 550 ₸ from the balance")
    desk.books.buyers[RUSLAN, None] = replace(RUSLAN_BUYS, money_free=10_000)
    desk.events.publish(e.BalanceChanged(RUSLAN))
    qtbot.waitUntil(lambda: "not enough" in made.primary.toolTip())
    assert made.form.buyer.money_free == 10_000


def test_what_was_put_into_the_cart_and_chosen_stays(made, desk, qtbot) -> None:
    made.form.pay.method.choose(OrderMethod.CASH)
    made.form.note.editor.setText("No ice")
    cheaper(desk, price_minor=55_000)
    desk.events.publish(e.MenuChanged())
    qtbot.waitUntil(lambda: sells_for(made).startswith("Sell for 550 ₸"))
    assert made.form.pay.paid().method is OrderMethod.CASH
    assert made.form.note.text() == "No ice"
    assert [one.quantity for one in made.form.cart.lines] == [1]


def test_nothing_changes_while_the_card_is_taken(made, desk, qtbot, settled) -> None:
    desk.answers[BeginCardPayment] = CardPaymentBegun(payment_id=5)
    made.form.pay.method.choose(OrderMethod.CARD)
    made.primary.click()
    settled()
    assert made.form.payment_id == 5
    cheaper(desk, price_minor=55_000)
    desk.events.publish(e.MenuChanged())
    with qtbot.waitSignal(desk_settles(made), timeout=2_000):
        pass
    settled()
    assert made.form.cart.total_minor == 60_000


def desk_settles(made):
    """The news' own clock: it has rung at least once."""
    [news] = made.form.findChildren(OrderNews)
    return news._soon.timeout


def test_a_guest_s_money_follows_the_session(guest, desk, qtbot) -> None:
    made = guest(8)
    desk.books.buyers[None, 8] = replace(GUEST_BUYS, money_free=1_000)
    desk.events.publish(e.SessionExtended(8, 2))
    qtbot.waitUntil(lambda: made.form.buyer.money_free == 1_000)


def test_a_guest_who_pays_at_the_end_is_led_to_cash_or_card(guest) -> None:
    made = guest(9)
    assert "the order now" in made.form.person.place.whole()
    balance = made.form.pay.method.chips.chips[0]
    assert not balance.isEnabled()
    assert balance.toolTip() == "This guest pays at the end: take cash or card for the order."
    made.form.add(COLA, 1)
    assert sells_for(made) == "Sell for 600 ₸ in cash"


def test_a_closed_order_listens_no_more(made, desk, qtbot) -> None:
    assert desk.events._listeners
    made.finish(done=False)
    qtbot.waitUntil(lambda: not desk.events._listeners)
