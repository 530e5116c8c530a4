"""What was looked for is marked where it stands, whatever the alphabet and the phone's spaces."""

import pytest
from PySide6.QtCore import Qt

from clubdesk.ui.look.app_look import theme
from clubdesk.ui.look.found import found_in
from clubdesk.ui.look.table import Column, Table


@pytest.mark.parametrize(
    ("text", "looked_for", "marked"),
    [
        ("+7 701 555 44 17", "4417", ["44 17"]),
        ("+7 417 555 44 17", "417", ["4 17"]),
        ("+7 701 555 44 17", "5 55-44-17", ["555 44 17"]),
        ("+7 701 555 44 17", "+7 (701) 555-44-17", ["7 701 555 44 17"]),
        ("+7 701 555 44 17", "8 701 555 44 17", ["701 555 44 17"]),
        ("+7 701 555 44 17", "9999", []),
        ("Санжар Ёлкин", "лкин", ["лкин"]),
        ("Санжар Ёлкин", "ЕЛК", ["Ёлк"]),
        ("Пелагея Елкина", "ёлк", ["Елк"]),
        ("Санжар Ёлкин", "ёл са", ["Са", "Ёл"]),
        ("Санжар Ёлкин", "ар", []),
        ("Әлия Нұрғали", "ҒАЛ", ["ғал"]),
        ("Jürgen Groß", "oss", ["oß"]),
        ("Groß Kurt", "kurt", ["Kurt"]),
        ("Мария Марина", "мар мари", ["Мари"]),
        ("Иван Иванов", "иванов", ["Иванов"]),
        ("Иван 4417", "иван 4417", ["Иван", "4417"]),
        ("", "abc", []),
        ("abc", "", []),
    ],
)
def test_what_was_looked_for_is_found(text, looked_for, marked):
    assert [text[at : at + size] for at, size in found_in(text, looked_for)] == marked


def accents(image):
    """Columns of pixels that hold the accent's colour."""
    wanted = theme().accent.lower()
    return {
        x
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).name() == wanted
    }


def test_the_middle_of_a_name_is_painted_in_the_accent(qtbot):
    table = Table([Column("Client", lambda row: row, searched=True)], bare=True)
    qtbot.addWidget(table)
    table.resize(400, 120)
    table.show()
    table.show_rows(["Санжар Ёлкин"], "елк")
    image = table.viewport().grab().toImage()
    inked = accents(image)
    whole = table.fontMetrics().horizontalAdvance("Санжар Ёлкин")
    assert inked
    assert min(inked) > 12 + whole // 3
    table.show_rows(["Санжар Ёлкин"], "нет")
    assert not accents(table.viewport().grab().toImage())
    assert table.rows_model.index(0, 0).data(Qt.ItemDataRole.DisplayRole) == "Санжар Ёлкин"
