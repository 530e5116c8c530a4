"""Add Order: by the keyboard, by the mouse, with bad input, at the counter and in the dialog."""

import pytest
from PySide6.QtCore import Qt

from clubdesk.domain.card_payment import CardState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun, FailCardPayment
from clubdesk.services.commands import Done
from clubdesk.services.selling import PlaceOrder
from clubdesk.services.views import ShiftNow
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.order_choices import ChoicesDialog
from clubdesk.ui.operations.order_pay import OrderMethod
from clubdesk.ui.operations.order_short import ShortDialog
from tests.support.fake_bar import COLA, LATTE, RUSLAN_BUYS

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
RUSLAN = 3


def orders(desk):
    return [one for one in desk.done if isinstance(one, PlaceOrder)]


def plain(text):
    return text.replace("\u00a0", " ")


def test_a_known_client_s_order_takes_a_handful_of_keys(dialog, desk, qtbot, settled) -> None:
    made = dialog(RUSLAN)
    search = made.form.menu.search
    for key in "co":
        qtbot.keyClick(search, key)
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert plain(made.primary.text()) == "Sell for 600 ₸ from the balance"
    qtbot.keyClick(search, Qt.Key.Key_Return, CTRL)
    settled()
    [order] = orders(desk)
    assert [(one.product_id, one.quantity) for one in order.items] == [(COLA.id, 1)]
    assert (order.from_balance, order.expected_minor, order.client_id) == (True, 60_000, RUSLAN)
    assert order.served is False


def test_three_then_the_tile_takes_three_and_plus_and_minus_count(dialog, qtbot) -> None:
    made = dialog(RUSLAN)
    form = made.form
    qtbot.keyClick(form.menu.search, "3")
    tile = form.menu.grid.tiles[COLA.id]
    qtbot.mouseClick(tile, LEFT)
    assert form.cart.lines[0].quantity == 3
    qtbot.keyClick(form.menu.search, "+")
    assert form.cart.lines[0].quantity == 4
    for key in "2-":
        qtbot.keyClick(form.menu.search, key)
    assert form.cart.lines[0].quantity == 2
    qtbot.mouseClick(form.list.rows[0].drop, LEFT)
    assert form.cart.lines == ()
    assert "Choose something" in made.primary.toolTip()


def test_arrows_light_a_tile_and_enter_takes_it(dialog, qtbot) -> None:
    made = dialog(RUSLAN)
    search = made.form.menu.search
    qtbot.keyClick(search, Qt.Key.Key_Right)
    qtbot.keyClick(search, Qt.Key.Key_Right)
    lit = made.form.menu.grid.lit()
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert made.form.cart.lines[0].product.name == lit.text()


def test_enter_on_an_empty_search_goes_to_the_button(dialog, desk, qtbot, settled) -> None:
    made = dialog(RUSLAN)
    made.form.add(COLA, 1)
    qtbot.keyClick(made.form.menu.search, Qt.Key.Key_Return)
    assert made.primary.hasFocus()
    assert orders(desk) == []
    qtbot.keyClick(made.primary, Qt.Key.Key_Return)
    settled()
    assert len(orders(desk)) == 1


def test_choices_are_picked_by_keys_and_priced(dialog, qtbot) -> None:
    made = dialog(RUSLAN)
    made.form.add(LATTE, 2)
    choices = open_dialog_of(made)
    assert isinstance(choices, ChoicesDialog)
    qtbot.keyClick(choices, "1")
    assert plain(choices.primary.text()) == "Add for 2,200 ₸"
    qtbot.keyClick(choices, Qt.Key.Key_Return)
    [line] = made.form.cart.lines
    assert (line.choices, line.quantity, line.total_minor) == (("Oat milk",), 2, 220_000)


def test_points_and_money_are_both_shown(dialog, qtbot) -> None:
    made = dialog(1)
    made.form.add(COLA, 1)
    assert plain(made.primary.text()) == "Sell for 25,000 pts and 350 ₸ from the balance"
    figures = made.form.pay.figures
    assert plain(figures.balance.value.whole()) == "1,364 ₸ → 1,014 ₸"
    made.form.pay.use_points.click()
    assert plain(made.primary.text()) == "Sell for 600 ₸ from the balance"


def test_too_little_on_the_balance_says_so_and_offers_a_top_up(dialog) -> None:
    made = dialog(1)
    made.form.add(COLA, 5)
    assert not made.primary.isEnabled()
    assert "not enough" in made.form.pay.short.text()
    assert made.form.pay.top_up.isVisible()


@pytest.mark.parametrize("typed", ["abc", "0", "-5", "1" + "0" * 18, "🙂", "'; DROP TABLE x"])
def test_what_is_no_cash_is_told_at_the_field_and_sells_nothing(
    dialog, desk, qtbot, settled, typed
) -> None:
    made = dialog(RUSLAN)
    made.form.add(COLA, 1)
    made.form.pay.method.choose(OrderMethod.SPLIT)
    made.form.pay.cash.edit.setText(typed)
    assert not made.primary.isEnabled()
    qtbot.keyClick(made.form.pay.cash.edit, Qt.Key.Key_Return)
    settled()
    assert made.form.pay.cash.field.error()
    assert orders(desk) == []


def test_cash_gives_change_and_the_counter_is_ready_for_the_next(bar, desk, qtbot, settled) -> None:
    form = bar.order.form
    form.add(COLA, 2)
    assert form.served.isChecked()
    form.pay.received.edit.setText("5000")
    assert plain(form.pay.figures.change.value.whole()) == "3,800 ₸"
    qtbot.mouseClick(bar.order.primary, LEFT)
    settled()
    [order] = orders(desk)
    assert (order.cash_minor, order.received_minor, order.served) == (120_000, 500_000, True)
    assert order.client_id is None
    assert form.cart.lines == ()
    assert "Change to give: 3,800 ₸" in plain(form.last_more.text())
    assert form.last.isVisible()


def test_a_refusal_stays_on_the_screen_with_the_cart(bar, desk, qtbot, settled) -> None:
    desk.answers[PlaceOrder] = DeskError("order.not_the_price", "The price has changed.", "Look.")
    bar.order.form.add(COLA, 1)
    bar.order.primary.click()
    settled()
    assert bar.order.refusal.isVisible()
    assert len(bar.order.form.cart.lines) == 1
    assert bar.order.primary.isEnabled()


def test_a_double_click_sells_once(bar, desk, settled) -> None:
    desk.hold()
    bar.order.form.add(COLA, 1)
    bar.order.primary.click()
    bar.order.primary.click()
    desk.release()
    settled()
    assert len(orders(desk)) == 1


def test_beyond_the_stock_is_asked_about_once(bar, desk, settled) -> None:
    form = bar.order.form
    form.add(form.menu.products[5], 1)
    bar.order.primary.click()
    settled()
    question = open_dialog_of(bar)
    assert isinstance(question, ShortDialog)
    assert orders(desk) == []
    question.primary.click()
    settled()
    assert orders(desk)[0].beyond_stock is True


def test_the_card_is_asked_first_and_a_decline_keeps_the_cart(bar, desk, settled) -> None:
    desk.answers[BeginCardPayment] = CardPaymentBegun(payment_id=5)
    desk.answers[FailCardPayment] = Done()
    form = bar.order.form
    form.add(COLA, 1)
    form.pay.method.choose(OrderMethod.CARD)
    bar.order.primary.click()
    settled()
    assert form.pay.terminal.isVisible()
    assert not form.menu.isVisible()
    form.pay.terminal.told.emit(CardState.DECLINED)
    settled()
    assert "declined" in form.pay.notice_text.text()
    assert len(form.cart.lines) == 1
    assert orders(desk) == []
    bar.order.primary.click()
    settled()
    form.pay.terminal.slip.editor.setText("000123")
    bar.order.primary.click()
    settled()
    [order] = orders(desk)
    assert (order.card_minor, order.card_payment_id, order.slip) == (60_000, 5, "000123")


def test_no_shift_no_sale(desk, bar, settled) -> None:
    desk.books.now = ShiftNow(None)
    bar.reload()
    settled()
    bar.order.form.add(COLA, 1)
    assert "Open a shift" in bar.order.primary.toolTip()


def test_a_card_brings_its_client_and_a_code_its_product(bar, desk, settled) -> None:
    assert bar.take_card(3)
    settled()
    assert bar.order.form.buyer == RUSLAN_BUYS
    assert bar.order.form.pay.method.method() is OrderMethod.BALANCE
    assert bar.take_code(COLA.barcode)
    assert not bar.take_code("0000000")
    assert bar.order.form.cart.lines[0].product == COLA
    bar.open_tab("history")
    assert not bar.take_card(3)


def test_letters_typed_anywhere_go_to_the_search(bar, qtbot) -> None:
    bar.order.primary.setFocus()
    bar.order.form.list.setFocus()
    qtbot.keyClick(bar.order.form.list, "w")
    assert bar.order.form.menu.search.text() == "w"
    assert bar.order.form.menu.search.hasFocus()
