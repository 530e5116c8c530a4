"""No word of the bar is cut off at 1366x768, in either language."""

import pytest
from PySide6.QtWidgets import QApplication

from clubdesk.foundation import translate
from clubdesk.services.card_payments import BeginCardPayment, CardPaymentBegun
from clubdesk.ui.bar.screen import BarScreen
from clubdesk.ui.look.dialog import open_dialog_of
from clubdesk.ui.operations.order_pay import OrderMethod
from tests.support.clipping import clipped
from tests.support.fake_bar import BURGER, COLA

RAIL_AND_TOP = (73, 56)


@pytest.fixture(params=["en", "ru"], autouse=True)
def tongue(request):
    translate.set_language(request.param)


@pytest.fixture
def bar(owner, sells, runner, bridge, stage, settled):
    made = BarScreen(runner, bridge)
    window = stage(made)
    window.resize(1366 - RAIL_AND_TOP[0], 768 - RAIL_AND_TOP[1])
    settled()
    return made


@pytest.fixture
def fits(bar):
    def check() -> None:
        for _ in range(3):
            QApplication.processEvents()
        assert clipped(bar.window()) == []
        assert bar.window().width() == 1366 - RAIL_AND_TOP[0]

    return check


@pytest.mark.parametrize("method", list(OrderMethod))
def test_the_counter(bar, settled, fits, method) -> None:
    bar.take_card(3)
    settled()
    bar.order.form.add(COLA, 3)
    bar.order.form.add(BURGER, 10)
    bar.order.form.pay.method.choose(method)
    bar.order.form.pay.received.edit.setText("50000")
    fits()


def test_the_terminal(bar, desk, settled, fits) -> None:
    desk.answers[BeginCardPayment] = CardPaymentBegun(payment_id=5)
    bar.order.form.add(COLA, 3)
    bar.order.form.pay.method.choose(OrderMethod.CARD)
    bar.order.primary.click()
    settled()
    fits()


@pytest.mark.parametrize("tab", ["queue", "history", "menu", "stock"])
def test_the_pages(bar, settled, fits, tab) -> None:
    bar.open_tab(tab)
    settled()
    fits()


@pytest.mark.parametrize("way", ["moves", "margins"])
def test_the_stock_s_tables(bar, settled, fits, way) -> None:
    bar.open_tab("stock")
    bar.stock.ways.choose(way)
    settled()
    fits()


@pytest.mark.parametrize("what", ["cancel", "product", "category", "import", "delivery",
                                  "write_off", "count"])  # fmt: skip
def test_the_dialogs(bar, settled, fits, what) -> None:
    stock = what in ("delivery", "write_off", "count")
    bar.open_tab("stock" if stock else "history" if what == "cancel" else "menu")
    settled()
    ways = {
        "cancel": bar.history.detail.cancel.click,
        "product": lambda: bar.menu._edit(bar.menu.products.rows_model.rows[2]),
        "category": lambda: bar.menu._open_category(None),
        "import": bar.menu.bring.click,
        "delivery": bar.stock.delivery.click,
        "write_off": bar.stock.write_off.click,
        "count": bar.stock.count.click,
    }
    ways[what]()
    settled()
    assert open_dialog_of(bar) is not None
    fits()
