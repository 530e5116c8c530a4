"""Tables as files of other programs: CSV in the encodings and delimiters that occur, XLSX.

What a file is, its first bytes say, not its name. Runs on the thread for long work.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.lists.reading_xlsx import read_xlsx
from clubdesk.lists.table_file import (
    MOST_BYTES,
    MOST_LINES,
    Line,
    TableFile,
    not_excel,
    too_large,
    why_not,
)
from clubdesk.services.long_work import Job

DELIMITERS = (";", ",", "\t")

_LOOKED_AT = 50
_TELL_EVERY = 1_000
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_table(path: Path, job: Job) -> TableFile:
    """Reads a table.

    Raises:
        DeskError: ``list.*``: it cannot be read, is too large, empty or no table.
        CancelledError: It was called off.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if size > MOST_BYTES:
        raise too_large()
    if head == _ZIP:
        table = TableFile(path.name, "xlsx", "", tuple(read_xlsx(path, job)))
    elif head == _OLD_EXCEL or path.suffix.lower() in (".xlsx", ".xls"):
        raise not_excel(path)
    else:
        table = _read_csv(path, job)
    if not table.lines:
        raise DeskError(
            "list.empty",
            tr("The file {name} is empty.").format(name=path.name),
            tr("Choose another file."),
            subject="path",
        )
    return table


def _unreadable(path: Path, error: Exception) -> DeskError:
    return DeskError(
        "list.unreadable",
        tr("The file {name} cannot be read: {why}.").format(
            name=path.name[:120], why=why_not(error)
        ),
        tr("Check the path, or choose the file with the button beside it."),
        subject="path",
    )


def decoded(raw: bytes) -> tuple[str, str]:
    """A text and the name of its encoding: UTF-8, UTF-16 by its mark, else cp1251.

    Raises:
        DeskError: ``list.not_text``.
    """
    encodings = ["utf-8-sig", "cp1251"]
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding.removesuffix("-sig")
    raise DeskError(
        "list.not_text",
        tr("The file is neither a table in text form (CSV) nor an Excel file (XLSX)."),
        tr("Save the list as CSV or XLSX and choose that file."),
        subject="path",
    )


def delimiter_of(text: str) -> str:
    """The sign between the cells: that which parts the first rows into the same many cells."""
    head = text[:200_000].splitlines(keepends=True)[:_LOOKED_AT]

    def agreement(sign: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(head, delimiter=sign) if any(row)]
        parted = [width for width in widths if width > 1]
        usual = max(set(parted), key=parted.count, default=1)
        return parted.count(usual), usual

    best = max(DELIMITERS, key=agreement)
    return best if agreement(best)[0] else DELIMITERS[1]


def _read_csv(path: Path, job: Job) -> TableFile:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    # A cell may be as long as the file; the one who checks the rows says that it is too long.
    csv.field_size_limit(MOST_BYTES)
    text, encoding = decoded(raw)
    named = text[:5].lower()
    delimiter = delimiter_of(text)
    if named.startswith("sep=") and len(named) == 5:
        # Excel's own way to say it, in a line before the table.
        delimiter = text[4]
    rows = _csv_rows(text, delimiter, job, skip=1 if named.startswith("sep=") else 0)
    return TableFile(path.name, encoding, delimiter, tuple(rows))


def _csv_rows(text: str, delimiter: str, job: Job, skip: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    total = text.count("\n") + 1
    if total > 4 * MOST_LINES:
        raise too_large()
    started, kept = 1, 0
    for row in reader:
        number, started = started, reader.line_num + 1
        if reader.line_num % _TELL_EVERY == 0:
            job.tell(reader.line_num, total)
        cells = tuple(cell.strip() for cell in row)
        if not any(cells) or number <= skip:
            continue
        kept += 1
        if kept > MOST_LINES:
            raise too_large()
        yield Line(number, cells)
