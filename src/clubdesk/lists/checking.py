"""The rows of a list, checked one by one before anything is stored: the dry run.

Runs on the thread for long work. Every fault is told with its line, its column and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.lists.columns import Columns, What
from clubdesk.lists.table_file import Line, TableFile
from clubdesk.services.client_facts import (
    birthday_of,
    clean_card,
    clean_email,
    clean_note,
    client_name,
    e164,
)
from clubdesk.services.client_import import ImportRow
from clubdesk.services.long_work import Job
from clubdesk.services.typed_text import can_be_stored
from clubdesk.services.views_people import KnownNumbers

PORTION = 500
_SHORTENED = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?: г\.?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00)?)?")
_GUARDED = re.compile(r"'[=+\-@\t]")


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row is not imported.

    Attributes:
        line: Of the file, from 1.
        subject: The field, as a ``What``'s value; empty for the whole row.
        value: What stands there, shortened.
    """

    line: int
    subject: str
    text: str
    value: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class CheckedList:
    """What a dry run found: rows that can become clients, and faults in the order of lines."""

    name: str
    rows: tuple[ImportRow, ...]
    errors: tuple[RowError, ...]

    @property
    def already_here(self) -> int:
        """How many rows are left out because the phone belongs to a client of today."""
        return sum(error.code == "client.phone_taken" for error in self.errors)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the rows are checked against.

    Attributes:
        country: ISO 3166 alpha-2, for phones without a country code.
        today: The club's day.
        known: Asks the books for phones and cards, some hundred at a time.
    """

    country: str
    today: date
    known: Callable[[Sequence[str], Sequence[str]], KnownNumbers]


def check_list(table: TableFile, columns: Columns, rules: Rules, job: Job) -> CheckedList:
    """Checks every row, within the file and against the books.

    Raises:
        DeskError: ``list.no_phone_column``, ``list.no_name_column`` or ``list.no_rows``.
        CancelledError: It was called off.
    """
    _require_columns(columns)
    lines = columns.body(table)
    if not lines:
        raise DeskError(
            "list.no_rows",
            tr("Below the headings there is no row."),
            tr("Choose another file, or say that its first row is a client too."),
        )
    seen: dict[tuple[str, str], int] = {}
    rows: list[ImportRow] = []
    errors: list[RowError] = []
    for start in range(0, len(lines), PORTION):
        job.tell(start, len(lines))
        portion = lines[start : start + PORTION]
        sound = list(_sound(portion, columns, rules, table, errors))
        rows += _new(sound, rules, seen, errors)
    job.tell(len(lines), len(lines))
    return CheckedList(table.name, tuple(rows), tuple(sorted(errors, key=lambda e: e.line)))


def any_day(text: str) -> str:
    """A date as lists write it, in ISO 8601.

    Raises:
        DeskError: ``client.bad_birthday``: it can be read in two ways.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    if not (found := _DAY_FIRST.fullmatch(text)):
        return text
    day, sign, month, year = found.groups()
    if sign == "/" and int(day) <= 12 and int(month) <= 12 and day != month:
        raise DeskError(
            "client.bad_birthday",
            tr("“{text}” can be read as two different days.").format(text=text),
            tr("Write it like 1998-05-31."),
            subject="birthday",
        )
    if sign == "/" and int(month) > 12:
        day, month = month, day
    return f"{year}-{month:0>2}-{day:0>2}"


def _require_columns(columns: Columns) -> None:
    what_to_do = tr("Choose it above the table.")
    if What.PHONE not in columns.places:
        text = tr("No column is chosen for the phone.")
        raise DeskError("list.no_phone_column", text, what_to_do)
    if not {What.NAME, What.LAST_NAME} & columns.places.keys():
        text = tr("No column is chosen for the name.")
        raise DeskError("list.no_name_column", text, what_to_do)


def _sound(
    lines: Sequence[Line], columns: Columns, rules: Rules, table: TableFile, errors: list[RowError]
) -> Iterator[ImportRow]:
    width = len(table.lines[0].cells)
    # A spreadsheet leaves out the empty cells at a row's end; a text file does not.
    fewest = 0 if table.form == "xlsx" else width
    for line in lines:
        if len(line.cells) < fewest or any(line.cells[width:]):
            errors.append(_ragged(line, width))
            continue
        facts = {what: _unguarded(line.cells, place) for what, place in columns.places.items()}
        row, faults = _checked(line.number, facts, rules)
        errors += faults
        if row is not None:
            yield row


def _ragged(line: Line, width: int) -> RowError:
    text = tr("The row has {count} cells and the first row {width}.").format(
        count=len(line.cells), width=width
    )
    return RowError(line.number, "", text, " | ".join(line.cells)[:80], "list.ragged")


def _checked(
    number: int, facts: dict[What, str], rules: Rules
) -> tuple[ImportRow | None, list[RowError]]:
    if not all(can_be_stored(value) for value in facts.values()):
        text = tr("The row holds characters that cannot be stored.")
        return None, [RowError(number, "", text, code="command.bad_text")]
    clean: dict[str, str] = {}
    faults = []
    for what, check in _CHECKS.items():
        if what not in facts and what is not What.NAME:
            continue
        try:
            clean[what.value] = check(facts, rules)
        except DeskError as error:
            value = facts.get(what, "")[:80]
            faults.append(RowError(number, what.value, error.text, value, error.code))
    return (None, faults) if faults else (ImportRow(line=number, **clean), [])


def _phone(facts: dict[What, str], rules: Rules) -> str:
    typed = facts[What.PHONE]
    if _SHORTENED.fullmatch(typed):
        raise DeskError(
            "client.bad_phone",
            tr("“{phone}” was shortened by a spreadsheet: the number's end is lost.").format(
                phone=typed
            ),
        )
    try:
        return e164(typed, rules.country)
    except DeskError:
        # Lists often leave the plus away.
        if typed.isdigit() and len(typed) >= 10:
            return e164(f"+{typed}", rules.country)
        raise


def _name(facts: dict[What, str], _: Rules) -> str:
    parts = (facts.get(What.NAME, ""), facts.get(What.LAST_NAME, ""))
    return client_name(" ".join(part for part in parts if part))


def _birthday(facts: dict[What, str], rules: Rules) -> str:
    typed = facts[What.BIRTHDAY][:40]
    day = any_day(typed)
    # What is no day is told as it stands in the file, not turned round.
    found = birthday_of(day if _is_day(day) else typed, rules.today)
    return found.isoformat() if found else ""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_CHECKS: dict[What, Callable[[dict[What, str], Rules], str]] = {
    What.PHONE: _phone,
    What.NAME: _name,
    What.EMAIL: lambda facts, _: clean_email(facts[What.EMAIL]),
    What.BIRTHDAY: _birthday,
    What.CARD: lambda facts, _: clean_card(facts[What.CARD]),
    What.NOTE: lambda facts, _: clean_note(facts[What.NOTE]),
}


def _unguarded(cells: Sequence[str], place: int) -> str:
    """A cell without the apostrophe that keeps spreadsheets from reading it as a formula."""
    cell = cells[place] if place < len(cells) else ""
    return cell[1:] if _GUARDED.match(cell) else cell


def _new(
    rows: Sequence[ImportRow],
    rules: Rules,
    seen: dict[tuple[str, str], int],
    errors: list[RowError],
) -> Iterator[ImportRow]:
    known = rules.known(
        [row.phone for row in rows], [row.card_number for row in rows if row.card_number]
    )
    for row in rows:
        fault = _clash(row, known) or _twice(row, seen)
        if fault is not None:
            errors.append(fault)
            continue
        seen["phone", row.phone] = row.line
        if row.card_number:
            seen["card", row.card_number] = row.line
        yield row


def _clash(row: ImportRow, known: KnownNumbers) -> RowError | None:
    if row.phone in known.phones:
        text = tr("This phone belongs to a client already.")
        return RowError(row.line, What.PHONE.value, text, row.phone, "client.phone_taken")
    if row.card_number in known.cards:
        text = tr("This card belongs to a client already, or is out of use.")
        return RowError(row.line, What.CARD.value, text, row.card_number, "client.card_taken")
    return None


def _twice(row: ImportRow, seen: dict[tuple[str, str], int]) -> RowError | None:
    before = seen.get(("phone", row.phone))
    if before is not None:
        text = tr("The same phone as in line {line}.").format(line=before)
        return RowError(row.line, What.PHONE.value, text, row.phone, "list.twice")
    before = seen.get(("card", row.card_number)) if row.card_number else None
    if before is not None:
        text = tr("The same card as in line {line}.").format(line=before)
        return RowError(row.line, What.CARD.value, text, row.card_number, "list.twice")
    return None
