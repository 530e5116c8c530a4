"""Prices through the week as cells of half an hour, and back into the bands of a rate. Pure.

A row is a day of 48 cells, a cell an hourly price in minor units; None where none was painted yet.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from clubdesk.domain.pricing import DayBand, HourlyPrice, PriceBand, SpecialDay

STEP_MINUTES = 30
CELLS = 24 * 60 // STEP_MINUTES
DAYS = 7
_DAY = 24 * 60

Cell = int | None
Row = tuple[Cell, ...]
Rows = tuple[Row, ...]
EMPTY_ROW: Row = (None,) * CELLS
EMPTY_WEEK: Rows = (EMPTY_ROW,) * DAYS


def week_rows(price: HourlyPrice) -> Rows:
    """The week of a price; a band that starts between two half hours begins with the next."""
    starts = [band.from_minute for band in price.bands]

    def at(minute: int) -> int:
        return price.bands[bisect_right(starts, minute) - 1].per_hour_minor

    return tuple(
        tuple(at(day * _DAY + cell * STEP_MINUTES) for cell in range(CELLS)) for day in range(DAYS)
    )


def day_row(special: SpecialDay) -> Row:
    """The cells of a special day."""
    starts = [band.from_minute for band in special.bands]
    return tuple(
        special.bands[max(0, bisect_right(starts, cell * STEP_MINUTES) - 1)].per_hour_minor
        for cell in range(CELLS)
    )


def is_on_the_half_hour(price: HourlyPrice) -> bool:
    """Whether the cells can say all of a price."""
    starts = [band.from_minute for band in price.bands]
    starts += [band.from_minute for special in price.special for band in special.bands]
    return all(minute % STEP_MINUTES == 0 for minute in starts)


def week_bands(rows: Rows) -> tuple[PriceBand, ...]:
    """The bands of a week without gaps.

    Raises:
        ValueError: A cell has no price (a bug: the screen asks for it before).
    """
    return tuple(PriceBand(minute, price) for minute, price in _changes(rows))


def day_bands(row: Row) -> tuple[DayBand, ...]:
    """The bands of a special day without gaps.

    Raises:
        ValueError: As ``week_bands``.
    """
    return tuple(DayBand(minute, price) for minute, price in _changes((row,)))


def _changes(rows: Rows) -> Iterator[tuple[int, int]]:
    before: Cell = None
    for number, cell in enumerate(cell for row in rows for cell in row):
        if cell is None:
            raise ValueError("a cell has no price")
        if cell != before:
            yield number * STEP_MINUTES, cell
        before = cell


def stretches(row: Row) -> list[tuple[int, int, Cell]]:
    """Runs of equal cells: the first, the one after the last, and the price."""
    found, at = [], 0
    for price, cells in groupby(row):
        count = len(list(cells))
        found.append((at, at + count, price))
        at += count
    return found


def gaps(rows: Sequence[Row]) -> list[tuple[int, int, int]]:
    """Where no price is: the row, and the minutes of that day from and until."""
    return [
        (number, first * STEP_MINUTES, after * STEP_MINUTES)
        for number, row in enumerate(rows)
        for first, after, price in stretches(row)
        if price is None
    ]


def without_gaps(rows: Rows) -> Rows:
    """Every gap with the price before it; the first one of a week with the week's last price."""
    cells = [cell for row in rows for cell in row]
    last = next((cell for cell in reversed(cells) if cell is not None), None)
    filled: list[Cell] = []
    for cell in cells:
        last = cell if cell is not None else last
        filled.append(last)
    return tuple(tuple(filled[n : n + CELLS]) for n in range(0, len(filled), CELLS))


def prices_in(rows: Sequence[Row]) -> list[int]:
    """The prices that occur, the lowest first."""
    return sorted({cell for row in rows for cell in row if cell is not None})


def painted(rows: Rows, box: tuple[int, int, int, int], price: Cell) -> Rows:
    """The rows with a price in a box: first and last row, first and last cell, both included."""
    top, bottom, left, right = box
    return tuple(
        tuple(
            price if top <= number <= bottom and left <= place <= right else cell
            for place, cell in enumerate(row)
        )
        for number, row in enumerate(rows)
    )
