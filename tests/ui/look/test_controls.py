"""Buttons, fields, search and tables work from the keyboard and say what is wrong."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QWidget

from clubdesk.foundation.money import currency_of
from clubdesk.ui.look.banknotes import denominations, likely_received, quick_amounts
from clubdesk.ui.look.button import Button
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.flow import Flow
from clubdesk.ui.look.found import found_in
from clubdesk.ui.look.marks import initials
from clubdesk.ui.look.money_field import MoneyField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.refresh import Refresh
from clubdesk.ui.look.search_box import SearchBox
from clubdesk.ui.look.table import Column, Table
from clubdesk.ui.look.text import Elided

KZT = currency_of("KZT")


def test_enter_presses_the_focused_button(qtbot, stage) -> None:
    button = Button("Start", "primary", "S")
    stage(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_a_button_says_why_it_cannot_be_pressed(qtbot) -> None:
    button = Button("Close Shift")
    qtbot.addWidget(button)
    button.allow("Count the till first.")
    button.setEnabled(True)
    assert not button.isEnabled()
    assert button.toolTip() == "Count the till first."
    button.allow()
    assert button.isEnabled()
    assert button.toolTip() == ""


def test_a_button_is_wide_enough_for_its_words_and_key(qtbot) -> None:
    button = Button("Пересадить на другой ПК", "secondary", "M")
    qtbot.addWidget(button)
    words = QFontMetrics(button.font()).horizontalAdvance(button.text())
    assert button.minimumSizeHint().width() >= words + 40


@pytest.mark.parametrize(
    ("typed", "minor"), [("5000", 500_000), ("5 000", 500_000), ("52.50", 5_250), ("", None)]
)
def test_an_amount_is_read_as_people_type_it(qtbot, typed: str, minor: int | None) -> None:
    field = MoneyField("Amount", KZT)
    qtbot.addWidget(field)
    field.edit.setText(typed)
    assert field.minor() == minor
    assert field.field.error() == ""


def test_what_is_no_amount_is_told_under_the_field(qtbot) -> None:
    field = MoneyField("Amount", KZT)
    qtbot.addWidget(field)
    qtbot.keyClicks(field.edit, "12x")
    assert field.minor() is None
    assert "12x" in field.field.error()


def test_a_chip_puts_its_amount_in(qtbot) -> None:
    field = MoneyField("Amount", KZT, quick=(200_000,))
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.changed) as told:
        field.chips[0].click()
    assert told.args == [200_000]


def test_search_waits_for_a_breath_and_asks_once(qtbot) -> None:
    box = SearchBox("Find")
    qtbot.addWidget(box)
    asked = []
    box.searched.connect(asked.append)
    qtbot.keyClicks(box, "4417")
    qtbot.waitUntil(lambda: asked == ["4417"])


def test_enter_asks_at_once_so_that_a_scanner_never_chooses_an_old_row(qtbot) -> None:
    box = SearchBox("Find")
    qtbot.addWidget(box)
    told = []
    box.searched.connect(lambda text: told.append(text))
    box.chosen.connect(lambda: told.append("chosen"))
    qtbot.keyClicks(box, "0004417\r")
    assert told == ["0004417", "chosen"]


def test_arrows_in_the_search_box_walk_the_list(qtbot) -> None:
    box = SearchBox("Find")
    qtbot.addWidget(box)
    steps = []
    box.stepped.connect(steps.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown):
        qtbot.keyClick(box, key)
    assert steps == [1, -1, 10]


def test_one_chip_of_a_row_is_on(qtbot) -> None:
    row = ChipRow([("all", "All zones"), ("vip", "VIP")])
    qtbot.addWidget(row)
    assert row.key() == "all"
    with qtbot.waitSignal(row.chosen) as told:
        row.chips[1].click()
    assert told.args == ["vip"]
    assert [chip.isChecked() for chip in row.chips] == [False, True]


@dataclass(frozen=True)
class Line:
    name: str
    amount: int


@pytest.fixture
def table(qtbot):
    made = Table(
        [
            Column("Name", lambda line: line.name, searched=True),
            Column("Amount", lambda line: f"{line.amount} ₸", lambda line: line.amount, right=True),
        ]
    )
    qtbot.addWidget(made)
    made.show_rows([Line("b", 9), Line("a", 100), Line("c", 20)], same=lambda line: line.name)
    return made


def test_a_table_sorts_amounts_as_numbers(table) -> None:
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [line.amount for line in table.rows_model.rows] == [9, 20, 100]


def test_new_rows_keep_the_cursor_on_the_same_one(table) -> None:
    table.go_to(1)
    assert table.current() == Line("a", 100)
    table.show_rows([Line("z", 1), Line("a", 50)], same=lambda line: line.name)
    assert table.current() == Line("a", 50)


def test_a_row_is_copied_as_a_spreadsheet_takes_it(qtbot, table) -> None:
    table.go_to(0)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "b\t9 ₸"


def test_home_and_end_go_to_the_first_and_the_last_row(qtbot, table) -> None:
    rows = table.rows_model.rows
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.current() == rows[-1]
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.current() == rows[0]


def test_enter_in_a_table_chooses_the_row(qtbot, table) -> None:
    table.go_to(2)
    with qtbot.waitSignal(table.row_chosen) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [Line("c", 20)]


@pytest.mark.parametrize(
    ("text", "looked_for", "marked"),
    [
        ("+7 701 555 4417", "4417", ["4417"]),
        ("+7 705 984 4170", "84 417", ["84 417"]),
        ("+7 705 984 4170", "44170", ["4 4170"]),
        ("Мария Ким", "ким", ["Ким"]),
        ("Фёдор", "федор", ["Фёдор"]),
        ("Ruslan", "4417", []),
    ],
)
def test_what_was_looked_for_is_marked(text: str, looked_for: str, marked: list[str]) -> None:
    assert [text[at : at + size] for at, size in found_in(text, looked_for)] == marked


def test_words_that_do_not_fit_are_all_in_the_tooltip(qtbot) -> None:
    label = Elided("A very long name of a client")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == "A very long name of a client"


def test_a_flow_breaks_its_line_where_the_room_ends(qtbot) -> None:
    parts = [Button(word) for word in ("One", "Two", "Three")]
    flow = Flow(list(parts))
    qtbot.addWidget(flow)
    width = parts[0].sizeHint().width() + parts[1].sizeHint().width() + 8
    flow.resize(width, 10)
    flow.show()
    assert parts[1].y() == parts[0].y()
    assert parts[2].y() > parts[1].geometry().bottom()


def test_many_wishes_reload_a_screen_once(qtbot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    times = []
    refresh = Refresh(screen, lambda: times.append(1))
    refresh.wanted()
    assert times == []
    screen.show()
    assert times == [1]
    for _ in range(20):
        refresh.wanted()
    qtbot.waitUntil(lambda: len(times) == 2)


def test_banknotes_are_minor_units_largest_first() -> None:
    notes = denominations(currency_of("EUR"))
    assert notes[0] == 20_000
    assert notes[-1] == 5
    assert list(notes) == sorted(notes, reverse=True)
    assert denominations(currency_of("CHF"))[0] == 100_000


def test_a_currency_that_nobody_described_gets_steps_of_one_two_and_five() -> None:
    rupees = denominations(currency_of("INR"))
    assert rupees[0] == 50_000
    assert list(rupees) == sorted(rupees, reverse=True)
    assert denominations(currency_of("ISK"))[-1] == 100


def test_quick_amounts_are_in_the_money_of_the_club() -> None:
    assert quick_amounts(KZT)[0] == 100_000
    assert quick_amounts(currency_of("JPY"))[0] == 500
    assert quick_amounts(currency_of("KWD"))[0] == 5_000


def test_received_money_is_guessed_upwards_from_the_amount() -> None:
    guesses = likely_received(350_000, KZT)
    assert guesses[0] == 350_000
    assert 500_000 in likely_received(410_000, KZT)
    assert all(guess >= 350_000 for guess in guesses)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dana Abenova", "DA"),
        ("Мария Ким", "МК"),
        ("Sanjar", "SA"),
        ("  ", "?"),
        ("A. B. C.", "AC"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_number_box_takes_digits_within_its_bounds(qtbot) -> None:
    box = NumberBox(1, 65535, 9100)
    qtbot.addWidget(box)
    box.clear()
    qtbot.keyClicks(box, "9x1-99999")
    assert box.value() <= 65535
    box.setValue(5)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert box.value() == 6
    box.clear()
    assert box.value() == 1
