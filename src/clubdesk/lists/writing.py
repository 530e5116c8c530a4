"""Tables written as CSV or XLSX for spreadsheet programs, whole or not at all.

Runs on the thread for long work. A cell that a spreadsheet would read as a formula is written as
text: names come from strangers.
"""

from __future__ import annotations

import csv
import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import get_decimal_symbol

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import language, tr
from clubdesk.lists.table_file import why_not


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the pattern that a spreadsheet shows it in; plain in a CSV file."""

    value: Decimal
    pattern: str


Cell = str | int | Decimal | Amount | date | datetime | None
"""An instant is in the club's own time, without a zone."""
Cancelled = Callable[[], bool]

MOST_ROWS = 1_048_575
"""What a sheet of XLSX holds below its headings."""

_LONGEST_CELL = 32_767
_LARGEST_NUMBER: int = 10**15
"""From here on a spreadsheet rounds."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_TELL_EVERY = 500


class WritingCancelledError(Exception):
    """The file was not written: whoever asked for it called it off."""


def write_table(
    path: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    progress: Callable[[int], None] | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Writes a table; the name's end says how: ``.xlsx``, else CSV.

    Args:
        path: Where to; a file that is there is replaced once the new one is whole.
        headers: Of the columns.
        rows: Texts, numbers, days; None for an empty cell.
        progress: Called with the rows written so far.
        cancelled: Asked now and then whether to go on.

    Returns:
        How many rows were written.

    Raises:
        DeskError: ``list.disk_full``, ``list.cannot_write`` or ``list.too_many_rows``.
        WritingCancelledError: ``cancelled`` said so; the file is as it was.
    """
    watched = _Watched(rows, progress, cancelled)
    write = _write_xlsx if path.suffix.lower() == ".xlsx" else _write_csv
    unfinished: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        os.close(handle)
        unfinished = Path(name)
        write(unfinished, headers, watched)
        os.replace(unfinished, path)
        unfinished = None
    except (OSError, ValueError) as error:
        raise _failure(path, error) from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)
    return watched.count


def guarded(cell: Cell) -> str:
    """A cell of a CSV file as text that no spreadsheet takes for a formula."""
    if isinstance(cell, Amount):
        return guarded(cell.value)
    text = _text(cell)
    if isinstance(cell, Decimal):
        return text.replace(".", _decimal_mark())
    if isinstance(cell, str) and text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


class _Watched:
    """Rows on their way, counted and cut off."""

    def __init__(
        self,
        rows: Iterable[Sequence[Cell]],
        progress: Callable[[int], None] | None,
        cancelled: Cancelled | None,
    ) -> None:
        self._rows = rows
        self._progress = progress
        self._cancelled = cancelled
        self.count = 0

    def __iter__(self) -> Any:  # noqa: ANN401 - an iterator of rows
        for row in self._rows:
            if self.count % _TELL_EVERY == 0:
                if self._cancelled is not None and self._cancelled():
                    raise WritingCancelledError
                if self._progress is not None:
                    self._progress(self.count)
            self.count += 1
            yield row


def _write_csv(path: Path, headers: Sequence[str], rows: _Watched) -> None:
    # With a byte order mark, without which Excel takes UTF-8 for the encoding of the computer.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        # What Excel expects where this language is spoken; our own reading takes both.
        writer = csv.writer(file, delimiter=";" if _decimal_mark() == "," else ",")
        writer.writerow(headers)
        for row in rows:
            writer.writerow([guarded(cell) for cell in row])
        file.flush()
        os.fsync(file.fileno())


def _write_xlsx(path: Path, headers: Sequence[str], rows: _Watched) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "tmpdir": str(path.parent),
    }
    book = xlsxwriter.Workbook(str(path), options)
    try:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        formats = _Formats(book)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(headers) - 1), 20)
        for place, header in enumerate(headers):
            sheet.write_string(0, place, header, bold)
        for number, row in enumerate(rows, start=1):
            if number > MOST_ROWS:
                raise _too_many_rows()
            _write_row(sheet, number, row, formats)
    except BaseException:
        # Closed all the same: it holds temporary files. What it writes is thrown away.
        _close_quietly(book)
        raise
    try:
        book.close()
    except XlsxWriterException as error:
        raise OSError(errno.EIO, str(error)) from error


class _Formats:
    """Patterns of cells, each made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter's own
        self._book = book
        self._made: dict[str, Any] = {}

    def of(self, pattern: str) -> Any:  # noqa: ANN401 - xlsxwriter's own
        """The format that shows a pattern."""
        if pattern not in self._made:
            self._made[pattern] = self._book.add_format({"num_format": pattern})
        return self._made[pattern]


def _write_row(
    sheet: Any,  # noqa: ANN401 - xlsxwriter's own
    number: int,
    row: Sequence[Cell],
    formats: _Formats,
) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, datetime):
            sheet.write_datetime(number, place, cell, formats.of("yyyy-mm-dd hh:mm:ss"))
        elif isinstance(cell, date):
            sheet.write_datetime(number, place, cell, formats.of("yyyy-mm-dd"))
        elif isinstance(cell, Amount) and -_LARGEST_NUMBER < cell.value < _LARGEST_NUMBER:
            sheet.write_number(number, place, cell.value, formats.of(cell.pattern))
        elif isinstance(cell, int | Decimal) and -_LARGEST_NUMBER < cell < _LARGEST_NUMBER:
            sheet.write_number(number, place, cell)
        elif text := _text(cell):
            sheet.write_string(number, place, text[:_LONGEST_CELL])


def _close_quietly(book: Any) -> None:  # noqa: ANN401 - xlsxwriter's own
    from xlsxwriter.exceptions import XlsxWriterException

    try:
        book.close()
    except (OSError, XlsxWriterException):
        return


def _decimal_mark() -> str:
    return str(get_decimal_symbol(Locale.parse(language())))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, Amount):
        return str(cell.value)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _too_many_rows() -> DeskError:
    return DeskError(
        "list.too_many_rows",
        tr("An Excel file holds {count} rows at most.").format(count=MOST_ROWS),
        tr("Write a CSV file instead."),
        subject="path",
    )


def _failure(path: Path, error: Exception) -> DeskError:
    number = getattr(error, "errno", None)
    nothing = tr("Nothing was written.")
    if number in (errno.ENOSPC, errno.EDQUOT):
        return DeskError(
            "list.disk_full",
            tr("The disk is full.") + " " + nothing,
            tr("Make room on it, or choose another disk."),
            subject="path",
        )
    words = tr("The file {name} cannot be written: {why}.")
    return DeskError(
        "list.cannot_write",
        words.format(name=path.name[:120], why=why_not(error)) + " " + nothing,
        tr("Choose a folder that you may write to; close the file in other programs."),
        subject="path",
    )
