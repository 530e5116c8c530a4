"""A table as a file gets it: titles and rows of plain values. Pure."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from clubdesk.foundation.money import Currency


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in a cell: minor units of a currency, shown with its sign."""

    minor: int
    currency: Currency


Cell = str | int | Decimal | Amount | date | datetime | None
"""What a spreadsheet's cell may hold; an instant is in the club's own time, without a zone."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written.

    Attributes:
        titles: In the user's language.
    """

    titles: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


SheetWriter = Callable[[Sheet, Path], Future[None]]
"""Writes a sheet as CSV or XLSX, by the path's ending, on a worker's thread."""
