"""Queue, Order History, menu and stock over the desk in memory."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from clubdesk.domain.bar import OrderState
from clubdesk.foundation.errors import DeskError
from clubdesk.services.commands import Done
from clubdesk.services.menu import (
    CountStock,
    OrderMenu,
    Saved,
    SaveProduct,
    StockCounted,
    TakeDelivery,
    WriteOffStock,
)
from clubdesk.services.selling import AdvanceOrder, CancelOrder, OrderCancelled
from clubdesk.ui.bar.product_dialog import ProductDialog, read_percent
from clubdesk.ui.bar.product_picture import KEPT, small_picture
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.order_cancel_dialog import CancelOrderDialog
from tests.support.fake_bar import CHIPS, COLA, LATTE, WATER
from tests.support.fake_desk import CASHIER
from tests.support.pictures import white_paper


def done(desk, kind):
    return [one for one in desk.done if isinstance(one, kind)]


def test_the_queue_moves_on_by_keys_and_by_buttons(bar, desk, qtbot, settled) -> None:
    bar.open_tab("queue")
    columns = bar.queue.columns
    assert [len(columns[state].cards) for state in columns] == [1, 1, 1]
    qtbot.keyClick(bar.queue, Qt.Key.Key_P)
    qtbot.keyClick(bar.queue, Qt.Key.Key_V)
    settled()
    moved = [(one.order_id, one.state) for one in done(desk, AdvanceOrder)]
    assert moved == [(14, "preparing"), (13, "served")]
    desk.books.replace_order(14, state=OrderState.PREPARING)
    bar.reload()
    settled()
    assert [len(columns[state].cards) for state in columns] == [0, 2, 1]


def test_history_is_searched_and_shows_an_order_in_full(bar, desk, settled) -> None:
    bar.open_tab("history")
    bar.history.filter.search.setText("latte")
    bar.history.filter.search.search_now()
    settled()
    [row] = bar.history.table.rows_model.rows
    assert row.order.number == 13
    assert bar.history.detail.row == row
    assert desk.books.asked_orders[-1].text == "latte"
    bar.history.filter.state.choose("served")
    settled()
    assert desk.books.asked_orders[-1].states == frozenset({OrderState.SERVED})
    assert bar.history.table.rows_model.rows == []


def cancel(bar, settled) -> CancelOrderDialog:
    bar.open_tab("history")
    bar.history.detail.cancel.click()
    settled()
    made = open_dialog_of(bar)
    assert isinstance(made, CancelOrderDialog)
    return made


def test_cancel_says_what_goes_back_where_before_it_is_done(bar, desk, settled) -> None:
    desk.answers[CancelOrder] = OrderCancelled(order_id=14, balance_minor=60_000)
    made = cancel(bar, settled)

    def shown():
        facts = made.back.facts
        return [(one.name.text(), one.value.whole().replace("\u00a0", " ")) for one in facts]

    assert shown() == [
        ("Onto the balance of Sanjar Tulegenov", "3,100 ₸"),
        ("Back into the stock: Cola 0.5", "+2"),
    ]
    made.boxes[0].setValue(1)
    made.boxes[1].setValue(0)
    assert shown() == [
        ("Onto the balance of Sanjar Tulegenov", "600 ₸"),
        ("Back into the stock: Cola 0.5", "+1"),
    ]
    made.to_stock.click()
    made.primary.click()
    assert made.reason.field.error() == "Say why."
    assert done(desk, CancelOrder) == []
    made.reason.put("Wrong item")
    made.primary.click()
    settled()
    [command] = done(desk, CancelOrder)
    assert [(one.position, one.quantity) for one in command.items] == [(0, 1)]
    assert (command.reason, command.to_stock) == ("Wrong item", False)


def test_nothing_chosen_cancels_nothing(bar, desk, settled) -> None:
    made = cancel(bar, settled)
    for box in made.boxes.values():
        box.setText("")
    assert "Choose how many" in made.primary.toolTip()
    assert not made.primary.isEnabled()


def test_a_cancelled_order_cannot_be_cancelled_again(bar, desk, settled) -> None:
    desk.books.replace_order(14, state=OrderState.CANCELLED)
    bar.open_tab("history")
    bar.history.reload()
    settled()
    assert "already" in bar.history.detail.cancel.toolTip()


def test_menu_and_stock_need_their_permission(runner, bar, settled) -> None:
    runner.staff = CASHIER
    bar.reload()
    settled()
    for key in ("menu", "stock"):
        assert "Edit menu and stock" in bar.tabs.buttons[key].toolTip()
        assert not bar.tabs.buttons[key].isEnabled()


def product(bar, place: int) -> ProductDialog:
    bar.open_tab("menu")
    bar.menu._edit(None if place < 0 else bar.menu.products.rows_model.rows[place])
    made = open_dialog_of(bar)
    assert isinstance(made, ProductDialog)
    return made


def test_a_product_is_saved_as_it_was_typed(bar, desk, settled) -> None:
    desk.answers[SaveProduct] = Saved(id=8)
    made = product(bar, -1)
    made.name.editor.setText("Iced tea")
    made.price.edit.setText("750")
    made.tax.editor.setText("7,5")
    made.stocked.click()
    made.low.editor.setValue(4)
    made.choices.more.click()
    made.choices.lines[0].name.setText("Lemon")
    made.choices.lines[0].price.setText("50")
    made.primary.click()
    settled()
    [command] = done(desk, SaveProduct)
    saved = command.product
    assert (saved.name, saved.price_minor, saved.tax_rate) == ("Iced tea", 75_000, 750)
    assert (saved.stocked, saved.low_stock, command.picture) == (True, 4, None)
    assert [(one.name, one.price_minor) for one in saved.choices] == [("Lemon", 5_000)]


@pytest.mark.parametrize(
    ("field", "text"),
    [("name", ""), ("price", ""), ("price", "abc"), ("price", "-1"), ("price", "1" + "0" * 18),
     ("cost", "x"), ("tax", "abc"), ("tax", "-1"), ("tax", "100"), ("tax", "1.234"),
     ("tax", "NaN"), ("tax", "1e3")],
)  # fmt: skip
def test_what_cannot_be_read_is_marked_and_not_sent(bar, desk, settled, field, text) -> None:
    made = product(bar, 0)
    editors = {"price": made.price.edit, "cost": made.cost.edit, "name": made.name.editor,
               "tax": made.tax.editor}  # fmt: skip
    editors[field].setText(text)
    made.primary.click()
    settled()
    assert done(desk, SaveProduct) == []
    shown = made.price.field if field == "price" else made.cost.field if field == "cost" else None
    assert (shown or getattr(made, field)).error()


def test_a_refused_field_is_marked(bar, desk, settled) -> None:
    desk.answers[SaveProduct] = DeskError(
        "product.barcode_taken", "This barcode is on Cola already.", subject="barcode"
    )
    made = product(bar, 2)
    made.primary.click()
    settled()
    assert made.barcode.error() == "This barcode is on Cola already."


def test_percentages_are_exact() -> None:
    assert [read_percent(text) for text in ("", "12", "7.5", "7,05 %", "99.99")] == [
        0, 1200, 750, 705, 9999,
    ]  # fmt: skip
    assert Decimal(read_percent("0.01")) == 1


def test_a_picture_is_made_small_and_a_text_is_no_picture(tmp_path) -> None:
    big, text = tmp_path / "big.png", tmp_path / "big.txt"
    big.write_bytes(white_paper(2_000, 1_000))
    text.write_text("x" * 2_000_000)
    small = small_picture(big)
    assert small.startswith(b"\x89PNG")
    assert int.from_bytes(small[16:20]) == KEPT
    for path in (text, tmp_path / "gone.png", tmp_path):
        with pytest.raises(DeskError) as wrong:
            small_picture(path)
        assert wrong.value.subject == "picture"


def test_products_change_places_by_keys(bar, desk, qtbot, settled) -> None:
    desk.answers[OrderMenu] = Done()
    bar.open_tab("menu")
    bar.menu.categories.go_to(1)
    bar.menu.products.go_to(0)
    qtbot.keyClick(bar.menu, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    settled()
    [command] = done(desk, OrderMenu)
    assert command.product_ids == (WATER.id, COLA.id, LATTE.id)


def test_a_delivery_adds_scans_up(bar, desk, qtbot, settled) -> None:
    desk.answers[TakeDelivery] = Done()
    bar.open_tab("stock")
    bar.stock.delivery.click()
    made = open_dialog_of(bar)
    for text in (COLA.barcode, COLA.barcode, "24 chips"):
        made.search.setText(text)
        qtbot.keyClick(made.search, Qt.Key.Key_Return)
    made.lines[1].cost.edit.setText("abc")
    made.primary.click()
    settled()
    assert done(desk, TakeDelivery) == []
    made.lines[1].cost.edit.setText("250")
    made.primary.click()
    settled()
    [command] = done(desk, TakeDelivery)
    items = [(one.product_id, one.quantity, one.cost_minor) for one in command.items]
    assert items == [(COLA.id, 2, 31_000), (CHIPS.id, 24, 25_000)]


def test_a_write_off_needs_pieces_and_a_reason(bar, desk, settled) -> None:
    desk.answers[WriteOffStock] = Done()
    bar.open_tab("stock")
    bar.stock.stock.go_to(0)
    bar.stock.write_off.click()
    made = open_dialog_of(bar)
    made.count.editor.setText("0")
    assert not made.primary.isEnabled()
    made.count.editor.setText("2")
    made.primary.click()
    assert made.reason.field.error() == "Say why."
    made.reason.put("Broken")
    made.primary.click()
    settled()
    [command] = done(desk, WriteOffStock)
    assert (command.product_id, command.quantity, command.reason) == (COLA.id, 2, "Broken")


def test_a_count_shows_and_tells_the_differences(bar, desk, qtbot, settled) -> None:
    heard = []
    bar.told.connect(heard.append)
    desk.answers[CountStock] = StockCounted(differences={COLA.id: -2})
    bar.open_tab("stock")
    bar.stock.count.click()
    made = open_dialog_of(bar)
    assert not made.primary.isEnabled()
    made.boxes[COLA.id].setText("1x2")
    assert made.differences[COLA.id].text() == "−2"
    made.search.setText(WATER.barcode)
    qtbot.keyClick(made.search, Qt.Key.Key_Return)
    assert made.boxes[WATER.id].text() == "1"
    made.primary.click()
    settled()
    [command] = done(desk, CountStock)
    assert {one.product_id: one.counted for one in command.items} == {COLA.id: 12, WATER.id: 1}
    assert heard[0].more == "Cola 0.5 −2"


def test_low_stock_stands_in_the_head_and_opens_the_stock(bar, qtbot) -> None:
    assert bar.low.word == "2 products are low"
    qtbot.mouseClick(bar.low, Qt.MouseButton.LeftButton)
    assert bar.tabs.key() == "stock"
