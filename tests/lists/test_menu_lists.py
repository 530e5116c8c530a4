"""Products as files: what is read, what is told line by line, what comes onto the menu."""

import time

import pytest

from clubdesk.domain.people import Role
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.money import currency_of
from clubdesk.foundation.translate import language, set_language
from clubdesk.lists.menu_reading import check_menu
from clubdesk.lists.menu_writing import export_menu, write_template
from clubdesk.lists.reading import read_table
from clubdesk.services.menu_import import MOST_ROWS, ImportMenu, ProductRow
from clubdesk.storage.verify import verify
from tests.support.bar_club import Bar

KZT = currency_of("KZT")
HEAD = "Product;Category;Price;Barcode;Tax, %;In stock;Kitchen\n"


@pytest.fixture
def bar(world):
    return Bar(world)


def checked(bar, tmp_path, job, text, name="menu.csv"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return check_menu(read_table(file, job), bar.world.storage.queries.menu(), KZT)


def test_new_products_come_in_and_known_ones_change(bar, tmp_path, job) -> None:
    found = checked(
        bar,
        tmp_path,
        job,
        HEAD + "Juice;Fresh;450.50;9990001;12;24;no\nCola Zero;;650;4870001;;15;\n",
    )
    assert not found.errors
    assert (found.added, found.changed) == (1, frozenset({3}))
    answer = bar.world.do(ImportMenu(rows=found.rows, file_name=found.name))
    assert (answer.added, answer.changed) == (1, 1)
    menu = bar.world.storage.queries.menu()
    juice = next(one for one in menu.products if one.name == "Juice")
    assert (juice.price_minor, juice.tax_rate, juice.stock, juice.stocked) == (
        45_050,
        1_200,
        24,
        True,
    )
    assert [one.name for one in menu.categories] == ["Drinks", "Fresh"]
    cola = bar.look(bar.cola)
    # What the list does not say stays: the tax, the share in points, the category.
    assert (cola.name, cola.price_minor, cola.stock) == ("Cola Zero", 65_000, 15)
    assert (cola.tax_rate, cola.points_percent, cola.category_id) == (1_200, 100, bar.drinks)
    moves = bar.world.storage.queries.stock_moves(bar.cola)
    assert (moves[0].move.kind.value, moves[0].move.quantity) == ("count", -5)


def test_every_fault_is_told_with_its_line(bar, tmp_path, job) -> None:
    rows = [
        ";Drinks;100;;;;",
        "A;Drinks;abc;;;;",
        "B;Drinks;-5;;;;",
        "C;Drinks;100;;120;;",
        "D;Drinks;100;;;1.5;",
        "E;Drinks;100;;;;maybe",
        "F;;100;;;;",
        "G;Drinks;;;;;",
        "H;Drinks;100;;;;",
        "h;Drinks;100;;;;",
        "Chips;;300;4870001;;;",
        "Combo;;700;;;5;",
        "x" * 61 + ";Drinks;100;;;;",
    ]
    found = checked(bar, tmp_path, job, HEAD + "\n".join(rows))
    assert [(error.line, error.subject) for error in found.errors] == [
        (2, "name"),
        (3, "price_minor"),
        (4, "price_minor"),
        (5, "tax_rate"),
        (6, "stock"),
        (7, "kitchen"),
        (8, "category"),
        (9, "price_minor"),
        (11, "name"),
        (12, "name"),
        (13, "stock"),
        (14, "name"),
    ]
    assert all(error.text for error in found.errors)
    assert [row.name for row in found.rows] == ["H"]


def test_a_list_comes_in_as_a_whole_or_not_at_all(bar) -> None:
    before = bar.world.storage.queries.menu()
    rows = (
        ProductRow(line=2, name="Juice", category="Fresh", price_minor=100, stock=5),
        ProductRow(line=3, name="Tea", category="Fresh", price_minor=100, barcode="4870001"),
        ProductRow(line=4, name="Chips", barcode="4870001"),
    )
    with pytest.raises(DeskError) as caught:
        bar.world.do(ImportMenu(rows=rows))
    assert caught.value.text.startswith("Line 4")
    assert bar.world.storage.queries.menu() == before
    for wrong in ((), rows[:1] * (MOST_ROWS + 1)):
        with pytest.raises(DeskError):
            bar.world.do(ImportMenu(rows=wrong))
    cashier = bar.world.staff(Role.CASHIER)
    with pytest.raises(DeskError) as caught:
        bar.world.do(ImportMenu(rows=rows[:1]), cashier)
    assert caught.value.code == "staff.not_allowed"


@pytest.mark.parametrize("form", ["menu.csv", "menu.xlsx"])
@pytest.mark.parametrize("tongue", ["en", "ru"])
def test_what_is_written_is_read_again_without_a_change(bar, tmp_path, job, form, tongue) -> None:
    menu = bar.world.storage.queries.menu()
    before = language()
    set_language(tongue)
    try:
        assert export_menu(menu, KZT, tmp_path / form) == 4
        found = check_menu(read_table(tmp_path / form, job), menu, KZT)
    finally:
        set_language(before)
    assert not found.errors
    assert len(found.changed) == 4
    bar.world.do(ImportMenu(rows=found.rows))
    after = bar.world.storage.queries.menu()
    assert after == menu


@pytest.mark.parametrize("form", ["template.csv", "template.xlsx"])
def test_the_template_can_be_imported(bar, tmp_path, job, form) -> None:
    assert write_template(KZT, tmp_path / form) == 2
    found = check_menu(read_table(tmp_path / form, job), bar.world.storage.queries.menu(), KZT)
    assert (found.errors, found.added) == ((), 2)


def test_a_file_of_something_else_is_refused(bar, tmp_path, job) -> None:
    with pytest.raises(DeskError) as caught:
        checked(bar, tmp_path, job, "Phone;Email\n+7701;a@b.c\n")
    assert caught.value.code == "list.no_product_column"
    with pytest.raises(DeskError) as caught:
        checked(bar, tmp_path, job, HEAD)
    assert caught.value.code == "list.no_rows"


def test_the_longest_list_does_not_hold_the_desk_up(bar, database_url) -> None:
    rows = tuple(
        ProductRow(
            line=n + 2, name=f"Product {n}", category=f"Part {n % 9}", price_minor=n, stock=n
        )
        for n in range(MOST_ROWS)
    )
    began = time.process_time()
    assert bar.world.do(ImportMenu(rows=rows)).added == MOST_ROWS
    assert time.process_time() - began < 10
    assert verify(database_url).ok
