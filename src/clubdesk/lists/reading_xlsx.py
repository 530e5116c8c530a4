"""The first sheet of an XLSX file, its cells as the text that a person would have typed.

Excel keeps phones as numbers and birthdays as days since 1900. Runs on the thread for long work.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from clubdesk.lists.table_file import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_LINES,
    Line,
    not_excel,
    too_large,
)
from clubdesk.services.long_work import Job

_TELL_EVERY = 500
_MOST_UNPACKED = 8 * MOST_BYTES
_IN_MEMORY = "xl/sharedStrings.xml"
"""The one part that is read whole; the sheet itself is read row by row."""

_BLANK_ROWS_TO_THE_END = 2_000
"""A sheet that was formatted to its last row goes on empty for a million rows."""


def read_xlsx(path: Path, job: Job) -> Iterator[Line]:
    """The rows of the first sheet that are not empty.

    Raises:
        DeskError: ``list.not_xlsx`` or ``list.too_large``.
        CancelledError: It was called off.
    """
    _check_sizes(path)
    try:
        yield from _rows(path, job)
    except (KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        # SyntaxError is the parent of the XML parser's own.
        raise not_excel(path) from error


def cell_text(value: object) -> str:
    """A cell as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _check_sizes(path: Path) -> None:
    """Refuses what would fill the memory: a small archive may hold gigabytes."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {part.filename: part.file_size for part in archive.infolist()}
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise not_excel(path) from error
    if sum(sizes.values()) > _MOST_UNPACKED or sizes.get(_IN_MEMORY, 0) > MOST_BYTES:
        raise too_large()
    if "xl/workbook.xml" not in sizes:
        raise not_excel(path)


def _rows(path: Path, job: Job) -> Iterator[Line]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # Of styles and extensions that it does not know, which say nothing about the cells.
        warnings.simplefilter("ignore")
        book: Any = load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            total = min(sheet.max_row or 0, MOST_LINES)
            # The size that the file states may be one cell or the whole sheet.
            sheet.reset_dimensions()
            yield from _lines(sheet, total, job)
        except IndexError as error:
            raise not_excel(path) from error
        finally:
            book.close()


def _lines(sheet: Any, total: int, job: Job) -> Iterator[Line]:  # noqa: ANN401 - openpyxl's own
    kept = blank = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number % _TELL_EVERY == 0:
            job.tell(min(number, total), total)
        cells = [cell_text(value) for value in row[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        blank = 0 if cells else blank + 1
        if blank > _BLANK_ROWS_TO_THE_END:
            return
        if not cells:
            continue
        kept += 1
        if kept > MOST_LINES:
            raise too_large()
        yield Line(number, tuple(cells))
