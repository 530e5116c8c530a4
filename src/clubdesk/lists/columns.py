"""Which column of a table is what: by its heading in English or Russian, else by what it holds.

Pure. A person may choose otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from clubdesk.domain.people import fold
from clubdesk.foundation.translate import mark, tr
from clubdesk.lists.table_file import Line, TableFile


class What(StrEnum):
    """What a column may hold."""

    PHONE = "phone"
    NAME = "name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    BIRTHDAY = "birthday"
    CARD = "card_number"
    NOTE = "note"


_WORDS: dict[What, str] = {
    What.PHONE: mark("Phone"),
    What.NAME: mark("Name"),
    What.LAST_NAME: mark("Last name"),
    What.EMAIL: mark("Email"),
    What.BIRTHDAY: mark("Birthday"),
    What.CARD: mark("Card number"),
    What.NOTE: mark("Note"),
}
_HEADINGS: dict[What, str] = {
    What.PHONE: (
        "phone|phone number|mobile|mobile phone|tel|telephone|cell|телефон|номер телефона|тел|"
        "моб|мобильный|мобильный телефон|сотовый|номер|телефон клиента"
    ),
    What.NAME: (
        "name|full name|fullname|client|customer|first name|firstname|имя|фио|клиент|полное имя|"
        "имя клиента|имя и фамилия|гость|имя отчество"
    ),
    What.LAST_NAME: ("last name|lastname|surname|family name|фамилия"),
    What.EMAIL: ("email|e-mail|mail|email address|почта|эл почта|электронная почта|эл. почта"),
    What.BIRTHDAY: (
        "birthday|birth date|birthdate|date of birth|dob|день рождения|дата рождения|др|д.р|"
        "дата рожд"
    ),
    What.CARD: (
        "card|card number|card no|membership card|rfid|карта|номер карты|№ карты|карта клиента|"
        "штрихкод|штрих-код|barcode"
    ),
    What.NOTE: (
        "note|notes|comment|comments|remark|примечание|примечания|комментарий|заметка|заметки|"
        "описание"
    ),
}
_SAMPLE = 50
_FEWEST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is read.

    Attributes:
        places: Which column (from 0) holds what.
        has_heading: Whether the first row names the columns.
    """

    places: dict[What, int]
    has_heading: bool

    def body(self, table: TableFile) -> tuple[Line, ...]:
        """The rows below the heading."""
        return table.lines[1:] if self.has_heading else table.lines

    def of(self, column: int) -> What | None:
        """What a column holds; None if it is left out."""
        return next((what for what, place in self.places.items() if place == column), None)

    def choosing(self, column: int, what: What | None) -> Columns:
        """The same with one column chosen otherwise; nothing stands in two columns."""
        others = {w: p for w, p in self.places.items() if p != column and w is not what}
        return Columns(others | ({what: column} if what else {}), self.has_heading)


def what_word(what: What) -> str:
    """What a column holds, in the language in use."""
    return tr(_WORDS[what])


def guess(table: TableFile) -> Columns:
    """What the columns are, as far as that can be seen."""
    by_heading = _by_heading(table.lines[0].cells)
    if by_heading:
        return Columns(by_heading, has_heading=True)
    first = [cell for cell in table.lines[0].cells if cell]
    names_columns = len(table.lines) > 1 and not any(_digits(cell) for cell in first)
    body = table.lines[1:] if names_columns else table.lines
    return Columns(_by_contents(body[:_SAMPLE], table.columns), has_heading=names_columns)


def _by_heading(cells: Sequence[str]) -> dict[What, int]:
    found: dict[What, int] = {}
    for place, cell in enumerate(cells):
        plain = fold(cell.replace("_", " ")).strip(" .:*№#")
        for what, headings in _HEADINGS.items():
            if plain in headings.split("|") and what not in found:
                found[what] = place
                break
    return found


def _by_contents(lines: Sequence[Line], columns: int) -> dict[What, int]:
    found: dict[What, int] = {}
    shares = {place: _share_of_phones(lines, place) for place in range(columns)}
    phone = max(shares, key=lambda place: shares[place], default=None)
    if phone is not None and shares[phone] > 0.5:
        found[What.PHONE] = phone
    letters = {
        place: sum(any(sign.isalpha() for sign in _cell(line, place)) for line in lines)
        for place in range(columns)
        if place != phone
    }
    mails = [place for place in letters if any("@" in _cell(line, place) for line in lines)]
    if mails:
        found[What.EMAIL] = mails[0]
    names = {place: count for place, count in letters.items() if place not in mails}
    if names and max(names.values()):
        found[What.NAME] = max(names, key=lambda place: names[place])
    return found


def _share_of_phones(lines: Sequence[Line], place: int) -> float:
    alike = sum(
        _digits(_cell(line, place)) >= _FEWEST_DIGITS
        and not any(sign.isalpha() for sign in _cell(line, place))
        for line in lines
    )
    return alike / len(lines) if lines else 0.0


def _cell(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)
