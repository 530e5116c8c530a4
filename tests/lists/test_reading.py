"""Tables of other programs, as they come: encodings, delimiters, quotes, and what is no table."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from clubdesk.foundation.errors import DeskError
from clubdesk.lists.columns import What, guess
from clubdesk.lists.reading import read_table
from clubdesk.lists.table_file import MOST_LINES
from clubdesk.services.long_work import CancelledError, Job

RUSSIAN = "Имя;Телефон\nСанжар Ёлкин;8 701 555 44 17\nМария;+7 747 120 44 17\n"


def written(folder: Path, raw: bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def cells(table) -> list[tuple[str, ...]]:
    return [line.cells for line in table.lines]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp1251", "cp1251"),
        ("utf-16", "utf-16"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_gives_the_same_table(
    tmp_path, job, encoding, told, delimiter
) -> None:
    raw = RUSSIAN.replace(";", delimiter).encode(encoding)
    table = read_table(written(tmp_path, raw), job)
    assert (table.form, table.delimiter) == (told, delimiter)
    assert cells(table)[1] == ("Санжар Ёлкин", "8 701 555 44 17")
    assert guess(table).places == {What.NAME: 0, What.PHONE: 1}


def test_big_endian_utf_16_is_read_by_its_mark(tmp_path, job) -> None:
    raw = b"\xfe\xff" + RUSSIAN.encode("utf-16-be")
    assert cells(read_table(written(tmp_path, raw), job))[2][0] == "Мария"


def test_quotes_hold_delimiters_quotes_and_line_breaks_and_lines_are_counted(tmp_path, job) -> None:
    raw = b'name,note\r\n"Anna, ""A""","two\r\nlines"\r\n\r\n,,\r\nBob,x\r\n'
    table = read_table(written(tmp_path, raw), job)
    assert [line.number for line in table.lines] == [1, 2, 6]
    assert cells(table)[1] == ('Anna, "A"', "two\r\nlines")


def test_excel_s_own_line_about_the_delimiter_is_not_a_row(tmp_path, job) -> None:
    table = read_table(written(tmp_path, b"sep=;\nname;phone\nA;1\n"), job)
    assert cells(table) == [("name", "phone"), ("A", "1")]
    assert [line.number for line in table.lines] == [2, 3]


def test_a_list_of_one_column_is_a_list(tmp_path, job) -> None:
    table = read_table(written(tmp_path, b"87015554417\n87015554418\n"), job)
    assert cells(table) == [("87015554417",), ("87015554418",)]
    columns = guess(table)
    assert columns.places == {What.PHONE: 0}
    assert not columns.has_heading


def test_columns_without_headings_are_known_by_what_they_hold(tmp_path, job) -> None:
    raw = "1;Анна К;a@b.kz;8 701 555 44 17\n2;Борис;b@b.kz;87015554418\n".encode()
    columns = guess(read_table(written(tmp_path, raw), job))
    assert not columns.has_heading
    assert columns.places == {What.PHONE: 3, What.NAME: 1, What.EMAIL: 2}


def test_a_person_chooses_otherwise_and_nothing_stands_twice(tmp_path, job) -> None:
    columns = guess(read_table(written(tmp_path, RUSSIAN.encode()), job))
    swapped = columns.choosing(0, What.PHONE)
    assert swapped.places == {What.PHONE: 0}
    assert swapped.choosing(1, What.NAME).of(1) is What.NAME
    assert swapped.choosing(0, None).places == {}


def refusal_of(path: Path) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        read_table(path, Job())
    assert refusal.value.text
    assert refusal.value.what_to_do
    return refusal.value


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        (b"", "empty.csv", "list.empty"),
        (b"\n;;\n ; \n", "blank.csv", "list.empty"),
        (b"\xef\xbb\xbf", "mark.csv", "list.empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "photo.csv", "list.not_text"),
        ("имя;телефон\n".encode("utf-16-le"), "no_mark.csv", "list.not_text"),
        (b"name,phone\nA,1\n", "text.xlsx", "list.not_xlsx"),
        (b"PK\x03\x04 and then nothing", "broken.xlsx", "list.not_xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old.xls", "list.not_xlsx"),
    ],
)
def test_what_is_no_list_is_refused_in_plain_words(tmp_path, raw, name, code) -> None:
    assert refusal_of(written(tmp_path, raw, name)).code == code


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path) -> None:
    assert refusal_of(tmp_path / "nowhere.csv").code == "list.unreadable"
    assert refusal_of(tmp_path).code == "list.unreadable"
    assert refusal_of(Path("a\0b.csv")).code == "list.unreadable"


def test_a_million_lines_are_no_list_of_clients(tmp_path) -> None:
    raw = b"name,phone\n" + b"A,87015554417\n" * 1_000_000
    assert refusal_of(written(tmp_path, raw)).code == "list.too_large"


def test_a_small_archive_that_holds_gigabytes_is_refused(tmp_path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(600):
                sheet.write(b"\0" * 1024 * 1024)
    assert path.stat().st_size < 2_000_000
    assert refusal_of(path).code == "list.too_large"


def test_another_archive_that_calls_itself_xlsx_is_refused(tmp_path) -> None:
    for parts in ({"hello.txt": "x"}, {"xl/workbook.xml": "<oops"}):
        path = tmp_path / "other.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        assert refusal_of(path).code == "list.not_xlsx"


def sheet_of(folder: Path, rows) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "clients.xlsx"
    book.save(path)
    return path


def test_excel_s_numbers_and_days_are_read_as_they_were_typed(tmp_path, job) -> None:
    rows = [
        ["Телефон", "ФИО", "Дата рождения", "Карта", "Примечание"],
        [87015554417, "Санжар", datetime(1998, 5, 31), 4417.0, None],
        [None, None, None, None, None],
        ["+7 747 120 44 17", "Мария", date(2001, 2, 3), "0012", "a\nb"],
    ]
    table = read_table(sheet_of(tmp_path, rows), job)
    assert table.form == "xlsx"
    assert cells(table)[1] == ("87015554417", "Санжар", "1998-05-31", "4417")
    assert cells(table)[2] == ("+7 747 120 44 17", "Мария", "2001-02-03", "0012", "a\nb")
    assert [line.number for line in table.lines] == [1, 2, 4]
    assert set(guess(table).places) == {
        What.PHONE,
        What.NAME,
        What.BIRTHDAY,
        What.CARD,
        What.NOTE,
    }


def test_a_sheet_that_was_coloured_to_its_end_is_not_read_to_its_end(tmp_path, job) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Phone", "Name"])
    book.active.append(["87015554417", "Anna"])
    book.active.cell(row=60_000, column=1).font = openpyxl.styles.Font(bold=True)
    path = tmp_path / "coloured.xlsx"
    book.save(path)
    assert len(read_table(path, job).lines) == 2


def test_reading_tells_how_far_it_is_and_stops_when_it_is_called_off(tmp_path) -> None:
    path = written(tmp_path, b"name,phone\n" + b"A,87015554417\n" * 20_000)
    heard = []
    read_table(path, Job(lambda done, total: heard.append((done, total))))
    assert heard
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    called_off = Job()
    called_off.cancel()
    with pytest.raises(CancelledError):
        read_table(path, called_off)
    assert MOST_LINES > 100_000
