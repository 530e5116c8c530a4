"""The menu: what can be kept, what is refused at which field, and who may change it."""

from dataclasses import replace

import pytest

from clubdesk.domain.bar import Choice, Part, Product, ProductCategory
from clubdesk.domain.events import MenuChanged
from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import MAX_MINOR
from clubdesk.services.menu import OrderMenu, SaveCategory, SaveProduct
from tests.support.bar_club import Bar

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"


@pytest.fixture
def bar(world):
    return Bar(world, stock=0)


def refused(code, bar, command, subject=None) -> None:
    before = bar.world.storage.queries.menu()
    with pytest.raises(DeskError) as caught:
        bar.world.do(command)
    assert caught.value.code == code
    assert caught.value.what_to_do
    if subject is not None:
        assert caught.value.subject == subject
    assert bar.world.storage.queries.menu() == before


def test_a_product_comes_back_as_it_was_kept(bar) -> None:
    kept = bar.look(bar.pizza)
    assert kept.choices == (Choice("Cheese", 20_000), Choice("No onion"))
    assert (kept.kitchen, kept.stocked, kept.cost_minor, kept.has_picture) == (
        True,
        False,
        60_000,
        False,
    )
    assert bar.look(bar.combo).parts == (Part(bar.cola), Part(bar.chips))
    changed = replace(kept, name="  Pizza\n Margherita ", price_minor=160_000, stock=999)
    bar.world.do(SaveProduct(product=changed))
    assert bar.look(bar.pizza).name == "Pizza Margherita"
    assert bar.look(bar.pizza).stock == 0
    assert any(isinstance(news, MenuChanged) for news in bar.world.heard)


@pytest.mark.parametrize(
    ("changes", "code", "subject"),
    [
        ({"name": " \n"}, "product.name_missing", "name"),
        ({"name": "x" * 61}, "text.too_long", "name"),
        ({"name": "x" * 2_000_000}, "text.too_long", "name"),
        ({"name": "cOLA"}, "product.name_taken", "name"),
        ({"category_id": 999}, "product.category", "category_id"),
        ({"price_minor": -1}, "product.price", "price_minor"),
        ({"price_minor": MAX_MINOR + 1}, "product.price", "price_minor"),
        ({"cost_minor": -1}, "product.price", "cost_minor"),
        ({"tax_rate": 10_000}, "product.tax", "tax_rate"),
        ({"tax_rate": -1}, "product.tax", "tax_rate"),
        ({"points_percent": 101}, "product.percent", "points_percent"),
        ({"low_stock": -1}, "product.low_stock", "low_stock"),
        ({"low_stock": 10**18}, "product.low_stock", "low_stock"),
        ({"barcode": "487 0001"}, "product.barcode_taken", "barcode"),
        ({"barcode": "1" * 41}, "text.too_long", "barcode"),
        ({"choices": (Choice(" "),)}, "product.choices", "choices"),
        ({"choices": (Choice("Ice", -1),)}, "product.choices", "choices"),
        ({"choices": (Choice("Ice"), Choice("ICE"))}, "product.choices", "choices"),
        ({"choices": tuple(Choice(str(n)) for n in range(21))}, "product.choices", "choices"),
        ({"id": 999, "name": "Ghost"}, "product.unknown", None),
    ],
)
def test_what_cannot_be_sold_is_refused_at_its_field(bar, changes, code, subject) -> None:
    product = replace(Product(0, bar.drinks, "Juice", 40_000), **changes)
    refused(code, bar, SaveProduct(product=product), subject)


def test_a_combo_is_made_of_products_that_are_none(bar) -> None:
    def combo(*parts: Part, **more) -> SaveProduct:
        return SaveProduct(product=Product(0, bar.drinks, "Menu", 90_000, parts=parts, **more))

    refused("product.parts", bar, combo(Part(bar.combo)), "parts")
    refused("product.parts", bar, combo(Part(999)), "parts")
    refused("product.parts", bar, combo(Part(bar.cola), Part(bar.cola)), "parts")
    refused("product.parts", bar, combo(Part(bar.cola, 0)), "parts")
    refused("product.parts", bar, combo(Part(bar.cola, 100)), "parts")
    refused("product.parts", bar, combo(Part(bar.cola), stocked=True), "stocked")
    refused("product.parts", bar, combo(*(Part(n) for n in range(21))), "parts")
    part = replace(bar.look(bar.chips), stocked=False, parts=(Part(bar.cola),))
    refused("product.parts", bar, SaveProduct(product=part), "parts")
    itself = replace(bar.look(bar.combo), parts=(Part(bar.combo),))
    refused("product.parts", bar, SaveProduct(product=itself), "parts")


def test_a_barcode_is_free_again_once_its_product_is_put_away(bar) -> None:
    bar.world.do(SaveProduct(product=replace(bar.look(bar.cola), active=False)))
    assert bar.product("Cola 0.5", 60_000, barcode="4870001")
    back = replace(bar.look(bar.cola), name="Old cola", active=True)
    refused("product.barcode_taken", bar, SaveProduct(product=back))


@pytest.mark.parametrize("picture", [PNG, JPEG], ids=["png", "jpeg"])
def test_a_picture_is_kept_replaced_and_dropped(bar, picture) -> None:
    queries, cola = bar.world.storage.queries, bar.look(bar.cola)
    bar.world.do(SaveProduct(product=cola, picture=picture))
    assert queries.product_picture(bar.cola) == picture
    bar.world.do(SaveProduct(product=cola))
    assert bar.look(bar.cola).has_picture
    bar.world.do(SaveProduct(product=cola, picture=b""))
    assert queries.product_picture(bar.cola) is None
    assert '"picture"' not in bar.world.journal()[0].details


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (b"GIF89a", "product.picture"),
        (PNG[:30], "product.picture"),
        (JPEG[:-1], "product.picture"),
        (b"<svg onload=alert(1)>", "product.picture"),
        (PNG + b"\0" * (2 * 1024 * 1024), "product.picture_too_large"),
    ],
    ids=["gif", "half a png", "half a jpeg", "svg", "too large"],
)
def test_what_is_no_picture_is_refused(bar, picture, code) -> None:
    refused(code, bar, SaveProduct(product=bar.look(bar.cola), picture=picture), "picture")


@pytest.mark.parametrize(
    ("category", "code", "subject"),
    [
        (ProductCategory(0, " "), "category.name_missing", "name"),
        (ProductCategory(0, "DRINKS"), "category.name_taken", "name"),
        (ProductCategory(0, "x" * 61), "text.too_long", "name"),
        (ProductCategory(0, "Food", "red"), "category.colour", "colour"),
        (ProductCategory(999, "Food"), "category.unknown", None),
    ],
)
def test_a_category_has_a_name_of_its_own(bar, category, code, subject) -> None:
    refused(code, bar, SaveCategory(category=category), subject)


def test_the_menu_is_put_in_order(bar) -> None:
    food = bar.category("Food")
    bar.world.do(OrderMenu(category_ids=(food,)))
    assert [one.name for one in bar.world.storage.queries.menu().categories] == ["Food", "Drinks"]
    bar.world.do(OrderMenu(product_ids=(bar.combo, bar.pizza)))
    names = [one.name for one in bar.world.storage.queries.menu().products]
    assert names == ["Combo", "Pizza", "Cola", "Chips"]
    refused("product.unknown", bar, OrderMenu(product_ids=(bar.cola, 999)))
    refused("category.unknown", bar, OrderMenu(category_ids=(999,)))


def test_a_product_in_another_category_comes_last_there(bar) -> None:
    food = bar.category("Food")
    bar.world.do(SaveProduct(product=replace(bar.look(bar.pizza), category_id=food)))
    bar.world.do(SaveProduct(product=replace(bar.look(bar.chips), category_id=food)))
    places = {one.name: one.position for one in bar.world.storage.queries.menu().products}
    assert (places["Pizza"], places["Chips"]) == (0, 1)


def test_a_cashier_sells_and_does_not_change_the_menu(bar) -> None:
    cashier = bar.world.staff(Role.CASHIER)
    with pytest.raises(DeskError) as caught:
        bar.world.do(SaveProduct(product=replace(bar.look(bar.cola), price_minor=1)), cashier)
    assert caught.value.code == "staff.not_allowed"
