"""A table as it stands in a file: its rows with their lines, and how large it may be. Pure."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr

MOST_LINES = 300_000
MOST_COLUMNS = 100
MOST_BYTES = 64 * 1024 * 1024

_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; ``number`` is the line of the file that it begins on, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table that was read, without its empty rows.

    Attributes:
        form: ``xlsx``, or the encoding of a CSV file.
        delimiter: Of a CSV file; empty for XLSX.
    """

    name: str
    form: str
    delimiter: str
    lines: tuple[Line, ...]

    @property
    def columns(self) -> int:
        """How many columns the widest of its first rows has."""
        return max((len(line.cells) for line in self.lines[:_LOOKED_AT]), default=0)


def why_not(error: Exception) -> str:
    """What keeps a file from being read or written, in the language in use."""
    words = {
        errno.ENOENT: tr("it or its folder does not exist"),
        errno.EACCES: tr("this computer's user may not"),
        errno.EPERM: tr("this computer's user may not"),
        errno.EROFS: tr("the disk may only be read"),
        errno.EISDIR: tr("it is a folder"),
    }
    number: int = getattr(error, "errno", None) or 0
    return words.get(number) or getattr(error, "strerror", None) or str(error)


def too_large() -> DeskError:
    """The refusal of a file that is no list of a club's clients any more."""
    return DeskError(
        "list.too_large",
        tr("The file is too large: at most {lines} lines and {size} MB.").format(
            lines=MOST_LINES, size=MOST_BYTES // 1024 // 1024
        ),
        tr("Split it into several files and import one after the other."),
        subject="path",
    )


def not_excel(path: Path) -> DeskError:
    """The refusal of what calls itself an Excel file."""
    return DeskError(
        "list.not_xlsx",
        tr("{name} is not an Excel file of today's form (XLSX).").format(name=path.name),
        tr("Open it in a spreadsheet program and save it as XLSX or CSV."),
        subject="path",
    )
