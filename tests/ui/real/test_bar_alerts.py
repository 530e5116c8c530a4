"""What the bar tells on every screen: a new order by sound and words, and what runs low."""

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QLabel

from clubdesk.domain.bar import Product, ProductCategory
from clubdesk.services.menu import SaveCategory, SaveProduct, TakeDelivery
from clubdesk.services.selling import AdvanceOrder, CancelOrder, OrderedItem, PlaceOrder
from clubdesk.ui.bar.screen import STOCK, BarScreen
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.toast import CloseCross


class Bar:
    """Products that run low at two pieces, sold past the windows by whoever is named."""

    def __init__(self, real) -> None:
        self.real = real
        self.category = real.do(SaveCategory(category=ProductCategory(0, "Test bar"))).id
        self.cola = self.product("Test Cola")
        self.chips = self.product("Test Chips")

    def product(self, name: str) -> int:
        made = Product(0, self.category, name, 60_000, stocked=True, low_stock=2)
        product_id = self.real.do(SaveProduct(product=made)).id
        self.deliver(product_id, 10)
        return product_id

    def deliver(self, product_id: int, pieces: int) -> None:
        item = TakeDelivery.Item(product_id=product_id, quantity=pieces, cost_minor=31_000)
        self.real.do(TakeDelivery(items=(item,)))

    def sell(self, login: str = "timur", product_id: int = 0, pieces: int = 1, **more) -> int:
        item = OrderedItem(product_id=product_id or self.cola, quantity=pieces)
        price = 60_000 * pieces
        command = PlaceOrder(items=(item,), expected_minor=price, cash_minor=price, **more)
        return self.real.do(command, login).order_id

    def until_looked(self, waiting: int) -> None:
        """The alerts have asked the books again: so many orders wait."""
        self.real.until(lambda: self.real.window.rail.buttons["bar"].count == waiting)

    @property
    def alert(self):
        return self.real.window.alerts.bars.get("low_stock")

    def alert_words(self) -> str:
        return "" if self.alert is None else " ".join(
            text.text() for text in self.alert.findChildren(QLabel)
        )  # fmt: skip


@pytest.fixture
def beeps(monkeypatch):
    heard = []
    monkeypatch.setattr(QApplication, "beep", staticmethod(lambda: heard.append("beep")))
    return heard


@pytest.fixture
def bar(real, beeps):
    made = Bar(real)
    real.come_to_work("dana")
    real.until(lambda: "low_stock" not in real.window.alerts.bars)
    return made


def test_a_colleague_s_order_sounds_and_is_told_wherever_one_is(bar, real, beeps) -> None:
    real.window.open_screen("clients")
    bar.sell("timur", pieces=2)
    real.until(lambda: "New order" in real.toasts())
    assert "2 × Test Cola" in real.toasts()
    assert beeps == ["beep"]
    bar.until_looked(1)


def test_one_s_own_order_and_one_handed_over_at_once_are_quiet(bar, real, beeps) -> None:
    bar.sell("dana")
    bar.sell("timur", served=True)
    bar.until_looked(1)
    real.settle()
    assert beeps == []
    assert "New order" not in real.toasts()


def test_a_desk_that_makes_no_sound_tells_it_all_the_same(bar, real, beeps) -> None:
    real.house.save(msgspec.structs.replace(real.house.settings, sound=False))
    bar.sell("timur")
    real.until(lambda: "New order" in real.toasts())
    assert beeps == []


def test_moving_on_and_cancelling_make_no_sound_and_lower_the_count(bar, real, beeps) -> None:
    first, second = bar.sell("timur"), bar.sell("timur")
    bar.until_looked(2)
    assert beeps == ["beep", "beep"]
    real.do(AdvanceOrder(order_id=first, state="preparing"))
    real.do(AdvanceOrder(order_id=first, state="served"))
    real.do(CancelOrder(order_id=second, reason="Wrong item"))
    bar.until_looked(0)
    assert beeps == ["beep", "beep"]


def test_what_runs_low_is_told_until_it_was_bought(bar, real) -> None:
    bar.sell("dana", pieces=7)
    bar.until_looked(1)
    assert bar.alert is None
    bar.sell("dana", pieces=1)
    real.until(lambda: "Test Cola (2)" in bar.alert_words())
    bar.sell("dana")
    real.until(lambda: "Test Cola (1)" in bar.alert_words())
    [button] = [one for one in bar.alert.findChildren(Button) if one.text() == "Show the stock"]
    real.click(button)
    screen = real.window.stack.currentWidget()
    assert isinstance(screen, BarScreen)
    real.until(lambda: screen.tabs is not None and screen.tabs.key() == STOCK)
    bar.deliver(bar.cola, 12)
    real.until(lambda: bar.alert is None)


def test_a_warning_that_was_closed_comes_back_with_something_else(bar, real) -> None:
    bar.sell("dana", pieces=8)
    real.until(lambda: bar.alert is not None)
    [cross] = bar.alert.findChildren(CloseCross)
    real.click(cross)
    real.until(lambda: bar.alert is None)
    bar.sell("dana")
    bar.sell("dana", bar.chips)
    bar.until_looked(3)
    assert bar.alert is None
    bar.sell("dana", bar.chips, 7)
    real.until(lambda: "Test Chips (2)" in bar.alert_words())
    assert "Test Cola (1)" in bar.alert_words()


def test_of_many_that_are_low_a_few_are_named(bar, real) -> None:
    more = [bar.product(f"Test snack {number}") for number in range(4)]
    for product_id in (bar.cola, bar.chips, *more):
        bar.sell("dana", product_id, 9)
    real.until(lambda: "and 2 more" in bar.alert_words())
