"""Tables for spreadsheet programs: whole or not at all, and no name becomes a formula."""

import csv
import errno
import os
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import set_language
from clubdesk.lists import writing
from clubdesk.lists.writing import WritingCancelledError, write_table

EVIL = ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\tx", "\rx"]
ROWS = [
    ["Санжар Ёлкин", 5, date(1998, 5, 31), None, "+77015554417"],
    ['Anna "A"; B', -7, datetime(2026, 11, 20, 18, 5), Decimal("12.50"), "two\nlines"],
    ["😀", 10**18, None, "", "-5"],
]
HEADERS = ["Name", "Points", "Day", "Sum", "Text"]


def read_csv(path, delimiter=","):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def read_xlsx(path):
    return [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def test_csv_is_what_excel_opens_with_a_double_click(tmp_path) -> None:
    path = tmp_path / "клиенты.csv"
    assert write_table(path, HEADERS, ROWS) == 3
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_csv(path) == [
        HEADERS,
        ["Санжар Ёлкин", "5", "1998-05-31", "", "+77015554417"],
        ['Anna "A"; B', "-7", "2026-11-20 18:05:00", "12.50", "two\nlines"],
        ["😀", str(10**18), "", "", "-5"],
    ]


def test_csv_in_russian_is_what_a_russian_excel_expects(tmp_path) -> None:
    set_language("ru")
    try:
        write_table(tmp_path / "a.csv", ["Имя", "Счёт"], [["Анна, К", Decimal("-12.50")]])
    finally:
        set_language("en")
    assert read_csv(tmp_path / "a.csv", ";") == [["Имя", "Счёт"], ["Анна, К", "-12,50"]]


def test_xlsx_keeps_numbers_days_and_texts_apart(tmp_path) -> None:
    path = tmp_path / "clients.xlsx"
    write_table(path, HEADERS, ROWS)
    assert read_xlsx(path) == [
        HEADERS,
        ["Санжар Ёлкин", 5, datetime(1998, 5, 31), None, "+77015554417"],
        ['Anna "A"; B', -7, datetime(2026, 11, 20, 18, 5), 12.5, "two\nlines"],
        ["😀", str(10**18), None, None, "-5"],
    ]


@pytest.mark.parametrize("evil", EVIL)
def test_no_name_becomes_a_formula(tmp_path, evil) -> None:
    write_table(tmp_path / "a.csv", ["Name"], [[evil]])
    assert read_csv(tmp_path / "a.csv")[1][0] == f"'{evil}"
    write_table(tmp_path / "a.xlsx", ["Name"], [[evil]])
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert cell.data_type == "s"
    assert evil.strip() in cell.value


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_file_that_is_called_off_is_as_it_was(tmp_path, name) -> None:
    path = tmp_path / name
    path.write_text("before")
    heard: list[int] = []
    with pytest.raises(WritingCancelledError):
        write_table(
            path,
            HEADERS,
            (["x"] * 5 for _ in range(10_000)),
            progress=heard.append,
            cancelled=lambda: len(heard) > 3,
        )
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == [name]
    assert heard == [0, 500, 1000, 1500]


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "list.disk_full"),
        (errno.EACCES, "list.cannot_write"),
        (errno.EROFS, "list.cannot_write"),
    ],
)
def test_a_disk_that_does_not_take_it_is_told_and_leaves_nothing(
    tmp_path, monkeypatch, name, number, code
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(writing.os, "replace", refuse)
    with pytest.raises(DeskError) as refusal:
        write_table(tmp_path / name, HEADERS, ROWS)
    assert (refusal.value.code, refusal.value.subject) == (code, "path")
    assert "Nothing was written" in refusal.value.text
    assert refusal.value.what_to_do
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("where", ["nowhere/list.csv", "nowhere/list.xlsx", "a\0b.csv"])
def test_a_folder_that_is_not_there_is_told(tmp_path, where) -> None:
    with pytest.raises(DeskError) as refusal:
        write_table(tmp_path / where, HEADERS, ROWS)
    assert refusal.value.code == "list.cannot_write"


def test_a_real_full_disk_is_told(tmp_path) -> None:
    full = "/dev/full"
    if not os.path.exists(full):
        pytest.skip("this system has no full disk to try")
    unfinished = tmp_path / "link.csv"
    unfinished.symlink_to(full)
    with pytest.raises(OSError, match="No space") as error:
        writing._write_csv(unfinished, HEADERS, writing._Watched(ROWS, None, None))
    assert writing._failure(unfinished, error.value).code == "list.disk_full"


def test_a_sheet_has_an_end(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 10)
    with pytest.raises(DeskError) as refusal:
        write_table(tmp_path / "long.xlsx", ["N"], ([n] for n in range(11)))
    assert refusal.value.code == "list.too_many_rows"
    assert os.listdir(tmp_path) == []
